import type { ServerResponse } from 'node:http';
import type { Clock } from '../../../clock';
import { partnerKeyOf, type Account } from './accounts';
import { toEnvelope } from './answer-envelope';
import {
  AspNetError,
  respondWithException,
  respondWithHalf,
  respondWithJson,
  respondWithPage,
  respondWithText,
} from './aspnet';
import type { ServiceVersion } from './aspnet';
import { DocumentStore, type LifeCycleRules } from './document-store';
import type { TaxifyFaults } from './faults';
import { operations } from './operations';
import type { OperationName } from './operations-page';
import {
  ADDRESS_WARNING,
  invalidCredentials,
  Refusal,
  unexpectedError,
  fieldRequired,
  type SandboxError,
} from './refusal';
import type { RequestReader } from './request-reader';
import type { SandboxState } from './sandbox-state';

const SLOW_MS = 5_000;
const PAGES = { 500: 'Runtime Error', 502: 'Bad Gateway', 503: 'Service Unavailable', 504: 'Gateway Timeout' } as const;

export interface ExchangeParts {
  readonly clock: Clock;
  readonly seed: number;
  readonly version: ServiceVersion;
  readonly operation: OperationName;
  /** What is in the member that is named as the operation; throws an `AspNetError`. */
  readonly request: () => RequestReader;
  /** Null when the key is none. */
  readonly account: Account | null;
  readonly apiKey: string | null;
  readonly faults: TaxifyFaults;
  readonly state: SandboxState;
  /** Requests of the dropping account that went without an answer. */
  readonly dropped: Set<string>;
  /** Ends waiting when the sandbox closes. */
  readonly signal: AbortSignal;
  readonly documentChanged: () => void;
  persist(): Promise<void>;
}

/** One call of an operation: what is met first wins, in the order of `run`. */
export class Exchange {
  private readonly faults: TaxifyFaults;

  constructor(private readonly parts: ExchangeParts) {
    this.faults = parts.faults;
  }

  async run(response: ServerResponse): Promise<void> {
    const { faults } = this;
    await this.wait();
    if (faults.has('drop')) return void response.destroy();
    if (faults.has('429')) return respondWithText(response, 429, 'Too many requests');
    if (faults.has('http-401')) return respondWithText(response, 401, 'Unauthorized');
    const page = ([500, 502, 503] as const).find((status) => faults.has(`http-${status}-html`));
    if (page !== undefined) return respondWithPage(response, page, PAGES[page]);
    if (this.parts.account?.kind === 'failing') return respondWithPage(response, 500, PAGES[500]);
    const body = this.process();
    // Before the answer: what a client was told must outlive us.
    await this.parts.persist();
    if (faults.has('drop-after') || this.isToBeDropped()) return void response.destroy();
    if (faults.has('http-504-html')) return respondWithPage(response, 504, PAGES[504]);
    if (body instanceof AspNetError) return respondWithException(response, body);
    return this.respond(response, JSON.stringify(faults.has('no-wrapper') ? body : { d: body }));
  }

  private async wait(): Promise<void> {
    const slow = this.parts.account?.kind === 'slow' ? SLOW_MS : 0;
    const latency = (this.faults.number('latency') ?? 0) + slow;
    if (latency > 0) await this.parts.clock.sleep(latency, this.parts.signal);
  }

  /** The object in `d`; failures are answers like others. */
  private process(): object | string | AspNetError {
    const { operation, version } = this.parts;
    if (operation === 'GetVersion') return `Taxify ${version}`;
    if (this.faults.has('exception')) {
      return new AspNetError('System.InvalidOperationException', 'There was an error processing the request.');
    }
    try {
      return this.runOperation(operation);
    } catch (error) {
      if (error instanceof AspNetError) return error;
      if (!(error instanceof Refusal)) throw error;
      return this.envelope(operations[operation].refused, false, [error.error]);
    }
  }

  private runOperation(operation: Exclude<OperationName, 'GetVersion'>): object {
    const { faults, version, clock, state } = this.parts;
    const request = this.parts.request();
    const account = this.authenticate(request);
    this.assertNoFault(operation);
    if (faults.has('empty-errors')) return this.envelope(operations[operation].refused, false, []);
    const fields = faults.has('nested-request') ? (request.object('Request') ?? request) : request;
    const documents = new DocumentStore((state.documents[account.apiKey] ??= {}), this.parts.documentChanged);
    const context = { request: fields, version, account, documents, rules: this.rules(), faults, now: clock.now() };
    const result = operations[operation].run(context);
    const warned = version === '1.1' && (account.kind === 'warning' || faults.has('warning'));
    return this.envelope(result, true, warned ? [ADDRESS_WARNING] : []);
  }

  private authenticate(request: RequestReader): Account {
    const { account, seed } = this.parts;
    if (account === null || account.kind === 'revoked') throw invalidCredentials();
    const partnerKey = request.object('Security')?.text('PartnerKey') ?? null;
    const rule = this.faults.word('partner-key');
    const isAccepted = partnerKey === null || (rule !== 'reject' && partnerKey === partnerKeyOf(seed));
    if (!isAccepted && rule !== 'ignore') throw invalidCredentials();
    return account;
  }

  private assertNoFault(operation: string): void {
    if (this.faults.has('echo')) {
      const message = `The request of ${this.parts.apiKey} for ${operation} is refused`;
      throw new Refusal({ code: 100, message, target: 'Tax', type: 'Validation' });
    }
    switch (this.faults.word('error')) {
      case 'server':
        throw unexpectedError();
      case 'validation':
        throw fieldRequired('Something');
      case 'authentication':
        throw invalidCredentials();
      default:
    }
  }

  private rules(): LifeCycleRules {
    return {
      keepsCommitted: this.faults.has('committed-overwrite'),
      refusesSecondCommit: this.faults.has('commit-again'),
      acceptsUnknownCommit: this.faults.has('commit-unknown'),
      refusesUnknownCancel: this.faults.has('cancel-unknown'),
    };
  }

  private envelope(
    result: Parameters<typeof toEnvelope>[0],
    isSuccess: boolean,
    errors: readonly SandboxError[],
  ): object {
    return toEnvelope(result, { isSuccess, errors }, this.parts);
  }

  private isToBeDropped(): boolean {
    const { account, operation, request, dropped } = this.parts;
    if (account?.kind !== 'dropping') return false;
    const name = `${operation} ${request().text('DocumentKey') ?? ''}`;
    if (dropped.has(name)) return false;
    dropped.add(name);
    return true;
  }

  private respond(response: ServerResponse, body: string): void | Promise<void> {
    if (this.faults.has('drop-body')) return respondWithHalf(response, body);
    const share = this.faults.number('truncate');
    if (share === undefined) return respondWithJson(response, body);
    const bytes = Buffer.from(body);
    return respondWithJson(response, bytes.subarray(0, Math.floor((bytes.length * Math.min(share, 100)) / 100)));
  }
}
