import type { Company } from '../../company/company';
import type { Posting } from '../../company/postings';
import type { ListRecord } from '../../company/records';
import type { ReportTable } from './report-table';
import type { SummaryColumn } from './summary-columns';

/** Accounts of some types under one heading, printed with the sign that makes them positive. */
export interface AccountSection {
  /** Without one, the accounts stand in the section that is open. */
  readonly label?: string;
  readonly total?: string;
  readonly types: readonly string[];
  readonly sign: 1 | -1;
}

/** Cents by account and column, debits above zero. */
export class AccountAmounts {
  private readonly amounts = new Map<string, number[]>();

  constructor(
    private readonly company: Company,
    readonly columns: readonly SummaryColumn[],
    postings: readonly Posting[],
  ) {
    for (const posting of postings) {
      for (const [index, column] of columns.entries()) {
        if (column.takes(posting)) this.add(posting.account, index, posting.cents);
      }
    }
  }

  add(account: string, column: number, cents: number): void {
    const row = this.amounts.get(account) ?? this.columns.map(() => 0);
    row[column] = row[column]! + cents;
    this.amounts.set(account, row);
  }

  of(account: string): readonly number[] {
    return this.amounts.get(account) ?? this.columns.map(() => 0);
  }

  /** Sum over the accounts of these types. */
  ofTypes(types: readonly string[]): number[] {
    const accounts = [...this.company.list('Account')].filter(({ fields }) =>
      types.includes(String(fields['AccountType'])),
    );
    return sum(
      this.columns.length,
      accounts.map(({ id }) => this.of(id)),
    );
  }

  /** Prints the section unless it is empty; answers its total, in its sign. */
  print(table: ReportTable, { label, total, types, sign }: AccountSection): number[] {
    const accounts = [...this.company.list('Account')].filter(
      ({ parent, fields }) => parent === null && types.includes(String(fields['AccountType'])),
    );
    const shown = accounts.filter((account) => this.hasAmounts(account));
    if (shown.length === 0) return this.columns.map(() => 0);
    if (label !== undefined) table.text(label);
    const totals = shown.map((account) => this.printAccount(table, account, sign));
    const sums = sum(this.columns.length, totals);
    if (total !== undefined) table.amounts('SubtotalRow', total, sums);
    return sums;
  }

  private printAccount(table: ReportTable, account: ListRecord, sign: 1 | -1): number[] {
    const subject = { type: 'account', value: this.company.fullName(account) };
    const own = this.of(account.id).map((cents) => sign * cents || 0);
    const children = this.company.childrenOf(account).filter((child) => this.hasAmounts(child));
    if (children.length === 0) {
      table.amounts('DataRow', account.name, own, subject);
      return own;
    }
    table.text(account.name);
    const parts = children.map((child) => this.printAccount(table, child, sign));
    if (own.some((cents) => cents !== 0)) table.amounts('DataRow', `${account.name} - Other`, own, subject);
    const total = sum(this.columns.length, [own, ...parts]);
    table.amounts('SubtotalRow', `Total ${account.name}`, total, subject);
    return total;
  }

  private hasAmounts(account: ListRecord): boolean {
    return (
      this.of(account.id).some((cents) => cents !== 0) ||
      this.company.childrenOf(account).some((child) => this.hasAmounts(child))
    );
  }
}

export function sum(length: number, rows: readonly (readonly number[])[]): number[] {
  return Array.from({ length }, (_, index) => rows.reduce((total, row) => total + row[index]!, 0));
}

export function difference(a: readonly number[], b: readonly number[]): number[] {
  return a.map((cents, index) => cents - b[index]!);
}
