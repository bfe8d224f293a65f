import type { Statement } from '../../src/persistence/database';
import type { KeysetPosition } from '../../src/persistence/keyset/keyset-page';
import type { StoreTarget } from '../../src/persistence/repositories/record-upsert';
import { WALKED_FOR_A_ROW } from '../../src/persistence/keyset/list-part';
import { RecordStatisticsRepository } from '../../src/persistence/repositories/record-statistics.repository';
import { REPORT_SORTS } from '../../src/persistence/repositories/report-list';
import type {
  ReportListFilter,
  ReportListScope,
  ReportOrderField,
} from '../../src/persistence/repositories/report.repository';
import { buildReport } from '../support/record-builders';
import { createRecordDatabase, FETCHED_AT, type RecordDatabase } from '../support/record-database';
import { randomNumbers } from '../support/random-numbers';

const ROWS = 6_000;
const INSTANCES = 3;
const SHORT = 2;
const FIELDS: readonly ReportOrderField[] = [
  'CREATED',
  'SUBMITTED',
  'APPROVED',
  'REIMBURSED',
  'NAME',
  'TOTAL',
  'CHANGED',
];
const DIRECTIONS = ['ASC', 'DESC'] as const;

interface ScopeOf {
  readonly scope: ReportListScope;
  readonly where: string;
}

interface Condition {
  readonly filter: ReportListFilter;
  readonly where: string;
}

const day = (index: number): string => new Date(Date.UTC(2025, 0, 1 + index)).toISOString().slice(0, 10);

function between(
  field: 'createdOn' | 'submittedOn' | 'approvedOn' | 'reimbursedOn',
  from: number,
  to: number,
): Condition {
  const column = field.replace('On', '_on');
  const range = { from: day(from), to: day(to) };
  return { filter: { [field]: range }, where: `${column} BETWEEN '${range.from}' AND '${range.to}'` };
}

function changedSince(index: number): Condition {
  const instant = new Date(`${day(index)}T00:00:00Z`);
  return { filter: { changedSince: instant }, where: `changed_at >= '${instant.toISOString()}'` };
}

function contains(text: string): Condition {
  return { filter: { text }, where: `search_text LIKE '%${text}%'` };
}

const REIMBURSED: Condition = { filter: { status: ['REIMBURSED'] }, where: `status = 'REIMBURSED'` };

function dollars(min: number, max: number): Condition {
  const total = { currency: 'USD', min: String(min), max: String(max) };
  return { filter: { total }, where: `total_currency = 'USD' AND total_amount BETWEEN ${min} AND ${max}` };
}

