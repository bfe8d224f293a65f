import type { Metering } from './api/metering';

/** A request that reached the sandbox. */
export interface CallRecord {
  /** `token/refresh_token`, `company/query` …; null for a path that the vendor does not have. */
  readonly job: string | null;
  readonly method: string;
  readonly path: string;
  readonly at: Date;
  /** Of a company call. */
  readonly realmId: string | null;
  readonly clientId: string | null;
  /** Of a company call: whether the vendor would count it against the month's allowance. */
  readonly metering: Metering | null;
  /** Null until it is answered, and for one whose connection was dropped. */
  readonly status: number | null;
  /** It met a limit, real or asked for. */
  readonly limited: boolean;
}
