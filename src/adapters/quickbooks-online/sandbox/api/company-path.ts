import type { CompanyKind } from '../data/companies';

/** Where a call of the Accounting API goes. */
export interface CompanyPath {
  /** The development host is for sandbox companies, the production host for live ones. */
  readonly host: CompanyKind;
  /** As it stands in the path, which may be empty or no number. */
  readonly realmId: string;
  /** Below `/v3/company/{realmId}`. */
  readonly path: string;
}

const PATTERN = /^(\/sandbox)?\/v3\/company\/([^/]*)(\/.*)?$/;

/** Null for a path that is not one of a company. */
export function parseCompanyPath(path: string): CompanyPath | null {
  const match = PATTERN.exec(path);
  if (match === null) return null;
  return { host: match[1] === undefined ? 'live' : 'sandbox', realmId: match[2]!, path: match[3] ?? '/' };
}

/** The kind of call, for faults and records: `company/query`, `company/reports/ProfitAndLoss`. */
export function companyJob({ path }: CompanyPath): string {
  const [resource = '', second] = path.split('/').filter(Boolean);
  return resource === 'reports' && second !== undefined ? `company/reports/${second}` : `company/${resource}`;
}
