import type {
  MoneyValue,
  PolicyCategoryValue,
  PolicyRecord,
  PolicyReportFieldValue,
  PolicyTagGroupValue,
  PolicyTaxValue,
} from '../records';
import { fromMinorUnits, isNonZero, readCurrency } from './money';
import { canonicalPolicyId } from './policy-id';
import {
  isRawRecord,
  readBoolean,
  readDecimal,
  readEmail,
  readRecords,
  readText,
  readToken,
  type RawRecord,
} from './raw-record';
import { toRole } from './role';

const FIELD_TYPE_OF_WORD: Readonly<Record<string, PolicyReportFieldValue['type']>> = {
  text: 'TEXT',
  dropdown: 'LIST',
  date: 'DATE',
  formula: 'FORMULA',
};

/** What Expensify's own apps write for a limit that is switched off (`DISABLED_MAX_EXPENSE_VALUE` of Expensify/App). */
const SWITCHED_OFF = '10000000000';

/**
 * A policy from its entry in the policy list and its sections; a section that is missing there was not readable. Null
 * when it has no ID or no name.
 */
export function toPolicyRecord(entry: RawRecord, sections: RawRecord): PolicyRecord | null {
  const remoteId = readPolicyId(entry);
  const name = readText(entry.name);
  if (remoteId === null || name === null) return null;
  const currency = readCurrency(entry.outputCurrency);
  return {
    remoteId,
    name,
    vendorType: readToken(entry.type),
    currency,
    ownerEmail: readEmail(entry.owner),
    accessRole: toRole(entry.role),
    categories: toCategories(sections.categories, currency),
    tagGroups: toTagGroups(sections.tags),
    reportFields: toReportFields(sections.reportFields),
    tax: toTax(sections.tax),
    limits: toLimits(entry, currency),
    vendorFields: entry,
  };
}

export function readPolicyId(entry: RawRecord): string | null {
  const id = readToken(entry.id);
  return id === null ? null : canonicalPolicyId(id);
}

function toCategories(section: unknown, currency: string | null): PolicyCategoryValue[] | null {
  if (!Array.isArray(section)) return null;
  return readNamed(section).map(([name, raw]) => ({
    name,
    enabled: readBoolean(raw.enabled) ?? true,
    ledgerCode: readText(raw.glCode),
    payrollCode: readText(raw.payrollCode),
    commentRequired: readBoolean(raw.areCommentsRequired),
    commentHint: readText(raw.commentHint),
    maxExpenseAmount: toLimit(raw.maxExpenseAmount, currency),
  }));
}

/** Either the tags of one level (dependent levels joined with `:`), or one record a level with its tags in it. */
export function toTagGroups(section: unknown): PolicyTagGroupValue[] | null {
  if (!Array.isArray(section)) return null;
  const records = readRecords(section);
  if (records.length === 0) return [];
  if (!records.some((record) => 'tags' in record)) {
    return [{ level: 1, name: null, required: null, tags: toTags(records) }];
  }
  return records.map((group, index) => ({
    level: index + 1,
    name: readText(group.name),
    required: readBoolean(group.setRequired),
    tags: toTags(readRecords(group.tags)),
  }));
}

function toTags(records: readonly RawRecord[]): PolicyTagGroupValue['tags'] {
  return readNamed(records).map(([name, raw]) => ({
    name,
    enabled: readBoolean(raw.enabled) ?? true,
    ledgerCode: readText(raw.glCode),
    approverEmail: null,
  }));
}

function toReportFields(section: unknown): PolicyReportFieldValue[] | null {
  if (!Array.isArray(section)) return null;
  return readNamed(section).map(([name, raw]) => ({
    name,
    type: FIELD_TYPE_OF_WORD[readToken(raw.type)?.toLowerCase() ?? ''] ?? 'UNKNOWN',
    vendorType: readToken(raw.type),
    values: toFieldValues(raw.values),
  }));
}

/** Texts, or records with a name. */
function toFieldValues(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown) => readText(isRawRecord(item) ? item.name : item) ?? []);
}

/** `{}` when no tax is set up. */
function toTax(section: unknown): PolicyTaxValue | null {
  if (!isRawRecord(section) || Object.keys(section).length === 0) return null;
  return {
    name: readText(section.name),
    rates: readRecords(section.rates).flatMap((rate) => toTaxRate(rate) ?? []),
    defaultRateRemoteId: readToken(section.default),
  };
}

function toTaxRate(rate: RawRecord): PolicyTaxValue['rates'][number] | null {
  const remoteId = readToken(rate.rateID);
  const name = readText(rate.name);
  const ratePercent = readDecimal(rate.rate);
  return remoteId === null || name === null || ratePercent === null ? null : { remoteId, name, ratePercent };
}

function toLimits(entry: RawRecord, currency: string | null): PolicyRecord['limits'] {
  const maxExpenseAmount = toLimit(entry.maxExpenseAmount, currency);
  const receiptRequiredAbove = toThreshold(entry.maxExpenseAmountNoReceipt, currency);
  const maxExpenseAgeDays = toDays(entry.maxExpenseAge);
  const none = maxExpenseAmount === null && receiptRequiredAbove === null && maxExpenseAgeDays === null;
  return none ? null : { maxExpenseAmount, receiptRequiredAbove, maxExpenseAgeDays };
}

/** 0 is no limit either. */
function toLimit(value: unknown, currency: string | null): MoneyValue | null {
  return isNonZero(value) ? toThreshold(value, currency) : null;
}

/** Of receipts, 0 says that one is always needed. */
function toThreshold(value: unknown, currency: string | null): MoneyValue | null {
  return readDecimal(value) === SWITCHED_OFF ? null : fromMinorUnits(value, currency);
}

function toDays(value: unknown): number | null {
  const days = readDecimal(value);
  return days !== null && /^[1-9]\d{0,5}$/.test(days) ? Number(days) : null;
}

/** The records of a list that have a name: a category, tag or field without one cannot be meant. */
function readNamed(section: unknown): [string, RawRecord][] {
  return readRecords(section).flatMap((raw) => {
    const name = readText(raw.name);
    return name === null ? [] : [[name, raw] as [string, RawRecord]];
  });
}
