import type { IncomingHttpHeaders } from 'node:http';

/** An authorized call of the Accounting API, v3. */
export interface CompanyRequest {
  readonly realmId: string;
  readonly method: string;
  /** Below `/v3/company/{realmId}`, without the query: `/purchase/144`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface CompanyResponse {
  readonly status: number;
  /** Content type and what else the call is about; what every answer carries (`intuit_tid` …) is added later. */
  readonly headers: Record<string, string>;
  readonly body: Buffer | string;
}

/** The Accounting API over the companies of a store. Answers every request, also those that it cannot serve. */
export interface CompanyApi {
  handle(request: CompanyRequest): Promise<CompanyResponse>;
}

export type ChangeOperation = 'Create' | 'Update' | 'Delete' | 'Merge' | 'Void' | 'Emailed';

/** One object of a company that was written; what a webhook tells. */
export interface CompanyChange {
  readonly realmId: string;
  /** As the API spells it: `Purchase`. */
  readonly entity: string;
  readonly id: string;
  readonly operation: ChangeOperation;
  readonly at: Date;
  /** Merge only: the object that is gone. */
  readonly deletedId?: string;
}

/** Called after a change is made, in the order of the changes. Must not throw. */
export type ChangeListener = (change: CompanyChange) => void;
