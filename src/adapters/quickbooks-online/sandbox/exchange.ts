import type { ServerResponse } from 'node:http';
import { companyCall } from './api/company-call';
import { companyJob, parseCompanyPath, type CompanyPath } from './api/company-path';
import { meteringOf } from './api/metering';
import type { CallRecord } from './call-record';
import type { QuickBooksFaults } from './faults';
import { readClientCredentials } from './oauth2/client-authentication';
import { oauthParameters } from './oauth1/oauth-parameters';
import { gatewayPage, textReply, type Reply } from './reply';
import { respond } from './respond';
import { findRoutes, type Route } from './routes';
import { formFields, type SandboxRequest } from './sandbox-request';
import type { World } from './world';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export interface ExchangeParts {
  readonly world: World;
  /** Ends waiting when the sandbox closes. */
  readonly signal: AbortSignal;
  /** Throws an Error for a malformed header. */
  takeFaults(header: string | undefined, job: string, account: string | null): QuickBooksFaults;
  remember(record: CallRecord): void;
  /** Keeps what the request changed. */
  persist(): Promise<void>;
}

/** One request and its answer: what is met first wins, in the order of `runAt`. */
export class Exchange {
  private readonly company: CompanyPath | null;
  private readonly routes: readonly Route[];
  private readonly record: Mutable<CallRecord>;

  constructor(
    private readonly parts: ExchangeParts,
    private readonly request: SandboxRequest,
  ) {
    const { method, path } = request;
    this.company = parseCompanyPath(path);
    this.routes = findRoutes(path);
    this.record = {
      job: this.jobName(),
      method,
      path,
      at: parts.world.clock.now(),
      realmId: this.company?.realmId ?? null,
      clientId: namedClient(request),
      metering: this.company === null ? null : meteringOf(this.company, request),
      status: null,
      limited: false,
    };
  }

  async run(response: ServerResponse): Promise<void> {
    const { company } = this;
    if (company === null) return this.runAt(0, response);
    const { nth, leave } = this.parts.world.throttle.enter(company.realmId);
    try {
      await this.runAt(nth, response);
    } finally {
      leave();
    }
  }

  private async runAt(atOnce: number, response: ServerResponse): Promise<void> {
    const { clock } = this.parts.world;
    const faults = this.takeFaults();
    if ('status' in faults) return respond(response, faults, null, clock.now());
    const isControl = this.routes.some(({ job }) => job === null);
    if (!isControl) this.parts.remember(this.record);
    const latency = faults.number('latency');
    if (latency !== undefined) await clock.sleep(latency, this.parts.signal);
    if (faults.has('drop')) return void response.destroy();
    const reply = gatewayProblem(faults) ?? (await this.process(faults, atOnce));
    // Before the answer: what a client was told must outlive us.
    await this.parts.persist();
    if (faults.has('drop-after')) return void response.destroy();
    const sent = faults.has('http-504-html') ? gatewayPage(504, 'Gateway Timeout') : reply;
    this.record.status = sent.status;
    return respond(response, sent, faults, this.record.at);
  }

  private async process(faults: QuickBooksFaults, atOnce: number): Promise<Reply> {
    const { request, company } = this;
    const { world } = this.parts;
    if (company !== null) {
      const outcome = await companyCall({ request, faults, atOnce }, company, world);
      this.record.clientId = outcome.clientId;
      this.record.limited = outcome.limited;
      return outcome.reply;
    }
    const route = this.routes.find(({ methods }) => methods.includes(request.method));
    if (route !== undefined) return route.handler({ request, faults, atOnce }, world);
    if (this.routes.length === 0) return gatewayPage(404, 'Not Found');
    const allow = this.routes.flatMap(({ methods }) => methods).join(', ');
    return textReply(405, `Allowed: ${allow}\n`, { allow });
  }

  private takeFaults(): QuickBooksFaults | Reply {
    const header = this.request.headers['x-sandbox-fault'];
    const account = this.record.realmId ?? this.record.clientId;
    try {
      const text = Array.isArray(header) ? header.join(',') : header;
      return this.parts.takeFaults(text, this.record.job ?? '', account);
    } catch (error) {
      return textReply(400, `X-Sandbox-Fault: ${(error as Error).message}\n`);
    }
  }

  private jobName(): string | null {
    if (this.company !== null) return companyJob(this.company);
    const route = this.routes.find(({ methods }) => methods.includes(this.request.method));
    if (route?.job !== 'token') return route?.job ?? null;
    return `token/${formFields(this.request).get('grant_type') ?? ''}`;
  }
}

function gatewayProblem(faults: QuickBooksFaults): Reply | null {
  if (faults.has('http-500-html')) return gatewayPage(500, 'Internal Server Error');
  if (faults.has('http-502-html')) return gatewayPage(502, 'Bad Gateway');
  if (faults.has('http-503-html')) return gatewayPage(503, 'Service Unavailable');
  return faults.has('http-503-empty') ? { status: 503, headers: {}, body: '' } : null;
}

/** The app that a request says it is from, wherever its protocol says so. */
function namedClient(request: SandboxRequest): string | null {
  const signed = oauthParameters(request).find(([name]) => name === 'oauth_consumer_key')?.[1];
  const basic = readClientCredentials(request, formFields(request))?.clientId;
  return signed ?? basic ?? request.query.get('client_id');
}
