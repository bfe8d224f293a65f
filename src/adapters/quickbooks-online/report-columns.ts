import type {
  FinancialReportCellType,
  FinancialReportColumnValue,
  FinancialReportRecordKind,
} from '../financial-reports';
import { listAt, objectAt, textAt, type ReportObject } from './report-json';

/** A column, and what the ids in its cells are of, where one kind of record is all that they can be of. */
export interface ReportColumn extends FinancialReportColumnValue {
  readonly names?: FinancialReportRecordKind;
}

const TYPES = new Map<string, FinancialReportCellType>(
  Object.entries({
    Money: 'MONEY',
    Date: 'DATE',
    Number: 'NUMBER',
    Quantity: 'NUMBER',
    Rate: 'NUMBER',
    Percent: 'NUMBER',
  }),
);
/** Older answers have the key where the type belongs. */
const DATE_KEYS = /(?:^|_)date$/;
const MONEY_KEYS = /(?:_amount|_amt|_bal)$|^total$/;

const NAMES = new Map<string, FinancialReportRecordKind>(
  Object.entries({
    Account: 'LEDGER_ACCOUNT',
    account: 'LEDGER_ACCOUNT',
    account_name: 'LEDGER_ACCOUNT',
    other_account: 'LEDGER_ACCOUNT',
    split_acc: 'LEDGER_ACCOUNT',
    Vendor: 'SUPPLIER',
    vendor: 'SUPPLIER',
    vend_name: 'SUPPLIER',
    Customer: 'CUSTOMER',
    customer: 'CUSTOMER',
    cust_name: 'CUSTOMER',
    Employee: 'EMPLOYEE',
    emp_name: 'EMPLOYEE',
    dept_name: 'DEPARTMENT',
    klass_name: 'TRACKING_CLASS',
  }),
);

/** The columns of a report, those of groups of columns one by one. */
export function readReportColumns(answer: unknown): readonly ReportColumn[] {
  const columns = listAt(objectAt(answer, 'Columns'), 'Column').flatMap((column) => leaves(column, []));
  const met = new Map<string, number>();
  return columns.map((column) => {
    const count = (met.get(column.key) ?? 0) + 1;
    met.set(column.key, count);
    return count === 1 ? column : { ...column, key: `${column.key}.${count}` };
  });
}

function leaves(column: ReportObject, above: readonly ReportColumn[]): ReportColumn[] {
  const own = toColumn(column, above);
  const inner = listAt(objectAt(column, 'Columns'), 'Column');
  return inner.length === 0 ? [own] : inner.flatMap((each) => leaves(each, [own]));
}

function toColumn(column: ReportObject, [above]: readonly ReportColumn[]): ReportColumn {
  const title = textAt(column, 'ColTitle') ?? '';
  const type = textAt(column, 'ColType') ?? '';
  // Titles are in the company's language, keys are not.
  const key = metaOf(column, 'ColKey') ?? (type === '' ? title : type);
  const from = metaOf(column, 'StartDate');
  const to = metaOf(column, 'EndDate');
  const names = NAMES.get(key) ?? NAMES.get(type);
  return {
    key: above === undefined ? key : `${above.key}.${key}`,
    title: above === undefined ? title : `${above.title} ${title}`.trim(),
    type: typeOf(type, key),
    ...(from !== null && to !== null && { from, to }),
    ...(names !== undefined && { names }),
  };
}

function typeOf(type: string, key: string): FinancialReportCellType {
  const known = TYPES.get(type);
  if (known !== undefined) return known;
  // Only where the type says nothing: `Account` is the type of a column of names, whatever its key.
  if (type !== key) return 'TEXT';
  if (DATE_KEYS.test(key)) return 'DATE';
  return MONEY_KEYS.test(key) ? 'MONEY' : 'TEXT';
}

function metaOf(column: ReportObject, name: string): string | null {
  const entry = listAt(column, 'MetaData').find((each) => textAt(each, 'Name') === name);
  return entry === undefined ? null : textAt(entry, 'Value');
}