describe('pages of reports', () => {
  let db: RecordDatabase;
  let targets: StoreTarget[];
  beforeAll(async () => {
    db = await createRecordDatabase();
    const first = await db.createInstance();
    targets = [first];
    while (targets.length < INSTANCES) targets.push(await db.createInstance(first.organizationId));
    await insertReports(db, targets, ROWS);
    await new RecordStatisticsRepository(db.database).refresh(db.context);
  });
  afterAll(() => db.drop());

  const scopes = (): [ScopeOf, ScopeOf, ScopeOf] => {
    const [{ organizationId, instanceId }] = targets as [StoreTarget];
    const all = targets.map((target) => target.instanceId);
    return [
      { scope: { organizationId, instanceIds: all }, where: 'TRUE' },
      { scope: { organizationId, instanceIds: all.slice(1) }, where: `instance_id <> '${instanceId}'` },
      { scope: { organizationId, instanceId }, where: `instance_id = '${instanceId}'` },
    ];
  };

  async function inOrder(where: string, field: ReportOrderField, direction: string): Promise<string[]> {
    const { column } = REPORT_SORTS[field];
    const rows = await db.dataSource.query<{ remote_id: string }[]>(
      `SELECT remote_id FROM reports WHERE ${where}
       ORDER BY ${column} IS NULL, ${column} ${direction}, instance_id ${direction}, remote_id ${direction}`,
    );
    return rows.map((row) => row.remote_id);
  }

  /** From one page to the next, by the positions that they tell. */
  async function readAll(
    scope: ReportListScope,
    filter: ReportListFilter,
    field: ReportOrderField,
    direction: 'ASC' | 'DESC',
    first: number,
  ): Promise<string[]> {
    const found: string[] = [];
    let after: KeysetPosition | null = null;
    for (;;) {
      const query = { filter, order: { field, direction }, first, after };
      const [page] = await db.reports.listPages(db.context, [scope], query);
      found.push(...(page?.rows ?? []).map((row) => row.remoteId));
      if (!page?.hasNextPage) return found;
      expect(page.rows).toHaveLength(first);
      after = page.positions.at(-1) ?? null;
    }
  }

  /** A short page at that place: of so few rows, the order's index is walked first. */
  async function readFrom(
    place: number,
    scope: ReportListScope,
    filter: ReportListFilter,
    field: ReportOrderField,
    direction: 'ASC' | 'DESC',
  ): Promise<string[]> {
    const query = { filter, order: { field, direction }, first: Math.max(place, 1), after: null };
    const [before] = await db.reports.listPages(db.context, [scope], query);
    const after = place === 0 ? null : (before?.positions.at(-1) ?? null);
    const [page] = await db.reports.listPages(db.context, [scope], { ...query, first: SHORT, after });
    return page?.rows.map((row) => row.remoteId) ?? [];
  }

  const CONDITIONS: readonly Condition[] = [
    between('reimbursedOn', 100, 130),
    between('createdOn', 0, 400),
    between('submittedOn', 250, 250),
    changedSince(300),
    contains('lisbon'),
    contains('no. 77'),
    REIMBURSED,
    dollars(0, 900),
    dollars(500, 510),
  ];

  it.each(FIELDS.flatMap((field) => DIRECTIONS.map((direction) => [field, direction] as const)))(
    'by %s %s are those of the whole list, one after the other, under any two conditions',
    async (field, direction) => {
      const random = randomNumbers(FIELDS.indexOf(field) * 2 + DIRECTIONS.indexOf(direction));
      const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
      for (let round = 0; round < 6; round += 1) {
        const inCurrency = field === 'TOTAL' ? [dollars(0, 900)] : [];
        const conditions = [pick(CONDITIONS), pick(CONDITIONS), ...inCurrency];
        const filter = Object.assign({}, ...conditions.map((one) => one.filter)) as ReportListFilter;
        const { scope, where } = pick(scopes());
        // A condition that was picked twice, with other values, counts as it was given last.
        const last = new Map(conditions.map((one) => [Object.keys(one.filter)[0], one.where]));
        const expected = await inOrder([where, ...last.values()].join(' AND '), field, direction);

        const first = Math.max(3, Math.ceil(expected.length / 7));
        expect(await readAll(scope, filter, field, direction, first)).toEqual(expected);
        const place = Math.floor(random() * expected.length);
        expect(await readFrom(place, scope, filter, field, direction)).toEqual(expected.slice(place, place + SHORT));
      }
    },
  );

  it('are right where the beginning of the order has some of the rows, but not a page', async () => {
    const [{ scope }] = scopes();
    for (const name of ['athens', 'lisbon', 'porto']) {
      const { filter, where } = contains(name);
      const expected = await inOrder(where, 'NAME', 'ASC');

      expect(await readAll(scope, filter, 'NAME', 'ASC', 9)).toEqual(expected);
    }
  }, 60_000);

  it('are those of the whole list where days are asked for without a first and a last', async () => {
    const [{ scope, where }] = scopes();
    for (const range of [{}, { from: null, to: null }]) {
      for (const filter of [{ submittedOn: range }, { createdOn: range }]) {
        const ofText = { ...filter, text: 'lisbon' };

        expect(await readAll(scope, filter, 'CREATED', 'DESC', 2_500)).toEqual(await inOrder(where, 'CREATED', 'DESC'));
        expect(await readFrom(2, scope, ofText, 'CREATED', 'ASC')).toEqual(
          (await inOrder("search_text LIKE '%lisbon%'", 'CREATED', 'ASC')).slice(2, 2 + SHORT),
        );
      }
    }
  });

  describe('read', () => {
    interface PlanNode {
      readonly 'Node Type': string;
      readonly 'Relation Name'?: string;
      readonly 'Shared Hit Blocks': number;
      readonly 'Shared Read Blocks': number;
      readonly Plans?: readonly PlanNode[];
    }

    async function planOf({ text, values }: Statement): Promise<PlanNode> {
      const explained = { text: `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${text}`, values };
      const [row] = await db.database.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(db.context, explained);
      return row!['QUERY PLAN'][0].Plan;
    }

    function flatten(node: PlanNode): PlanNode[] {
      return [node, ...(node.Plans ?? []).flatMap(flatten)];
    }

    const MOMENTS = ['CREATED', 'SUBMITTED', 'APPROVED', 'REIMBURSED', 'CHANGED'] as const;
    it.each(MOMENTS.flatMap((field) => DIRECTIONS.map((direction) => [field, direction] as const)))(
      'a few blocks for one by %s %s of what happened in another month, wherever in the order that is',
      async (field, direction) => {
        const [{ scope }] = scopes();
        const others = [between('createdOn', 180, 200), between('reimbursedOn', 180, 200)];
        const { filter } = others[field === 'CREATED' ? 1 : 0]!;
        const query = { filter, order: { field, direction }, first: 20, after: null };
        const statements = await db.statementsOf(() => db.reports.listPages(db.context, [scope], query));
        const plan = await planOf(statements.at(-1)!);

        expect(flatten(plan).map((node) => node['Node Type'])).not.toContain('Seq Scan');
        expect(plan['Shared Hit Blocks'] + plan['Shared Read Blocks']).toBeLessThan(150);
      },
    );

    it('no more of the order than a hundred entries for each row, where none of the many rows is near', async () => {
      const [{ scope }] = scopes();
      const query = { filter: contains('porto').filter, order: { field: 'NAME', direction: 'ASC' }, first: 1 } as const;
      const statements = await db.statementsOf(() =>
        db.reports.listPages(db.context, [scope], { ...query, after: null }),
      );

      expect(statements.map(({ text }) => text.startsWith('EXPLAIN'))).toEqual([true, false]);
      const nodes = flatten(await planOf(statements[1]!));
      expect(nodes.filter((node) => node['Relation Name'] === 'reports').length).toBeGreaterThan(1);
      expect(nodes[0]!['Shared Hit Blocks'] + nodes[0]!['Shared Read Blocks']).toBeLessThan(1_500);
    });

    it('one instance alone where the condition is on policies of it', async () => {
      const [{ scope }] = scopes();
      const filter = { policies: [{ instanceId: targets[0]!.instanceId, remoteId: 'P3' }] };
      const query = { filter, order: { field: 'NAME', direction: 'ASC' }, first: 5, after: null } as const;
      const [statement] = await db.statementsOf(() => db.reports.listPages(db.context, [scope], query));

      expect(statement?.text).not.toContain('instance_ids)');
      const where = `instance_id = '${targets[0]!.instanceId}' AND policy_remote_id = 'P3'`;
      expect(await readAll(scope, filter, 'NAME', 'ASC', 50)).toEqual(await inOrder(where, 'NAME', 'ASC'));
    });
  });
});

