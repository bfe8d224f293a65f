import type { JsonObject } from '../json';
import { AccountAmounts, accountRows, labelled, minus, plus, type Amounts } from './account-rows';
import { amountColumns } from './amount-columns';
import type { ReportRequest } from './report-request';
import { BLANK, report, section, type Column } from './report-table';

export const NAME_COLUMN: Column = { title: '', type: 'Account', key: 'account' };

/** Income, costs and expenses of a period. */
export function profitAndLoss(request: ReportRequest): JsonObject {
  const { macro, ...period } = request.period('this fiscal year-to-date');
  const postings = request.postings();
  const { by, columns } = amountColumns(request, period, postings);
  const amounts = new AccountAmounts(request.company.store, columns, postings);
  const rows = profitRows(amounts);
  return report(request, {
    columns: [NAME_COLUMN, ...columns.map(({ column }) => column)],
    rows,
    header: {
      ...(macro === null ? {} : { DateMacro: macro }),
      ReportBasis: request.basis,
      StartPeriod: period.start,
      EndPeriod: period.end,
      SummarizeColumnsBy: by,
    },
    options: { AccountingStandard: 'GAAP' },
    isEmpty: rows.every((row) => row['Rows'] === undefined),
  });
}

/** What remains of income after every cost: the last line of the report. */
export function netIncome(amounts: AccountAmounts): Amounts {
  const gains = plus(amounts.totalOf(['Income']), amounts.totalOf(['Other Income']));
  return minus(gains, amounts.totalOf(['Cost of Goods Sold', 'Expense', 'Other Expense']));
}

function profitRows(amounts: AccountAmounts): JsonObject[] {
  const gross = minus(amounts.totalOf(['Income']), amounts.totalOf(['Cost of Goods Sold']));
  const operating = minus(gross, amounts.totalOf(['Expense']));
  const other = minus(amounts.totalOf(['Other Income']), amounts.totalOf(['Other Expense']));
  const others = [
    ...part(amounts, 'OtherIncome', 'Other Income', ['Other Income']),
    ...part(amounts, 'OtherExpenses', 'Other Expenses', ['Other Expense']),
  ];
  return [
    ...part(amounts, 'Income', 'Income', ['Income']),
    ...part(amounts, 'COGS', 'Cost of Goods Sold', ['Cost of Goods Sold']),
    section({ summary: labelled('Gross Profit', gross), group: 'GrossProfit' }),
    ...part(amounts, 'Expenses', 'Expenses', ['Expense']),
    section({ summary: labelled('Net Operating Income', operating), group: 'NetOperatingIncome' }),
    ...others,
    ...(others.length === 0
      ? []
      : [section({ summary: labelled('Net Other Income', other), group: 'NetOtherIncome' })]),
    section({ summary: labelled('Net Income', plus(operating, other)), group: 'NetIncome' }),
  ];
}

function part(amounts: AccountAmounts, group: string, label: string, types: readonly string[]): JsonObject[] {
  const rows = accountRows(amounts, types);
  if (rows.length === 0) return [];
  const total = amounts.totalOf(types);
  const header = [{ value: label }, ...total.map(() => BLANK)];
  return [section({ header, rows, summary: labelled(`Total ${label}`, total), group })];
}
