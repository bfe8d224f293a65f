import type { ElementResource } from '../../adapters/adapter';
import { RESOURCE_OF_BOOK_ENTRY } from '../../adapters/book-entry-resource';
import { BOOK_ENTRY_KINDS, type BookEntryKind } from '../../adapters/records';
import type { RecordKind, RecordReference } from '../../record-id';
import type { GraphqlContext } from '../context';

const TYPE_NAMES: Readonly<Record<RecordKind, string | null>> = {
  REPORT: 'Report',
  POLICY: 'Policy',
  EMPLOYEE: 'Employee',
  EXPENSE: 'Expense',
  PURCHASE: 'Expense',
  BILL: 'Expense',
  SUPPLIER_CREDIT: 'Expense',
  SUPPLIER: 'Supplier',
  CUSTOMER: 'Customer',
  LEDGER_ACCOUNT: 'LedgerAccount',
  TRACKING_CLASS: 'TrackingClass',
  DEPARTMENT: 'Department',
  TAX_DOCUMENT: 'TaxDocument',
  // Shown with its instance, and no record by itself.
  COMPANY: null,
};

/** A record of any kind: its row, with the name of its type, which tells what the interface is. */
export async function findRecord(reference: RecordReference, { loaders }: GraphqlContext): Promise<object | null> {
  const typeName = TYPE_NAMES[reference.kind];
  if (typeName === null) return null;
  const row = await loaderOf(reference.kind, loaders).load(reference);
  return row && { ...row, __typename: typeName };
}

function loaderOf(
  kind: RecordKind,
  { reports, policies, employees, expenses, bookEntries, taxDocuments }: GraphqlContext['loaders'],
): { load(key: RecordReference): Promise<object | null> } {
  if (kind === 'REPORT') return reports;
  if (kind === 'POLICY') return policies;
  if (isBookEntry(kind)) return bookEntries;
  if (kind === 'TAX_DOCUMENT') return taxDocuments;
  return kind === 'EMPLOYEE' ? employees : expenses;
}

/** What records of a kind are kept as. */
export function resourceOf(kind: RecordKind): ElementResource {
  if (kind === 'REPORT') return 'REPORTS';
  if (kind === 'POLICY') return 'POLICIES';
  if (kind === 'EMPLOYEE') return 'EMPLOYEES';
  if (kind === 'TAX_DOCUMENT') return 'TAX_DOCUMENTS';
  return isBookEntry(kind) ? RESOURCE_OF_BOOK_ENTRY[kind] : 'EXPENSES';
}

function isBookEntry(kind: RecordKind): kind is BookEntryKind {
  return BOOK_ENTRY_KINDS.some((known) => known === kind);
}
