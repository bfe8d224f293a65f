import type { BookEntryKind } from '../../adapters/records';
import { RESOURCE_OF_BOOK_ENTRY } from '../../adapters/book-entry-resource';
import type {
  BookEntryListFilter,
  BookEntryListScope,
  BookEntryOrderField,
} from '../../persistence/repositories/book-entry-list';
import type { BookEntryRow } from '../../persistence/repositories/book-entry-row';
import { defineRecordConnection, type ConnectionNames } from '../connection/define-connection';
import type { RecordListKind } from '../connection/record-list';
import type {
  BookEntryFilter,
  CustomerFilter,
  DepartmentFilter,
  LedgerAccountFilter,
  SupplierFilter,
  TrackingClassFilter,
} from './book-entry-list.input';
import { Customer } from './customer.type';
import { Department } from './department.type';
import { LedgerAccount } from './ledger-account.type';
import { Supplier } from './supplier.type';
import { TrackingClass } from './tracking-class.type';

type BookEntryListKind<Given extends BookEntryFilter> = RecordListKind<
  BookEntryRow,
  BookEntryListScope,
  Given,
  BookEntryListFilter,
  BookEntryOrderField
>;

/** The lists of one kind, by full name. */
function listKind<Given extends BookEntryFilter>(
  kind: BookEntryKind,
  names: ConnectionNames,
  node: () => Function,
  toFilter: (conditions: Omit<Given, 'instanceId' | 'elementKey' | 'instanceTag' | 'remoteId'>) => BookEntryListFilter,
): BookEntryListKind<Given> {
  return {
    resource: RESOURCE_OF_BOOK_ENTRY[kind],
    plural: names.plural,
    Connection: defineRecordConnection<BookEntryRow>(names, node),
    defaultOrder: { field: 'NAME', direction: 'ASC' },
    lists: (loaders) => loaders.bookEntryLists[kind],
    toFilter: ({ instanceId, elementKey, instanceTag, remoteId, ...conditions }) => toFilter(conditions),
  };
}

export const SUPPLIERS = listKind<SupplierFilter>(
  'SUPPLIER',
  { type: 'Supplier', plural: 'suppliers' },
  () => Supplier,
  (conditions) => conditions,
);

export const CUSTOMERS = listKind<CustomerFilter>(
  'CUSTOMER',
  { type: 'Customer', plural: 'customers' },
  () => Customer,
  (conditions) => conditions,
);

export const LEDGER_ACCOUNTS = listKind<LedgerAccountFilter>(
  'LEDGER_ACCOUNT',
  { type: 'LedgerAccount', plural: 'ledger accounts' },
  () => LedgerAccount,
  ({ kind, number, ...conditions }) => ({ ...conditions, accountKind: kind, accountNumber: number }),
);

export const TRACKING_CLASSES = listKind<TrackingClassFilter>(
  'TRACKING_CLASS',
  { type: 'TrackingClass', plural: 'tracking classes' },
  () => TrackingClass,
  (conditions) => conditions,
);

export const DEPARTMENTS = listKind<DepartmentFilter>(
  'DEPARTMENT',
  { type: 'Department', plural: 'departments' },
  () => Department,
  (conditions) => conditions,
);
