import { decimalAt, moneyNumber, parseDecimal, sum } from '../decimal';
import type { EntityDefinition, Writing } from '../entity-definition';
import { faults } from '../fault';
import { any, choice, flag, listOf, money, readOnly, reference, structure, text, type Field } from '../field';
import { objectAt, objectsAt, type JsonObject } from '../json';
import { giveIds, TAX_DETAIL } from './lines';
import { HIDDEN_IN_QUERIES, prepareTransaction, TRANSACTION_FIELDS, TRANSACTION_FILTERS } from './transactions';

const lines: Field = listOf(
  structure({
    Id: text(),
    Description: text(4000),
    Amount: money,
    DetailType: choice('JournalEntryLineDetail', 'DescriptionOnly'),
    JournalEntryLineDetail: structure({
      PostingType: choice('Debit', 'Credit'),
      Entity: structure({
        Type: choice('Vendor', 'Customer', 'Employee'),
        EntityRef: reference('Vendor', 'Customer', 'Employee'),
      }),
      AccountRef: reference('Account'),
      ClassRef: reference('Class'),
      DepartmentRef: reference('Department'),
      BillableStatus: choice('Billable', 'NotBillable', 'HasBeenBilled'),
      TaxCodeRef: any,
    }),
    CustomExtensions: any,
  }),
);

/** Debits and credits that come to the same. */
export const journalEntry: EntityDefinition = {
  name: 'JournalEntry',
  sequence: 'transactions',
  writes: 'full',
  removal: 'delete',
  requiredOnCreate: ['Line'],
  filterable: TRANSACTION_FILTERS.filter((field) => field !== 'TotalAmt'),
  hidden: HIDDEN_IN_QUERIES,
  captured: true,
  referenceWord: 'Transactions',
  fields: {
    Adjustment: flag,
    TotalAmt: readOnly(money),
    ...TRANSACTION_FIELDS,
    Line: lines,
    TxnTaxDetail: TAX_DETAIL,
  },
  prepare: (record, writing) => {
    record['Adjustment'] ??= false;
    prepareTransaction(record, writing);
    prepareLines(record, writing);
  },
};

function prepareLines(record: JsonObject, { existing }: Writing): void {
  const given = objectsAt(record, 'Line');
  if (given.length === 0) throw faults.missing('Line');
  for (const line of given) {
    if (line['DetailType'] === 'DescriptionOnly') continue;
    const detail = objectAt(line, 'JournalEntryLineDetail');
    if (detail === undefined) throw faults.missing('Line.JournalEntryLineDetail');
    for (const field of ['PostingType', 'AccountRef']) {
      if (detail[field] === undefined) throw faults.missing(`Line.JournalEntryLineDetail.${field}`);
    }
    if (parseDecimal(line['Amount']) === null) throw faults.missing('Line.Amount');
  }
  giveIds(given, objectsAt(existing ?? undefined, 'Line'));
  const [debits, credits] = [side(given, 'Debit'), side(given, 'Credit')];
  if (!debits.isEqualTo(credits))
    throw faults.business('Total debits and credits are not equal: the entry is unbalanced.');
  record['TotalAmt'] = moneyNumber(debits);
}

function side(lines: readonly JsonObject[], posting: string) {
  const mine = lines.filter((line) => objectAt(line, 'JournalEntryLineDetail')?.['PostingType'] === posting);
  return sum(mine.map((line) => decimalAt(line, 'Amount')));
}
