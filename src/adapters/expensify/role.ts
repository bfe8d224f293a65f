import type { EmployeeRole } from '../records';
import { readToken } from './raw-record';

const ROLE_OF_WORD: Readonly<Record<string, EmployeeRole>> = { user: 'MEMBER', auditor: 'AUDITOR', admin: 'ADMIN' };

/** From the least that someone may do to the most. */
const RANKED: readonly EmployeeRole[] = ['UNKNOWN', 'MEMBER', 'AUDITOR', 'ADMIN'];

/** Expensify keeps the list of roles open. */
export function toRole(value: unknown): EmployeeRole {
  return ROLE_OF_WORD[readToken(value)?.toLowerCase() ?? ''] ?? 'UNKNOWN';
}

export function isMore(role: EmployeeRole, than: EmployeeRole): boolean {
  return RANKED.indexOf(role) > RANKED.indexOf(than);
}
