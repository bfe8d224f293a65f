import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'pg';
import { POOL_SIZE } from '../../src/persistence/data-source';
import { EXPENSES_PER_REPORT, REPORTS } from './list-data';

/** The columns that the list query shows, and nothing else. */
const SELECT_REPORTS = {
  name: 'reports',
  text: `SELECT remote_id AS id, name, status, total_amount AS amount, total_currency AS currency, created_at AS "createdAt",
      submitter_email AS "submitterEmail"
    FROM reports WHERE instance_id = $1 ORDER BY created_sort DESC, remote_id DESC LIMIT ${REPORTS}`,
};
const SELECT_EXPENSES = {
  name: 'expenses',
  text: `SELECT e.* FROM unnest($2::text[]) AS r (id) CROSS JOIN LATERAL (
      SELECT report_remote_id AS report, remote_id AS id, merchant, description, date::text, amount,
        amount_currency AS currency, category_name AS category, billable, reimbursable
      FROM expenses WHERE instance_id = $1 AND report_remote_id = r.id ORDER BY date, remote_id
      LIMIT ${EXPENSES_PER_REPORT}
    ) e`,
};

interface Priced {
  readonly amount: string;
  readonly currency: string;
}
type ReportRow = Priced & { readonly id: string };
type ExpenseRow = Priced & { readonly report: string; readonly category: string };

/** The limit for anything on Node: the same rows by two prepared statements, put together and printed by hand. */
export async function startBareServer(databaseUrl: string, instanceId: string): Promise<string> {
  const pool = new Pool({ connectionString: databaseUrl, max: POOL_SIZE });
  const server = createServer((request, response) => {
    request.resume();
    request.once('end', () => {
      readList(pool, instanceId).then(
        (reports) => {
          response.setHeader('content-type', 'application/json');
          response.end(JSON.stringify({ data: { reports: { nodes: reports } } }));
        },
        () => response.writeHead(500).end(),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

async function readList(pool: Pool, instanceId: string): Promise<object[]> {
  const { rows: reports } = await pool.query<ReportRow>({ ...SELECT_REPORTS, values: [instanceId] });
  const ids = reports.map(({ id }) => id);
  const { rows } = await pool.query<ExpenseRow>({ ...SELECT_EXPENSES, values: [instanceId, ids] });
  const byReport = new Map(ids.map((id) => [id, [] as object[]]));
  for (const { report, amount, currency, category, ...expense } of rows) {
    byReport.get(report)?.push({ ...expense, amount: { amount, currency }, category: { name: category } });
  }
  return reports.map(({ amount, currency, ...report }) => ({
    ...report,
    total: { amount, currency },
    expenses: { nodes: byReport.get(report.id) },
  }));
}
