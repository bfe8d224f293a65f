import type { FinancialReportQuestion, FinancialReportTable } from '../../src/adapters/financial-reports';
import { financialReports } from '../../src/adapters/quickbooks-enterprise/operations/financial-reports';
import { outlineOf, type PrintedRow } from '../../src/adapters/quickbooks-enterprise/operations/report-outline';
import { spansOf } from '../../src/adapters/quickbooks-enterprise/operations/report-spans';
import { VendorProtocolError, VendorRejectedError } from '../../src/adapters/vendor-error';
import { ElementsErrors } from '../../src/errors';
import { ScriptedLine } from '../support/scripted-line';

const QUESTION: FinancialReportQuestion = {
  kind: 'PROFIT_AND_LOSS',
  from: '2026-01-15',
  to: '2026-03-31',
  basis: null,
  columnsBy: 'TOTAL',
  filters: {},
};

interface Column {
  readonly titles?: readonly string[];
  readonly type?: string;
  readonly dataType?: string;
}

function answer(columns: readonly Column[], rows: readonly string[], status = 'statusCode="0"'): string {
  const descriptions = columns.map(({ titles = [], type = 'Amount', dataType = 'AMTTYPE' }, index) => {
    const written = titles.map((title, row) => `<ColTitle titleRow="${row + 1}" value="${title}" />`).join('');
    const blank = '<ColTitle titleRow="1" />';
    return `<ColDesc colID="${index + 1}" dataType="${dataType}">${written || blank}<ColType>${type}</ColType></ColDesc>`;
  });
  return (
    '<?xml version="1.0" ?><QBXML><QBXMLMsgsRs>' +
    `<GeneralSummaryReportQueryRs ${status} statusSeverity="Info" statusMessage="Status OK"><ReportRet>` +
    '<ReportTitle>Profit &amp; Loss</ReportTitle><ReportSubtitle>January 15 - March 31, 2026</ReportSubtitle>' +
    `<ReportBasis>Accrual</ReportBasis><NumRows>${rows.length}</NumRows><NumColumns>${columns.length}</NumColumns>` +
    `<NumColTitleRows>1</NumColTitleRows>${descriptions.join('')}<ReportData>${rows.join('')}</ReportData>` +
    '</ReportRet></GeneralSummaryReportQueryRs></QBXMLMsgsRs></QBXML>'
  );
}

const LABEL: Column = { type: 'Blank', dataType: 'STRTYPE' };

function row(kind: string, cells: Readonly<Record<number, string>>, name = ''): string {
  const data = Object.entries(cells).map(([id, value]) => `<ColData colID="${id}" value="${value}" />`);
  return `<${kind} rowNumber="1">${name}${data.join('')}</${kind}>`;
}

function ask(line: ScriptedLine, question: Partial<FinancialReportQuestion> = {}): Promise<FinancialReportTable> {
  return financialReports.run(line.connection(), { ...QUESTION, ...question });
}

/** Rows as an indented list: what they are, what they sum, and what is printed. */
function printed(table: FinancialReportTable): string[] {
  return table.rows.map(({ kind, depth, sums, cells }) => {
    const sum = sums === null ? '' : ` of ${table.rows[sums]?.cells[0]?.text}`;
    return `${'  '.repeat(depth)}${kind}${sum}: ${cells.map(({ text }) => text ?? '-').join(' | ')}`;
  });
}

