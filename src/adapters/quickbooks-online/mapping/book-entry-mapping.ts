import type { BookEntryKind, BookEntryRecord, LedgerAccountKind } from '../../records';
import { currencyOf, emailOf, flagOf, idOf, moneyOf, textOf, vendorFieldsOf, type RawObject } from './raw-object';

const ACCOUNT_KINDS: Readonly<Record<string, LedgerAccountKind>> = {
  Bank: 'BANK',
  'Credit Card': 'CREDIT_CARD',
  Expense: 'EXPENSE',
  'Cost of Goods Sold': 'COST_OF_GOODS_SOLD',
  'Other Expense': 'OTHER_EXPENSE',
  Income: 'INCOME',
  'Other Income': 'OTHER_INCOME',
  'Accounts Receivable': 'RECEIVABLE',
  'Accounts Payable': 'PAYABLE',
  'Other Current Asset': 'ASSET',
  'Fixed Asset': 'ASSET',
  'Other Asset': 'ASSET',
  'Other Current Liability': 'LIABILITY',
  'Long Term Liability': 'LIABILITY',
  Equity: 'EQUITY',
};

/** QuickBooks states 0 for these, whatever was posted to them. */
const WITHOUT_BALANCE: ReadonlySet<LedgerAccountKind> = new Set([
  'EXPENSE',
  'COST_OF_GOODS_SOLD',
  'OTHER_EXPENSE',
  'INCOME',
  'OTHER_INCOME',
]);

/** Null without an id or a name, here and below. */
export function fromVendor(raw: RawObject, home: string | null): BookEntryRecord | null {
  const currency = currencyOf(raw, home);
  const entry = toEntry('SUPPLIER', raw, raw.DisplayName);
  return entry && { ...entry, email: emailOf(raw.PrimaryEmailAddr), currency, balance: moneyOf(raw.Balance, currency) };
}

export function fromCustomer(raw: RawObject, home: string | null): BookEntryRecord | null {
  const currency = currencyOf(raw, home);
  const entry = toEntry('CUSTOMER', raw, raw.DisplayName);
  return (
    entry && {
      ...entry,
      email: emailOf(raw.PrimaryEmailAddr),
      currency,
      balance: moneyOf(raw.Balance, currency),
      isProject: flagOf(raw.IsProject),
    }
  );
}

export function fromAccount(raw: RawObject, home: string | null): BookEntryRecord | null {
  const currency = currencyOf(raw, home);
  const entry = toEntry('LEDGER_ACCOUNT', raw, raw.Name);
  const vendorType = textOf(raw.AccountType);
  const kind = ACCOUNT_KINDS[vendorType ?? ''] ?? 'UNKNOWN';
  return (
    entry && {
      ...entry,
      currency,
      balance: WITHOUT_BALANCE.has(kind) ? null : moneyOf(raw.CurrentBalance, currency),
      account: { kind, vendorType, number: textOf(raw.AcctNum) },
    }
  );
}

export function fromClass(raw: RawObject): BookEntryRecord | null {
  return toEntry('TRACKING_CLASS', raw, raw.Name);
}

export function fromDepartment(raw: RawObject): BookEntryRecord | null {
  return toEntry('DEPARTMENT', raw, raw.Name);
}

/** The home currency is kept among the company's preferences. */
export function fromCompanyInfo(raw: RawObject, home: string | null): BookEntryRecord | null {
  const entry = toEntry('COMPANY', raw, raw.CompanyName);
  return (
    entry && {
      ...entry,
      currency: home,
      company: { legalName: textOf(raw.LegalName), country: textOf(raw.Country) },
    }
  );
}

function toEntry(kind: BookEntryKind, raw: RawObject, namedBy: unknown): BookEntryRecord | null {
  const remoteId = textOf(raw.Id);
  const name = textOf(namedBy);
  if (remoteId === null || name === null) return null;
  return {
    kind,
    remoteId,
    name,
    fullName: textOf(raw.FullyQualifiedName) ?? name,
    parentRemoteId: idOf(raw.ParentRef),
    isActive: flagOf(raw.Active),
    email: null,
    currency: null,
    balance: null,
    account: null,
    isProject: null,
    company: null,
    vendorFields: vendorFieldsOf(raw),
  };
}
