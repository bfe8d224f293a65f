import type { JsonObject } from '../json';
import { AccountAmounts, isCreditNatured, labelled, plus, type Amounts } from './account-rows';
import { amountColumns } from './amount-columns';
import { NAME_COLUMN, netIncome } from './profit-and-loss';
import type { ReportRequest } from './report-request';
import { BLANK, dataRow, moneyCell, report, section } from './report-table';

interface Activity {
  readonly group: string;
  readonly label: string;
  readonly types: readonly string[];
}

const OPERATING: Activity = {
  group: 'OperatingAdjustments',
  label: 'Adjustments to reconcile Net Income to Net Cash provided by operations:',
  types: ['Accounts Receivable', 'Other Current Asset', 'Accounts Payable', 'Credit Card', 'Other Current Liability'],
};
const INVESTING: Activity = {
  group: 'InvestingActivities',
  label: 'INVESTING ACTIVITIES',
  types: ['Fixed Asset', 'Other Asset'],
};
const FINANCING: Activity = {
  group: 'FinancingActivities',
  label: 'FINANCING ACTIVITIES',
  types: ['Long Term Liability', 'Equity'],
};

/** Where the money of a period came from and went. Undeposited funds count as money. */
export function cashFlow(request: ReportRequest): JsonObject {
  const { macro, ...period } = request.period('this fiscal year-to-date');
  const postings = request.postings();
  const { by, columns } = amountColumns(request, period, postings);
  const amounts = new AccountAmounts(request.company.store, columns, postings);
  const opening = columns.map(({ column }) => ({
    column,
    includes: ({ transaction }: { transaction: { date: string } }) =>
      transaction.date < (column.period?.start ?? period.start),
  }));
  const before = cashOf(new AccountAmounts(request.company.store, opening, postings));
  return report(request, {
    columns: [{ ...NAME_COLUMN }, ...columns.map(({ column }) => column)],
    rows: flowRows(amounts, before),
    header: {
      ...(macro === null ? {} : { DateMacro: macro }),
      StartPeriod: period.start,
      EndPeriod: period.end,
      SummarizeColumnsBy: by,
    },
    isEmpty: amounts.isEmpty,
  });
}

function flowRows(amounts: AccountAmounts, before: Amounts): JsonObject[] {
  const net = netIncome(amounts);
  const adjustments = activity(amounts, OPERATING);
  const investing = activity(amounts, INVESTING);
  const financing = activity(amounts, FINANCING);
  const operating = plus(net, adjustments.total);
  const change = plus(operating, investing.total, financing.total);
  const operations = section({
    header: [{ value: 'OPERATING ACTIVITIES' }, ...net.map(() => BLANK)],
    rows: [dataRow(labelled('Net Income', net), 'NetIncome'), ...adjustments.row],
    summary: labelled('Net cash provided by operating activities', operating),
    group: 'OperatingActivities',
  });
  return [
    operations,
    ...investing.row,
    ...financing.row,
    section({ summary: labelled('NET CASH INCREASE FOR PERIOD', change), group: 'CashIncrease' }),
    dataRow(labelled('Cash at beginning of period', before), 'BeginningCash'),
    section({ summary: labelled('CASH AT END OF PERIOD', plus(before, change)), group: 'EndingCash' }),
  ];
}

/** More of an asset took money, more of a debt brought it. */
function activity(amounts: AccountAmounts, { group, label, types }: Activity): { row: JsonObject[]; total: Amounts } {
  const accounts = [...amounts.store.all('Account')].filter(
    (account) => types.includes(String(account['AccountType'])) && !isCash(account),
  );
  const flows = accounts.flatMap((account) => {
    const changed = amounts.of(String(account['Id']));
    if (changed === undefined) return [];
    const flow = isCreditNatured(account) ? changed : changed.map((amount) => amount.negated());
    return [{ name: String(account['FullyQualifiedName']), id: String(account['Id']), flow }];
  });
  const total = plus(amounts.zero, ...flows.map(({ flow }) => flow));
  if (flows.length === 0) return { row: [], total };
  const row = section({
    header: [{ value: label }, ...total.map(() => BLANK)],
    rows: flows.map(({ name, id, flow }) => dataRow([{ value: name, id }, ...flow.map(moneyCell)])),
    summary: labelled(`Total ${label}`, total),
    group,
  });
  return { row: [row], total };
}

function cashOf(amounts: AccountAmounts): Amounts {
  const undeposited = [...amounts.store.all('Account')].filter(
    (account) => account['AccountSubType'] === 'UndepositedFunds',
  );
  return plus(
    amounts.totalOf(['Bank']),
    ...undeposited.map((account) => amounts.of(String(account['Id'])) ?? amounts.zero),
  );
}

function isCash(account: JsonObject): boolean {
  return account['AccountType'] === 'Bank' || account['AccountSubType'] === 'UndepositedFunds';
}
