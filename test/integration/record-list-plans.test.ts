import type { Statement } from '../../src/persistence/database';
import type { PageOf } from '../../src/persistence/keyset/keyset-page';
import type { ExpenseOrderField } from '../../src/persistence/repositories/expense.repository';
import type { RecordChange } from '../../src/persistence/repositories/record-change';
import { RecordStatisticsRepository } from '../../src/persistence/repositories/record-statistics.repository';
import type { StoreTarget } from '../../src/persistence/repositories/record-upsert';
import type { ReportOrderField } from '../../src/persistence/repositories/report.repository';
import { buildExpense, buildReport } from '../support/record-builders';
import { createRecordDatabase, FETCHED_AT, type RecordDatabase } from '../support/record-database';

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly PlanNode[];
}

const ROWS = 20_000;
const FIRST = 25;

/** A page reads its rows and the one too many, of those with a value and of those without. */
const MOST_ROWS = 2 * (FIRST + 1);

/** Of the node's own: what those below it read comes on top. */
function rowsRead(node: PlanNode): number {
  return (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'];
}

async function planOf(db: RecordDatabase, statement: Statement | undefined): Promise<PlanNode[]> {
  const text = `EXPLAIN (ANALYZE, FORMAT JSON) ${statement?.text}`;
  const [row] = await db.database.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(db.context, {
    text,
    values: statement?.values,
  });
  return flatten(row?.['QUERY PLAN'][0].Plan);
}

describe('the plans of lists', () => {
  let db: RecordDatabase;
  let large: StoreTarget;
  let small: StoreTarget;
  beforeAll(async () => {
    db = await createRecordDatabase();
    large = await db.createInstance();
    small = await db.createInstance(large.organizationId);
    await insertReports(db, large, ROWS);
    await insertReports(db, small, 50);
    await insertExpenses(db, large, ROWS);
    await insertReceipts(db, large, ROWS);
    await insertAccounts(db, large, ROWS);
    await new RecordStatisticsRepository(db.database).refresh(db.context);
  });
  afterAll(() => db.drop());

  /** The plans of the first page, and of the page after it. */
  async function plansOf(list: (after: PageOf<unknown>['positions'][0] | null) => Promise<PageOf<unknown>[]>) {
    let first: PageOf<unknown> | undefined;
    const [firstStatement] = await db.statementsOf(async () => {
      [first] = await list(null);
    });
    const [nextStatement] = await db.statementsOf(() => list(first?.positions.at(-1) ?? null));
    return [...(await planOf(db, firstStatement)), ...(await planOf(db, nextStatement))];
  }

  function expectToReadOnlyThePage(nodes: readonly PlanNode[]): void {
    expect(nodes.filter((node) => node['Node Type'] === 'Seq Scan' && node['Relation Name'] !== 'instances')).toEqual(
      [],
    );
    expect(Math.max(...nodes.map(rowsRead))).toBeLessThanOrEqual(MOST_ROWS);
  }

  const DIRECTIONS = ['ASC', 'DESC'] as const;
  const REPORT_FIELDS: ReportOrderField[] = [
    'CREATED',
    'SUBMITTED',
    'APPROVED',
    'REIMBURSED',
    'NAME',
    'TOTAL',
    'CHANGED',
  ];
  const EXPENSE_FIELDS: ExpenseOrderField[] = ['DATE', 'AMOUNT', 'MERCHANT', 'CHANGED'];

  it.each(REPORT_FIELDS.flatMap((field) => DIRECTIONS.map((direction) => ({ field, direction }))))(
    'reports by $field $direction read only the rows of the page',
    async (order) => {
      const filter = order.field === 'TOTAL' ? { total: { currency: 'USD' } } : null;
      const organization = { organizationId: large.organizationId, instanceIds: [large.instanceId, small.instanceId] };
      for (const scope of [large, organization]) {
        const nodes = await plansOf((after) =>
          db.reports.listPages(db.context, [scope], { filter, order, first: FIRST, after }),
        );
        expectToReadOnlyThePage(nodes);
      }
    },
  );

  const UNFINISHED_FIELDS = REPORT_FIELDS.filter((field) => field !== 'TOTAL');
  it.each(UNFINISHED_FIELDS.flatMap((field) => DIRECTIONS.map((direction) => ({ field, direction }))))(
    'reports of a rare state by $field $direction read only the rows of the page',
    async (order) => {
      const filter = { status: ['SUBMITTED'] } as const;
      const organization = { organizationId: large.organizationId, instanceIds: [large.instanceId, small.instanceId] };
      for (const scope of [large, organization]) {
        const nodes = await plansOf((after) =>
          db.reports.listPages(db.context, [scope], { filter, order, first: FIRST, after }),
        );
        expectToReadOnlyThePage(nodes);
      }
    },
  );

  it.each(EXPENSE_FIELDS.flatMap((field) => DIRECTIONS.map((direction) => ({ field, direction }))))(
    'expenses by $field $direction read only the rows of the page',
    async (order) => {
      const filter = order.field === 'AMOUNT' ? { amount: { currency: 'USD' } } : null;
      const nodes = await plansOf((after) =>
        db.expenses.listPages(db.context, [large], { filter, order, first: FIRST, after }),
      );
      expectToReadOnlyThePage(nodes);
    },
  );

  it.each(DIRECTIONS)('ledger accounts by name %s read only the rows of the page', async (direction) => {
    const order = { field: 'NAME', direction } as const;
    const nodes = await plansOf((after) =>
      db.books.listPages(db.context, 'LEDGER_ACCOUNT', [large], { filter: null, order, first: FIRST, after }),
    );
    expectToReadOnlyThePage(nodes);
  });

  it('finds a rare word in names by an index', async () => {
    const order = { field: 'NAME', direction: 'ASC' } as const;
    const [, statement] = await db.statementsOf(() =>
      db.reports.listPages(db.context, [large], { filter: { text: 'NO. 1234' }, order, first: FIRST, after: null }),
    );
    const nodes = await planOf(db, statement);

    expect(nodes.map((node) => node['Node Type'])).toContain('Bitmap Index Scan');
  });
});

describe('the plans of storing', () => {
  it.each([
    ['told', (): RecordChange[] => []],
    ['not told', (): null => null],
  ])('read only the rows of the batch in an instance that no statistics know, changes being %s', async (_, changes) => {
    const db = await createRecordDatabase();
    try {
      const known = await db.createInstance();
      await insertReports(db, known, 200);
      await insertExpenses(db, known, 200);
      await new RecordStatisticsRepository(db.database).refresh(db.context);
      const filling = await db.createInstance(known.organizationId);
      await insertReports(db, filling, 3_000);
      await insertExpenses(db, filling, 3_000);
      const batch = Array.from({ length: 25 }, (__, index) => {
        const remoteId = `R${index}`;
        return buildReport(remoteId, { expenses: [buildExpense(`E${index * 10}`, { reportRemoteId: remoteId })] });
      });
      const statements = await db.statementsOf(async () => {
        const { context } = db;
        await db.reports.storeReports(context, db.runner, filling, batch, FETCHED_AT, changes());
      });
      expect(statements.map(({ name }) => name)).toEqual([undefined, undefined, undefined]);
      for (const statement of statements) {
        const nodes = await planOf(db, statement);
        // The reports of the batch have ten expenses each.
        expect(Math.max(...nodes.map(rowsRead))).toBeLessThanOrEqual(25 * 10 + 25);
      }
    } finally {
      await db.drop();
    }
  });
});

function flatten(node: PlanNode | undefined): PlanNode[] {
  return node === undefined ? [] : [node, ...(node.Plans ?? []).flatMap(flatten)];
}

/** A third of every moment is unknown. */
async function insertReports({ dataSource }: RecordDatabase, target: StoreTarget, count: number): Promise<void> {
  const moment = (prime: number): string =>
    `CASE WHEN n % 3 > 0 THEN '2024-01-01Z'::timestamptz + (n * ${prime} % 900) * interval '1 day' END`;
  await dataSource.query(
    `INSERT INTO reports (instance_id, organization_id, remote_id, name, name_sort, search_text, status, total_amount,
       total_currency, submitter_email, policy_remote_id, created_sort, submitted_sort, approved_sort, reimbursed_sort,
       approvals, custom_fields, vendor_fields, content_hash, first_seen_at, changed_at, fetched_at)
     SELECT $1, $2, 'R' || n, 'Trip no. ' || n, 'trip no. ' || n, 'trip no. ' || n,
       CASE WHEN n % 100 = 0 THEN 'SUBMITTED' ELSE 'REIMBURSED' END, n * 7919 % 5000,
       CASE WHEN n % 5 > 0 THEN 'USD' ELSE 'EUR' END, 'person' || n % 200, 'P' || n % 10,
       ${moment(7919)}, ${moment(7907)}, ${moment(7901)}, ${moment(7883)},
       '[]', '[]', '{}', '\\x00', now(), '2026-01-01Z'::timestamptz + n * interval '1 second', now()
     FROM generate_series(1, $3::int) n`,
    [target.instanceId, target.organizationId, count],
  );
}

async function insertExpenses({ dataSource }: RecordDatabase, target: StoreTarget, count: number): Promise<void> {
  await dataSource.query(
    `INSERT INTO expenses (instance_id, organization_id, kind, remote_id, report_remote_id, amount, amount_currency,
       merchant, merchant_sort, search_text, date, tags, attendees, vendor_fields, content_hash, first_seen_at, changed_at,
       fetched_at)
     SELECT $1, $2, 'EXPENSE', 'E' || n, 'R' || n / 10, n * 7919 % 500, 'USD', 'Shop ' || n % 77,
       CASE WHEN n % 3 > 0 THEN 'shop ' || n % 77 END, 'shop ' || n % 77,
       CASE WHEN n % 3 > 0 THEN '2024-01-01'::date + n * 7919 % 900 END, '[]', '[]', '{}', '\\x00', now(),
       '2026-01-01Z'::timestamptz + n * interval '1 second', now()
     FROM generate_series(1, $3::int) n`,
    [target.instanceId, target.organizationId, count],
  );
}

/** Of every third expense. */
async function insertReceipts({ dataSource }: RecordDatabase, target: StoreTarget, count: number): Promise<void> {
  await dataSource.query(
    `INSERT INTO expense_receipts (instance_id, organization_id, remote_id, expense_kind, expense_remote_id, fetched_at)
     SELECT $1, $2, n::text, e.kind, e.remote_id, now()
     FROM (SELECT e.*, row_number() OVER () AS n FROM expenses e WHERE e.instance_id = $1) e
     WHERE n % 3 = 0 AND n <= $3::int`,
    [target.instanceId, target.organizationId, count],
  );
}

async function insertAccounts({ dataSource }: RecordDatabase, target: StoreTarget, count: number): Promise<void> {
  await dataSource.query(
    `INSERT INTO book_entries (instance_id, organization_id, kind, remote_id, name, full_name, name_sort, search_text,
       account_kind, vendor_fields, content_hash, first_seen_at, changed_at, fetched_at)
     SELECT $1, $2, kind, n::text, 'Name ' || n, 'Name ' || n, 'name ' || n, 'name ' || n,
       CASE kind WHEN 'LEDGER_ACCOUNT' THEN 'EXPENSE' END, '{}', '\\x00', now(), now(), now()
     FROM generate_series(1, $3::int) n, unnest(ARRAY['LEDGER_ACCOUNT', 'SUPPLIER']) AS kind`,
    [target.instanceId, target.organizationId, count],
  );
}
