import type { MoneyValue } from '../../records';
import { currencyCodeOf } from '../currency-names';
import { textOf, type QbxmlContent, type QbxmlObject } from '../qbxml/answer-event';

/** Tables hold amounts of at most so many digits before the point. */
const WHOLE_DIGITS = 14;

/** Numbers of people and of their accounts, and what is said about a person beside the name: nobody needs them here. */
const LEFT_OUT = new Set([
  'SSN',
  'EIN',
  'VendorTaxIdent',
  'CreditCardInfo',
  'BankNumber',
  'BirthDate',
  'Gender',
  'Ethnicity',
  'USCitizen',
  'Disabled',
  'DisabilityDesc',
  'OnFile',
  'WorkAuthExpireDate',
  'USVeteran',
  'MilitaryStatus',
  'EmergencyContacts',
  'TargetBonus',
  'BillingRateRef',
  'EmployeePayrollInfo',
  'EmployeeTaxInfo',
  'EmployeeDirectDepositAccount',
  'PayScheduleRef',
  'YearBeginsDate',
]);

/** `true` and `false`; the schema allows 1 and 0 too. */
export function flagOf(value: QbxmlContent | undefined, ...names: readonly string[]): boolean | null {
  const text = textOf(value, ...names)?.toLowerCase();
  if (text === 'true' || text === '1') return true;
  return text === 'false' || text === '0' ? false : null;
}

/** A day that the calendar has. */
export function dayOf(value: QbxmlContent | undefined, name: string): string | null {
  const text = textOf(value, name)?.slice(0, 10) ?? '';
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : new Date(Number.NaN);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text) ? text : null;
}

/** In summer an hour off where QuickBooks writes the offset of the winter; see `host-time`. */
export function instantOf(value: QbxmlContent | undefined, name: string): Date | null {
  const text = textOf(value, name) ?? '';
  // Without an offset it would be taken for a time of ours.
  const at = /[+-]\d{2}:\d{2}$/.test(text) ? new Date(text) : new Date(Number.NaN);
  return Number.isNaN(at.getTime()) ? null : at;
}

export function emailOf(value: QbxmlContent | undefined): string | null {
  return textOf(value, 'Email')?.toLowerCase() ?? null;
}

/** A number as plain digits; null for what is none. */
export function decimalOf(value: QbxmlContent | undefined, name: string): string | null {
  const text = textOf(value, name) ?? '';
  const parts = /^([+-]?)(\d*)(?:\.(\d+))?$/.exec(text);
  if (parts === null || !/\d/.test(text)) return null;
  const [, sign = '', whole = '', fraction] = parts;
  const digits = `${whole.replace(/^0+(?=\d)/, '') || '0'}${fraction === undefined ? '' : `.${fraction}`}`;
  return sign === '-' && /[1-9]/.test(digits) ? `-${digits}` : digits;
}

/** Null without an amount or a currency. @throws RangeError for an amount that no account has. */
export function moneyOf(value: QbxmlContent | undefined, name: string, currency: string | null): MoneyValue | null {
  const amount = decimalOf(value, name);
  if (amount === null || currency === null) return null;
  if (amount.replace(/^-/, '').split('.')[0]!.length > WHOLE_DIGITS) throw new RangeError(`amount ${amount}`);
  return { amount, currency };
}

export function negated({ amount, currency }: MoneyValue): MoneyValue {
  const turned = amount.startsWith('-') ? amount.slice(1) : `-${amount}`;
  return { amount: /[1-9]/.test(turned) ? turned : amount, currency };
}

/** That of the record, else that of the company; null for a currency whose name nobody knows. */
export function currencyOf(value: QbxmlContent | undefined, home: string | null): string | null {
  const name = nameIn(value, 'CurrencyRef');
  return name === null ? home : currencyCodeOf(name);
}

/** Of a reference. */
export function idIn(value: QbxmlContent | undefined, reference: string): string | null {
  return textOf(value, reference, 'ListID');
}

/** Of a reference. */
export function nameIn(value: QbxmlContent | undefined, reference: string): string | null {
  return textOf(value, reference, 'FullName');
}

/** The object in QuickBooks' own words. */
export function vendorFieldsOf(object: QbxmlObject): Record<string, unknown> {
  const kept = Object.entries(object).filter(([name]) => !LEFT_OUT.has(name));
  return Object.fromEntries(kept.map(([name, content]) => [name, plain(content)]));
}

function plain(content: QbxmlContent | undefined): unknown {
  if (content === undefined || typeof content === 'string') return content;
  return Array.isArray(content) ? content.map(plain) : vendorFieldsOf(content as QbxmlObject);
}
