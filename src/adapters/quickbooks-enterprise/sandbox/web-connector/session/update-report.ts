import type { WebConnectorCode } from '../web-connector-error';

/** How a run went. */
export interface UpdateReport {
  readonly outcome: 'NOTHING_TO_DO' | 'DONE' | 'FAILED';
  /** What the user reads in the status column. */
  readonly message: string;
  /** Null: no fault, or one that has no code. */
  readonly code: WebConnectorCode | null;
  /** SOAP calls that were begun. */
  readonly calls: number;
  /** Requests that QuickBooks was given, those that it refused included. */
  readonly exchanges: number;
  /** The last progress that the service told, from 0 to 100. */
  readonly percent: number;
  /** What the service asked of the scheduler. */
  readonly postponeSeconds: number | null;
  readonly minimumSeconds: number | null;
}
