import type { WebConnectorMethod } from '../soap/soap-call';

/** One SOAP call as it went, for whoever looks at a run afterwards. */
export interface CallRecord {
  readonly method: WebConnectorMethod;
  /** As they were sent, the password masked. */
  readonly parameters: Readonly<Record<string, string>>;
  /** What the program read of the answer; null when it was nil, or there was none. */
  readonly result: string | number | readonly string[] | null;
  /** Why there is no result, in a sentence. */
  readonly failure: string | null;
}
