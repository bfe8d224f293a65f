import { BadUserInputError } from '../../src/errors';
import type { KeysetPosition, SortDirection } from '../../src/persistence/keyset/keyset-page';
import type { StoreTarget } from '../../src/persistence/repositories/record-upsert';
import type {
  ReportListFilter,
  ReportListScope,
  ReportOrderField,
  ReportRow,
} from '../../src/persistence/repositories/report.repository';
import { encodeRecordId } from '../../src/record-id';
import { buildExpense, buildReport, usd } from '../support/record-builders';
import { createRecordDatabase, FETCHED_AT, FETCHED_LATER, type RecordDatabase } from '../support/record-database';

describe('ReportRepository', () => {
  let db: RecordDatabase;
  let target: StoreTarget;
  beforeAll(async () => {
    db = await createRecordDatabase();
  });
  beforeEach(async () => {
    target = await db.createInstance();
  });
  afterAll(() => db.drop());

  function store(reports: Parameters<typeof buildReport>[], fetchedAt = FETCHED_AT, into = target) {
    const records = reports.map(([remoteId, facts]) => buildReport(remoteId, facts));
    return db.reports.storeReports(db.context, db.database, into, records, fetchedAt);
  }

  async function find(remoteId: string): Promise<ReportRow | null | undefined> {
    const key = { instanceId: target.instanceId, remoteId };
    const [row] = await db.reports.findByKeys(db.context, target.organizationId, [key]);
    return row;
  }

  async function list(
    filter: ReportListFilter | null = null,
    field: ReportOrderField = 'NAME',
    direction: SortDirection = 'ASC',
    scope: ReportListScope = target,
  ): Promise<string[]> {
    const query = { filter, order: { field, direction }, first: 100, after: null };
    const [page] = await db.reports.listPages(db.context, [scope], query);
    return page?.rows.map((row) => row.remoteId) ?? [];
  }

  describe('storing', () => {
    it('serves what was stored, in the words of the graph', async () => {
      await store([
        [
          'R1',
          {
            name: 'Trip to Rome',
            status: 'REIMBURSED',
            vendorStatus: 'Reimbursed',
            total: { amount: '1234.5', currency: 'EUR' },
            submitterEmail: 'ann@acme.test',
            submitterName: 'Ann',
            nextApproverEmail: 'bob@acme.test',
            policyRemoteId: 'P1',
            createdAt: new Date('2026-07-01T23:30:00.123Z'),
            createdOn: '2026-07-02',
            reimbursedOn: '2026-07-20',
            reimbursement: { method: 'RECORDED', reference: '77', source: 'Payroll' },
            approvals: [{ email: 'bob@acme.test', name: null, approvedAt: null, approvedOn: '2026-07-09' }],
            customFields: [{ name: 'Trip', value: 'Rome' }],
            history: [{ at: null, action: 'SUBMIT', actorEmail: null, message: 'Hi' }],
            webUrl: 'https://vendor.test/R1',
            vendorFields: { reportID: 'R1' },
          },
        ],
      ]);

      expect(await find('R1')).toEqual({
        id: encodeRecordId('REPORT', target.instanceId, 'R1'),
        instanceId: target.instanceId,
        remoteId: 'R1',
        name: 'Trip to Rome',
        status: 'REIMBURSED',
        vendorStatus: 'Reimbursed',
        total: { amount: '1234.50', currency: 'EUR' },
        submitterEmail: 'ann@acme.test',
        submitterName: 'Ann',
        nextApproverEmail: 'bob@acme.test',
        policyRemoteId: 'P1',
        createdAt: new Date('2026-07-01T23:30:00.123Z'),
        createdOn: '2026-07-02',
        submittedAt: null,
        submittedOn: null,
        approvedAt: null,
        approvedOn: null,
        reimbursedAt: null,
        reimbursedOn: '2026-07-20',
        reimbursement: { method: 'RECORDED', reference: '77', source: 'Payroll' },
        approvals: [{ email: 'bob@acme.test', name: null, approvedAt: null, approvedOn: '2026-07-09' }],
        customFields: [{ name: 'Trip', value: 'Rome' }],
        webUrl: 'https://vendor.test/R1',
        changedAt: FETCHED_AT,
        fetchedAt: FETCHED_AT,
      });
      const keys = [{ instanceId: target.instanceId, remoteId: 'R1' }];
      expect(await db.reports.findHistories(db.context, target.organizationId, keys)).toEqual([
        [{ at: null, action: 'SUBMIT', actorEmail: null, message: 'Hi' }],
      ]);
      expect(await db.reports.findVendorFields(db.context, target.organizationId, keys)).toEqual([{ reportID: 'R1' }]);
    });

    it('only moves fetchedAt of what has the same content, in whatever order its fields come', async () => {
      await store([
        ['R1', { vendorFields: { a: 1, b: { c: 2, d: 3 } } }],
        ['R2', { name: 'Old' }],
      ]);
      const counts = await store(
        [
          ['R1', { vendorFields: { b: { d: 3, c: 2 }, a: 1 } }],
          ['R2', { name: 'New' }],
          ['R3', {}],
        ],
        FETCHED_LATER,
      );

      expect(counts.reports).toEqual({ created: 1, changed: 1, unchanged: 1, deleted: 0 });
      expect(await find('R1')).toMatchObject({ changedAt: FETCHED_AT, fetchedAt: FETCHED_LATER });
      expect(await find('R2')).toMatchObject({ name: 'New', changedAt: FETCHED_LATER, fetchedAt: FETCHED_LATER });
    });

    it('takes an amount that is written with more zeros for the same', async () => {
      await store([['R1', { total: usd('12.3') }]]);
      const counts = await store([['R1', { total: usd('12.300') }]], FETCHED_LATER);

      expect(counts.reports.unchanged).toBe(1);
    });

    it('keeps the last of two records with one id', async () => {
      const counts = await store([
        ['R1', { name: 'First', expenses: [buildExpense('E1')] }],
        ['R1', { name: 'Last', expenses: [buildExpense('E2')] }],
      ]);

      expect(counts.reports.created).toBe(1);
      expect(counts.expenses.created).toBe(1);
      expect(await find('R1')).toMatchObject({ name: 'Last' });
    });

    it('strips what Postgres cannot hold from vendor text', async () => {
      const text = 'a\0b\uD800c\\u0000';
      await store([
        [
          'R\u00001',
          { name: text, vendorFields: { [text]: [text] }, expenses: [buildExpense('E1', { merchant: text })] },
        ],
      ]);

      expect(await find('R1')).toMatchObject({ name: 'ab\uFFFDc\\u0000' });
      expect(await list({ text: 'A\0B' })).toEqual(['R1']);
    });

    it('stores names longer than an index takes', async () => {
      const name = 'ü'.repeat(10_000);
      await store([['R1', { name, submitterEmail: `${name}@acme.test` }]]);

      expect((await find('R1'))?.name).toBe(name);
      expect(await list({ text: 'Ü'.repeat(9_000) })).toEqual(['R1']);
    });

    it('runs three statements, however many reports', async () => {
      const records = Array.from({ length: 50 }, (_, index) =>
        buildReport(`R${index}`, { expenses: [buildExpense(`E${index}`)] }),
      );
      const before = db.context.stats.sqlStatements;
      await db.reports.storeReports(db.context, db.database, target, records, FETCHED_AT);

      expect(db.context.stats.sqlStatements - before).toBe(3);
    });

    it('keeps nothing of a batch whose transaction fails', async () => {
      const broken = db.database.transaction(async (transaction) => {
        await db.reports.storeReports(db.context, transaction, target, [buildReport('R1')], FETCHED_AT);
        throw new Error('later step failed');
      });

      await expect(broken).rejects.toThrow('later step failed');
      expect(await find('R1')).toBeNull();
    });

    it('does not deadlock when two store the same reports in opposite order', async () => {
      const ids = Array.from({ length: 300 }, (_, index) => `R${index}`);
      const forward = ids.map((id) => buildReport(id));
      const backward = ids.map((id) => buildReport(id, { name: 'Other' })).reverse();
      for (let round = 0; round < 5; round++) {
        await Promise.all(
          [forward, backward, forward].map((records) =>
            db.reports.storeReports(db.context, db.database, target, records, FETCHED_AT),
          ),
        );
      }

      expect(await db.reports.count(db.context, [target], null)).toEqual([300]);
    });

    it('forgets what was not fetched since, with its expenses', async () => {
      await store([
        ['R1', { expenses: [buildExpense('E1'), buildExpense('E2')] }],
        ['R2', { expenses: [buildExpense('E3')] }],
      ]);
      await store([['R2', { expenses: [buildExpense('E3'), buildExpense('E2')] }]], FETCHED_LATER);

      const deleted = await db.reports.deleteNotFetchedSince(db.context, db.database, target, FETCHED_LATER);
      expect(deleted).toBe(1);
      expect(await list()).toEqual(['R2']);
      expect(await db.expenses.count(db.context, [target], null)).toEqual([2]);
    });
  });

  describe('finding by key', () => {
    it('answers in the order of the keys, across instances, with one statement', async () => {
      const other = await db.createInstance(target.organizationId);
      await store([
        ['R1', {}],
        ['R2', {}],
      ]);
      await store([['R1', { name: 'Elsewhere' }]], FETCHED_AT, other);
      const keys = [
        { instanceId: other.instanceId, remoteId: 'R1' },
        { instanceId: target.instanceId, remoteId: 'none' },
        { instanceId: target.instanceId, remoteId: 'R2' },
        { instanceId: 'not a uuid', remoteId: 'R2' },
        { instanceId: target.instanceId, remoteId: 'R\0' },
        { instanceId: target.instanceId, remoteId: 'R2' },
      ];
      let rows: (ReportRow | null)[] = [];
      const statements = await db.statementsOf(async () => {
        rows = await db.reports.findByKeys(db.context, target.organizationId, keys);
      });

      expect(statements).toHaveLength(1);
      expect(rows.map((row) => row?.name)).toEqual([
        'Elsewhere',
        undefined,
        'Report R2',
        undefined,
        undefined,
        'Report R2',
      ]);
    });

    it('does not see other organizations, nor deleted instances', async () => {
      await store([['R1', {}]]);
      const key = { instanceId: target.instanceId, remoteId: 'R1' };
      const stranger = await db.createInstance();

      expect(await db.reports.findByKeys(db.context, stranger.organizationId, [key])).toEqual([null]);
      await db.deleteInstance(target.instanceId);
      expect(await find('R1')).toBeNull();
    });

    it('needs no statement for no keys', async () => {
      expect(await db.statementsOf(() => db.reports.findByKeys(db.context, target.organizationId, []))).toEqual([]);
    });
  });

  describe('listing', () => {
    const ORDERS: [ReportOrderField, SortDirection, string[]][] = [
      ['CREATED', 'ASC', ['R2', 'R1', 'R3', 'R4']],
      ['CREATED', 'DESC', ['R3', 'R1', 'R2', 'R4']],
      ['SUBMITTED', 'ASC', ['R1', 'R2', 'R3', 'R4']],
      ['SUBMITTED', 'DESC', ['R1', 'R4', 'R3', 'R2']],
      ['NAME', 'ASC', ['R2', 'R1', 'R4', 'R3']],
      ['NAME', 'DESC', ['R3', 'R4', 'R1', 'R2']],
      ['CHANGED', 'DESC', ['R4', 'R3', 'R2', 'R1']],
    ];

    it.each(ORDERS)('orders by %s %s, without a value last', async (field, direction, expected) => {
      await store([
        [
          'R1',
          {
            name: 'beta',
            createdAt: new Date('2026-03-02T10:00:00Z'),
            createdOn: '2026-03-02',
            submittedOn: '2026-01-01',
          },
        ],
        ['R2', { name: 'Alpha', createdOn: '2026-03-02' }],
        ['R3', { name: 'Éclair', createdOn: '2026-03-03' }],
        ['R4', { name: 'zulu' }],
      ]);

      expect(await list(null, field, direction)).toEqual(expected);
    });

    it('pages through every order and direction without repeating or skipping a row', async () => {
      const other = await db.createInstance(target.organizationId);
      const facts = (index: number) => ({
        name: `Name ${index % 3}`,
        total: index % 4 === 0 ? null : { amount: `${index % 5}.1234${index % 2}`, currency: 'USD' },
        createdAt: index % 3 === 0 ? null : new Date(Date.UTC(2026, 0, 1, 0, 0, index % 4, index % 2)),
        approvedOn: index % 2 === 0 ? null : `2026-01-0${1 + (index % 3)}`,
      });
      const reports = Array.from({ length: 23 }, (_, index): [string, object] => [`R${index}`, facts(index)]);
      await store(reports);
      await store(reports.slice(0, 9), FETCHED_LATER, other);
      const organization = {
        organizationId: target.organizationId,
        instanceIds: [target.instanceId, other.instanceId],
      };
      const total = { currency: 'USD' };

      for (const scope of [target, organization]) {
        for (const field of ['CREATED', 'SUBMITTED', 'APPROVED', 'REIMBURSED', 'NAME', 'TOTAL', 'CHANGED'] as const) {
          for (const direction of ['ASC', 'DESC'] as const) {
            const query = { filter: field === 'TOTAL' ? { total } : null, order: { field, direction } };
            const [whole] = await db.reports.listPages(db.context, [scope], { ...query, first: 100, after: null });
            const paged: ReportRow[] = [];
            for (let after: KeysetPosition | null | undefined = null; after !== undefined;) {
              const [page] = await db.reports.listPages(db.context, [scope], { ...query, first: 4, after });
              paged.push(...(page?.rows ?? []));
              after = page?.hasNextPage ? JSON.parse(JSON.stringify(page.positions.at(-1))) : undefined;
            }

            expect(paged).toEqual(whole?.rows);
            expect(new Set(paged.map((row) => row.id)).size).toBe(paged.length);
            const [count] = await db.reports.count(db.context, [scope], query.filter);
            expect(paged).toHaveLength(count ?? -1);
          }
        }
      }
    });

    it('goes on in full precision', async () => {
      await store([
        ['R1', {}],
        ['R2', {}],
        ['R3', {}],
      ]);
      await db.dataSource.query(
        `UPDATE reports SET changed_at = '2026-08-15T12:00:00Z'::timestamptz + right(remote_id, 1)::int * interval '1 microsecond'
         WHERE instance_id = $1`,
        [target.instanceId],
      );
      const order = { field: 'CHANGED', direction: 'ASC' } as const;
      const [first] = await db.reports.listPages(db.context, [target], { filter: null, order, first: 1, after: null });
      const after = first?.positions[0] ?? null;
      const [second] = await db.reports.listPages(db.context, [target], { filter: null, order, first: 5, after });

      expect(after?.value).toBe('2026-08-15T12:00:00.000001Z');
      expect(second?.rows.map((row) => row.remoteId)).toEqual(['R2', 'R3']);
    });

    it.each<[string, ReportListFilter, string[]]>([
      ['remote id', { remoteId: ['R1', 'R9'] }, ['R1']],
      ['status', { status: ['APPROVED', 'OPEN'] }, ['R1', 'R3']],
      ['an empty list of statuses', { status: [] }, []],
      ['an empty list of policies', { policies: [] }, []],
      [
        'null, which is not given',
        { status: null, policies: null, text: null, total: null, createdOn: null },
        ['R1', 'R2', 'R3'],
      ],
      ['submitter', { submitterEmail: ['ANN@acme.test'] }, ['R1', 'R2']],
      ['text', { text: 'rOME' }, ['R1', 'R2']],
      ['text with accents', { text: 'é' }, ['R3']],
      ['text of one letter', { text: 'p' }, ['R1', 'R3']],
      ['text with the wildcards of SQL', { text: '100%_\\' }, ['R2']],
      ['a wildcard that stands for itself', { text: '%o' }, []],
      ['first day', { createdOn: { from: '2026-07-02' } }, ['R1', 'R2']],
      ['last day', { createdOn: { to: '2026-07-02' } }, ['R1', 'R3']],
      ['one day', { createdOn: { from: '2026-07-02', to: '2026-07-02' } }, ['R1']],
      ['an open range', { createdOn: {} }, ['R1', 'R2', 'R3']],
      ['submitted', { submittedOn: { from: '2026-01-01' } }, ['R2']],
      ['currency', { total: { currency: 'USD' } }, ['R1', 'R2']],
      ['least amount', { total: { currency: 'USD', min: '100.00' } }, ['R2']],
      ['most amount', { total: { currency: 'USD', max: '99.99000' } }, ['R1']],
      ['several together', { text: 'rome', status: ['SUBMITTED'] }, ['R2']],
      ['changes since', { changedSince: FETCHED_AT }, ['R1', 'R2', 'R3']],
      ['no changes since', { changedSince: new Date(FETCHED_AT.getTime() + 1) }, []],
    ])('filters by %s', async (_name, filter, expected) => {
      await store([
        // A day of the vendor's zone, which is a day behind UTC's.
        [
          'R1',
          {
            name: 'Trip to Rome',
            createdAt: new Date('2026-07-03T01:00:00Z'),
            createdOn: '2026-07-02',
            submitterEmail: 'ann@acme.test',
            total: usd('99.99'),
          },
        ],
        [
          'R2',
          {
            name: 'Rome 100%_\\',
            status: 'SUBMITTED',
            createdOn: '2026-07-31',
            submittedOn: '2026-07-31',
            submitterEmail: 'ann@acme.test',
            total: usd('100'),
          },
        ],
        [
          'R3',
          {
            name: 'Paris café',
            status: 'APPROVED',
            createdOn: '2026-06-30',
            total: { amount: '100', currency: 'JPY' },
          },
        ],
      ]);

      expect((await list(filter)).sort()).toEqual(expected);
      expect(await db.reports.count(db.context, [target], filter)).toEqual([expected.length]);
    });

    it('filters by policies and people of certain instances', async () => {
      const other = await db.createInstance(target.organizationId);
      const reports: [string, object][] = [
        ['R1', { policyRemoteId: 'P1', submitterEmail: 'ann@acme.test' }],
        ['R2', { policyRemoteId: 'P2', submitterEmail: 'bob@acme.test' }],
      ];
      await store(reports);
      await store(reports, FETCHED_AT, other);
      const scope = { organizationId: target.organizationId, instanceIds: [target.instanceId, other.instanceId] };
      const policies = [
        { instanceId: target.instanceId, remoteId: 'P1' },
        { instanceId: other.instanceId, remoteId: 'P2' },
      ];
      const submitters = [{ instanceId: other.instanceId, email: 'Ann@acme.test' }];

      expect(await list({ policies }, 'NAME', 'ASC', scope)).toEqual(['R1', 'R2']);
      expect(await list({ submitters }, 'NAME', 'ASC', scope)).toEqual(['R1']);
      expect(await list({ policies, submitters }, 'NAME', 'ASC', scope)).toEqual([]);
    });

    it('answers many scopes with one statement, in their order', async () => {
      await store([
        ['R1', { submitterEmail: 'ann@acme.test', createdOn: '2026-01-01' }],
        ['R2', { submitterEmail: 'ann@acme.test', createdOn: '2026-01-02' }],
        ['R3', { submitterEmail: 'bob@acme.test', createdOn: '2026-01-03' }],
      ]);
      const scopes = ['bob@acme.test', 'nobody@acme.test', 'ann@acme.test'].map((submitterEmail) => ({
        ...target,
        submitterEmail,
      }));
      const order = { field: 'CREATED', direction: 'DESC' } as const;
      const query = { filter: null, order, first: 1, after: null };
      const statements = await db.statementsOf(async () => {
        const pages = await db.reports.listPages(db.context, scopes, query);
        expect(pages.map((page) => page.rows.map((row) => row.remoteId))).toEqual([['R3'], [], ['R2']]);
        expect(pages.map((page) => page.hasNextPage)).toEqual([false, false, true]);
        expect(await db.reports.count(db.context, scopes, null)).toEqual([1, 0, 2]);
      });

      expect(statements).toHaveLength(2);
    });

    it('lists nothing of another organization, of a deleted instance, or of no instance', async () => {
      await store([['R1', {}]]);
      const stranger = await db.createInstance();
      const { organizationId } = stranger;

      expect(await list(null, 'NAME', 'ASC', { ...target, organizationId })).toEqual([]);
      expect(
        await list(null, 'NAME', 'ASC', { organizationId, instanceIds: [target.instanceId, stranger.instanceId] }),
      ).toEqual([]);
      expect(await list(null, 'NAME', 'ASC', { ...target, instanceIds: [] })).toEqual([]);
      expect(await db.reports.count(db.context, [{ ...target, organizationId }], null)).toEqual([0]);
      await db.deleteInstance(target.instanceId);
      expect(await list()).toEqual([]);
    });

    it('refuses to order totals of several currencies', async () => {
      await expect(list(null, 'TOTAL')).rejects.toThrow(BadUserInputError);
      await expect(list(null, 'TOTAL')).rejects.toThrow('filter.total.currency');
    });

    it.each([
      ['a value of another order', { value: 'abc', key: ['i', 'R1'] }],
      ['a day that does not exist', { value: '2026-02-30T00:00:00.000000Z', key: ['i', 'R1'] }],
      ['the year 0', { value: '0000-01-01T00:00:00.000000Z', key: ['i', 'R1'] }],
      ['too short a key', { value: null, key: ['i'] }],
      ['a key that is not an instance', { value: null, key: ['x', 'R1'] }],
    ])('refuses a forged position: %s', async (_name, { value, key }) => {
      const after = { value, key: key.map((part) => (part === 'i' ? target.instanceId : part)) };
      const order = { field: 'CREATED', direction: 'ASC' } as const;
      const listing = db.reports.listPages(db.context, [target], { filter: null, order, first: 1, after });

      await expect(listing).rejects.toThrow(BadUserInputError);
    });
  });
});
