import type { ReceiptRecord } from '../../adapters/records';
import type { RequestContext } from '../../request-context';
import type { StatementRunner } from '../database';
import { storable } from '../storable-text';
import type { RecordKey } from './list-condition';
import { findRecords, recordLookup } from './record-lookup';
import type { StoreTarget } from './record-upsert';

/** The links of the receipts become exactly these; equal ones are only noted as fetched again. */
const REPLACE = `
  WITH input AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset($5::jsonb)
      AS r (remote_id text, expense_kind text, expense_remote_id text, file_name text, content_type text)
  ), gone AS (
    DELETE FROM expense_receipts t WHERE t.instance_id = $1::uuid AND t.remote_id = ANY ($4::text[]) AND NOT EXISTS (
      SELECT FROM input i WHERE i.remote_id = t.remote_id AND i.expense_kind = t.expense_kind
        AND i.expense_remote_id = t.expense_remote_id)
  )
  INSERT INTO expense_receipts AS t
    (instance_id, organization_id, fetched_at, remote_id, expense_kind, expense_remote_id, file_name, content_type)
  SELECT $1::uuid, $2::uuid, $3::timestamptz, i.* FROM input i ORDER BY i.remote_id, i.expense_kind, i.expense_remote_id
  ON CONFLICT (instance_id, remote_id, expense_kind, expense_remote_id) DO UPDATE SET
    file_name = EXCLUDED.file_name, content_type = EXCLUDED.content_type, fetched_at = EXCLUDED.fetched_at`;

const DELETE = `DELETE FROM expense_receipts t WHERE t.instance_id = $1::uuid AND t.organization_id = $2::uuid
  AND t.fetched_at < $3::timestamptz`;

const BY_IDS = recordLookup('find_expense_receipts', 'expense_receipts', 't.remote_id, t.fetched_at');

/** Receipts that are kept apart from expenses: which expense each of them proves. Expenses are read with their first. */
export class ExpenseReceiptRepository {
  constructor(private readonly runner: StatementRunner) {}

  async storeReceipts(
    context: RequestContext,
    runner: StatementRunner,
    { instanceId, organizationId }: StoreTarget,
    receipts: readonly ReceiptRecord[],
    fetchedAt: Date,
  ): Promise<void> {
    const last = new Map(receipts.map((receipt) => [receipt.remoteId, receipt]));
    const links = new Map([...last.values()].flatMap(linksOf).map((link) => [Object.values(link).join('\n'), link]));
    await runner.query(context, {
      name: 'replace_expense_receipts',
      text: REPLACE,
      values: [
        instanceId,
        organizationId,
        fetchedAt,
        storable([...last.keys()]),
        JSON.stringify(storable([...links.values()])),
      ],
    });
  }

  /** Forgets what was last fetched before `since`. */
  async deleteNotFetchedSince(
    context: RequestContext,
    runner: StatementRunner,
    { instanceId, organizationId }: StoreTarget,
    since: Date,
  ): Promise<void> {
    const values = [instanceId, organizationId, since];
    await runner.query(context, { name: 'delete_expense_receipts_not_fetched_since', text: DELETE, values });
  }

  /** Forgets these, unless they were fetched at `since` or later. */
  async deleteByIds(
    context: RequestContext,
    runner: StatementRunner,
    { instanceId, organizationId }: StoreTarget,
    remoteIds: readonly string[],
    since: Date,
  ): Promise<void> {
    const text = `${DELETE} AND t.remote_id = ANY ($4::text[])`;
    const values = [instanceId, organizationId, since, remoteIds];
    await runner.query(context, { name: 'delete_expense_receipts_by_id', text, values });
  }

  /** When each was last fetched, in the order of the keys; null for what is not there. */
  findByKeys(
    context: RequestContext,
    organizationId: string,
    keys: readonly RecordKey[],
  ): Promise<({ readonly remoteId: string; readonly fetchedAt: Date } | null)[]> {
    type Columns = { readonly remote_id: string; readonly fetched_at: Date };
    return findRecords<Columns, { remoteId: string; fetchedAt: Date }>(
      context,
      this.runner,
      BY_IDS,
      organizationId,
      keys,
      ({ remote_id, fetched_at }) => ({ remoteId: remote_id, fetchedAt: fetched_at }),
    );
  }
}

function linksOf({ remoteId, fileName, contentType, expenses }: ReceiptRecord): Readonly<Record<string, unknown>>[] {
  return expenses.map((expense) => ({
    remote_id: remoteId,
    expense_kind: expense.kind,
    expense_remote_id: expense.remoteId,
    file_name: fileName,
    content_type: contentType,
  }));
}
