import type { RequestContext } from '../../request-context';
import type { StatementRunner } from '../database';

const TABLES = [
  'bulk_job_chunks',
  'bulk_jobs',
  'vendor_notices',
  'financial_reports',
  'report_export_chunks',
  'report_export_files',
  'report_exports',
  'change_events',
  'expense_receipts',
  'book_entries',
  'expenses',
  'reports',
  'policy_memberships',
  'employees',
  'policies',
  'tax_document_changes',
  'tax_documents',
  'tax_code_lists',
];

/** Each table in turn, until the batch is full. */
const PURGE = `WITH ${TABLES.map(deletion).join(', ')} SELECT (${TABLES.map(countOf).join(' + ')})::int AS deleted`;

/** Removes what is left of deleted instances. */
export class RecordPurgeRepository {
  constructor(private readonly runner: StatementRunner) {}

  /** Deletes at most `batchSize` records of an instance, in one statement. Answers how many: 0 when none are left. */
  async purgeInstance(context: RequestContext, instanceId: string, batchSize: number): Promise<number> {
    const [row] = await this.runner.query<{ deleted: number }>(context, {
      name: 'purge_records_of_instance',
      text: PURGE,
      values: [instanceId, batchSize],
    });
    return row?.deleted ?? 0;
  }
}

function deletion(table: string, index: number): string {
  const before = TABLES.slice(0, index).map((earlier) => ` - ${countOf(earlier)}`);
  return `gone_${table} AS (
    DELETE FROM ${table} WHERE instance_id = $1::uuid AND ctid = ANY (ARRAY(
      SELECT ctid FROM ${table} WHERE instance_id = $1::uuid LIMIT ($2::bigint${before.join('')})))
    RETURNING 1
  )`;
}

function countOf(table: string): string {
  return `(SELECT count(*) FROM gone_${table})`;
}
