import { decimalAt, moneyNumber, parseDecimal, roundMoney, sum, type Decimal } from '../decimal';
import { faults } from '../fault';
import {
  any,
  choice,
  flag,
  listOf,
  money,
  rate,
  reference,
  structure,
  text,
  whole,
  type Field,
  type Fields,
} from '../field';
import { objectAt, objectsAt, wholeNumber, type JsonObject } from '../json';
import type { Writing } from '../entity-definition';

export const LINKED_TRANSACTIONS: Field = listOf(structure({ TxnId: text(), TxnType: text(), TxnLineId: text() }));

const markup: Field = structure({
  Percent: rate,
  PriceLevelRef: any,
  MarkUpIncomeAccountRef: reference('Account'),
});
const billable: Field = choice('Billable', 'NotBillable', 'HasBeenBilled');

const ACCOUNT_DETAIL: Fields = {
  CustomerRef: reference('Customer'),
  ClassRef: reference('Class'),
  AccountRef: reference('Account'),
  BillableStatus: billable,
  TaxAmount: money,
  TaxInclusiveAmt: money,
  TaxCodeRef: reference('TaxCode'),
  MarkupInfo: markup,
};

const ITEM_DETAIL: Fields = {
  CustomerRef: reference('Customer'),
  ClassRef: reference('Class'),
  BillableStatus: billable,
  ItemRef: reference('Item'),
  UnitPrice: rate,
  Qty: rate,
  TaxInclusiveAmt: money,
  TaxCodeRef: reference('TaxCode'),
  MarkupInfo: markup,
  PriceLevelRef: any,
};

export const EXPENSE_LINES: Field = listOf(
  structure({
    Id: text(),
    LineNum: whole,
    Description: text(4000),
    Amount: money,
    LinkedTxn: LINKED_TRANSACTIONS,
    DetailType: choice('AccountBasedExpenseLineDetail', 'ItemBasedExpenseLineDetail'),
    AccountBasedExpenseLineDetail: structure(ACCOUNT_DETAIL),
    ItemBasedExpenseLineDetail: structure(ITEM_DETAIL),
    ProjectRef: reference('Customer'),
    CustomExtensions: any,
  }),
);

export const TAX_DETAIL: Field = structure({
  TxnTaxCodeRef: any,
  TotalTax: money,
  TaxLine: listOf(
    structure({
      Amount: money,
      DetailType: text(),
      TaxLineDetail: structure({
        TaxRateRef: any,
        PercentBased: flag,
        TaxPercent: rate,
        NetAmountTaxable: money,
        TaxInclusiveAmount: money,
        OverrideDeltaAmount: money,
      }),
    }),
  ),
});

/** Checks the lines of an expense, numbers them and fills in what a US company has on each. */
export function prepareExpenseLines(record: JsonObject, { existing }: Writing, numbered: boolean): void {
  const lines = objectsAt(record, 'Line');
  if (lines.length === 0) throw faults.missing('Line');
  lines.forEach(checkLine);
  giveIds(lines, objectsAt(existing ?? undefined, 'Line'));
  lines.forEach((line, index) => {
    if (numbered) {
      line['LineNum'] = wholeNumber(index + 1);
      line['LinkedTxn'] ??= [];
    }
    line['CustomExtensions'] ??= [];
  });
}

/** A line keeps its id where the stored object has one of that id; every other one gets the next free number. */
export function giveIds(lines: readonly JsonObject[], stored: readonly JsonObject[]): void {
  const known = new Set(stored.map((line) => String(line['Id'])));
  let next = Math.max(0, ...[...known].map(Number).filter(Number.isSafeInteger)) + 1;
  for (const line of lines) {
    const id = line['Id'];
    if (typeof id === 'string' && known.delete(id)) continue;
    line['Id'] = String(next++);
  }
}

export function totalOf(record: JsonObject): Decimal {
  const lines = objectsAt(record, 'Line').map((line) => decimalAt(line, 'Amount'));
  return sum([...lines, decimalAt(objectAt(record, 'TxnTaxDetail'), 'TotalTax')]);
}

function checkLine(line: JsonObject): void {
  const type = line['DetailType'];
  if (type === undefined) throw faults.missing('Line.DetailType');
  const detail = objectAt(line, String(type));
  if (detail === undefined) throw faults.missing(`Line.${String(type)}`);
  const target = type === 'ItemBasedExpenseLineDetail' ? 'ItemRef' : 'AccountRef';
  if (detail[target] === undefined) throw faults.missing(`Line.${String(type)}.${target}`);
  if (parseDecimal(line['Amount']) === null) line['Amount'] = amountFromQuantity(line, detail);
  detail['BillableStatus'] ??= 'NotBillable';
  if (detail['BillableStatus'] === 'Billable' && detail['CustomerRef'] === undefined) {
    throw faults.business('When you select Billable for a line, you must also specify a customer.');
  }
  detail['TaxCodeRef'] ??= { value: 'NON' };
}

function amountFromQuantity(line: JsonObject, detail: JsonObject): JsonObject['Amount'] {
  const price = parseDecimal(detail['UnitPrice']);
  const quantity = parseDecimal(detail['Qty']);
  if (price === null || quantity === null) throw faults.missing('Line.Amount');
  return moneyNumber(roundMoney(price.times(quantity)));
}
