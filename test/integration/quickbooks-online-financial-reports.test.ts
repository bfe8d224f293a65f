import {
  FINANCIAL_REPORT_KINDS,
  type FinancialReportQuestion,
  type FinancialReportTable,
} from '../../src/adapters/financial-reports';
import { financialReports } from '../../src/adapters/quickbooks-online/operations/financial-reports';
import { createSandbox, type RunningSandbox } from '../../src/adapters/quickbooks-online/sandbox';
import type { VendorConnection } from '../../src/adapters/adapter';
import { VendorRejectedError } from '../../src/adapters/vendor-error';
import { TestClock } from '../support/clock';
import { connectedClient, SANDBOX_REALM } from '../support/quickbooks-client';
import { PlainVendorHttp } from '../support/plain-vendor-http';

const SPRING = { from: '2026-01-01', to: '2026-05-05' };

describe('financial reports of a QuickBooks company', () => {
  const clock = new TestClock(Date.parse('2026-05-05T17:00:00Z'), true);
  const http = new PlainVendorHttp(() => clock.advance(1_000));
  let running: RunningSandbox;
  let connection: VendorConnection;

  beforeAll(async () => {
    running = await createSandbox({ clock });
    running.sandbox.setFaults({ 'rate-limit': 'off' });
    const token = (await connectedClient(running)).getToken();
    const configuration = {
      ...running.sandbox.configuration,
      'base.url': running.baseUrl,
      'quickbooks.realm.id': SANDBOX_REALM,
      'oauth.user.token': token.access_token,
    };
    connection = { configuration, http, clock };
  });
  afterAll(async () => {
    await http.close();
    await running.close();
  });

  function run(question: Partial<FinancialReportQuestion>): Promise<FinancialReportTable> {
    running.sandbox.forgetCalls();
    return financialReports.run(connection, {
      ...{ kind: 'PROFIT_AND_LOSS', from: null, to: null, basis: null, columnsBy: 'TOTAL', filters: {} },
      ...question,
    });
  }

  const sent = (): Record<string, string> => Object.fromEntries(new URL(http.requests.at(-1)!.url).searchParams);
  const labels = ({ rows }: FinancialReportTable, kind?: string): (string | undefined)[] =>
    rows.filter((row) => kind === undefined || row.kind === kind).map((row) => row.cells[0]!.text);

  it('cover all kinds, each in one call that QuickBooks takes', async () => {
    expect(financialReports.offers.map(({ kind }) => kind).sort()).toEqual([...FINANCIAL_REPORT_KINDS].sort());
    for (const { kind, covers } of financialReports.offers) {
      const table = await run({ kind, ...(covers === 'PERIOD' ? SPRING : covers === 'DAY' ? { to: SPRING.to } : {}) });
      expect(running.sandbox.calls()).toHaveLength(1);
      expect([kind, table.columns.length > 0, table.isTruncated]).toEqual([kind, true, false]);
      for (const row of table.rows) expect([kind, row.cells.length]).toEqual([kind, table.columns.length]);
      expect(new Set(table.columns.map(({ key }) => key)).size).toBe(table.columns.length);
    }
  });

  it('are tables of exact figures with what they name', async () => {
    const table = await run({ kind: 'EXPENSES_BY_SUPPLIER', ...SPRING });
    expect(table).toMatchObject({
      ...{ title: 'VendorExpenses', from: '2026-01-01', to: '2026-05-05', basis: 'ACCRUAL', currency: 'USD' },
      ...{ isEmpty: false, isTruncated: false, generatedAt: expect.stringMatching(/^2026-05-05T\d\d:.*Z$/) },
      columns: [
        { title: '', type: 'TEXT' },
        { title: 'Total', type: 'MONEY' },
      ],
    });
    const tania = table.rows.find(({ cells }) => cells[0]!.remoteId === '50');
    expect(tania).toEqual({
      ...{ kind: 'DATA', depth: 0, parent: null, sums: null, key: null },
      cells: [
        { text: "Tania's Nursery", remoteId: '50', recordKind: 'SUPPLIER' },
        { text: expect.stringMatching(/^\d+\.\d\d$/), decimal: expect.stringMatching(/^\d+\.\d\d$/) },
      ],
    });
    expect(table.rows.at(-1)).toMatchObject({ kind: 'SUMMARY', key: 'GrandTotal', depth: 0, sums: null });
  });

  it('nest as the vendor nests them, and sum what is in them', async () => {
    const { rows } = await run(SPRING);
    rows.forEach((row, index) => {
      if (row.parent === null) return expect(row.depth).toBe(0);
      expect(row.parent).toBeLessThan(index);
      expect(rows[row.parent]).toMatchObject({ kind: 'SECTION', depth: row.depth - 1 });
    });
    const keys = rows.filter(({ depth, kind }) => depth === 0 && kind === 'SUMMARY').map(({ key }) => key);
    expect(keys).toEqual(
      expect.arrayContaining(['Income', 'GrossProfit', 'Expenses', 'NetOperatingIncome', 'NetIncome']),
    );
    const expenses = rows.findIndex(({ key, kind }) => key === 'Expenses' && kind === 'SECTION');
    expect(rows.filter(({ sums }) => sums === expenses)).toMatchObject([{ cells: [{ text: 'Total Expenses' }, {}] }]);
    const cents = rows
      .filter(({ parent, kind }) => parent === expenses && kind !== 'SECTION')
      .map(({ cells }) => BigInt(cells[1]!.decimal!.replace('.', '')));
    const total = rows.find(({ sums }) => sums === expenses)!.cells[1]!.decimal!;
    expect(cents.reduce((sum, each) => sum + each, 0n)).toBe(BigInt(total.replace('.', '')));
  });

  it('name the accounts of sections and the transactions of rows', async () => {
    const { rows, columns } = await run({ kind: 'GENERAL_LEDGER', ...SPRING });
    const section = rows.find(({ kind, cells }) => kind === 'SECTION' && cells[0]!.text === 'Checking');
    expect(section!.cells[0]).toEqual({ text: 'Checking', remoteId: '35', recordKind: 'LEDGER_ACCOUNT' });
    const place = columns.findIndex(({ key }) => key === 'txn_type');
    const check = rows.find(({ cells }) => cells[place]!.remoteId === '138');
    expect(check!.cells[place]).toEqual({ text: expect.any(String), remoteId: '138', recordKind: 'PURCHASE' });
    expect(check!.cells[0]).toEqual({ text: '2026-04-06', date: '2026-04-06' });
    const opening = rows.find(({ kind, cells }) => kind === 'DATA' && cells[0]!.text === 'Beginning Balance');
    expect(opening!.cells[0]).toEqual({ text: 'Beginning Balance' });
  });

  it('tell bills from purchases with the same number', async () => {
    const { rows, columns } = await run({ kind: 'TRANSACTION_LIST', ...SPRING });
    const place = columns.findIndex(({ key }) => key === 'txn_type');
    const kinds = new Set(rows.map(({ cells }) => cells[place]!.recordKind));
    expect([...kinds]).toEqual(expect.arrayContaining(['PURCHASE', 'BILL', undefined]));
    expect(columns.map(({ type }) => type)).toEqual(expect.arrayContaining(['DATE', 'TEXT', 'MONEY']));
  });

  it('have a column for each span of time, which says its days', async () => {
    const { columns } = await run({
      kind: 'PROFIT_AND_LOSS',
      from: '2026-03-01',
      to: '2026-04-30',
      columnsBy: 'MONTH',
    });
    expect(columns.filter(({ from }) => from !== undefined)).toMatchObject([
      { from: '2026-03-01', to: '2026-03-31', type: 'MONEY' },
      { from: '2026-04-01', to: '2026-04-30', type: 'MONEY' },
    ]);
    expect(sent()).toMatchObject({ summarize_column_by: 'Month', start_date: '2026-03-01', end_date: '2026-04-30' });
  });

  it('are asked for with a start and an end, or with neither', async () => {
    const sheet = await run({ kind: 'BALANCE_SHEET', to: '2026-03-31' });
    expect(sheet).toMatchObject({ from: null, to: '2026-03-31' });
    expect(sent()).toMatchObject({ start_date: '2026-03-31', end_date: '2026-03-31' });
    expect(labels(sheet)).toEqual(expect.arrayContaining(['TOTAL ASSETS', 'TOTAL LIABILITIES AND EQUITY']));
    await run({ kind: 'GENERAL_LEDGER' });
    expect(sent()).toEqual({ date_macro: 'This Fiscal Year-to-date', minorversion: '75' });
    const aged = await run({ kind: 'AGED_PAYABLES', to: '2026-04-30' });
    expect(aged).toMatchObject({ from: null, to: '2026-04-30' });
    expect(sent()).toEqual({ report_date: '2026-04-30', minorversion: '75' });
  });

  it('are narrowed, and computed on either basis', async () => {
    const only = await run({
      kind: 'EXPENSES_BY_SUPPLIER',
      ...SPRING,
      basis: 'CASH',
      filters: { supplier: ['50', '57'] },
    });
    expect(only.basis).toBe('CASH');
    expect(sent()).toMatchObject({ accounting_method: 'Cash', vendor: '50,57' });
    expect(only.rows.flatMap(({ cells }) => cells[0]!.remoteId ?? []).sort()).toEqual(['50', '57']);
  });

  it('say that there is nothing to report', async () => {
    const empty = await run({ kind: 'PROFIT_AND_LOSS', from: '1999-01-01', to: '1999-12-31' });
    expect(empty.isEmpty).toBe(true);
  });

  it('pass on what QuickBooks has against a question', async () => {
    const asking = run({ kind: 'PROFIT_AND_LOSS', from: '2026-05-05', to: '2026-01-01' });
    await expect(asking).rejects.toBeInstanceOf(VendorRejectedError);
  });
});
