import type { ExpenseRecord } from '../../src/adapters/records';
import { BadUserInputError } from '../../src/errors';
import type { KeysetPosition, SortDirection } from '../../src/persistence/keyset/keyset-page';
import type {
  ExpenseListFilter,
  ExpenseListScope,
  ExpenseOrderField,
  ExpenseRow,
} from '../../src/persistence/repositories/expense.repository';
import type { StoreTarget } from '../../src/persistence/repositories/record-upsert';
import { encodeRecordId } from '../../src/record-id';
import { buildExpense, buildReport, usd } from '../support/record-builders';
import { createRecordDatabase, FETCHED_AT, FETCHED_LATER, type RecordDatabase } from '../support/record-database';

describe('ExpenseRepository', () => {
  let db: RecordDatabase;
  let target: StoreTarget;
  beforeAll(async () => {
    db = await createRecordDatabase();
  });
  beforeEach(async () => {
    target = await db.createInstance();
  });
  afterAll(() => db.drop());

  function store(byReport: Record<string, ExpenseRecord[]>, fetchedAt = FETCHED_AT) {
    const reports = Object.entries(byReport).map(([remoteId, expenses]) => buildReport(remoteId, { expenses }));
    return db.reports.storeReports(db.context, db.database, target, reports, fetchedAt);
  }

  async function list(
    filter: ExpenseListFilter | null = null,
    field: ExpenseOrderField = 'CHANGED',
    direction: SortDirection = 'ASC',
    scope: ExpenseListScope = target,
  ): Promise<string[]> {
    const query = { filter, order: { field, direction }, first: 100, after: null };
    const [page] = await db.expenses.listPages(db.context, [scope], query);
    return page?.rows.map((row) => row.remoteId) ?? [];
  }

  describe('storing with a report', () => {
    it('serves what was stored, in the words of the graph', async () => {
      const facts: Partial<ExpenseRecord> = {
        kind: 'BILL',
        employeeEmail: 'ann@acme.test',
        amount: usd('10'),
        originalAmount: { amount: '1500', currency: 'JPY' },
        convertedAmount: usd('10.00'),
        exchangeRate: '0.0066667',
        tax: { amount: usd('1.5'), ratePercent: '15', name: 'VAT', code: 'V' },
        merchant: 'Café',
        description: 'Lunch',
        date: '2026-07-02',
        createdAt: new Date('2026-07-03T08:00:00Z'),
        vendorKind: 'expense',
        paymentMethod: 'CARD',
        category: { name: 'Meals', ledgerCode: '6000' },
        tags: [{ level: 1, name: 'Sales', ledgerCode: null }],
        receipt: { remoteId: '9', fileName: null, contentType: null, url: 'https://v.test/9', access: 'VENDOR_LOGIN' },
        attendees: [{ email: 'bob@acme.test', name: 'Bob' }],
        billable: true,
        reimbursable: false,
        card: { remoteId: null, name: 'Visa', lastFour: '1234', bank: null },
        distance: { quantity: '12.5', unit: 'MILE', rate: usd('0.655') },
        merchantCategoryCode: '5812',
        externalReference: 'ref-1',
        lines: [],
        payee: null,
        posting: null,
      };
      await store({ R1: [buildExpense('E1', { ...facts, vendorFields: { id: 9 } })] });
      const key = { instanceId: target.instanceId, kind: 'BILL', remoteId: 'E1' };
      const [row] = await db.expenses.findByKeys(db.context, target.organizationId, [key]);

      expect(row).toEqual({
        ...facts,
        id: encodeRecordId('BILL', target.instanceId, 'E1'),
        instanceId: target.instanceId,
        remoteId: 'E1',
        reportRemoteId: 'R1',
        amount: usd('10.00'),
        tax: { amount: usd('1.50'), ratePercent: '15', name: 'VAT', code: 'V' },
        changedAt: FETCHED_AT,
        fetchedAt: FETCHED_AT,
      });
      const fields = await db.expenses.findVendorFields(db.context, target.organizationId, [key]);
      expect(fields).toEqual([{ id: 9 }]);
    });

    it('serves an expense of which nothing is known but that it exists', async () => {
      await store({ R1: [buildExpense('E1')] });
      const key = { instanceId: target.instanceId, kind: 'EXPENSE', remoteId: 'E1' };
      const [row] = await db.expenses.findByKeys(db.context, target.organizationId, [key]);

      expect(row).toMatchObject({ amount: null, tax: null, category: null, tags: [], receipt: null, date: null });
    });

    it('keeps apart what has one id but is of another kind', async () => {
      await store({ R1: [buildExpense('144', { kind: 'PURCHASE' }), buildExpense('144', { kind: 'BILL' })] });
      const keys = ['BILL', 'EXPENSE', 'PURCHASE'].map((kind) => ({
        instanceId: target.instanceId,
        kind,
        remoteId: '144',
      }));
      const rows = await db.expenses.findByKeys(db.context, target.organizationId, keys);

      expect(rows.map((row) => row?.kind)).toEqual(['BILL', undefined, 'PURCHASE']);
    });

    it('counts, and deletes what is no longer on the reports', async () => {
      await store({ R1: ['E1', 'E2', 'E3'].map((id) => buildExpense(id)), R2: [buildExpense('E9')] });
      const counts = await store(
        { R1: [buildExpense('E1'), buildExpense('E2', { merchant: 'New' }), buildExpense('E4')] },
        FETCHED_LATER,
      );

      expect(counts.expenses).toEqual({ created: 1, changed: 1, unchanged: 1, deleted: 1 });
      expect((await list()).sort()).toEqual(['E1', 'E2', 'E4', 'E9']);
    });

    it('follows an expense that moves to another report', async () => {
      await store({ R1: [buildExpense('E1')], R2: [] });
      await store({ R1: [], R2: [buildExpense('E1')] }, FETCHED_LATER);

      expect(await list(null, 'DATE', 'ASC', { ...target, reportRemoteId: 'R1' })).toEqual([]);
      expect(await list(null, 'DATE', 'ASC', { ...target, reportRemoteId: 'R2' })).toEqual(['E1']);
    });

    it('deletes the last expense of a report', async () => {
      await store({ R1: [buildExpense('E1')] });
      const counts = await store({ R1: [] }, FETCHED_LATER);

      expect(counts.expenses).toEqual({ created: 0, changed: 0, unchanged: 0, deleted: 1 });
    });

    it('refuses an amount that is no number, whole', async () => {
      await expect(store({ R1: [buildExpense('E1', { amount: usd('ten') })] })).rejects.toThrow(TypeError);
    });
  });

  describe('storing by itself', () => {
    const storeSingle = (expenses: readonly ExpenseRecord[], fetchedAt = FETCHED_AT) =>
      db.expenses.storeExpenses(db.context, db.database, target, expenses, fetchedAt);

    it('leaves the others on the report alone', async () => {
      await store({ R1: [buildExpense('E1')] });
      const added = buildExpense('E2', { reportRemoteId: 'R1' });
      expect(await storeSingle([added])).toEqual({ created: 1, changed: 0, unchanged: 0, deleted: 0 });
      expect(await list(null, 'DATE', 'ASC', { ...target, reportRemoteId: 'R1' })).toEqual(['E1', 'E2']);
    });

    it('needs no report, and none that we have', async () => {
      await storeSingle([buildExpense('E1'), buildExpense('E2', { reportRemoteId: 'unknown' })]);
      expect(await list()).toEqual(['E1', 'E2']);
    });

    it('tells two kinds with one id apart, and changes what is there', async () => {
      const purchase = buildExpense('144', { kind: 'PURCHASE' });
      await storeSingle([purchase, buildExpense('144', { kind: 'BILL' })]);
      const counts = await storeSingle([{ ...purchase, merchant: 'Other' }], FETCHED_LATER);
      expect(counts).toEqual({ created: 0, changed: 1, unchanged: 0, deleted: 0 });
      expect(await list()).toEqual(['144', '144']);
    });

    it('forgets what is on no report and was not fetched since', async () => {
      await store({ R1: [buildExpense('E1')] });
      await storeSingle([buildExpense('E2'), buildExpense('E3')]);
      await storeSingle([buildExpense('E3')], FETCHED_LATER);

      const gone = db.expenses.deleteNotFetchedSince(db.context, db.database, target, FETCHED_LATER, '2000-01-01');
      expect(await gone).toBe(1);
      expect(await list()).toEqual(['E1', 'E3']);
    });
  });

  describe('listing', () => {
    const EXPENSES = [
      buildExpense('E1', {
        date: '2026-07-01',
        amount: usd('10'),
        merchant: 'uber',
        employeeEmail: 'ann@acme.test',
        category: { name: 'Travel', ledgerCode: null },
        tags: [{ level: 1, name: 'Sales', ledgerCode: '1' }],
        billable: true,
        paymentMethod: 'CASH',
      }),
      buildExpense('E2', {
        date: '2026-07-03',
        amount: usd('-2.5'),
        merchant: 'Acme',
        description: 'Taxi to UBER',
        externalReference: 'x',
      }),
      buildExpense('E3', {
        amount: { amount: '9000', currency: 'JPY' },
        kind: 'PURCHASE',
        tags: [
          { level: 1, name: 'Ops', ledgerCode: null },
          { level: 2, name: 'East', ledgerCode: null },
        ],
        receipt: { remoteId: '1', fileName: null, contentType: null, url: null, access: 'SIGNED_URL' },
        reimbursable: false,
      }),
    ];

    it.each<[ExpenseOrderField, SortDirection, string[]]>([
      ['DATE', 'ASC', ['E1', 'E2', 'E3']],
      ['DATE', 'DESC', ['E2', 'E1', 'E3']],
      ['MERCHANT', 'ASC', ['E2', 'E1', 'E3']],
      ['MERCHANT', 'DESC', ['E1', 'E2', 'E3']],
      ['CHANGED', 'DESC', ['E3', 'E2', 'E1']],
    ])('orders by %s %s, without a value last', async (field, direction, expected) => {
      await store({ R1: EXPENSES });
      expect(await list(null, field, direction)).toEqual(expected);
    });

    it('orders amounts of one currency as numbers, and refuses those of several', async () => {
      await store({ R1: [...EXPENSES, buildExpense('E4', { amount: usd('9') })] });

      expect(await list({ amount: { currency: 'USD' } }, 'AMOUNT', 'DESC')).toEqual(['E1', 'E4', 'E2']);
      await expect(list(null, 'AMOUNT')).rejects.toThrow(BadUserInputError);
    });

    it.each<[string, ExpenseListFilter, string[]]>([
      ['remote id', { remoteId: ['E1', 'E3'] }, ['E1', 'E3']],
      ['remote id and kind', { remoteId: ['E1', 'E3'], kind: ['PURCHASE'] }, ['E3']],
      ['kind', { kind: ['EXPENSE'] }, ['E1', 'E2']],
      ['being on a report', { isReported: true }, ['E1', 'E2', 'E3']],
      ['being on no report', { isReported: false }, []],
      ['state of the report', { reportStatus: ['OPEN'] }, ['E1', 'E2', 'E3']],
      ['another state of the report', { reportStatus: ['CLOSED'] }, []],
      ['employee', { employeeEmail: ['Ann@Acme.test'] }, ['E1']],
      ['reference', { externalReference: ['x', 'y'] }, ['E2']],
      ['payment', { paymentMethod: ['CASH', 'CARD'] }, ['E1']],
      ['category', { category: ['Travel'] }, ['E1']],
      ['one of several tags', { tag: ['East', 'Sales'] }, ['E1', 'E3']],
      ['part of a tag, which is none', { tag: ['Eas'] }, []],
      ['no tag of none', { tag: [] }, []],
      ['days', { date: { from: '2026-07-01', to: '2026-07-02' } }, ['E1']],
      ['amount', { amount: { currency: 'USD', min: '-2.5', max: '9.99' } }, ['E2']],
      ['being billable', { billable: true }, ['E1']],
      ['being reimbursable', { reimbursable: false }, ['E3']],
      ['having a receipt', { hasReceipt: true }, ['E3']],
      ['having none', { hasReceipt: false }, ['E1', 'E2']],
      ['text of merchant or description', { text: 'Uber' }, ['E1', 'E2']],
      ['changes since', { changedSince: FETCHED_LATER }, []],
      ['several together', { text: 'uber', billable: true, tag: ['Sales'] }, ['E1']],
    ])('filters by %s', async (_name, filter, expected) => {
      await store({ R1: EXPENSES });

      expect((await list(filter)).sort()).toEqual(expected);
      expect(await db.expenses.count(db.context, [target], filter)).toEqual([expected.length]);
    });

    it('filters by reports, policies and people of certain instances', async () => {
      const { instanceId } = target;
      const policyRemoteId = 'P1';
      const reports = [
        buildReport('R1', { policyRemoteId, expenses: [buildExpense('E1', { employeeEmail: 'ann@acme.test' })] }),
        buildReport('R2', { expenses: [buildExpense('E2')] }),
      ];
      await db.reports.storeReports(db.context, db.database, target, reports, FETCHED_AT);

      expect(await list({ reports: [{ instanceId, remoteId: 'R2' }] })).toEqual(['E2']);
      expect(await list({ policies: [{ instanceId, remoteId: 'P1' }] })).toEqual(['E1']);
      expect(await list({ policies: [{ instanceId: target.organizationId, remoteId: 'P1' }] })).toEqual([]);
      expect(await list({ policies: [] })).toEqual([]);
      expect(await list({ employees: [{ instanceId, email: 'ANN@acme.test' }] })).toEqual(['E1']);
    });

    it('gives the first expenses of many reports with one statement', async () => {
      await store({
        R1: [
          buildExpense('E1', { date: '2026-07-02' }),
          buildExpense('E2'),
          buildExpense('E3', { date: '2026-07-01' }),
        ],
        R2: [],
        R3: [buildExpense('E4')],
      });
      const scopes = ['R3', 'R1', 'R2', 'none'].map((reportRemoteId) => ({ ...target, reportRemoteId }));
      const order = { field: 'DATE', direction: 'ASC' } as const;
      const statements = await db.statementsOf(async () => {
        const pages = await db.expenses.listPages(db.context, scopes, { filter: null, order, first: 2, after: null });
        expect(pages.map((page) => page.rows.map((row) => row.remoteId))).toEqual([['E4'], ['E3', 'E1'], [], []]);
        expect(pages.map((page) => page.hasNextPage)).toEqual([false, true, false, false]);
        expect(await db.expenses.count(db.context, scopes, null)).toEqual([1, 3, 0, 0]);
      });

      expect(statements).toHaveLength(2);
    });

    it('pages through one id of several kinds, and through what has no value', async () => {
      const kinds = ['SUPPLIER_CREDIT', 'BILL', 'EXPENSE', 'PURCHASE'] as const;
      const expenses = kinds.flatMap((kind) => [
        buildExpense('1', { kind }),
        buildExpense('2', { kind, date: '2026-07-01', merchant: 'Same' }),
      ]);
      await store({ R1: expenses });
      const organization = {
        organizationId: target.organizationId,
        instanceIds: [target.instanceId, target.organizationId],
      };

      for (const scope of [target, organization, { ...target, reportRemoteId: 'R1' }]) {
        for (const field of ['DATE', 'MERCHANT', 'CHANGED'] as const) {
          for (const direction of ['ASC', 'DESC'] as const) {
            const seen: ExpenseRow[] = [];
            for (let after: KeysetPosition | null | undefined = null; after !== undefined;) {
              const query = { filter: null, order: { field, direction }, first: 3, after };
              const [page] = await db.expenses.listPages(db.context, [scope], query);
              seen.push(...(page?.rows ?? []));
              after = page?.hasNextPage ? page.positions.at(-1) : undefined;
            }
            expect(new Set(seen.map((row) => row.id)).size).toBe(8);
            expect(seen).toHaveLength(8);
          }
        }
      }
    });
  });
});
