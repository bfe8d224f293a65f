import { attributeOf, DesktopCompany, elements, reportRows, texts, type ReportRow } from '../support/desktop-company';

const EXPENSES = ['Bill', 'Check', 'CreditCardCharge', 'CreditCardCredit', 'VendorCredit'];

function cents(amount: string | undefined): number {
  return Math.round(Number(amount ?? 0) * 100);
}

describe('reports of a desktop', () => {
  let company: DesktopCompany;

  beforeAll(async () => {
    company = await DesktopCompany.open();
  });

  function report(kind: 'Summary' | 'Detail', type: string, more = '<ReportDateMacro>All</ReportDateMacro>'): string {
    const name = `General${kind}Report`;
    return company.ask(`<${name}QueryRq><${name}Type>${type}</${name}Type>${more}</${name}QueryRq>`);
  }

  function rowOf(answer: string, label: string): ReportRow {
    return reportRows(answer).find((row) => row.label === label)!;
  }

  /** Sum of the expense lines of all transactions, credits taken off. */
  function spentCents(filter = ''): number {
    return EXPENSES.reduce((total, kind) => {
      const answer = company.ask(`<${kind}QueryRq>${filter}<IncludeLineItems>true</IncludeLineItems></${kind}QueryRq>`);
      const lines = elements(answer, 'ExpenseLineRet').map((line) => cents(texts(line, 'Amount')[0]));
      const sum = lines.reduce((all, one) => all + one, 0);
      return total + (kind.endsWith('Credit') ? -sum : sum);
    }, 0);
  }

  it('balance: debits of the trial balance equal its credits, and both sides of the balance sheet are alike', () => {
    const [debit, credit] = rowOf(report('Summary', 'TrialBalance'), 'TOTAL').cells;
    expect(debit).toBe(credit);
    expect(cents(debit)).toBeGreaterThan(0);
    const sheet = report('Summary', 'BalanceSheetStandard');
    expect(rowOf(sheet, 'TOTAL ASSETS').cells[0]).toBe(rowOf(sheet, 'TOTAL LIABILITIES &amp; EQUITY').cells[0]);
  });

  it('add up to what was spent: profit and loss is the sum of the ledger', () => {
    const answer = report('Summary', 'ProfitAndLossStandard');
    expect(cents(rowOf(answer, 'Total COGS').cells[0]) + cents(rowOf(answer, 'Total Expense').cells[0])).toBe(
      spentCents(),
    );
    expect(cents(rowOf(answer, 'Net Income').cells[0])).toBe(3_500_000 - spentCents());
  });

  it('print as QuickBooks does: numbered rows, headings, a parent with what is its own, empty cells left out', () => {
    const answer = report(
      'Summary',
      'ProfitAndLossStandard',
      '<ReportDateMacro>All</ReportDateMacro><SummarizeColumnsBy>Month</SummarizeColumnsBy>',
    );
    expect(texts(answer, 'ReportTitle')).toEqual(['Profit &amp; Loss']);
    const numbers = [...answer.matchAll(/rowNumber="(\d+)"/g)].map(([, number]) => Number(number));
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    expect(texts(answer, 'NumRows')).toEqual([String(numbers.length)]);
    expect(answer).toContain(
      '<ColDesc colID="1" dataType="STRTYPE"><ColTitle titleRow="1" /><ColType>Blank</ColType></ColDesc>',
    );
    expect(answer).toMatch(/<TextRow rowNumber="\d+" value="Travel" \/>/);
    expect(rowOf(answer, 'Travel - Other').subject).toBe('Travel');
    expect(rowOf(answer, 'Meals').subject).toBe('Travel:Meals');
    expect(rowOf(answer, 'Total Travel').kind).toBe('SubtotalRow');
    expect(rowOf(answer, 'Net Income').kind).toBe('TotalRow');
    expect(rowOf(answer, 'Meals').cells).toContain(undefined);
  });

  it.each(['Week', 'Month', 'Quarter', 'Year', 'Class', 'Customer', 'Vendor', 'Employee', 'Payee'])(
    'split into columns by %s that add up to the total',
    (by) => {
      const period =
        '<ReportPeriod><FromReportDate>2026-01-01</FromReportDate><ToReportDate>2026-02-20</ToReportDate></ReportPeriod>';
      const answer = report(
        'Summary',
        'ProfitAndLossStandard',
        `${period}<SummarizeColumnsBy>${by}</SummarizeColumnsBy>`,
      );
      const amounts = rowOf(answer, 'Total Expense').cells.map(cents);
      expect(amounts.slice(0, -1).reduce((total, one) => total + one, 0)).toBe(amounts.at(-1));
    },
  );

  it('name their periods and columns', () => {
    const period =
      '<ReportPeriod><FromReportDate>2026-01-01</FromReportDate><ToReportDate>2026-03-31</ToReportDate></ReportPeriod>';
    const answer = report(
      'Summary',
      'ProfitAndLossStandard',
      `${period}<SummarizeColumnsBy>Month</SummarizeColumnsBy>`,
    );
    expect(texts(answer, 'ReportSubtitle')).toEqual(['January through March 2026']);
    const titles = [...answer.matchAll(/<ColTitle titleRow="1" value="([^"]*)"/g)].map(([, title]) => title);
    expect(titles).toEqual(['Jan 26', 'Feb 26', 'Mar 26', 'TOTAL']);
  });

  it('count on a cash basis what was paid', () => {
    const accrual = rowOf(report('Summary', 'ProfitAndLossStandard'), 'Total Expense').cells[0];
    const answer = report(
      'Summary',
      'ProfitAndLossStandard',
      '<ReportDateMacro>All</ReportDateMacro><ReportBasis>Cash</ReportBasis>',
    );
    expect(texts(answer, 'ReportBasis')).toEqual(['Cash']);
    expect(cents(rowOf(answer, 'Total Expense').cells[0])).toBeLessThan(cents(accrual));
    const balance = report(
      'Summary',
      'TrialBalance',
      '<ReportDateMacro>All</ReportDateMacro><ReportBasis>Cash</ReportBasis>',
    );
    const [debit, credit] = rowOf(balance, 'TOTAL').cells;
    expect(debit).toBe(credit);
  });

  it('keep to accounts, names and classes that are asked for', () => {
    const all = '<ReportDateMacro>All</ReportDateMacro>';
    const accounts = '<ReportAccountFilter><FullNameWithChildren>Travel</FullNameWithChildren></ReportAccountFilter>';
    const travel = report('Summary', 'ProfitAndLossStandard', all + accounts);
    expect(rowOf(travel, 'Total Expense').cells[0]).toBe(rowOf(travel, 'Total Travel').cells[0]);
    const vendor = '<ReportEntityFilter><FullName>Rivera Hardware</FullName></ReportEntityFilter>';
    const byVendor = report('Summary', 'ExpenseByVendorSummary', all + vendor);
    expect(reportRows(byVendor).map(({ label }) => label)).toEqual(['Rivera Hardware', 'TOTAL']);
    const [field, office] = ['Field', 'Office'].map((name) =>
      report(
        'Summary',
        'ProfitAndLossStandard',
        `${all}<ReportClassFilter><FullName>${name}</FullName></ReportClassFilter>`,
      ),
    );
    const byClass = report('Summary', 'ProfitAndLossByClass', all);
    expect(rowOf(byClass, 'Total Expense').cells.slice(0, 2)).toEqual(
      [field, office].map((answer) => rowOf(answer!, 'Total Expense').cells[0]),
    );
  });

  it('agree with each other about vendors', () => {
    const payable = rowOf(report('Summary', 'TrialBalance'), 'Accounts Payable').cells[1];
    expect(rowOf(report('Summary', 'VendorBalanceSummary'), 'TOTAL').cells[0]).toBe(payable);
    const aging = company.ask(
      '<AgingReportQueryRq><AgingReportType>APAgingSummary</AgingReportType></AgingReportQueryRq>',
    );
    expect(texts(aging, 'ReportTitle')).toEqual(['A/P Aging Summary']);
    expect(rowOf(aging, 'TOTAL').cells[5]).toBe(payable);
  });

  it.each([
    'ProfitAndLossDetail',
    'BalanceSheetDetail',
    'GeneralLedger',
    'Journal',
    'TxnListByDate',
    'TxnListByVendor',
    'TxnDetailByAccount',
    'ExpenseByVendorDetail',
    'VendorBalanceDetail',
    'UnpaidBillsDetail',
  ])('list single transactions: %s', (type) => {
    const rows = reportRows(report('Detail', type));
    expect(rows.length).toBeGreaterThan(5);
    expect(rows.at(-1)).toMatchObject({ kind: 'TotalRow', label: 'TOTAL' });
  });

  it('list the columns that are asked for', () => {
    const columns = ['TxnID', 'TxnType', 'Date', 'Account', 'Amount'];
    const asked = columns.map((column) => `<IncludeColumn>${column}</IncludeColumn>`).join('');
    const answer = company.ask(
      `<CustomDetailReportQueryRq><CustomDetailReportType>CustomTxnDetail</CustomDetailReportType><ReportDateMacro>All</ReportDateMacro><SummarizeRowsBy>TotalOnly</SummarizeRowsBy>${asked}</CustomDetailReportQueryRq>`,
    );
    expect(texts(answer, 'ColType')).toEqual(['Blank', ...columns]);
    expect(rowOf(answer, 'TOTAL').cells[4]).toBe('0.00');
    const [id] = reportRows(answer)[0]!.cells;
    expect(company.ask(`<JournalEntryQueryRq><TxnID>${id}</TxnID></JournalEntryQueryRq>`)).toContain('JournalEntryRet');
  });

  it('answer 3250 for features that are not in use, and 1030 for other reports', () => {
    expect(attributeOf(report('Summary', 'SalesTaxLiability'), 'statusCode')).toBe('3250');
    expect(attributeOf(report('Summary', 'BalanceSheetSummary'), 'statusCode')).toBe('1030');
    expect(attributeOf(report('Detail', 'AuditTrail'), 'statusCode')).toBe('1030');
    expect(
      company.refusal(
        '<GeneralSummaryReportQueryRq><GeneralSummaryReportType>Profit</GeneralSummaryReportType></GeneralSummaryReportQueryRq>',
      ),
    ).toBe('0x80040400');
  });
});
