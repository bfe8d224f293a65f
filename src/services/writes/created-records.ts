import type { ItemResult } from '../../adapters/writes';
import type { CreatedRecord } from '../../persistence/repositories/vendor-write.repository';
import type { RecordKind } from '../../record-id';

/** Members of results that name what was made. */
const KINDS: Readonly<Record<string, RecordKind>> = {
  reportRemoteId: 'REPORT',
  policyRemoteId: 'POLICY',
  supplierRemoteId: 'SUPPLIER',
  employeeRemoteId: 'EMPLOYEE',
};

/** What a write has made, from its result. */
export function createdRecordsOf(name: string, result: unknown): CreatedRecord[] {
  if (!name.startsWith('create') || typeof result !== 'object' || result === null) return [];
  const named = Object.entries(result).flatMap(([member, remoteId]) => {
    const kind = KINDS[member];
    return kind === undefined || typeof remoteId !== 'string' ? [] : [{ kind, remoteId }];
  });
  const items = 'items' in result && Array.isArray(result.items) ? (result.items as readonly ItemResult[]) : [];
  return [...named, ...items.flatMap(expenseOf)];
}

/** Requests of items are those that make expenses. */
function expenseOf(item: ItemResult): CreatedRecord[] {
  if (item.outcome !== 'DONE' || item.remoteId === null) return [];
  return [{ kind: item.expenseKind ?? 'EXPENSE', remoteId: item.remoteId }];
}
