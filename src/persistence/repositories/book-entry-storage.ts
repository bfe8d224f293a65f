import type { BookEntryRecord } from '../../adapters/records';
import { RESOURCE_OF_BOOK_ENTRY } from '../../adapters/book-entry-resource';
import { formatAmount } from '../money-format';
import { BOOK_ENTRY_COLUMNS, toBookEntryRow, type BookEntryColumns } from './book-entry-row';
import { indexedText, searchText, sortText } from './derived-columns';
import type { TrackedTable } from './record-change';
import { recordUpsert, type StoredColumns } from './record-upsert';

export const TRACKED_BOOK_ENTRIES: TrackedTable<BookEntryColumns> = {
  resourceOf: ({ kind }) => RESOURCE_OF_BOOK_ENTRY[kind],
  columns: BOOK_ENTRY_COLUMNS,
  longFields: { vendorFields: 'vendor_fields' },
  graphNames: { parentRemoteId: 'parent', accountKind: 'kind' },
  kindOf: ({ kind }) => kind,
  toRow: toBookEntryRow,
};

/** Writing entries of books: every column with its type, and what a record has in it. */
export const BOOK_ENTRY_UPSERT = recordUpsert(
  'book_entries',
  ['kind', 'remote_id'],
  {
    kind: 'text',
    remote_id: 'text',
    name: 'text',
    full_name: 'text',
    name_sort: 'text',
    search_text: 'text',
    parent_remote_id: 'text',
    is_active: 'boolean',
    email: 'text',
    currency: 'text',
    balance: 'numeric',
    balance_currency: 'text',
    account_kind: 'text',
    account_vendor_type: 'text',
    account_number: 'text',
    is_project: 'boolean',
    company_legal_name: 'text',
    company_country: 'text',
    vendor_fields: 'jsonb',
  },
  TRACKED_BOOK_ENTRIES,
);

export function toStoredBookEntry(entry: BookEntryRecord): StoredColumns {
  const { account, balance, company } = entry;
  return {
    kind: entry.kind,
    remote_id: entry.remoteId,
    name: entry.name,
    full_name: entry.fullName,
    name_sort: sortText(entry.fullName),
    search_text: searchText(entry.fullName, entry.email, account && account.number),
    parent_remote_id: indexedText(entry.parentRemoteId),
    is_active: entry.isActive,
    email: indexedText(entry.email),
    currency: entry.currency,
    balance: balance && formatAmount(balance.amount, balance.currency),
    balance_currency: balance && balance.currency,
    account_kind: account && account.kind,
    account_vendor_type: account && account.vendorType,
    account_number: account && indexedText(account.number),
    is_project: entry.isProject,
    company_legal_name: company && company.legalName,
    company_country: company && company.country,
    vendor_fields: entry.vendorFields,
  };
}