describe('a statement of QuickBooks Enterprise', () => {
  it('is a table whose sections are found from what is printed', async () => {
    const rows = [
      '<TextRow rowNumber="1" value="Ordinary Income/Expense" />',
      '<TextRow rowNumber="2" value="Income" />',
      row('DataRow', { 1: 'Fees', 2: '100.00' }, '<RowData rowType="account" value="Fees" />'),
      '<TextRow rowNumber="4" value="Sales" />',
      row('DataRow', { 1: 'Consulting', 2: '20.50' }, '<RowData rowType="account" value="Sales:Consulting" />'),
      row('DataRow', { 1: 'Sales - Other' }, '<RowData rowType="account" value="Sales" />'),
      row('SubtotalRow', { 1: 'Total Sales', 2: '20.50' }, '<RowData rowType="account" value="Sales" />'),
      row('SubtotalRow', { 1: 'Total Income', 2: '120.50' }),
      row('SubtotalRow', { 1: 'Gross Profit', 2: '120.50' }),
      '<TextRow rowNumber="10" value="Expense" />',
      row('DataRow', { 2: '-.75' }, '<RowData rowType="account" value="Bank Fees" />'),
      row('SubtotalRow', { 1: 'Total Expense', 2: '-.75' }),
      row('SubtotalRow', { 1: 'Net Ordinary Income', 2: '121.25' }),
      row('TotalRow', { 1: 'Net Income', 2: '121.25' }),
    ];
    const line = new ScriptedLine([answer([LABEL, { titles: ['Jan 15 - Mar 31, 26'] }], rows)]);
    const table = await ask(line);
    expect(table).toMatchObject({
      title: 'Profit & Loss',
      from: '2026-01-15',
      to: '2026-03-31',
      basis: 'ACCRUAL',
      currency: 'USD',
      isEmpty: false,
      isTruncated: false,
      columns: [
        { key: 'Label', title: '', type: 'TEXT' },
        { key: 'Amount', title: 'Jan 15 - Mar 31, 26', type: 'MONEY' },
      ],
    });
    expect(printed(table)).toEqual([
      'SECTION: Ordinary Income/Expense | -',
      '  SECTION: Income | -',
      '    DATA: Fees | 100.00',
      '    SECTION: Sales | -',
      '      DATA: Consulting | 20.50',
      '      DATA: Sales - Other | -',
      '    SUMMARY of Sales: Total Sales | 20.50',
      '  SUMMARY of Income: Total Income | 120.50',
      '  SUMMARY: Gross Profit | 120.50',
      '  SECTION: Expense | -',
      '    DATA: Bank Fees | -.75',
      '  SUMMARY of Expense: Total Expense | -.75',
      'SUMMARY of Ordinary Income/Expense: Net Ordinary Income | 121.25',
      'SUMMARY: Net Income | 121.25',
    ]);
    expect(table.rows[10]?.cells).toEqual([{ text: 'Bank Fees' }, { text: '-.75', decimal: '-0.75' }]);
    expect(table.rows[5]?.cells[1]).toEqual({});
    expect(table.rows[4]?.parent).toBe(3);
  });

  it('is asked for without ever opening a window on the customer side', async () => {
    const line = new ScriptedLine([answer([LABEL, {}], [])]);
    await ask(line, {
      basis: 'CASH',
      columnsBy: 'MONTH',
      filters: { trackingClass: ['80000001-1'], supplier: ['8-2'] },
    });
    expect(line.requests[0]?.document).toContain(
      '<GeneralSummaryReportQueryRq><GeneralSummaryReportType>ProfitAndLossStandard</GeneralSummaryReportType>' +
        '<ReportPeriod><FromReportDate>2026-01-15</FromReportDate><ToReportDate>2026-03-31</ToReportDate></ReportPeriod>' +
        '<ReportEntityFilter><ListID>8-2</ListID></ReportEntityFilter>' +
        '<ReportClassFilter><ListID>80000001-1</ListID></ReportClassFilter>' +
        '<SummarizeColumnsBy>Month</SummarizeColumnsBy><ReportCalendar>CalendarYear</ReportCalendar>' +
        '<ReturnColumns>All</ReturnColumns><ReportBasis>Cash</ReportBasis></GeneralSummaryReportQueryRq>',
    );
  });

  it('is of the fiscal year to date, or as of today, when no days are asked for', async () => {
    const line = new ScriptedLine([answer([LABEL], []), answer([LABEL], [])]);
    await ask(line, { from: null, to: null });
    await ask(line, { kind: 'BALANCE_SHEET', from: null, to: null });
    expect(line.requests[0]?.document).toMatch(/<ReportDateMacro>ThisYearToDate<.*<ReportCalendar>FiscalYear</);
    expect(line.requests[1]?.document).toContain('<ReportDateMacro>Today</ReportDateMacro>');
  });

  it('says which days its columns stand for', async () => {
    const columns = [
      LABEL,
      { titles: ['Jan 15 - 31, 26'] },
      { titles: ['Feb 26'] },
      { titles: ['Mar 26'] },
      { titles: ['TOTAL'] },
    ];
    const table = await ask(new ScriptedLine([answer(columns, [])]), { columnsBy: 'MONTH' });
    expect(table.columns.map(({ key, from, to }) => [key, from, to])).toEqual([
      ['Label', undefined, undefined],
      ['Amount', '2026-01-15', '2026-01-31'],
      ['Amount.2', '2026-02-01', '2026-02-28'],
      ['Amount.3', '2026-03-01', '2026-03-31'],
      ['Amount.4', undefined, undefined],
    ]);
  });

  it('says no days where there are fewer or more columns than spans', async () => {
    const columns = [LABEL, { titles: ['Jan 26'] }, { titles: ['Feb 26'] }];
    const table = await ask(new ScriptedLine([answer(columns, [])]), { columnsBy: 'MONTH' });
    expect(table.columns.every(({ from }) => from === undefined)).toBe(true);
  });

  it('has titles of two rows in one, and takes types of columns that no schema knows (gotcha 15)', async () => {
    const columns = [
      LABEL,
      { titles: ['Design', 'Jan 26'] },
      { titles: ['U/M'], type: 'UnitOfMeasureUnit', dataType: 'STRTYPE' },
      { titles: ['%'], type: 'Percent', dataType: 'PERCENTTYPE' },
    ];
    const table = await ask(new ScriptedLine([answer(columns, [row('DataRow', { 1: 'a', 3: 'ea', 4: '12.5' })])]));
    expect(table.columns.slice(1)).toEqual([
      { key: 'Amount', title: 'Design Jan 26', type: 'MONEY' },
      { key: 'UnitOfMeasureUnit', title: 'U/M', type: 'TEXT' },
      { key: 'Percent', title: '%', type: 'NUMBER' },
    ]);
    expect(table.rows[0]?.cells).toEqual([{ text: 'a' }, {}, { text: 'ea' }, { text: '12.5', decimal: '12.5' }]);
  });

  it('of transactions names them by their ids, in the cell of their type', async () => {
    const columns = [
      LABEL,
      { titles: ['Trans ID'], type: 'TxnID', dataType: 'IDTYPE' },
      { titles: ['Type'], type: 'TxnType', dataType: 'STRTYPE' },
      { titles: ['Date'], type: 'Date', dataType: 'DATETYPE' },
      { titles: ['Amount'] },
    ];
    const rows = [
      '<TextRow rowNumber="1" value="Travel" />',
      row('DataRow', { 2: '1A-1', 3: 'Credit Card Charge', 4: '2026-02-01', 5: '7.00' }),
      row('DataRow', { 2: '1B-1', 3: 'General Journal', 5: '8.00' }),
      row('SubtotalRow', { 1: 'Total Travel', 5: '15.00' }),
      row('TotalRow', { 1: 'TOTAL', 5: '15.00' }),
    ];
    const line = new ScriptedLine([answer(columns, rows)]);
    const table = await ask(line, { kind: 'TRANSACTION_DETAIL_BY_LEDGER_ACCOUNT' });
    expect(line.requests[0]?.document).toMatch(
      /<GeneralDetailReportType>TxnDetailByAccount<.*<IncludeColumn>TxnID<\/IncludeColumn><IncludeColumn>TxnType</,
    );
    expect(table.columns.map(({ key }) => key)).toEqual(['Label', 'TxnType', 'Date', 'Amount']);
    expect(table.rows[1]?.cells).toEqual([
      {},
      { text: 'Credit Card Charge', remoteId: '1A-1', recordKind: 'PURCHASE' },
      { text: '2026-02-01', date: '2026-02-01' },
      { text: '7.00', decimal: '7.00' },
    ]);
    expect(table.rows[2]?.cells[1]).toEqual({ text: 'General Journal', remoteId: '1B-1' });
    expect(printed(table)[3]).toBe('SUMMARY of Travel: Total Travel | - | - | 15.00');
  });

  it('is empty when QuickBooks has nothing to print', async () => {
    const table = await ask(new ScriptedLine([answer([LABEL, {}], [])]));
    expect(table).toMatchObject({ isEmpty: true, rows: [] });
  });

  it('is refused with the words of QuickBooks', async () => {
    const refused =
      '<QBXML><QBXMLMsgsRs><GeneralSummaryReportQueryRs statusCode="3250" statusSeverity="Error" ' +
      'statusMessage="This feature is not enabled or not available in this version of QuickBooks." /></QBXMLMsgsRs></QBXML>';
    await expect(ask(new ScriptedLine([refused]))).rejects.toThrow(VendorRejectedError);
    await expect(ask(new ScriptedLine([refused]))).rejects.toMatchObject({ vendorCode: '3250' });
  });

  test.each(['<QBXML><QBXMLMsgsRs/></QBXML>', answer([], [])])('is not made up of %s', async (document) => {
    await expect(ask(new ScriptedLine([document]))).rejects.toThrow(VendorProtocolError);
  });

  it('is not narrowed by two kinds of names at once, which QuickBooks cannot', async () => {
    const line = new ScriptedLine([]);
    await expect(ask(line, { filters: { supplier: ['1'], customer: ['2'] } })).rejects.toThrow(ElementsErrors);
    expect(line.requests).toEqual([]);
  });

  it('can be asked for in every kind that is offered', async () => {
    for (const { kind, filters, groupings } of financialReports.offers) {
      const line = new ScriptedLine([answer([LABEL], []), answer([LABEL], [])]);
      await ask(line, { kind });
      const filter = filters[0];
      await ask(line, {
        kind,
        from: null,
        basis: 'CASH',
        columnsBy: groupings.at(-1) ?? 'TOTAL',
        ...(filter !== undefined && { filters: { [filter]: ['8-1', '8-2'] } }),
      });
      expect(line.requests).toHaveLength(2);
    }
  });
});

