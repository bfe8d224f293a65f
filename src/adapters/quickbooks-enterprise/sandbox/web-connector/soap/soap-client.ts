import type { Clock } from '../../../../../clock';
import type { CutPoint, WebConnectorBehaviour } from '../behaviour';
import { RunCutError } from '../run-interruption';
import type { SoapStyle } from '../setup-file/setup-file';
import { readAnswer, type SoapResult } from './answer';
import { encodeEnvelope, SERVICE_NAMESPACE } from './envelope';
import { HttpPoster } from './http-post';
import { toRequestBody } from './request-body';
import type { SoapCall, WebConnectorMethod } from './soap-call';
import { describeTransportFailure } from './transport-failure';

const ANSWER_TIMEOUT_MS = 100_000;
const USER_AGENT = 'Mozilla/4.0 (compatible; MSIE 6.0; MS Web Services Client Protocol 4.0.30319.42000)';

export interface SoapClientOptions {
  readonly url: URL;
  /** Of the set-up file; a switch may want another. */
  readonly style: SoapStyle;
  readonly clock: Clock;
  readonly behaviour: WebConnectorBehaviour;
  readonly signal: AbortSignal;
}

/** A call that brought no result that the program can take. */
export class SoapCallError extends Error {
  constructor(error: unknown) {
    super(describeTransportFailure(error), { cause: error });
    this.name = new.target.name;
  }
}

/** Calls the service over one connection, for one run. */
export class SoapClient {
  private readonly poster: HttpPoster;
  private readonly style: SoapStyle;
  private readonly counts = new Map<WebConnectorMethod, number>();

  constructor(private readonly options: SoapClientOptions) {
    this.poster = new HttpPoster(options.url);
    this.style = options.behaviour.style ?? options.style;
  }

  /** Calls that were begun so far. */
  get calls(): number {
    return [...this.counts.values()].reduce((sum, count) => sum + count, 0);
  }

  /**
   * @throws {SoapCallError} when there is no answer, or none that can be read
   * @throws {RunCutError} at the call that a switch names
   * Rejects with the signal's reason once it is aborted.
   */
  async call(call: SoapCall): Promise<SoapResult> {
    const nth = (this.counts.get(call.method) ?? 0) + 1;
    this.counts.set(call.method, nth);
    const cut = this.cutOf(call.method, nth);
    if (cut === 'before-sending') throw new RunCutError(`before ${call.method}`);
    const repeat = this.options.behaviour.repeatCall;
    if (repeat?.method === call.method && (repeat.nth ?? 1) === nth) await this.send(call, null);
    return this.send(call, cut);
  }

  close(): void {
    this.poster.close();
  }

  private cutOf(method: WebConnectorMethod, nth: number): CutPoint['when'] | null {
    const { cut } = this.options.behaviour;
    return cut?.method === method && (cut.nth ?? 1) === nth ? (cut.when ?? 'before-sending') : null;
  }

  private async send(call: SoapCall, cut: CutPoint['when'] | null): Promise<SoapResult> {
    try {
      return readAnswer(call.method, await this.post(call, cut), this.style);
    } catch (error) {
      this.options.signal.throwIfAborted();
      throw error instanceof RunCutError ? error : new SoapCallError(error);
    }
  }

  private post(call: SoapCall, cut: CutPoint['when'] | null): ReturnType<HttpPoster['post']> {
    const { behaviour, clock, signal } = this.options;
    const encoded = encodeEnvelope(call, {
      style: this.style,
      emptyParameters: behaviour.emptyParameters ?? 'self-closed',
    });
    const body = toRequestBody(encoded, { behaviour, clock, signal, cutInTheMiddle: cut === 'while-sending' });
    return this.poster.post({
      headers: {
        'user-agent': USER_AGENT,
        'content-type': 'text/xml; charset=utf-8',
        soapaction: `"${SERVICE_NAMESPACE}${call.method}"`,
        ...(body.length === null ? { 'transfer-encoding': 'chunked' } : { 'content-length': body.length }),
      },
      body: body.pieces,
      timeoutMs: behaviour.answerTimeoutMs ?? ANSWER_TIMEOUT_MS,
      signal,
      onAnswer: () => {
        if (cut === 'before-reading') throw new RunCutError(`before the answer of ${call.method} was read`);
      },
    });
  }
}
