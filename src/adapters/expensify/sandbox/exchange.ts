import type { ServerResponse } from 'node:http';
import type { Clock } from '../../../clock';
import type { ExpensifyFaults } from './faults';
import type { JobAnswer, SandboxStores } from './job';
import type { JobDescription } from './job-description';
import { JobError } from './job-error';
import { findJob } from './jobs';
import type { RateLimit } from './rate-limit';
import { errorEnvelope, respond, respondWithPage } from './respond';
import type { Credentials } from './sandbox-state';

const UNKNOWN_JOB = "Argument 'type' is missing or malformed";
const RATE_LIMITED = 'Too many requests';
const RATE_LIMITED_OLD =
  'You have been rate-limited. Please try again later or contact help@expensify.com for assistance.';
const GATEWAY_PAGES = {
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
} as const;

/** A request that reached the sandbox. */
export interface JobRecord {
  /** Null when `requestJobDescription` could not be read. */
  readonly type: string | null;
  readonly inputType: string | null;
  readonly at: Date;
  /** It met a rate limit, real or asked for. */
  readonly limited: boolean;
}

export interface ExchangeParts {
  readonly clock: Clock;
  readonly stores: SandboxStores;
  readonly credentials: readonly Credentials[];
  readonly limits: RateLimit;
  readonly parameters: ReadonlyMap<string, string>;
  /** Null when it could not be read. */
  readonly description: JobDescription | null;
  readonly faults: ExpensifyFaults;
  /** Ends waiting when the sandbox closes. */
  readonly signal: AbortSignal;
  remember(record: JobRecord): void;
  /** Keeps what the job changed. */
  persist(): Promise<void>;
}

/** One request and its answer: what is met first wins, in the order of `run`. */
export class Exchange {
  private readonly faults: ExpensifyFaults;
  private readonly description: JobDescription | null;

  constructor(private readonly parts: ExchangeParts) {
    this.faults = parts.faults;
    this.description = parts.description;
  }

  async run(response: ServerResponse): Promise<void> {
    const { faults, description } = this;
    const record = {
      type: description?.type ?? null,
      inputType: description?.inputType ?? null,
      at: this.parts.clock.now(),
    };
    const limited = this.isLimited();
    this.parts.remember({ ...record, limited });
    const latency = faults.number('latency');
    if (latency !== undefined) await this.parts.clock.sleep(latency, this.parts.signal);
    if (faults.has('drop')) return void response.destroy();
    const page = ([500, 502, 503] as const).find((status) => faults.has(`http-${status}-html`));
    if (page !== undefined) return respondWithPage(response, page, GATEWAY_PAGES[page]);
    if (limited) return this.respondLimited(response);
    if (description === null && faults.has('malformed-job')) return respondWithPage(response, 500, GATEWAY_PAGES[500]);
    const answer = await this.process();
    // Before the answer: what a client was told must outlive us.
    await this.parts.persist();
    if (faults.has('drop-after')) return void response.destroy();
    const failure = faults.number('error-after');
    if (failure !== undefined) return respond(response, errorEnvelope(failure, 'Server error'), faults);
    if (faults.has('http-504-html')) return respondWithPage(response, 504, GATEWAY_PAGES[504]);
    return respond(response, answer, faults);
  }

  /** Errors of a job are answers like others. */
  private async process(): Promise<JobAnswer> {
    const { faults, description, parts } = this;
    const error = faults.number('error');
    if (error !== undefined) return errorEnvelope(error, 'Server error');
    if (description === null) return errorEnvelope(410, UNKNOWN_JOB);
    const credentials = this.authenticate(description);
    if (!('email' in credentials)) return credentials;
    const job = findJob(description.type, description.inputType);
    if (job === undefined) return errorEnvelope(410, UNKNOWN_JOB);
    const context = {
      ...parts.stores,
      description,
      parameters: parts.parameters,
      credentials,
      faults,
      now: () => parts.clock.now(),
    };
    try {
      return await job(context);
    } catch (thrown) {
      if (thrown instanceof JobError) return errorEnvelope(thrown.responseCode, thrown.message);
      throw thrown;
    }
  }

  private authenticate(description: JobDescription): Credentials | JobAnswer {
    const section = description.section('credentials');
    if (section === null) return errorEnvelope(403, 'No authentication method specified');
    const [id, secret] = [section.optionalText('partnerUserID'), section.optionalText('partnerUserSecret')];
    const known = this.parts.credentials.find((pair) => {
      return pair.partnerUserID === id && pair.partnerUserSecret === secret && secret !== '';
    });
    return known ?? errorEnvelope(404, 'Authentication error');
  }

  private isLimited(): boolean {
    if (this.faults.has('429')) return true;
    const account = this.description === null ? null : this.authenticate(this.description);
    if (account === null || !('email' in account) || this.faults.word('rate-limit') === 'off') return false;
    return !this.parts.limits.tryTake(account.partnerUserID, this.parts.clock.now().getTime());
  }

  private respondLimited(response: ServerResponse): Promise<void> {
    const form = this.faults.word('429') ?? this.faults.word('rate-limit') ?? 'http';
    const envelope = errorEnvelope(429, form === 'old' ? RATE_LIMITED_OLD : RATE_LIMITED);
    return respond(response, envelope, this.faults, form === 'http' ? 429 : 200);
  }
}
