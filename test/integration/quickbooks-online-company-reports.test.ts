import { bill, accountLine } from '../support/quickbooks-bodies';
import { QuickBooksCompanyServer, type Answer } from '../support/quickbooks-company-server';

interface Cells {
  readonly ColData: readonly { readonly value: string; readonly id?: string }[];
}

interface Row extends Partial<Cells> {
  readonly type?: string;
  readonly group?: string;
  readonly Header?: Cells;
  readonly Rows?: { readonly Row: readonly Row[] };
  readonly Summary?: Cells;
}

const values = (cells: Cells | undefined): string[] => (cells?.ColData ?? []).map(({ value }) => value);

/** Every row, sections with their summary's cells, as text. */
function flatten(
  rows: readonly Row[] = [],
): { readonly cells: string[]; readonly group?: string; readonly kind: string }[] {
  return rows.flatMap((row) => [
    ...(row.Header === undefined ? [] : [{ cells: values(row.Header), group: row.group, kind: 'header' }]),
    ...(row.ColData === undefined ? [] : [{ cells: values({ ColData: row.ColData }), group: row.group, kind: 'data' }]),
    ...flatten(row.Rows?.Row),
    ...(row.Summary === undefined ? [] : [{ cells: values(row.Summary), group: row.group, kind: 'summary' }]),
  ]);
}