describe('pages of reports by a moment, under a condition on another', () => {
  let db: RecordDatabase;
  beforeAll(async () => {
    db = await createRecordDatabase();
  });
  afterAll(() => db.drop());

  it.each(DIRECTIONS)('have the ends of time that vendors write in their place, %s', async (direction) => {
    const target = await db.createInstance();
    const instants = [
      '0001-01-01T00:00:00Z',
      '1970-01-01T00:00:00Z',
      '9999-12-30T23:59:59Z',
      '9999-12-31T00:00:00Z',
      '9999-12-31T23:59:58Z',
      '9999-12-31T23:59:59Z',
    ];
    const reports = instants.map((instant, index) =>
      buildReport(`R${index}`, { createdAt: new Date(instant), createdOn: instant.slice(0, 10) }),
    );
    await db.reports.storeReports(db.context, db.database, target, reports, FETCHED_AT);
    const inOrder = direction === 'ASC' ? instants : instants.toReversed();
    const order = { field: 'CREATED', direction } as const;
    const found: string[] = [];
    let after: KeysetPosition | null = null;
    do {
      const query = { filter: { changedSince: FETCHED_AT }, order, first: 1, after };
      const [page] = await db.reports.listPages(db.context, [target], query);
      found.push(...page!.rows.map(({ createdAt }) => createdAt!.toISOString().replace('.000', '')));
      after = page!.hasNextPage ? page!.positions[0]! : null;
    } while (after !== null);

    expect(found).toEqual(inOrder);
  });
});

