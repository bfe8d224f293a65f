import type { ElementResource } from '../adapter';
import type { NoticedRecord } from '../inbound-webhooks';
import { canonicalObjectId } from './object-id';

const RECORDS = new Map<string, Omit<NoticedRecord, 'remoteId'>>([
  ['purchase', { resource: 'EXPENSES', kind: 'PURCHASE' }],
  ['bill', { resource: 'EXPENSES', kind: 'BILL' }],
  ['vendorcredit', { resource: 'EXPENSES', kind: 'SUPPLIER_CREDIT' }],
  ['employee', { resource: 'EMPLOYEES' }],
  ['vendor', { resource: 'SUPPLIERS' }],
  ['customer', { resource: 'CUSTOMERS' }],
  ['account', { resource: 'LEDGER_ACCOUNTS' }],
  ['class', { resource: 'TRACKING_CLASSES' }],
  ['department', { resource: 'DEPARTMENTS' }],
]);

/** What Intuit tells of, of what we keep records of. */
export const NOTICED_RESOURCES: readonly ElementResource[] = [
  ...new Set([...RECORDS.values()].map(({ resource }) => resource)),
];

/** What an entity of Intuit's, in any case of its name, is with us; null for one that we keep no records of. */
export function noticedRecordOf(entity: string, id: string): NoticedRecord | null {
  const record = RECORDS.get(entity.toLowerCase());
  return record === undefined ? null : { ...record, remoteId: canonicalObjectId(id) ?? id };
}
