import { moneyText, ZERO } from '../decimal';
import { isProfitOrLoss } from '../entities/account';
import { textAt, type JsonObject } from '../json';
import type { ReportRequest } from './report-request';
import { dataRow, report, type Column } from './report-table';

const COLUMNS: readonly Column[] = [
  { title: 'Account', type: 'String', key: 'account_name' },
  { title: 'Type', type: 'String', key: 'account_type' },
  { title: 'Detail type', type: 'String', key: 'detail_acc_type' },
  { title: 'Description', type: 'String', key: 'account_desc' },
  { title: 'Balance', type: 'Money', key: 'account_bal' },
];

/** The chart of accounts with today's balances. */
export function accountList(request: ReportRequest): JsonObject {
  const { store, ledger } = request.company;
  const accounts = [...store.all('Account')]
    .filter((account) => account['Active'] !== false)
    .sort((left, right) => (String(left['FullyQualifiedName']) < String(right['FullyQualifiedName']) ? -1 : 1));
  const rows = accounts.map((account) => {
    const id = String(account['Id']);
    const balance = isProfitOrLoss(account) ? ZERO : ledger.accountBalance(id).own;
    const cells = ['AccountType', 'AccountSubType', 'Description'].map((field) => ({
      value: textAt(account, field) ?? '',
    }));
    return dataRow([{ value: String(account['FullyQualifiedName']), id }, ...cells, { value: moneyText(balance) }]);
  });
  return report(request, { columns: COLUMNS, rows, header: {}, isEmpty: rows.length === 0 });
}
