import type { BookEntryKind, BookEntryRecord, LedgerAccountKind } from '../../records';
import { textOf, type QbxmlObject } from '../qbxml/answer-event';
import { currencyOf, emailOf, flagOf, idIn, moneyOf, negated, vendorFieldsOf } from './values';

/** There is one company in a company file, and it has no id of its own. */
export const COMPANY_ID = '1';

const ACCOUNT_KINDS: Readonly<Record<string, LedgerAccountKind>> = {
  Bank: 'BANK',
  CreditCard: 'CREDIT_CARD',
  Expense: 'EXPENSE',
  CostOfGoodsSold: 'COST_OF_GOODS_SOLD',
  OtherExpense: 'OTHER_EXPENSE',
  Income: 'INCOME',
  OtherIncome: 'OTHER_INCOME',
  AccountsReceivable: 'RECEIVABLE',
  AccountsPayable: 'PAYABLE',
  OtherCurrentAsset: 'ASSET',
  FixedAsset: 'ASSET',
  OtherAsset: 'ASSET',
  OtherCurrentLiability: 'LIABILITY',
  LongTermLiability: 'LIABILITY',
  Equity: 'EQUITY',
};

/** QuickBooks keeps no balance of these, and says 0 or nothing. */
const WITHOUT_BALANCE: ReadonlySet<LedgerAccountKind> = new Set([
  'EXPENSE',
  'COST_OF_GOODS_SOLD',
  'OTHER_EXPENSE',
  'INCOME',
  'OTHER_INCOME',
]);
/** What stands on their credit side is positive at QuickBooks. */
const OF_CREDITS: ReadonlySet<LedgerAccountKind> = new Set(['CREDIT_CARD', 'PAYABLE', 'LIABILITY', 'EQUITY']);

/** Null without an id or a name, here and below. */
export function fromVendor(raw: QbxmlObject, home: string | null): BookEntryRecord | null {
  const currency = currencyOf(raw, home);
  const entry = toEntry('SUPPLIER', raw);
  return entry && { ...entry, email: emailOf(raw), currency, balance: moneyOf(raw, 'Balance', currency) };
}

/** Jobs are customers below a customer, or below another job. */
export function fromCustomer(raw: QbxmlObject, home: string | null): BookEntryRecord | null {
  const currency = currencyOf(raw, home);
  const entry = toEntry('CUSTOMER', raw);
  return (
    entry && {
      ...entry,
      email: emailOf(raw),
      currency,
      balance: moneyOf(raw, 'Balance', currency),
      isProject: entry.parentRemoteId !== null,
    }
  );
}

export function fromAccount(raw: QbxmlObject, home: string | null): BookEntryRecord | null {
  const currency = currencyOf(raw, home);
  const entry = toEntry('LEDGER_ACCOUNT', raw);
  const vendorType = textOf(raw, 'AccountType');
  const kind = ACCOUNT_KINDS[vendorType ?? ''] ?? 'UNKNOWN';
  const balance = WITHOUT_BALANCE.has(kind) ? null : moneyOf(raw, 'Balance', currency);
  return (
    entry && {
      ...entry,
      currency,
      balance: balance !== null && OF_CREDITS.has(kind) ? negated(balance) : balance,
      account: { kind, vendorType, number: textOf(raw, 'AccountNumber') },
    }
  );
}

export function fromClass(raw: QbxmlObject): BookEntryRecord | null {
  return toEntry('TRACKING_CLASS', raw);
}

/** What is known of a company is in three answers. */
export interface CompanyAnswers {
  readonly company: QbxmlObject;
  readonly preferences: QbxmlObject;
  readonly host: QbxmlObject;
}

export function fromCompany(
  { company, preferences, host }: CompanyAnswers,
  { home, country }: { readonly home: string | null; readonly country: string | null },
): BookEntryRecord | null {
  const name = textOf(company, 'CompanyName') ?? textOf(company, 'LegalCompanyName');
  if (name === null) return null;
  return {
    ...emptyEntry('COMPANY', COMPANY_ID, name),
    email: emailOf(company),
    currency: home,
    company: {
      legalName: textOf(company, 'LegalCompanyName'),
      country: textOf(company, 'LegalAddress', 'Country') ?? textOf(company, 'Address', 'Country') ?? country,
    },
    vendorFields: {
      ...vendorFieldsOf(company),
      Preferences: vendorFieldsOf(preferences),
      Host: vendorFieldsOf(host),
    },
  };
}

function toEntry(kind: BookEntryKind, raw: QbxmlObject): BookEntryRecord | null {
  const remoteId = textOf(raw, 'ListID');
  const name = textOf(raw, 'Name');
  if (remoteId === null || name === null) return null;
  return {
    ...emptyEntry(kind, remoteId, name),
    fullName: textOf(raw, 'FullName') ?? name,
    parentRemoteId: idIn(raw, 'ParentRef'),
    isActive: flagOf(raw, 'IsActive'),
    vendorFields: vendorFieldsOf(raw),
  };
}

function emptyEntry(kind: BookEntryKind, remoteId: string, name: string): BookEntryRecord {
  return {
    kind,
    remoteId,
    name,
    fullName: name,
    parentRemoteId: null,
    isActive: null,
    email: null,
    currency: null,
    balance: null,
    account: null,
    isProject: null,
    company: null,
    vendorFields: {},
  };
}
