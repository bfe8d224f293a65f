import { parse } from 'lossless-json';
import { reportOf } from '../../src/adapters/quickbooks-online/report-catalogue';
import { toReportTable } from '../../src/adapters/quickbooks-online/report-mapping';
import { VendorProtocolError } from '../../src/adapters/vendor-error';

const CUT = 'Unable to display more data. Please reduce the date range.';

interface Shape {
  readonly header?: object;
  readonly columns?: readonly object[];
  readonly rows?: unknown;
}

const NAME = { ColTitle: '', ColType: 'Vendor' };
const TOTAL = { ColTitle: 'Total', ColType: 'Money' };

/** As it comes out of the client: numbers keep their digits. */
function table(
  { header = {}, columns = [NAME, TOTAL], rows = {} }: Shape,
  kind: 'EXPENSES_BY_SUPPLIER' | 'TRANSACTION_LIST' = 'EXPENSES_BY_SUPPLIER',
) {
  const answer = { Header: { ReportName: 'VendorExpenses', ...header }, Columns: { Column: columns }, Rows: rows };
  return toReportTable(reportOf(kind), parse(JSON.stringify(answer)));
}

const data = (...values: unknown[]): object => ({ ColData: values.map((value) => ({ value })) });

describe('a report of QuickBooks as a table', () => {
  it('keeps every digit of an amount', () => {
    const amounts = ['508203.77', '-0.10', '12345678901234567890.12345', '.5', '-.25', '7'];
    const { rows } = table({ rows: { Row: amounts.map((amount) => data('Somebody', amount)) } });
    expect(rows.map(({ cells }) => cells[1]!.decimal)).toEqual([
      ...['508203.77', '-0.10', '12345678901234567890.12345', '0.5', '-0.25', '7'],
    ]);
  });

  it('reads an amount that is a number, and none that is text', () => {
    const { rows } = table({ rows: { Row: [data('A', 12.5), data('B', 'n/a'), data('C', ''), data('D', null)] } });
    expect(rows.map(({ cells }) => cells[1])).toEqual([{ text: '12.5', decimal: '12.5' }, { text: 'n/a' }, {}, {}]);
  });

  it('says that it was cut off, and leaves out the row that says so', () => {
    const inner = { Header: data('Checking', ''), Rows: { Row: [data('x', '1'), data(CUT, '')] }, type: 'Section' };
    for (const rows of [{ Row: [data('A', '1'), data(CUT, '')] }, { Row: [inner] }]) {
      const { isTruncated, rows: kept } = table({ rows });
      expect(isTruncated).toBe(true);
      expect(JSON.stringify(kept)).not.toContain('Unable');
    }
  });

  it('knows columns by key, by type where there is no key, and tells equal ones apart', () => {
    const columns = [
      { ColTitle: 'Datum', ColType: 'tx_date' },
      { ColTitle: 'Betrag', ColType: 'subt_nat_amount' },
      { ColTitle: 'Konto', ColType: 'String', MetaData: [{ Name: 'ColKey', Value: 'account_name' }] },
      {
        ColTitle: 'Mai',
        ColType: 'Money',
        MetaData: [
          { Name: 'StartDate', Value: '2026-05-01' },
          { Name: 'EndDate', Value: '2026-05-31' },
        ],
      },
      { ColTitle: 'Juni', ColType: 'Money' },
    ];
    const row = {
      ColData: [
        { value: '2026-05-03' },
        { value: '1.00' },
        { value: 'Bank', id: '35' },
        { value: '2' },
        { value: '3' },
      ],
    };
    const read = table({ columns, rows: { Row: [row] } });
    expect(read.columns).toEqual([
      { key: 'tx_date', title: 'Datum', type: 'DATE' },
      { key: 'subt_nat_amount', title: 'Betrag', type: 'MONEY' },
      { key: 'account_name', title: 'Konto', type: 'TEXT' },
      { key: 'Money', title: 'Mai', type: 'MONEY', from: '2026-05-01', to: '2026-05-31' },
      { key: 'Money.2', title: 'Juni', type: 'MONEY' },
    ]);
    expect(read.rows[0]!.cells[2]).toEqual({ text: 'Bank', remoteId: '35', recordKind: 'LEDGER_ACCOUNT' });
  });

  it('flattens groups of columns', () => {
    const group = {
      ColTitle: 'North',
      ColType: 'Class',
      Columns: { Column: [TOTAL, { ColTitle: '%', ColType: 'Percent' }] },
    };
    expect(table({ columns: [NAME, group] }).columns.slice(1)).toEqual([
      { key: 'Class.Money', title: 'North Total', type: 'MONEY' },
      { key: 'Class.Percent', title: 'North %', type: 'NUMBER' },
    ]);
  });

  it('puts the figures of a short summary under the columns of money', () => {
    const columns = ['tx_date', 'name', 'subt_nat_amount'].map((key) => ({ ColTitle: key, ColType: key }));
    const group = {
      Header: data('Somebody'),
      Rows: { Row: [data('2026-05-03', 'x', '5.00')] },
      Summary: data('Total for Somebody', '5.00'),
      type: 'Section',
    };
    const { rows } = table({ columns, rows: { Row: [group] } }, 'TRANSACTION_LIST');
    expect(rows.map(({ kind, parent, depth, sums }) => ({ kind, parent, depth, sums }))).toEqual([
      { kind: 'SECTION', parent: null, depth: 0, sums: null },
      { kind: 'DATA', parent: 0, depth: 1, sums: null },
      { kind: 'SUMMARY', parent: null, depth: 0, sums: 0 },
    ]);
    expect(rows[2]!.cells).toEqual([{ text: 'Total for Somebody' }, {}, { text: '5.00', decimal: '5.00' }]);
  });

  it('keeps the rows of a section without a heading where it stands', () => {
    const { rows } = table({
      rows: { Row: [{ Rows: { Row: [data('A', '1')] }, Summary: data('Sum', '1'), group: 'G' }] },
    });
    expect(rows).toMatchObject([
      { kind: 'DATA', depth: 0, parent: null },
      { kind: 'SUMMARY', depth: 0, parent: null, sums: null, key: 'G' },
    ]);
  });

  it('is empty without rows, or where QuickBooks says so', () => {
    expect(table({}).isEmpty).toBe(true);
    const header = { Option: [{ Name: 'NoReportData', Value: 'true' }] };
    expect(table({ header, rows: { Row: [data('TOTAL', '0.00')] } }).isEmpty).toBe(true);
    expect(table({ rows: { Row: [data('A', '1')] } }).isEmpty).toBe(false);
  });

  it('takes names of members of every object for names', () => {
    const columns = [
      { ColTitle: 'x', ColType: 'constructor' },
      { ColTitle: 'y', ColType: 'toString' },
    ];
    const { columns: read, rows } = table({ columns, rows: { Row: [data('hasOwnProperty', 'valueOf')] } });
    expect(read.map(({ type }) => type)).toEqual(['TEXT', 'TEXT']);
    expect(rows[0]!.cells).toEqual([{ text: 'hasOwnProperty' }, { text: 'valueOf' }]);
  });

  it.each<[string, unknown]>([
    ['no object', []],
    ['no header', { Columns: { Column: [NAME] }, Rows: {} }],
    ['no columns', { Header: { ReportName: 'X' }, Columns: {}, Rows: {} }],
    ['more cells than columns', { Header: {}, Columns: { Column: [NAME] }, Rows: { Row: [data('A', '1')] } }],
  ])('is refused with %s', (_what, answer) => {
    expect(() => toReportTable(reportOf('EXPENSES_BY_SUPPLIER'), answer)).toThrow(VendorProtocolError);
  });
});
