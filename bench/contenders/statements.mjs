// The statements of whoever writes SQL by hand: prepared, of the columns that are shown and no others. Rows come out as
// they are answered, but for money and category, which are objects.
import { Pool } from 'pg';
import { databaseUrl, organizationId, poolSize } from './answer-parent.mjs';

/** As `encodeRecordId` makes it; Postgres does that faster. */
const idOf = (
  prefix,
) => `'${prefix}_' || translate(rtrim(encode(uuid_send(t.instance_id) || t.remote_id::bytea, 'base64'),
  '='), '+/', '-_') AS id`;

const REPORT_COLUMNS = `t.instance_id, t.remote_id, ${idOf('rpt')}, t.name, t.status, t.vendor_status AS "vendorStatus",
  t.created_at AS "createdAt", t.submitted_at AS "submittedAt", t.submitter_email AS "submitterEmail",
  t.total_amount::numeric(19,2) AS total_amount, t.total_currency`;

const LIST_REPORTS = {
  name: 'list_reports',
  text: `SELECT ${REPORT_COLUMNS} FROM reports t WHERE t.organization_id = $1
    ORDER BY t.created_sort DESC, t.instance_id DESC, t.remote_id DESC LIMIT $2`,
};

const FIND_REPORT = {
  name: 'find_report',
  text: `SELECT ${REPORT_COLUMNS} FROM reports t WHERE t.instance_id = $1 AND t.remote_id = $2`,
};

const FIND_REPORTS = {
  name: 'find_reports',
  text: `SELECT ${REPORT_COLUMNS} FROM unnest($1::uuid[], $2::text[]) AS k (instance_id, remote_id)
    JOIN reports t ON t.instance_id = k.instance_id AND t.remote_id = k.remote_id`,
};

const LIST_EXPENSES = {
  name: 'list_expenses',
  text: `SELECT e.* FROM unnest($1::uuid[], $2::text[]) WITH ORDINALITY AS r (instance_id, remote_id, place)
    CROSS JOIN LATERAL (
      SELECT r.place::int - 1 AS place, ${idOf('exp')}, t.merchant, t.description, t.date::text, t.billable, t.reimbursable,
        t.amount::numeric(19,2), t.amount_currency, t.category_name
      FROM expenses t WHERE t.instance_id = r.instance_id AND t.report_remote_id = r.remote_id
      ORDER BY t.date, t.remote_id, t.kind LIMIT $3
    ) e`,
};

const pool = new Pool({ connectionString: databaseUrl, max: poolSize });

export async function selectReports(first) {
  return (await pool.query({ ...LIST_REPORTS, values: [organizationId, first] })).rows;
}

export async function selectReport({ instanceId, remoteId }) {
  return (await pool.query({ ...FIND_REPORT, values: [instanceId, remoteId] })).rows[0];
}

/** In no order; those that are there. */
export async function selectReportsByKeys(keys) {
  const values = [keys.map(({ instanceId }) => instanceId), keys.map(({ remoteId }) => remoteId)];
  return (await pool.query({ ...FIND_REPORTS, values })).rows;
}

/** Of these rows of reports; `place` says of which. */
export async function selectExpenses(reports, first) {
  const keys = [reports.map((row) => row.instance_id), reports.map((row) => row.remote_id)];
  return (await pool.query({ ...LIST_EXPENSES, values: [...keys, first] })).rows;
}

export function toReport(row) {
  return {
    id: row.id,
    name: row.name,
    status: row.status,
    vendorStatus: row.vendorStatus,
    createdAt: row.createdAt,
    submittedAt: row.submittedAt,
    submitterEmail: row.submitterEmail,
    total: row.total_amount === null ? null : { amount: row.total_amount, currency: row.total_currency },
  };
}

export function toExpense(row) {
  return {
    id: row.id,
    merchant: row.merchant,
    description: row.description,
    date: row.date,
    billable: row.billable,
    reimbursable: row.reimbursable,
    amount: row.amount === null ? null : { amount: row.amount, currency: row.amount_currency },
    category: row.category_name === null ? null : { name: row.category_name },
  };
}
