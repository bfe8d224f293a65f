import type { BookEntryKind, LedgerAccountKind, MoneyValue } from '../../adapters/records';
import { encodeRecordId } from '../../record-id';
import { toMoney } from '../money-format';

/** A stored entry of a company's books, ready to be served. What its kind does not have is null. Vendor fields are read apart. */
export interface BookEntryRow {
  readonly id: string;
  readonly instanceId: string;
  readonly kind: BookEntryKind;
  readonly remoteId: string;
  readonly name: string;
  readonly fullName: string;
  readonly parentRemoteId: string | null;
  readonly isActive: boolean | null;
  readonly email: string | null;
  readonly currency: string | null;
  readonly balance: MoneyValue | null;
  readonly accountKind: LedgerAccountKind | null;
  readonly vendorType: string | null;
  readonly number: string | null;
  readonly isProject: boolean | null;
  readonly legalName: string | null;
  readonly country: string | null;
  readonly changedAt: Date;
  readonly fetchedAt: Date;
}

/** The columns that a row is made of, of `t`. */
export const BOOK_ENTRY_COLUMNS = `t.instance_id, t.kind, t.remote_id, t.name, t.full_name, t.parent_remote_id, t.is_active,
  t.email, t.currency, t.balance, t.balance_currency, t.account_kind, t.account_vendor_type, t.account_number,
  t.is_project, t.company_legal_name, t.company_country, t.changed_at, t.fetched_at`;

export interface BookEntryColumns {
  readonly instance_id: string;
  readonly kind: BookEntryKind;
  readonly remote_id: string;
  readonly name: string;
  readonly full_name: string;
  readonly parent_remote_id: string | null;
  readonly is_active: boolean | null;
  readonly email: string | null;
  readonly currency: string | null;
  readonly balance: string | null;
  readonly balance_currency: string | null;
  readonly account_kind: LedgerAccountKind | null;
  readonly account_vendor_type: string | null;
  readonly account_number: string | null;
  readonly is_project: boolean | null;
  readonly company_legal_name: string | null;
  readonly company_country: string | null;
  readonly changed_at: Date;
  readonly fetched_at: Date;
}

export function toBookEntryRow(columns: BookEntryColumns): BookEntryRow {
  return {
    id: encodeRecordId(columns.kind, columns.instance_id, columns.remote_id),
    instanceId: columns.instance_id,
    kind: columns.kind,
    remoteId: columns.remote_id,
    name: columns.name,
    fullName: columns.full_name,
    parentRemoteId: columns.parent_remote_id,
    isActive: columns.is_active,
    email: columns.email,
    currency: columns.currency,
    balance: toMoney(columns.balance, columns.balance_currency),
    accountKind: columns.account_kind,
    vendorType: columns.account_vendor_type,
    number: columns.account_number,
    isProject: columns.is_project,
    legalName: columns.company_legal_name,
    country: columns.company_country,
    changedAt: columns.changed_at,
    fetchedAt: columns.fetched_at,
  };
}
