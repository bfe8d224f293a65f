import { decodeRecordId } from '../../src/record-id';
import { SANDBOX_REALM } from '../support/quickbooks-client';
import { QuickBooksBooks } from '../support/quickbooks-books';
import type { Tenant } from '../support/service-world';
import type { GraphqlAnswer } from '../support/test-service';

const REPORT = `
  id kind title from to basis currency isEmpty isTruncated rowCount generatedAt fetchedAt
  instance { id } freshness { state fetchedAt error { code } instance { id } }
  columns { key title type from to }`;
const ASK = `query ($id: ID!, $request: FinancialReportRequest!, $maxAge: Int) {
  instance(id: $id) { financialReport(request: $request, maxAge: $maxAge) { ${REPORT} rows {
    index parent depth kind sums key label
    cells { text money { amount currency } date number remoteId recordKind recordId }
  } } }
}`;
const SPRING = { from: '2026-01-01', to: '2026-05-05' };
const PROFIT = { kind: 'PROFIT_AND_LOSS', period: SPRING };
const CALL = 'reports/ProfitAndLoss';

interface Row {
  readonly index: number;
  readonly label: string | null;
  readonly key: string | null;
  readonly depth: number;
  readonly cells: readonly { readonly money: { readonly amount: string } | null; readonly recordId: string | null }[];
}
interface Asked {
  readonly id: string;
  readonly rowCount: number;
  readonly fetchedAt: string;
  readonly rows: readonly Row[];
  readonly freshness: { readonly state: string; readonly error: { readonly code: string } | null };
}
type InstanceAnswer = GraphqlAnswer<{ instance: { financialReport: Asked | null } | null }>;

