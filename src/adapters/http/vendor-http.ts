/** One request to a vendor. */
export interface VendorRequest {
  /** What for, as the call log shows it, such as `reports.list`. */
  readonly purpose: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** Until the first byte of the answer's body may be read, and between two reads of it. Default 30 000. */
  readonly timeoutMs?: number;
  /** May be sent again when it is unknown whether it was carried out. Reads are; creates never. */
  readonly repeatable: boolean;
  /** Tries in all, the first included. Default 3. */
  readonly maxAttempts?: number;
}

/** A vendor's answer; the body can be read once. */
export interface VendorResponse {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** The bytes as they arrive. */
  readonly body: AsyncIterable<Buffer>;
  /** The whole body as UTF-8; a `VendorProtocolError` past 32 MiB. */
  text(): Promise<string>;
}

/**
 * The one way out of the house: budgets, the address guard, time-outs, the retry rule, redaction and the call log
 * are behind it. `read` decides what the answer means, because several vendors answer 200 to a failure: it returns
 * the result or throws a `VendorError`, whose `outcome` goes to the log and to the retry rule.
 */
export interface VendorHttp {
  call<T>(request: VendorRequest, read: (response: VendorResponse) => Promise<T>): Promise<T>;
  /** Like `call` for an answer that is read piece by piece; retried only while nothing was yielded yet. */
  stream<T>(request: VendorRequest, read: (response: VendorResponse) => AsyncIterable<T>): AsyncIterable<T>;
}
