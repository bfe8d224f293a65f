import type { ExpenseLineValue, ExpenseTaxValue, LedgerPostingValue, MoneyValue } from '../../records';
import { idOf, moneyOf, nameOf, negated, objectOf, objectsOf, textOf, type RawObject } from './raw-object';

/** What lines take over from the transaction that they are of. */
export interface LineContext {
  readonly currency: string | null;
  /** Money that comes back. */
  readonly isCredit: boolean;
  readonly departmentRemoteId: string | null;
}

/** US companies write it on every line that is not taxed. */
const NO_TAX = 'NON';

/** The lines that charge an account or an item; QuickBooks has sums and descriptions among them. */
export function toExpenseLines(raw: unknown, context: LineContext): ExpenseLineValue[] {
  const lines = objectsOf(raw).filter((line) => detailOf(line) !== null);
  return lines.map((line, index) => toLine(line, index + 1, context));
}

/** Of the two kinds of detail, the one that the line has. */
function detailOf(line: RawObject): RawObject | null {
  const detail = line.AccountBasedExpenseLineDetail ?? line.ItemBasedExpenseLineDetail;
  return detail === undefined ? null : objectOf(detail);
}

function toLine(line: RawObject, number: number, context: LineContext): ExpenseLineValue {
  const detail = detailOf(line) ?? {};
  const name = nameOf(detail.AccountRef) ?? nameOf(detail.ItemRef);
  return {
    number,
    description: textOf(line.Description),
    amount: signed(moneyOf(line.Amount, context.currency), context),
    tax: toTax(detail, context),
    category: name === null ? null : { name, ledgerCode: null },
    tags: [],
    billable: toBillable(detail.BillableStatus),
    posting: toPosting(detail, context),
  };
}

/** QuickBooks writes credits as positive numbers. */
export function signed(money: MoneyValue | null, { isCredit }: Pick<LineContext, 'isCredit'>): MoneyValue | null {
  return money !== null && isCredit ? negated(money) : money;
}

function toTax(detail: RawObject, context: LineContext): ExpenseTaxValue | null {
  const amount = signed(moneyOf(detail.TaxAmount, context.currency), context);
  const code = idOf(detail.TaxCodeRef);
  if (amount === null && (code === null || code === NO_TAX)) return null;
  return { amount, ratePercent: null, name: nameOf(detail.TaxCodeRef), code };
}

/** What was charged on already was to be charged on. */
function toBillable(status: unknown): boolean | null {
  if (status === 'NotBillable') return false;
  return status === 'Billable' || status === 'HasBeenBilled' ? true : null;
}

/** What a line buys of an item is charged to that item's account, which the line does not name. */
function toPosting(detail: RawObject, { departmentRemoteId }: LineContext): LedgerPostingValue {
  return {
    accountRemoteId: idOf(detail.AccountRef),
    paidFromRemoteId: null,
    departmentRemoteId,
    trackingClassRemoteId: idOf(detail.ClassRef),
    customerRemoteId: idOf(detail.CustomerRef),
    documentNumber: null,
    dueOn: null,
    balance: null,
  };
}
