import type { CompanyStore } from '../company-store';
import { roundMoney, sum, ZERO, type Decimal } from '../decimal';
import { referenceAt, textAt, type JsonObject } from '../json';
import type { Posting } from '../ledger/posting';
import type { AmountColumn } from './amount-columns';
import { BLANK, dataRow, moneyCell, section } from './report-table';

/** One amount for each column. */
export type Amounts = readonly Decimal[];

/** Amounts of each account, in the sign that reports show: income, debts and equity above zero, too. */
export class AccountAmounts {
  private readonly byAccount = new Map<string, Decimal[]>();

  constructor(
    readonly store: CompanyStore,
    private readonly columns: readonly AmountColumn[],
    postings: readonly Posting[],
  ) {
    for (const posting of postings) this.add(posting);
  }

  private add(posting: Posting): void {
    const sign = isCreditNatured(this.store.find('Account', posting.accountId)) ? -1 : 1;
    this.columns.forEach((column, index) => {
      if (!column.includes(posting)) return;
      let amounts = this.byAccount.get(posting.accountId);
      if (amounts === undefined) this.byAccount.set(posting.accountId, (amounts = this.columns.map(() => ZERO)));
      amounts[index] = amounts[index]!.plus(posting.amount.times(sign));
    });
  }

  /** Undefined for an account that nothing was posted to. */
  of(accountId: string): Amounts | undefined {
    return this.byAccount.get(accountId);
  }

  get zero(): Amounts {
    return this.columns.map(() => ZERO);
  }

  get isEmpty(): boolean {
    return this.byAccount.size === 0;
  }

  /** What all accounts of these types come to. */
  totalOf(types: readonly string[]): Amounts {
    const ids = [...this.store.all('Account')].filter((account) => types.includes(String(account['AccountType'])));
    return plus(this.zero, ...ids.map((account) => this.of(String(account['Id'])) ?? this.zero));
  }
}

export function plus(...all: readonly Amounts[]): Amounts {
  return all[0]!.map((_, index) => roundMoney(sum(all.map((amounts) => amounts[index]!))));
}

export function minus(left: Amounts, right: Amounts): Amounts {
  return left.map((amount, index) => amount.minus(right[index]!));
}

export function labelled(label: string, amounts: Amounts) {
  return [{ value: label }, ...amounts.map(moneyCell)];
}

/** Rows of the accounts of these types that anything was posted to, each parent a section around its children. */
export function accountRows(amounts: AccountAmounts, types: readonly string[]): JsonObject[] {
  const accounts = [...amounts.store.all('Account')].filter((account) =>
    types.includes(String(account['AccountType'])),
  );
  const ids = new Set(accounts.map((account) => account['Id']));
  const roots = accounts.filter((account) => !ids.has(referenceAt(account, 'ParentRef')));
  return byName(roots)
    .map((root) => accountRow(amounts, root, accounts))
    .filter((built) => built !== null)
    .map(({ row }) => row);
}

interface BuiltRow {
  readonly row: JsonObject;
  readonly total: Amounts;
}

function accountRow(amounts: AccountAmounts, account: JsonObject, all: readonly JsonObject[]): BuiltRow | null {
  const id = String(account['Id']);
  const name = textAt(account, 'Name') ?? '';
  const own = amounts.of(id);
  const children = byName(all.filter((other) => referenceAt(other, 'ParentRef') === id))
    .map((child) => accountRow(amounts, child, all))
    .filter((built) => built !== null);
  if (children.length === 0) {
    return own === undefined ? null : { row: dataRow([{ value: name, id }, ...own.map(moneyCell)]), total: own };
  }
  const total = plus(own ?? amounts.zero, ...children.map((child) => child.total));
  const row = section({
    header: [{ value: name, id }, ...(own?.map(moneyCell) ?? total.map(() => BLANK))],
    rows: children.map((child) => child.row),
    summary: labelled(`Total ${name}`, total),
  });
  return { row, total };
}

function byName(accounts: readonly JsonObject[]): JsonObject[] {
  return [...accounts].sort((left, right) => (String(left['Name']) < String(right['Name']) ? -1 : 1));
}

export function isCreditNatured(account: JsonObject | undefined): boolean {
  return ['Liability', 'Equity', 'Revenue'].includes(String(account?.['Classification']));
}
