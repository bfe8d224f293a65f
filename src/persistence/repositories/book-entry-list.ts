import type { BookEntryKind, LedgerAccountKind } from '../../adapters/records';
import type { InstanceScope } from '../keyset/list-scope';
import type { ConditionsOf, ListTable } from '../keyset/list-statement';
import type { SortColumn } from '../keyset/sort-column';
import { BOOK_ENTRY_COLUMNS } from './book-entry-row';
import { ListConditions } from './list-condition';

export type BookEntryListScope = InstanceScope;

export type BookEntryOrderField = 'NAME';

/** With an order that no change of a record moves: for who reads a list to its end. */
export type BookEntrySortField = BookEntryOrderField | 'REMOTE_ID';

export interface BookEntryListFilter {
  readonly remoteId?: readonly string[] | null;
  /** Part of the full name, e-mail address or account number, case ignored. */
  readonly text?: string | null;
  readonly isActive?: boolean | null;
  /** Case ignored. */
  readonly email?: readonly string[] | null;
  readonly accountKind?: readonly LedgerAccountKind[] | null;
  readonly accountNumber?: readonly string[] | null;
  /** Changed in our records at or after this instant. */
  readonly changedSince?: Date | null;
}

export const BOOK_ENTRY_TABLE: ListTable = {
  name: 'book_entries',
  columns: BOOK_ENTRY_COLUMNS,
  keyColumns: ['instance_id', 'remote_id'],
};

export const BOOK_ENTRY_SORTS: Readonly<Record<BookEntrySortField, SortColumn>> = {
  REMOTE_ID: { column: 'remote_id', type: 'text', nullable: false },
  NAME: { column: 'name_sort', type: 'text', nullable: false },
};

/** Lists are of one kind: its condition leads into every index. */
export function bookEntryConditions(kind: BookEntryKind, filter: BookEntryListFilter | null): ConditionsOf {
  return (bound) => {
    const list = new ListConditions(bound);
    list.add(`t.kind = ${bound.bind(kind, 'text')}`);
    list.anyOf('remote_id', filter?.remoteId);
    list.is('is_active', filter?.isActive);
    list.anyOfIgnoringCase('email', filter?.email);
    list.anyOf('account_kind', filter?.accountKind);
    list.anyOf('account_number', filter?.accountNumber);
    list.contains('search_text', filter?.text);
    list.since('changed_at', filter?.changedSince);
    return list.conditions;
  };
}