describe('sections of a printed list', () => {
  const heading = (label: string): PrintedRow => ({ kind: 'HEADING', label });
  const data = (label: string): PrintedRow => ({ kind: 'DATA', label });
  const sum = (label: string): PrintedRow => ({ kind: 'SUBTOTAL', label });
  const total = (label: string): PrintedRow => ({ kind: 'TOTAL', label });

  /** Depths, parents and what is summed. */
  const outline = (...rows: PrintedRow[]): (number | null)[][] =>
    outlineOf(rows).map(({ depth, parent, sums }) => [depth, parent, sums]);

  it('end where their total is, those in them too', () => {
    expect(outline(heading('ASSETS'), heading('Bank'), data('a'), total('TOTAL  ASSETS'), heading('DEBTS'))).toEqual([
      [0, null, null],
      [1, 0, null],
      [2, 1, null],
      [0, null, 0],
      [0, null, null],
    ]);
  });

  it('of one name in another of the same name end from the inside', () => {
    expect(outline(heading('Travel'), heading('Travel'), sum('Total Travel'), data('x'), sum('Total Travel'))).toEqual([
      [0, null, null],
      [1, 0, null],
      [1, 0, 1],
      [1, 0, null],
      [0, null, 0],
    ]);
  });

  it('that nothing sums stand side by side', () => {
    expect(outline(heading('A'), data('a'), heading('B'), data('b'), total('TOTAL'), data('c'))).toEqual([
      [0, null, null],
      [1, 0, null],
      [0, null, null],
      [1, 2, null],
      [0, null, null],
      [0, null, null],
    ]);
  });

  it('are not ended by a sum of something else', () => {
    expect(outline(heading('Income'), sum(''), sum('Total Fees'), data('Total Income'), sum('Total Income'))).toEqual([
      [0, null, null],
      [1, 0, null],
      [1, 0, null],
      [1, 0, null],
      [0, null, 0],
    ]);
  });
});

describe('spans of the calendar', () => {
  test.each<[FinancialReportQuestion['columnsBy'], string, string, string[]]>([
    ['MONTH', '2026-11-20', '2027-01-05', ['2026-11-20 2026-11-30', '2026-12-01 2026-12-31', '2027-01-01 2027-01-05']],
    [
      'QUARTER',
      '2026-02-01',
      '2026-07-31',
      ['2026-02-01 2026-03-31', '2026-04-01 2026-06-30', '2026-07-01 2026-07-31'],
    ],
    ['YEAR', '2024-12-31', '2026-01-01', ['2024-12-31 2024-12-31', '2025-01-01 2025-12-31', '2026-01-01 2026-01-01']],
    ['DAY', '2024-02-28', '2024-03-01', ['2024-02-28 2024-02-28', '2024-02-29 2024-02-29', '2024-03-01 2024-03-01']],
    ['WEEK', '2026-01-01', '2026-01-31', []],
    ['SUPPLIER', '2026-01-01', '2026-01-31', []],
  ])('by %s from %s to %s', (columnsBy, from, to, spans) => {
    expect(spansOf({ ...QUESTION, columnsBy, from, to }).map((span) => `${span.from} ${span.to}`)).toEqual(spans);
  });
});