describe('reports of the QuickBooks Online sandbox', () => {
  let server: QuickBooksCompanyServer;

  beforeAll(async () => {
    server = await new QuickBooksCompanyServer().start();
  });

  afterAll(() => server.close());

  async function report(name: string): Promise<Answer['body']> {
    const { status, body } = await server.get(`/reports/${name}`);
    expect(status).toBe(200);
    return body;
  }

  function keys(body: Answer['body']): string[] {
    return body.Columns.Column.map(
      (column: { MetaData: { Name: string; Value: string }[] }) =>
        column.MetaData.find(({ Name }) => Name === 'ColKey')?.Value,
    );
  }

  function line(body: Answer['body'], label: string): string[] | undefined {
    return flatten(body.Rows.Row)
      .find(({ cells, kind }) => cells[0] === label && kind !== 'header')
      ?.cells.slice(1);
  }

  const inCents = (text: string): number => Math.round(Number(text) * 100);

  describe('ProfitAndLoss', () => {
    test('has its parts in the order of the recording, and a header without an envelope', async () => {
      const body = await report('ProfitAndLoss');
      expect(body).not.toHaveProperty('time');
      expect(body.Header).toEqual({
        Time: '2026-05-05T10:00:00-07:00',
        ReportName: 'ProfitAndLoss',
        DateMacro: 'this fiscal year-to-date',
        ReportBasis: 'Accrual',
        StartPeriod: '2026-01-01',
        EndPeriod: '2026-05-05',
        SummarizeColumnsBy: 'Total',
        Currency: 'USD',
        Option: [
          { Name: 'AccountingStandard', Value: 'GAAP' },
          { Name: 'NoReportData', Value: 'false' },
        ],
      });
      expect(keys(body)).toEqual(['account', 'total']);
      expect(body.Rows.Row.map(({ group }: Row) => group)).toEqual([
        'Income',
        'GrossProfit',
        'Expenses',
        'NetOperatingIncome',
        'OtherExpenses',
        'NetOtherIncome',
        'NetIncome',
      ]);
      expect(line(body, 'Net Income')).toEqual(['1942.46']);
      expect(line(body, 'Total Automobile')).toEqual(['463.37']);
    });

    test('nests sub-accounts with their ids, a parent with postings showing its own amount', async () => {
      const body = await report('ProfitAndLoss');
      const expenses = body.Rows.Row.find(({ group }: Row) => group === 'Expenses');
      const automobile = expenses.Rows.Row.find((row: Row) => values(row.Header)[0] === 'Automobile');
      expect(automobile).toEqual({
        Header: { ColData: [{ value: 'Automobile', id: '55' }, { value: '113.96' }] },
        Rows: { Row: [{ ColData: [{ value: 'Fuel', id: '56' }, { value: '349.41' }], type: 'Data' }] },
        Summary: { ColData: [{ value: 'Total Automobile' }, { value: '463.37' }] },
        type: 'Section',
      });
    });

    test('adds up: months to the total, income less costs to the profit', async () => {
      const body = await report('ProfitAndLoss?start_date=2025-12-01&end_date=2026-05-05&summarize_column_by=Month');
      expect(body.Columns.Column.map(({ ColTitle }: { ColTitle: string }) => ColTitle)).toEqual([
        '',
        'Dec 2025',
        'Jan 2026',
        'Feb 2026',
        'Mar 2026',
        'Apr 2026',
        'May 1 - May 5, 2026',
        'Total',
      ]);
      expect(body.Columns.Column[1].MetaData).toContainEqual({ Name: 'EndDate', Value: '2025-12-31' });
      for (const { cells, kind } of flatten(body.Rows.Row)) {
        if (kind === 'header') continue;
        const amounts = cells.slice(1).map(inCents);
        expect(amounts.slice(0, -1).reduce((sum, amount) => sum + amount, 0)).toBe(amounts.at(-1));
      }
      expect(line(body, 'Net Income')?.[0]).toBe('-300.00');
    });

    test('counts bills on the cash basis when they are paid', async () => {
      const body = await report('ProfitAndLoss?accounting_method=Cash');
      expect(body.Header.ReportBasis).toBe('Cash');
      expect(line(body, 'Lawyer')).toEqual(['400.00']);
      expect(line(body, 'Insurance')).toBeUndefined();
      const trial = line(await report('TrialBalance?accounting_method=Cash'), 'TOTAL')!;
      expect(trial[0]).toBe(trial[1]);
    });

    test('is narrowed to a vendor, and says so', async () => {
      const body = await report('ProfitAndLoss?vendor=57');
      expect(body.Header.Vendor).toBe('57');
      expect(line(body, 'Net Income')).toEqual(['-79.96']);
    });

    test('has no data where nothing was posted', async () => {
      const body = await report('ProfitAndLoss?start_date=2020-01-01&end_date=2020-12-31');
      expect(body.Header.Option).toContainEqual({ Name: 'NoReportData', Value: 'true' });
      expect(line(body, 'Net Income')).toEqual(['0.00']);
    });
  });

  describe('BalanceSheet', () => {
    test('balances, debts above zero', async () => {
      const body = await report('BalanceSheet');
      expect(line(body, 'TOTAL ASSETS')).toEqual(['24036.29']);
      expect(line(body, 'TOTAL LIABILITIES AND EQUITY')).toEqual(['24036.29']);
      expect(line(body, 'Accounts Payable (A/P)')).toEqual(['2202.67']);
      expect(line(body, 'Retained Earnings')).toEqual(['-300.00']);
      expect(line(body, 'Net Income')).toEqual(['1942.46']);
      const groups = flatten(body.Rows.Row).map(({ group }) => group);
      for (const group of ['BankAccounts', 'AR', 'OtherCurrentAssets', 'FixedAssets', 'AP', 'CreditCards', 'Equity']) {
        expect(groups).toContain(group);
      }
    });

    test('balances in every column', async () => {
      const body = await report('BalanceSheet?start_date=2025-12-01&end_date=2026-05-05&summarize_column_by=Month');
      expect(line(body, 'TOTAL ASSETS')).toEqual(line(body, 'TOTAL LIABILITIES AND EQUITY'));
      expect(line(body, 'TOTAL ASSETS')).toHaveLength(6);
    });

    test('silently ignores an end without a start', async () => {
      expect((await report('BalanceSheet?end_date=2026-03-31')).Header.EndPeriod).toBe('2026-05-05');
      const both = await report('BalanceSheet?start_date=2026-01-01&end_date=2026-03-31');
      expect(both.Header.EndPeriod).toBe('2026-03-31');
    });
  });

  test('VendorExpenses has a row without a type for each vendor, those without last', async () => {
    const body = await report('VendorExpenses');
    const rows: Row[] = body.Rows.Row;
    expect(rows[0]).toEqual({ ColData: [{ value: "Bob's Burger Joint", id: '56' }, { value: '28.49' }] });
    expect(rows.at(-2)).toEqual({ ColData: [{ value: 'Not Specified' }, { value: '34.00' }] });
    expect(rows.at(-1)).toEqual({
      Summary: { ColData: [{ value: 'TOTAL' }, { value: '7853.31' }] },
      type: 'Section',
      group: 'GrandTotal',
    });
    const quarters = await report('VendorExpenses?summarize_column_by=Quarter');
    expect(line(quarters, 'TOTAL')?.at(-1)).toBe('7853.31');
  });

  describe('TransactionList', () => {
    const APRIL = 'start_date=2026-04-01&end_date=2026-04-10';

    test('has one flat row for each transaction, with the ids behind it', async () => {
      const body = await report(`TransactionList?${APRIL}`);
      expect(body.Header).not.toHaveProperty('ReportBasis');
      expect(keys(body)).toEqual([
        'tx_date',
        'txn_type',
        'doc_num',
        'is_no_post',
        'name',
        'memo',
        'account_name',
        'other_account',
        'subt_nat_amount',
      ]);
      const check = body.Rows.Row.find((row: Row) => row.ColData![1]!.id === '36');
      expect(check.ColData).toEqual([
        { value: '2026-04-02' },
        { value: 'Check', id: '36' },
        { value: '2' },
        { value: 'Yes' },
        { value: 'Mahoney Mugs', id: '43' },
        { value: '' },
        { value: 'Checking', id: '35' },
        { value: 'Office Expenses', id: '15' },
        { value: '-18.08' },
      ]);
      expect(body.Rows.Row).toHaveLength(20);
    });

    test('takes columns, filters, and an order', async () => {
      const body = await report(
        `TransactionList?${APRIL}&columns=tx_date,name,subt_nat_amount&transaction_type=Bill&sort_by=name&sort_order=descend`,
      );
      expect(keys(body)).toEqual(['tx_date', 'name', 'subt_nat_amount']);
      expect(body.Rows.Row.map((row: Row) => row.ColData![1]!.value)).toEqual([
        'Robertson & Associates',
        'Norton Lumber and Building Materials',
        'Norton Lumber and Building Materials',
        "Diego's Road Warrior Bodyshop",
        'Brosnahan Insurance Agency',
        'Brosnahan Insurance Agency',
      ]);
    });

    test('groups, each group with its total', async () => {
      const body = await report(`TransactionListByVendor?${APRIL}&transaction_type=Bill`);
      const [first] = body.Rows.Row;
      expect(values(first.Header)[0]).toBe('Brosnahan Insurance Agency');
      expect(values(first.Summary)).toEqual([
        'Total for Brosnahan Insurance Agency',
        '',
        '',
        '',
        '',
        '',
        '',
        '',
        '2241.23',
      ]);
    });

    test('shows a split where a transaction has several accounts on its other side', async () => {
      const lines = [accountLine(1, '22'), accountLine(2, '13')];
      const { Bill } = (await server.post('/bill', bill({ TxnDate: '2026-05-05', Line: lines }))).body;
      const body = await report('TransactionList?start_date=2026-05-05&end_date=2026-05-05');
      const row = body.Rows.Row.find(({ ColData }: Row) => ColData![1]!.id === Bill.Id);
      expect(row.ColData[7]).toEqual({ value: '-Split-', id: '' });
      await server.post('/bill?operation=delete', Bill);
    });
  });

  test('GeneralLedger runs each balance from its beginning', async () => {
    const body = await report('GeneralLedger?start_date=2026-04-08&end_date=2026-04-10&account=35');
    expect(keys(body).slice(-2)).toEqual(['subt_nat_amount', 'rbal_nat_amount']);
    const [checking] = body.Rows.Row;
    expect(checking.Header.ColData[0]).toEqual({ value: 'Checking', id: '35' });
    const rows = checking.Rows.Row.map((row: Row) => [values(row as Cells)[0], ...values(row as Cells).slice(-2)]);
    expect(rows).toEqual([
      ['Beginning Balance', '', '4417.34'],
      ['2026-04-08', '-228.75', '4188.59'],
      ['2026-04-08', '-75.00', '4113.59'],
      ['2026-04-09', '-75.00', '4038.59'],
    ]);
    expect(values(checking.Summary).slice(-2)).toEqual(['-378.75', '']);
  });

  test('TrialBalance has as many debits as credits', async () => {
    expect(line(await report('TrialBalance'), 'TOTAL')).toEqual(['41606.38', '41606.38']);
  });

  test.each(['VendorBalance', 'AgedPayables'])('%s comes to the payables', async (name) => {
    expect(line(await report(name), 'TOTAL')?.at(-1)).toBe('2202.67');
  });

  test('AgedPayableDetail sorts open bills by age', async () => {
    const body = await report('AgedPayableDetail');
    expect(body.Rows.Row.map((row: Row) => values(row.Header)[0])).toEqual([
      'Current',
      '1 - 30 days past due',
      '31 - 60 days past due',
      '91 or more days past due',
    ]);
    expect(keys(body).slice(-2)).toEqual(['subt_neg_amount', 'subt_neg_open_bal']);
  });

  test('CashFlow ends with the money that there is', async () => {
    expect(line(await report('CashFlow'), 'CASH AT END OF PERIOD')).toEqual(['5263.52']);
  });

  test.each([
    'AccountList',
    'AgedReceivableDetail',
    'AgedReceivables',
    'CustomerBalance',
    'CustomerBalanceDetail',
    'GeneralLedgerFR',
    'JournalReport',
    'ProfitAndLossDetail',
    'TransactionDetailByAccount',
    'TransactionListByCustomer',
    'TransactionListWithSplits',
    'TrialBalanceFR',
    'VendorBalanceDetail',
    'ClassSales',
    'CustomerIncome',
    'ItemSales',
    'TaxSummary',
  ])('%s has a cell for each column in all of its rows', async (name) => {
    const body = await report(`${name}?start_date=2026-04-01&end_date=2026-04-30`);
    const width = body.Columns.Column.length;
    expect(width).toBeGreaterThan(1);
    for (const { cells } of flatten(body.Rows.Row)) expect(cells).toHaveLength(width);
  });

  test.each([
    ['This Month', '2026-05-01', '2026-05-31'],
    ['this month-to-date', '2026-05-01', '2026-05-05'],
    ['Last Month', '2026-04-01', '2026-04-30'],
    ['Last Month-to-date', '2026-04-01', '2026-04-05'],
    ['This Fiscal Quarter', '2026-04-01', '2026-06-30'],
    ['Last Calendar Quarter', '2026-01-01', '2026-03-31'],
    ['Last Fiscal Year', '2025-01-01', '2025-12-31'],
    ['Last Fiscal Year-to-date', '2025-01-01', '2025-05-05'],
    ['Next Calendar Year', '2027-01-01', '2027-12-31'],
    ['This Week', '2026-05-03', '2026-05-09'],
    ['Yesterday', '2026-05-04', '2026-05-04'],
  ])('understands the days of "%s"', async (macro, start, end) => {
    const { Header } = await report(`ProfitAndLoss?date_macro=${encodeURIComponent(macro)}`);
    expect(Header).toMatchObject({ DateMacro: macro.toLowerCase(), StartPeriod: start, EndPeriod: end });
  });

  test.each([
    ['Nothing', '500'],
    ['profitandloss', '500'],
    ['ProfitAndLoss?date_macro=Some%20Day', '2170'],
    ['ProfitAndLoss?start_date=2026-13-01&end_date=2026-12-31', '2170'],
    ['ProfitAndLoss?start_date=2026-05-01&end_date=2026-04-01', '2170'],
    ['ProfitAndLoss?accounting_method=Barter', '2170'],
    ['ProfitAndLoss?summarize_column_by=Colour', '2170'],
  ])('refuses %s with %s', async (name, code) => {
    expect(await server.get(`/reports/${name}`)).toMatchObject({ status: 400, body: { Fault: { Error: [{ code }] } } });
  });
});
