/** Why a call could not be read. */
export type UnreadableReason =
  /** No SOAP at all. */
  | 'NOT_SOAP'
  /** Begins as a call, and goes on as none: no XML, or not where XML may be. */
  | 'MALFORMED'
  | 'TOO_LARGE'
  /** Ended before its end: the connection was cut. */
  | 'CUT';

/** What was sent cannot be read as a call of the Web Connector. */
export class UnreadableCallError extends Error {
  constructor(
    readonly reason: UnreadableReason,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = new.target.name;
  }
}
