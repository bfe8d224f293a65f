import type { ExpenseLineValue, ExpenseTaxValue, LedgerPostingValue, MoneyValue } from '../../records';
import { objectsOf, textOf, type QbxmlObject } from '../qbxml/answer-event';
import { idIn, moneyOf, nameIn, negated } from './values';

/** What lines take over from the transaction that they are of. */
export interface LineContext {
  readonly currency: string | null;
  /** Money that comes back. */
  readonly isCredit: boolean;
}

/** Lines that charge an account, then those that buy an item; of a group of items each of its lines. */
export function toExpenseLines(raw: QbxmlObject, context: LineContext): ExpenseLineValue[] {
  const groups = objectsOf(raw.ItemGroupLineRet).flatMap((group) => objectsOf(group.ItemLineRet));
  const lines = [...objectsOf(raw.ExpenseLineRet), ...objectsOf(raw.ItemLineRet), ...groups];
  return lines.map((line, index) => toLine(line, index + 1, context));
}

function toLine(line: QbxmlObject, number: number, context: LineContext): ExpenseLineValue {
  const name = nameIn(line, 'AccountRef') ?? nameIn(line, 'ItemRef');
  return {
    number,
    description: textOf(line, 'Memo') ?? textOf(line, 'Desc'),
    amount: signed(moneyOf(line, 'Amount', context.currency), context),
    tax: toTax(line, context),
    category: name === null ? null : { name, ledgerCode: null },
    tags: [],
    billable: toBillable(textOf(line, 'BillableStatus')),
    posting: toPosting(line),
  };
}

/** QuickBooks writes credits as positive numbers. */
export function signed(money: MoneyValue | null, { isCredit }: Pick<LineContext, 'isCredit'>): MoneyValue | null {
  return money !== null && isCredit ? negated(money) : money;
}

/** Outside the US. */
function toTax(line: QbxmlObject, context: LineContext): ExpenseTaxValue | null {
  const amount = signed(moneyOf(line, 'TaxAmount', context.currency), context);
  const code = idIn(line, 'SalesTaxCodeRef');
  if (amount === null && code === null) return null;
  return { amount, ratePercent: null, name: nameIn(line, 'SalesTaxCodeRef'), code };
}

/** What was charged on already was to be charged on. */
function toBillable(status: string | null): boolean | null {
  if (status === 'NotBillable') return false;
  return status === 'Billable' || status === 'HasBeenBilled' ? true : null;
}

/** What a line buys of an item is charged to that item's account, which the line does not name. */
function toPosting(line: QbxmlObject): LedgerPostingValue {
  return {
    accountRemoteId: idIn(line, 'AccountRef'),
    paidFromRemoteId: null,
    departmentRemoteId: null,
    trackingClassRemoteId: idIn(line, 'ClassRef'),
    customerRemoteId: idIn(line, 'CustomerRef'),
    documentNumber: null,
    dueOn: null,
    balance: null,
  };
}
