import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../../../clock';
import { FaultPlan } from '../../sandbox/faults';
import { BodyTooLargeError, readBody } from '../../sandbox/request-body';
import type { StateFile } from '../../sandbox/state-file';
import type { VendorSandbox } from '../../sandbox/vendor-sandbox';
import { createAccounts, partnerKeyOf, type Account, type AccountKind } from './accounts';
import { AspNetError, respondWithException, respondWithPage, respondWithText, type ServiceVersion } from './aspnet';
import { Exchange } from './exchange';
import { TAXIFY_FAULTS, type TaxifyFault, type TaxifyFaults, type TaxifyFaultSettings } from './faults';
import { isOperation, operationDescription, operationList, type OperationName } from './operations-page';
import { RequestReader } from './request-reader';
import { MOUNT_PATH, parseRoute, type Route } from './route';
import type { SandboxState, StoredDocument } from './sandbox-state';

/** What .NET's serializer takes is configurable and not documented for Taxify; its usual upper end. */
const BODY_LIMIT = 4 * 1024 * 1024;
const REMEMBERED_CALLS = 10_000;

/** A request for an operation, as it arrived. */
export interface CallRecord {
  readonly operation: OperationName;
  readonly version: ServiceVersion;
  readonly at: Date;
  /** Null when the body could not be read. */
  readonly body: string | null;
}

export interface TaxifySandboxParts {
  readonly clock: Clock;
  readonly seed: number;
  readonly state: SandboxState;
  /** Null = nothing is kept. */
  readonly stateFile: StateFile | null;
}

/** A working copy of Taxify's JSON service. Beside HTTP it can be watched and steered, for tests. */
export class TaxifySandbox implements VendorSandbox {
  readonly mountPath = MOUNT_PATH;

  private readonly accounts: ReadonlyMap<string, Account>;
  private readonly faults = new FaultPlan<TaxifyFault>(TAXIFY_FAULTS);
  private readonly closing = new AbortController();
  private readonly running = new Set<Promise<void>>();
  private readonly dropped = new Set<string>();
  private records: CallRecord[] = [];
  private isChanged = false;

  constructor(private readonly parts: TaxifySandboxParts) {
    this.accounts = createAccounts(parts.seed);
  }

  get configuration(): Readonly<Record<string, string>> {
    return { 'api.key': this.apiKey('good'), 'partner.key': partnerKeyOf(this.parts.seed) };
  }

  /** Of the account that behaves so. */
  apiKey(kind: AccountKind): string {
    return [...this.accounts.values()].find((account) => account.kind === kind)!.apiKey;
  }

  /** What the account holds under a key; Taxify itself tells nobody. */
  document(key: string, kind: AccountKind = 'good'): StoredDocument | undefined {
    const documents = this.parts.state.documents[this.apiKey(kind)] ?? {};
    return Object.hasOwn(documents, key) ? documents[key] : undefined;
  }

  /** The calls so far, oldest first. */
  calls(): readonly CallRecord[] {
    return [...this.records];
  }

  forgetCalls(): void {
    this.records = [];
  }

  setFaults(faults: TaxifyFaultSettings): void {
    this.faults.set(faults);
  }

  handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const handled = this.answer(request, response)
      .catch((error: unknown) => fail(response, error))
      .finally(() => this.running.delete(handled));
    this.running.add(handled);
    return handled;
  }

  async close(): Promise<void> {
    this.closing.abort(new Error('The sandbox closes.'));
    await Promise.all(this.running);
    await this.persist();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const route = parseRoute(request.url ?? '/');
    if (route === null) return respondWithPage(response, 404, 'The resource cannot be found.');
    if (route.operation === null) return describe(response, route);
    if (request.method !== 'POST') return respondWithText(response, 500, 'Request format is unrecognized.');
    if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
      return respondWithText(response, 500, 'Request format is invalid: the service takes application/json.');
    }
    if (!isOperation(route.operation)) {
      return respondWithText(response, 500, `Unknown web method ${route.operation}.`);
    }
    const text = (await readBody(request, BODY_LIMIT)).toString('utf8');
    await this.call(request, response, { version: route.version, operation: route.operation, text });
  }

  private async call(
    request: IncomingMessage,
    response: ServerResponse,
    { version, operation, text }: { version: ServiceVersion; operation: OperationName; text: string },
  ): Promise<void> {
    const { clock, seed, state } = this.parts;
    const read = readOnce(() => readRequest(text, operation));
    const apiKey = apiKeyIn(read);
    const faults = this.takeFaults(request, response, operation, apiKey);
    if (faults === null) return;
    this.remember({ operation, version, at: clock.now(), body: text });
    const exchange = new Exchange({
      clock,
      seed,
      version,
      operation,
      request: read,
      account: apiKey === null ? null : (this.accounts.get(apiKey) ?? null),
      apiKey,
      faults,
      state,
      dropped: this.dropped,
      signal: this.closing.signal,
      documentChanged: () => {
        this.isChanged = true;
      },
      persist: () => this.persist(),
    });
    await exchange.run(response);
  }

  /** Null when the header was malformed and the answer already says so. */
  private takeFaults(
    request: IncomingMessage,
    response: ServerResponse,
    job: string,
    account: string | null,
  ): TaxifyFaults | null {
    const header = request.headers['x-sandbox-fault'];
    try {
      return this.faults.take(Array.isArray(header) ? header.join(',') : header, { job, account });
    } catch (error) {
      respondWithText(response, 400, `X-Sandbox-Fault: ${(error as Error).message}`);
      return null;
    }
  }

  private remember(record: CallRecord): void {
    this.records.push(record);
    if (this.records.length > REMEMBERED_CALLS) this.records.shift();
  }

  private async persist(): Promise<void> {
    if (!this.isChanged) return;
    this.isChanged = false;
    await this.parts.stateFile?.write(this.parts.state);
  }
}

function describe(response: ServerResponse, { servicePath, described }: Route): void {
  const isOne = described !== null && isOperation(described);
  const content = isOne ? operationDescription(servicePath, described) : operationList(servicePath);
  respondWithPage(response, 200, isOne ? described : 'JSONService', content);
}

/** What is in the member that is named as the operation. */
function readRequest(text: string, operation: OperationName): RequestReader {
  const request = RequestReader.parse(text.trim() === '' ? '{}' : text).object(operation);
  if (request !== null) return request;
  const message = `Invalid web service call, missing value for parameter: '${operation}'.`;
  throw new AspNetError('System.InvalidOperationException', message);
}

function readOnce(read: () => RequestReader): () => RequestReader {
  let known: RequestReader | undefined;
  return () => (known ??= read());
}

/** Null also where the request cannot be read, which is told later. */
function apiKeyIn(read: () => RequestReader): string | null {
  try {
    return read().object('Security')?.text('Password') ?? null;
  } catch {
    return null;
  }
}

/** What should not happen: an answer as ASP.NET gives for it, or the end of the connection. */
function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed) return void response.destroy();
  if (error instanceof BodyTooLargeError) {
    const message = 'The length of the string exceeds the value set on the maxJsonLength property.';
    return respondWithException(response, new AspNetError('System.InvalidOperationException', message));
  }
  respondWithPage(response, 500, 'Runtime Error');
}
