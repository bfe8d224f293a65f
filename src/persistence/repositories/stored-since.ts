import type { ElementResource } from '../../adapters/adapter';
import type { RecordBatch } from '../../adapters/records';
import type { RequestContext } from '../../request-context';
import type { Transaction } from '../database';
import { storable, storableText } from '../storable-text';

/** What a stored record is of; entries of the books have one table for all their kinds. */
type StoredAs = Extract<ElementResource, 'REPORTS' | 'POLICIES' | 'EMPLOYEES' | 'EXPENSES'> | 'BOOKS';

interface StoredRecord {
  readonly resource: StoredAs;
  /** Of an expense, or an entry of the books; empty otherwise. */
  readonly kind: string;
  readonly remoteId: string;
}

const IS_LATER = '(t.fetched_at > $2::timestamptz OR t.changed_at > $2::timestamptz)';

/** A report is as late as the latest of its expenses: it is stored with all of them. */
const STORED_SINCE = `
  SELECT 'REPORTS' AS resource, '' AS kind, t.remote_id AS "remoteId" FROM reports t
    WHERE t.instance_id = $1::uuid AND t.remote_id = ANY($3::text[]) AND ${IS_LATER}
  UNION ALL SELECT 'REPORTS', '', t.report_remote_id FROM expenses t
    WHERE t.instance_id = $1::uuid AND t.report_remote_id = ANY($3::text[]) AND ${IS_LATER}
  UNION ALL SELECT 'POLICIES', '', t.remote_id FROM policies t
    WHERE t.instance_id = $1::uuid AND t.remote_id = ANY($4::text[]) AND ${IS_LATER}
  UNION ALL SELECT 'EMPLOYEES', '', t.remote_id FROM employees t
    WHERE t.instance_id = $1::uuid AND t.remote_id = ANY($5::text[]) AND ${IS_LATER}
  UNION ALL SELECT 'EXPENSES', t.kind, t.remote_id FROM expenses t
    WHERE t.instance_id = $1::uuid AND t.kind = ANY($7::text[]) AND t.remote_id = ANY($6::text[]) AND ${IS_LATER}
  UNION ALL SELECT 'BOOKS', t.kind, t.remote_id FROM book_entries t
    WHERE t.instance_id = $1::uuid AND t.kind = ANY($9::text[]) AND t.remote_id = ANY($8::text[]) AND ${IS_LATER}`;

/** The batch without records that were stored after that instant: what we have of them is no older than the batch. */
export async function withoutStoredSince(
  context: RequestContext,
  transaction: Transaction,
  instanceId: string,
  batch: RecordBatch,
  since: Date,
): Promise<RecordBatch> {
  const { reports = [], policies = [], employees = [], expenses = [], bookEntries = [] } = batch;
  const ids = [reports, policies, employees, expenses].map((records) => records.map(({ remoteId }) => remoteId));
  const kindsOf = (records: readonly { readonly kind: string }[]): string[] => [
    ...new Set(records.map(({ kind }) => kind)),
  ];
  const entryIds = storable(bookEntries.map(({ remoteId }) => remoteId));
  const rows = await transaction.query<StoredRecord>(context, {
    name: 'records_stored_since',
    text: STORED_SINCE,
    values: [instanceId, since, ...storable(ids), kindsOf(expenses), entryIds, kindsOf(bookEntries)],
  });
  const keyOf = ({ resource, kind, remoteId }: StoredRecord): string => JSON.stringify([resource, kind, remoteId]);
  const stored = new Set(rows.map(keyOf));
  const isOlder = (resource: StoredAs, remoteId: string, kind = ''): boolean =>
    !stored.has(keyOf({ resource, kind, remoteId: storableText(remoteId) }));
  return {
    ...batch,
    reports: reports.filter(({ remoteId }) => isOlder('REPORTS', remoteId)),
    policies: policies.filter(({ remoteId }) => isOlder('POLICIES', remoteId)),
    employees: employees.filter(({ remoteId }) => isOlder('EMPLOYEES', remoteId)),
    expenses: expenses.filter(({ remoteId, kind }) => isOlder('EXPENSES', remoteId, kind)),
    bookEntries: bookEntries.filter(({ remoteId, kind }) => isOlder('BOOKS', remoteId, kind)),
  };
}
