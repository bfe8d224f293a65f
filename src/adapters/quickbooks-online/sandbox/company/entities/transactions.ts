import { parseDecimal } from '../decimal';
import type { Writing } from '../entity-definition';
import { faults } from '../fault';
import {
  any,
  choice,
  COMMON_FIELDS,
  date,
  flag,
  listOf,
  money,
  rate,
  readOnly,
  reference,
  structure,
  text,
  type Fields,
} from '../field';
import { objectAt, textAt, type JsonObject } from '../json';
import { LINKED_TRANSACTIONS } from './lines';

/** The middle of every transaction: what all entities have, then what all transactions have. */
export const TRANSACTION_FIELDS: Fields = {
  ...COMMON_FIELDS,
  CustomField: listOf(structure({ DefinitionId: text(), Name: text(), Type: text(), StringValue: text() })),
  DocNumber: text(21),
  TxnDate: date,
  DepartmentRef: reference('Department'),
  CurrencyRef: reference('Currency'),
  ExchangeRate: rate,
  PrivateNote: text(4000),
  LinkedTxn: LINKED_TRANSACTIONS,
};

/** Fields of purchases and bills that only companies outside the US fill. */
export const REGIONAL_FIELDS: Fields = {
  GlobalTaxCalculation: choice('TaxExcluded', 'TaxInclusive', 'NotApplicable'),
  RecurDataRef: readOnly(any),
  TransactionLocationType: text(),
  IncludeInAnnualTPAR: flag,
  LessCIS: readOnly(money),
};

export const TRANSACTION_FILTERS = ['TxnDate', 'DocNumber', 'TotalAmt'] as const;
export const HIDDEN_IN_QUERIES = ['DepartmentRef', 'PrivateNote'] as const;

/** Date and currency, and the refusal of a date in a period whose books are closed. */
export function prepareTransaction(record: JsonObject, writing: Writing): void {
  record['TxnDate'] ??= writing.today;
  record['CurrencyRef'] ??= { value: 'USD' };
  if (objectAt(record, 'CurrencyRef')?.['value'] !== 'USD') {
    throw faults.business('You can only use one currency, as this company does not use multicurrency.', 'CurrencyRef');
  }
  refuseClosedPeriod(record, writing);
  if (writing.existing !== null) refuseClosedPeriod(writing.existing, writing);
}

export function refuseClosedPeriod(record: JsonObject, { store }: Pick<Writing, 'store'>): void {
  const preferences = store.find('Preferences', '1');
  const closed = textAt(objectAt(preferences, 'AccountingInfoPrefs'), 'BookCloseDate');
  if (closed !== undefined && String(record['TxnDate']) <= closed) throw faults.periodClosed();
}

export function refuseNegativeTotal(record: JsonObject): void {
  if (parseDecimal(record['TotalAmt'])?.isNegative() === true) {
    throw faults.business('The total of a transaction must be 0 or greater.', 'TotalAmt');
  }
}

/** Refuses a number that another transaction of the same entity, for which `isSame` holds, has already. */
export function refuseSameNumber(
  record: JsonObject,
  writing: Writing,
  entity: string,
  isSame: (other: JsonObject) => boolean,
): void {
  const number = textAt(record, 'DocNumber');
  if (number === undefined || writing.allowDuplicateNumber || writing.existing?.['DocNumber'] === number) return;
  for (const other of writing.store.all(entity)) {
    if (other['Id'] === record['Id'] || other['DocNumber'] !== number || !isSame(other)) continue;
    throw faults.duplicateNumber(number, entity, String(other['Id']));
  }
}

/** Whether the company wants to be told of numbers that occur twice; off in the sample company. */
export function warnsOf(preference: string, { store }: Writing): boolean {
  const others = objectAt(store.find('Preferences', '1'), 'OtherPrefs')?.['NameValue'];
  if (!Array.isArray(others)) return false;
  return others.some(
    (entry) => textAt(entry as JsonObject, 'Name') === preference && (entry as JsonObject)['Value'] === 'true',
  );
}
