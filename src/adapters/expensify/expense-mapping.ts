import type { ExpenseRecord, MoneyValue } from '../records';
import { toExpenseTags } from './expense-tags';
import { fromMinorUnits, isNonZero, readCurrency } from './money';
import {
  readBoolean,
  readDecimal,
  readEmail,
  readRecords,
  readText,
  readToken,
  readUrl,
  isRawRecord,
  withoutEmptyMembers,
  type RawRecord,
} from './raw-record';
import { readDay, readMoment } from './vendor-date';

/** What an expense takes over from the report it is on. */
export interface ExpenseContext {
  /** Null where Expensify names none. */
  readonly reportRemoteId: string | null;
  readonly reportCurrency: string | null;
  readonly submitterEmail: string | null;
}

/** One `transactionList` entry in our words; null when it has no ID. */
export function toExpenseRecord(raw: RawRecord, context: ExpenseContext): ExpenseRecord | null {
  const remoteId = readToken(raw.transactionID);
  if (remoteId === null) return null;
  const currency = readCurrency(raw.currency);
  return {
    kind: 'EXPENSE',
    remoteId,
    reportRemoteId: context.reportRemoteId,
    employeeEmail: context.submitterEmail,
    ...toAmounts(raw, currency, context.reportCurrency),
    tax: toTax(raw, currency),
    merchant: readText(raw.modifiedMerchant) ?? readText(raw.merchant),
    description: readText(raw.comment),
    date: readDay(raw.modifiedCreated) ?? readDay(raw.created),
    createdAt: readMoment(raw.inserted).at,
    // A part of a split expense is an expense of its own, and says so here when it has no type.
    vendorKind: readToken(raw.type) ?? readToken(raw.source),
    paymentMethod: null,
    category: toCategory(raw),
    tags: toExpenseTags(raw),
    // The parts of a split expense are expenses of their own.
    lines: [],
    payee: null,
    posting: null,
    receipt: toReceipt(raw),
    attendees: readRecords(raw.attendees).map(({ email, displayName }) => ({
      email: readEmail(email),
      name: readText(displayName),
    })),
    billable: readBoolean(raw.billable),
    reimbursable: readBoolean(raw.reimbursable),
    card: toCard(raw),
    distance: toDistance(raw, currency),
    merchantCategoryCode: toMerchantCategoryCode(raw.modifiedMCC) ?? toMerchantCategoryCode(raw.mcc),
    externalReference: readText(raw.externalID),
    vendorFields: withoutEmptyMembers(raw),
  };
}

type Amounts = Pick<ExpenseRecord, 'amount' | 'originalAmount' | 'convertedAmount' | 'exchangeRate'>;

function toAmounts(raw: RawRecord, currency: string | null, reportCurrency: string | null): Amounts {
  if (hasUnreadReceipt(raw)) return { amount: null, originalAmount: null, convertedAmount: null, exchangeRate: null };
  const converted = fromMinorUnits(raw.convertedAmount, reportCurrency);
  // Expensify fills `convertedAmount` also where both currencies are the same.
  const wasConverted = converted !== null && currency !== reportCurrency;
  return {
    amount: converted ?? toEditedAmount(raw, currency),
    originalAmount: fromMinorUnits(raw.amount, currency),
    convertedAmount: wasConverted ? converted : null,
    exchangeRate: wasConverted ? readDecimal(raw.currencyConversionRate) : null,
  };
}

/** A `modifiedAmount` of 0 means that nothing was modified. */
function toEditedAmount(raw: RawRecord, currency: string | null): MoneyValue | null {
  return fromMinorUnits(isNonZero(raw.modifiedAmount) ? raw.modifiedAmount : raw.amount, currency);
}

/**
 * A photographed receipt makes an expense of 0 before anyone has read it. Expensify documents no mark of that, so it is
 * taken from what cannot be otherwise: a receipt, no amount, and no merchant, which every read expense has; or from
 * the receipt's state where the export carries it.
 */
function hasUnreadReceipt(raw: RawRecord): boolean {
  if (!hasReceipt(raw)) return false;
  if ([raw.amount, raw.modifiedAmount, raw.convertedAmount].some(isNonZero)) return false;
  const noMerchant = readText(raw.modifiedMerchant) === null && readText(raw.merchant) === null;
  return noMerchant || /^scan(?:ready|ning)$/i.test(readToken(raw.receiptState) ?? '');
}

function hasReceipt(raw: RawRecord): boolean {
  return readId(raw.receiptID) !== null || readText(raw.receiptFilename) !== null || readUrl(raw.receiptURL) !== null;
}

function toReceipt(raw: RawRecord): ExpenseRecord['receipt'] {
  if (!hasReceipt(raw)) return null;
  const type = readToken(raw.receiptType);
  return {
    remoteId: readId(raw.receiptID),
    fileName: readText(raw.receiptFilename),
    contentType: type?.includes('/') ? type : null,
    url: readUrl(raw.receiptURL),
    // Partner credentials do not open it.
    access: 'VENDOR_LOGIN',
  };
}

function toTax(raw: RawRecord, currency: string | null): ExpenseRecord['tax'] {
  const amount = fromMinorUnits(isNonZero(raw.modifiedTaxAmount) ? raw.modifiedTaxAmount : raw.taxAmount, currency);
  const ratePercent = readDecimal(readToken(raw.taxRate)?.replace(/\s*%$/, ''));
  const name = readText(raw.taxRateName) ?? readText(raw.taxName);
  const code = readText(raw.taxCode);
  const nothingSaid = ratePercent === null && name === null && code === null;
  // A tax of 0 on an expense that says it has none is no tax.
  const noAmount = amount === null || (readBoolean(raw.hasTax) !== true && !isNonZero(amount.amount));
  return nothingSaid && noAmount ? null : { amount, ratePercent, name, code };
}

function toCategory(raw: RawRecord): ExpenseRecord['category'] {
  const name = readText(raw.category);
  return name === null ? null : { name, ledgerCode: readText(raw.categoryGlCode) };
}

function toCard(raw: RawRecord): ExpenseRecord['card'] {
  const remoteId = readId(raw.cardID);
  const name = readText(raw.cardName);
  if (remoteId === null && name === null) return null;
  const lastFour = /[xX*•](\d{4})$/.exec(name ?? '')?.[1] ?? null;
  return { remoteId, name, lastFour, bank: readText(raw.bank) };
}

function toDistance(raw: RawRecord, currency: string | null): ExpenseRecord['distance'] {
  const units = isRawRecord(raw.units) ? raw.units : {};
  const quantity = readDecimal(units.count);
  const unit = toDistanceUnit(units.unit);
  if (quantity === null || unit === null) return null;
  return { quantity, unit, rate: fromMinorUnits(units.rate, currency) };
}

/** Also `hours` and the like occur: work by the unit, which is no journey. */
function toDistanceUnit(value: unknown): 'KILOMETER' | 'MILE' | null {
  const unit = readToken(value)?.toLowerCase() ?? '';
  if (/^(mi|miles?)$/.test(unit)) return 'MILE';
  return /^(km|kilomet(?:er|re)s?)$/.test(unit) ? 'KILOMETER' : null;
}

/** 0 when unknown; leading zeros are lost where it comes as a number. */
function toMerchantCategoryCode(value: unknown): string | null {
  const code = readToken(value);
  return code !== null && /^\d{1,4}$/.test(code) && isNonZero(code) ? code.padStart(4, '0') : null;
}

/** Expensify writes 0 for "none". */
function readId(value: unknown): string | null {
  const id = readToken(value);
  return id === '0' ? null : id;
}
