import type { EmployeesUpdated, ItemResult, UpdateEmployeesRequest } from '../writes';
import { canonicalEmployeeId } from './employee-id';
import { canonicalPolicyId } from './policy-id';
import { isRawRecord, readDecimal, readRecords, readText, readToken, type RawRecord } from './raw-record';

const NO_REASON = 'Expensify gives no reason.';
const NOBODY_UPDATED = 'Expensify counts nobody as updated, and does not say why.';

/** The updater's answer. Who was passed over is told under success; who was changed is only counted. */
export function toEmployeesUpdated(
  fields: RawRecord,
  { employees, dryRun }: Pick<UpdateEmployeesRequest, 'employees' | 'dryRun'>,
): EmployeesUpdated {
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
    // A trial updates nobody, whomever it would update: its count is no reason.
    items: employees.map(({ email }) => toItem(email, reasons.get(email), !dryRun && updatedCount === 0)),
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

function toItem(email: string, reason: string | undefined, isNobodyUpdated: boolean): ItemResult {
  if (reason !== undefined) return { outcome: 'SKIPPED', reason };
  return isNobodyUpdated ? { outcome: 'SKIPPED', reason: NOBODY_UPDATED } : { outcome: 'DONE', remoteId: email };
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