describe('a page of which the order is walked as far as it may be', () => {
  let db: RecordDatabase;
  beforeAll(async () => {
    db = await createRecordDatabase();
  });
  afterAll(() => db.drop());

  const WALKED = 2 * WALKED_FOR_A_ROW;

  it.each([
    ['one entry before its end', WALKED - 1],
    ['to its end', WALKED],
    ['to one entry before its end', WALKED + 1],
  ])('has the last row, and says whether there is one: %s', async (_, count) => {
    const target = await db.createInstance();
    const name = (index: number): string => `trip ${String(index).padStart(4, '0')}`;
    const reports = Array.from({ length: count }, (_each, index) => buildReport(`R${index}`, { name: name(index) }));
    await db.reports.storeReports(db.context, db.database, target, reports, FETCHED_AT);
    await new RecordStatisticsRepository(db.database).refresh(db.context);
    // What the planner knows is as it was: that all of them match.
    await db.dataSource.query(
      `UPDATE reports SET search_text = 'other' WHERE instance_id = $1 AND remote_id <> ALL ($2)`,
      [target.instanceId, ['R3', `R${count - 1}`]],
    );
    const query = { filter: { text: 'trip' }, order: { field: 'NAME', direction: 'ASC' }, first: 1 } as const;
    const pages: unknown[] = [];
    const statements = await db.statementsOf(async () => {
      const [page] = await db.reports.listPages(db.context, [target], { ...query, after: null });
      const [next] = await db.reports.listPages(db.context, [target], { ...query, after: page!.positions[0]! });
      for (const { rows, hasNextPage } of [page!, next!]) pages.push([rows.map((row) => row.name), hasNextPage]);
    });

    expect(statements.map(({ text }) => text.includes('walked'))).toEqual([false, true, false, true]);
    expect(pages).toEqual([
      [[name(3)], true],
      [[name(count - 1)], false],
    ]);
  });
});

/** Moments come one after the other, mostly; some are missing, and many are the same. */
async function insertReports({ dataSource }: RecordDatabase, targets: readonly StoreTarget[], count: number) {
  const moments = ['created', 'submitted', 'approved', 'reimbursed'];
  const columns = moments.flatMap((name) => [`${name}_on`, `${name}_sort`]);
  const moment = (lag: number, known: string): string =>
    `CASE WHEN ${known} THEN opened + CASE WHEN n % 40 = 0 THEN 150 ELSE ${lag} END * interval '1 day' END`;
  const values = [moment(0, 'n % 50 > 0'), moment(2, 'n % 9 > 0'), moment(4, 'n % 8 > 1'), moment(6, 'n % 7 > 1')];
  await dataSource.query(
    `INSERT INTO reports (instance_id, organization_id, remote_id, name, name_sort, search_text, status, total_amount,
       total_currency, policy_remote_id, ${columns.join(', ')}, approvals, custom_fields, vendor_fields, content_hash,
       first_seen_at, changed_at, fetched_at)
     SELECT ($1::uuid[])[1 + n % ${targets.length}], $2, 'R' || n, name, name, name,
       CASE WHEN n % 7 > 1 THEN 'REIMBURSED' ELSE 'SUBMITTED' END, n * 7919 % 1000,
       CASE WHEN n % 5 > 0 THEN 'USD' ELSE 'EUR' END, 'P' || n % 10,
       ${values.flatMap((value) => [`(${value})::date`, value]).join(', ')},
       '[]', '[]', '{}', '\\x00', now(), opened + (6 + n % 3) * interval '1 day', now()
     FROM (
       SELECT n, '2025-01-01Z'::timestamptz + (n / 16) * interval '1 day' AS opened,
         'trip to ' || (ARRAY['athens', 'cork', 'lisbon', 'porto'])[1 + n * 7 % 4] || ' no. ' || n / 3 AS name
       FROM generate_series(1, $3::int) n
     ) r`,
    [targets.map(({ instanceId }) => instanceId), targets[0]?.organizationId, count],
  );
}
