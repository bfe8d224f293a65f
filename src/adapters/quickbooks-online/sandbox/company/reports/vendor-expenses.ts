import { sum, ZERO, type Decimal } from '../decimal';
import type { JsonObject } from '../json';
import type { Posting } from '../ledger/posting';
import { amountColumns, type AmountColumn } from './amount-columns';
import { labelled, plus, type Amounts } from './account-rows';
import type { ReportRequest } from './report-request';
import { dataRow, moneyCell, report, section } from './report-table';

const WITHOUT_PAYEE = 'Not Specified';

/** Expenses of a period, by whom they were paid to. */
export function vendorExpenses(request: ReportRequest): JsonObject {
  const { macro, ...period } = request.period('this fiscal year-to-date');
  const postings = request.postings().filter((posting) => isExpense(request, posting));
  const { by, columns } = amountColumns(request, period, postings);
  const vendors = groupByVendor(postings.filter((posting) => columns.some(({ includes }) => includes(posting))));
  const rows = vendors.map(({ name, id, postings: own }) => ({ name, id, amounts: addUp(columns, own) }));
  const total = rows.length === 0 ? [] : plus(...rows.map(({ amounts }) => amounts));
  // Here rows do not say that they are data.
  const dataRows = rows.map(({ name, id, amounts }) => {
    const { ColData } = dataRow([id === null ? { value: name } : { value: name, id }, ...amounts.map(moneyCell)]);
    return { ColData };
  });
  return report(request, {
    columns: [{ title: '', type: 'Vendor', key: 'vendor' }, ...columns.map(({ column }) => column)],
    rows: rows.length === 0 ? [] : [...dataRows, section({ summary: labelled('TOTAL', total), group: 'GrandTotal' })],
    header: {
      ...(macro === null ? {} : { DateMacro: macro }),
      ReportBasis: request.basis,
      StartPeriod: period.start,
      EndPeriod: period.end,
      SummarizeColumnsBy: by,
    },
    isEmpty: rows.length === 0,
  });
}

function isExpense({ company }: ReportRequest, { accountId }: Posting): boolean {
  return company.store.find('Account', accountId)?.['Classification'] === 'Expense';
}

function addUp(columns: readonly AmountColumn[], postings: readonly Posting[]): Amounts {
  return columns.map(({ includes }): Decimal => sum([ZERO, ...postings.filter(includes).map(({ amount }) => amount)]));
}

interface VendorPostings {
  readonly name: string;
  readonly id: string | null;
  readonly postings: Posting[];
}

/** By name; what has no vendor comes last. */
function groupByVendor(postings: readonly Posting[]): VendorPostings[] {
  const groups = new Map<string, VendorPostings>();
  for (const posting of postings) {
    const vendor = posting.payee?.kind === 'Vendor' ? posting.payee : null;
    const key = vendor?.id ?? '';
    const group = groups.get(key) ?? { name: vendor?.name ?? WITHOUT_PAYEE, id: vendor?.id ?? null, postings: [] };
    group.postings.push(posting);
    groups.set(key, group);
  }
  return [...groups.values()].sort(
    (left, right) => Number(left.id === null) - Number(right.id === null) || (left.name < right.name ? -1 : 1),
  );
}
