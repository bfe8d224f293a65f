import type { EmployeeChange, EmployeesUpdated, ItemResult } from '../writes';
import { canonicalEmployeeId } from './employee-id';
import { canonicalPolicyId } from './policy-id';
import { isRawRecord, readDecimal, readRecords, readText, readToken, type RawRecord } from './raw-record';

const NO_REASON = 'Expensify gives no reason.';
const NOBODY_UPDATED = 'Expensify counts nobody as updated, and does not say why.';

/** The updater's answer. Who was passed over is told under success; who was changed is only counted. */
export function toEmployeesUpdated(fields: RawRecord, employees: readonly EmployeeChange[]): EmployeesUpdated {
  const count = readDecimal(fields.updatedEmployeesCount);
  const updatedCount = count !== null && /^\d{1,9}$/.test(count) ? Number(count) : null;
  const reasons = new Map(
    readRecords(fields.skippedEmployees).map(({ email, reason }) => {
      const address = readToken(email) ?? '';
      return [canonicalEmployeeId(address) ?? address, readText(reason) ?? NO_REASON];
    }),
  );
  const diff = isRawRecord(fields.diff) ? fields.diff : {};
  return {
    items: employees.map(({ email }) => toItem(email, reasons.get(email), updatedCount)),
    updatedCount,
    added: toEmailLists(diff.diffToAdd).map(([id, emails]) => ({
      policyRemoteId: canonicalPolicyId(id) ?? id,
      emails,
    })),
    removed: toEmailLists(diff.diffToRemove).map(([id, emails]) => ({
      policyRemoteId: canonicalPolicyId(id) ?? id,
      emails,
    })),
    domainGroups: toEmailLists(fields.securityGroupEmployeesMap).map(([domainGroupRemoteId, emails]) => ({
      domainGroupRemoteId,
      emails,
    })),
  };
}

function toItem(email: string, reason: string | undefined, updatedCount: number | null): ItemResult {
  if (reason !== undefined) return { outcome: 'SKIPPED', reason };
  return updatedCount === 0 ? { outcome: 'SKIPPED', reason: NOBODY_UPDATED } : { outcome: 'DONE', remoteId: email };
}

/** E-mail addresses by the ID of a policy or domain group. */
function toEmailLists(value: unknown): [string, string[]][] {
  if (!isRawRecord(value)) return [];
  return Object.entries(value).map(([id, emails]) => [id, Array.isArray(emails) ? emails.flatMap(toEmail) : []]);
}

function toEmail(value: unknown): string[] {
  const address = readToken(value);
  return address === null ? [] : [canonicalEmployeeId(address) ?? address];
}
