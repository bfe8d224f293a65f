import type { ElementResource } from './adapter';
import type { BookEntryKind } from './records';

/** What the entries of each kind are kept as. */
export const RESOURCE_OF_BOOK_ENTRY: Readonly<Record<BookEntryKind, ElementResource>> = {
  SUPPLIER: 'SUPPLIERS',
  CUSTOMER: 'CUSTOMERS',
  LEDGER_ACCOUNT: 'LEDGER_ACCOUNTS',
  TRACKING_CLASS: 'TRACKING_CLASSES',
  DEPARTMENT: 'DEPARTMENTS',
  COMPANY: 'COMPANY',
};