describe('financial reports in the graph', () => {
  let books: QuickBooksBooks;
  let acme: Tenant;
  let id: string;

  beforeAll(async () => {
    books = await QuickBooksBooks.start();
    acme = await books.service.createTenant('Acme');
    id = await books.connect(acme);
  });
  // Nobody's limits are tested here.
  beforeEach(() => books.clock.advance(60_000));
  afterEach(async () => {
    await books.service.parts.tasks.idle();
    books.quickbooks.sandbox.setFaults({ 'rate-limit': 'off' });
    await sql('DELETE FROM financial_reports');
  });
  afterAll(() => books.close());

  const sql = (text: string): Promise<unknown[]> => books.service.database.query(books.service.parts.context, { text });
  const ask = (request: object = PROFIT, more: object = {}, tenant = acme): Promise<InstanceAnswer> =>
    books.service.query(tenant, ASK, { id, request, ...more });
  async function read(request: object = PROFIT, more: object = {}): Promise<Asked> {
    const { data, errors } = await ask(request, more);
    expect(errors).toBeUndefined();
    return data!.instance!.financialReport!;
  }

  it('are tables whose rows say where they belong', async () => {
    const report = await read();
    expect(report).toMatchObject({
      ...{ kind: 'PROFIT_AND_LOSS', title: 'ProfitAndLoss', ...SPRING, basis: 'ACCRUAL', currency: 'USD' },
      ...{ isEmpty: false, isTruncated: false, instance: { id }, rowCount: report.rows.length },
      freshness: { state: 'FRESH', error: null, instance: { id } },
      columns: [
        { key: 'account', title: '', type: 'TEXT', from: null, to: null },
        { key: 'total', title: 'Total', type: 'MONEY' },
      ],
    });
    expect(report.rows.map(({ index }) => index)).toEqual(report.rows.map((_, index) => index));
    const income = report.rows.find(({ key }) => key === 'NetIncome')!;
    expect(income).toMatchObject({ label: 'Net Income', depth: 0, kind: 'SUMMARY' });
    expect(income.cells[1]!.money).toEqual({ amount: expect.stringMatching(/^-?\d+\.\d\d$/), currency: 'USD' });
  });

  it('lead to the records that they name', async () => {
    const { rows } = await read({ kind: 'EXPENSES_BY_SUPPLIER', period: SPRING });
    const { recordId } = rows.find(({ label }) => label === "Tania's Nursery")!.cells[0]!;
    expect(decodeRecordId(recordId!)).toEqual({ kind: 'SUPPLIER', instanceId: id, remoteId: '50' });
    const named = `query ($id: ID!, $request: FinancialReportRequest!) {
      instance(id: $id) { financialReport(request: $request) {
        rows { label cells { record { __typename id remoteId ... on Supplier { name } } } }
      } }
    }`;
    const request = { kind: 'EXPENSES_BY_SUPPLIER', period: SPRING, supplierRemoteId: ['50', '57'] };
    const calls = await books.callsOf(async () => {
      const { data, errors } = await books.whileTimePasses(books.service.query(acme, named, { id, request }));
      expect(errors).toBeUndefined();
      const record = { __typename: 'Supplier', id: recordId, remoteId: '50', name: "Tania's Nursery" };
      expect(JSON.stringify(data)).toContain(
        JSON.stringify({ label: "Tania's Nursery", cells: [{ record }, { record: null }] }),
      );
    });
    // Of all suppliers together: as they are read for any other list.
    expect(calls.filter((call) => call !== 'reports/VendorExpenses').length).toBeLessThanOrEqual(2);
  });

  it('leave out what is deeper than wanted, and go on after a row', async () => {
    const all = await read();
    const some = `query ($id: ID!, $request: FinancialReportRequest!) {
      instance(id: $id) { financialReport(request: $request) {
        top: rows(maxDepth: 0) { index depth } begin: rows(first: 2) { index } end: rows(after: ${all.rowCount - 3}) { index }
      } }
    }`;
    const { data } = await books.service.query<{ instance: { financialReport: Record<string, Row[]> } }>(acme, some, {
      id,
      request: PROFIT,
    });
    const { top, begin, end } = data!.instance.financialReport;
    expect(top).toEqual(all.rows.filter(({ depth }) => depth === 0).map(({ index, depth }) => ({ index, depth })));
    expect([begin, end]).toEqual([
      [{ index: 0 }, { index: 1 }],
      [{ index: all.rowCount - 2 }, { index: all.rowCount - 1 }],
    ]);
  });

  it('are found again by their ids, alone and by a gateway', async () => {
    const report = await read();
    const document = `query ($id: ID!, $r: [_Any!]!) {
      financialReport(id: $id) { id rowCount }
      _entities(representations: $r) { ... on FinancialReport { id rowCount kind } }
    }`;
    const calls = await books.callsOf(async () => {
      const r = [
        { __typename: 'FinancialReport', id: report.id },
        { __typename: 'FinancialReport', id: 'fin_nothing' },
      ];
      const { data } = await books.service.query(acme, document, { id: report.id, r });
      expect(data).toEqual({
        financialReport: { id: report.id, rowCount: report.rowCount },
        _entities: [{ id: report.id, rowCount: report.rowCount, kind: 'PROFIT_AND_LOSS' }, null],
      });
    });
    expect(calls).toEqual([]);
  });

  it('have one id for one question, however it is put', async () => {
    const one = await read({ ...PROFIT, supplierRemoteId: ['57', '50', '57'], basis: 'UNSPECIFIED' });
    const other = await read({ period: SPRING, columnsBy: 'TOTAL', supplierRemoteId: ['50', '57'], kind: PROFIT.kind });
    expect(one.id).toBe(other.id);
    expect((await read({ ...PROFIT, supplierRemoteId: ['50'] })).id).not.toBe(one.id);
  });

  it('are computed once for all who ask at the same time, on any replica', async () => {
    const replica = books.service.addReplica();
    const reads = [{ instanceId: id, question: question(), maxAgeSeconds: null }];
    const calls = await books.callsOf(async () => {
      const here = Array.from({ length: 10 }, () => ask());
      const there = Array.from({ length: 5 }, () =>
        replica.services.financialReports.find(books.service.as(acme), reads),
      );
      const answers = await books.whileTimePasses(Promise.all(here));
      for (const [found] of await books.whileTimePasses(Promise.all(there)))
        expect(found).toMatchObject({ instanceId: id });
      for (const { data } of answers) expect(data!.instance!.financialReport!.rowCount).toBeGreaterThan(10);
    });
    expect(calls).toEqual([CALL]);
    await replica.close();
  });

  it('come from our copy while that is fresh, and are computed behind when it is not', async () => {
    await read();
    expect(await books.callsOf(() => read())).toEqual([]);
    books.clock.advance(901_000);
    let stale: Asked | undefined;
    expect(await books.callsOf(async () => (stale = await read()))).toEqual([CALL]);
    expect(stale!.freshness).toMatchObject({ state: 'STALE', error: null });
    expect((await read()).freshness.state).toBe('FRESH');
  });

  it('are computed anew for who wants them fresher', async () => {
    const before = await read();
    books.clock.advance(60_000);
    expect(await books.callsOf(() => read(PROFIT, { maxAge: 120 }))).toEqual([]);
    let after: Asked | undefined;
    expect(await books.callsOf(async () => (after = await read(PROFIT, { maxAge: 30 })))).toEqual([CALL]);
    expect(Date.parse(after!.fetchedAt)).toBeGreaterThan(Date.parse(before.fetchedAt));
    expect((await ask(PROFIT, { maxAge: -1 })).errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  it('are served old, with the reason, while the vendor is down', async () => {
    const before = await read();
    books.clock.advance(901_000);
    books.quickbooks.sandbox.setFaults({ 'rate-limit': 'off', 'http-503-html': true });
    const { freshness, fetchedAt } = await books.whileTimePasses(read(PROFIT, { maxAge: 0 }));
    expect(freshness).toMatchObject({ state: 'STALE', error: { code: 'VENDOR_UNAVAILABLE' } });
    expect(fetchedAt).toBe(before.fetchedAt);
  });

  it('say why there are none, where nothing is stored', async () => {
    books.quickbooks.sandbox.setFaults({ 'rate-limit': 'off', 'http-503-html': true });
    const { data, errors } = await books.whileTimePasses(ask());
    expect(data).toEqual({ instance: { financialReport: null } });
    expect(errors).toMatchObject([{ extensions: { code: 'VENDOR_UNAVAILABLE', retryable: true } }]);
  });

  it('are stale when a record of the books has changed since', async () => {
    await read();
    books.clock.advance(1_000);
    await sql(`INSERT INTO change_events (organization_id, instance_id, kind, resource, record_kind, remote_id,
      changed_fields, source, recorded_at) VALUES ('${acme.caller.organizationId}', '${id}', 'UPDATED', 'EXPENSES', 'PURCHASE',
      '144', '{}', 'SYNC', '${books.clock.now().toISOString()}')`);
    let stale: Asked | undefined;
    expect(await books.callsOf(async () => (stale = await read()))).toEqual([CALL]);
    expect(stale!.freshness.state).toBe('STALE');
    books.clock.advance(1_000);
    await sql(`UPDATE change_events SET source = 'WRITE', recorded_at = '${books.clock.now().toISOString()}'`);
    let fresh: Asked | undefined;
    expect(await books.callsOf(async () => (fresh = await read()))).toEqual([CALL]);
    expect(fresh!.freshness.state).toBe('FRESH');
    await sql('DELETE FROM change_events');
  });

  it.each<[string, object, string]>([
    ['a period that ends before it begins', { ...PROFIT, period: { from: '2026-05-05', to: '2026-01-01' } }, 'period'],
    ['a period without an end', { ...PROFIT, period: { from: '2026-05-05' } }, 'period'],
    ['a period without a begin, of sums over days', { ...PROFIT, period: { to: '2026-05-05' } }, 'period'],
    ['a period, of what is as of now', { kind: 'LEDGER_ACCOUNT_LIST', period: SPRING }, 'period'],
    ['a basis, where there is none', { kind: 'CASH_FLOW', basis: 'CASH' }, 'basis'],
    ['columns that the report has not', { kind: 'GENERAL_LEDGER', columnsBy: 'MONTH' }, 'columnsBy'],
    ['a filter that the report has not', { kind: 'JOURNAL', supplierRemoteId: ['50'] }, 'supplierRemoteId'],
    ['what can be no id', { ...PROFIT, supplierRemoteId: ["50' OR '1'='1"] }, 'supplierRemoteId'],
    [
      'too many ids',
      { ...PROFIT, supplierRemoteId: Array.from({ length: 101 }, (_, index) => String(index)) },
      'supplierRemoteId',
    ],
  ])('are not asked for with %s', async (_what, request, field) => {
    const calls = await books.callsOf(async () => {
      const { data, errors } = await ask(request);
      expect(data).toEqual({ instance: { financialReport: null } });
      expect(errors).toMatchObject([
        { extensions: { code: 'BAD_USER_INPUT' }, message: expect.stringContaining(field) },
      ]);
    });
    expect(calls).toEqual([]);
  });

  it('are refused by kinds that there are not', async () => {
    const { errors } = await ask({ kind: 'FORTUNE' });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  it('are unsupported where the element has none, which says so before', async () => {
    const expenses = await books.service.provision(acme);
    const kinds = `query ($id: ID!) { instance(id: $id) { financialReportKinds } }`;
    const { data } = await books.service.query(acme, kinds, { id: expenses });
    expect(data).toEqual({ instance: { financialReportKinds: [] } });
    const { errors } = await books.service.query(acme, ASK, { id: expenses, request: PROFIT });
    expect(errors).toMatchObject([
      {
        path: ['instance', 'financialReport'],
        extensions: { code: 'UNSUPPORTED_OPERATION', supported: expect.arrayContaining([expect.anything()]) },
      },
    ]);
    const own = await books.service.query<{ instance: { financialReportKinds: string[] } }>(acme, kinds, { id });
    expect(own.data!.instance.financialReportKinds).toEqual(
      expect.arrayContaining(['PROFIT_AND_LOSS', 'GENERAL_LEDGER']),
    );
  });

  it('are not told to others, and cost them nothing', async () => {
    const report = await read();
    const other = await books.service.createTenant('Other');
    const { token } = await books.service.parts.services.instances.rotateToken(
      books.service.as(acme),
      await books.service.provision(acme),
      0,
    );
    const narrowed = { authorization: `${acme.authorization}, Element ${token}` };
    const entity = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on FinancialReport { id } } }';
    const calls = await books.callsOf(async () => {
      for (const stranger of [other, narrowed]) {
        const r = [{ __typename: 'FinancialReport', id: report.id }];
        expect(await books.service.query(stranger, entity, { r })).toEqual({ data: { _entities: [null] } });
        const byId = 'query ($id: ID!) { financialReport(id: $id, maxAge: 0) { id } }';
        const answer = await books.service.query(stranger, byId, { id: report.id });
        expect(answer).toEqual({ data: { financialReport: null } });
      }
      expect((await ask(PROFIT, {}, other)).data).toEqual({ instance: null });
      const found = await books.service.query(other, 'query ($id: ID!) { financialReport(id: $id) { id } }', {
        id: report.id,
      });
      expect(found).toEqual({ data: { financialReport: null } });
      const nobody = await books.service.query(null, 'query ($id: ID!) { financialReport(id: $id) { id } }', {
        id: report.id,
      });
      expect(nobody.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    });
    expect(calls).toEqual([]);
  });

  it('go with their instance', async () => {
    const gone = await books.connect(acme);
    const { data } = await books.service.query<{ instance: { financialReport: Asked } }>(acme, ASK, {
      id: gone,
      request: PROFIT,
    });
    const report = data!.instance.financialReport.id;
    await books.service.query(
      acme,
      'mutation ($input: DeleteInstanceInput!) { deleteInstance(input: $input) { deletedInstanceId } }',
      {
        input: { id: gone },
      },
    );
    const found = await books.service.query(acme, 'query ($id: ID!) { financialReport(id: $id) { id } }', {
      id: report,
    });
    expect(found).toEqual({ data: { financialReport: null } });
    await books.service.parts.housekeeping.round(books.service.parts.context);
    expect(await books.service.countRows('financial_reports', gone)).toBe(0);
  });

  it('name the instance as needing new credentials when these are refused', async () => {
    const lost = await books.connect(acme);
    books.quickbooks.sandbox.disconnect(SANDBOX_REALM);
    const { errors } = await books.service.query(acme, ASK, { id: lost, request: PROFIT });
    expect(errors).toMatchObject([{ extensions: { code: 'NEEDS_REAUTHENTICATION' } }]);
    expect(await books.service.find(acme, lost)).toMatchObject({ status: 'NEEDS_REAUTHENTICATION' });
  });

  function question() {
    const parts = { basis: null, columnsBy: 'TOTAL', filters: {} } as const;
    return { kind: 'PROFIT_AND_LOSS', ...SPRING, ...parts } as const;
  }
});
