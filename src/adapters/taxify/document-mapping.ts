import BigNumber from 'bignumber.js';
import type { MoneyValue } from '../records';
import type {
  TaxAddressKind,
  TaxAdvisory,
  TaxDocumentRequest,
  TaxDocumentResult,
  TaxJurisdictionKind,
  TaxJurisdictionResult,
  TaxLineResult,
} from '../tax';
import { VendorProtocolError } from '../vendor-error';
import { readAddress } from './address';
import type { OperationAnswer } from './client';
import { readBoolean, readDecimal, readRecords, readText, type WireRecord } from './wire-values';

/** Taxify knows no other. */
export const CURRENCY = 'USD';

/** Lower case. */
const JURISDICTION_KINDS: Readonly<Record<string, TaxJurisdictionKind>> = {
  state: 'STATE',
  county: 'COUNTY',
  cityormunicipality: 'CITY',
  specialdistrict: 'DISTRICT',
};
const ADDRESS_KINDS: Readonly<Record<string, TaxAddressKind>> = { destination: 'DESTINATION', origin: 'ORIGIN' };

/** A calculation in our words. Throws a `VendorProtocolError` where the answer lacks what it is for. */
export function toTaxDocument(
  request: TaxDocumentRequest,
  { fields, advisories }: OperationAnswer,
  ownAdvisories: readonly TaxAdvisory[],
): TaxDocumentResult {
  const isCommitted = readBoolean(fields.IsCommitted);
  if (isCommitted === null) throw missing('whether the document is final');
  return {
    documentKey: readText(fields.DocumentKey) ?? request.documentKey,
    state: isCommitted ? 'COMMITTED' : 'DRAFT',
    taxDate: readDay(fields.EffectiveTaxDate) ?? request.taxDate,
    totalTax: money(fields.SalesTaxAmount, 'the tax of the document'),
    destination: readAddress(fields.DestinationAddress),
    origin: readAddress(fields.OriginAddress),
    effectiveAddress: readAddress(fields.EffectiveTaxAddress),
    effectiveAddressKind: ADDRESS_KINDS[readText(fields.EffectiveTaxAddressType)?.toLowerCase() ?? ''] ?? null,
    lines: readRecords(fields.TaxLineDetails, 'TaxLineDetail').map(toLine),
    jurisdictions: readRecords(fields.TaxJurisdictionDetails, 'TaxJurisdictionDetail').map(toJurisdiction),
    customerTaxCode: readText(fields.CustomerTaxabilityCode),
    advisories: [...ownAdvisories, ...advisories],
    vendorFields: fields,
  };
}

function toLine(line: WireRecord, i: number): TaxLineResult {
  const tax = decimal(line.SalesTaxAmount, 'the tax of a line');
  const rate = decimal(line.TaxRate, 'the rate of a line');
  const exempt = readDecimal(line.ExemptAmount) ?? '0';
  return {
    number: readText(line.LineNumber) ?? String(i + 1),
    itemKey: readText(line.ItemKey),
    taxCode: readText(line.ItemTaxabilityCode),
    taxableAmount: toMoney(taxableAmount(decimal(line.Amount, 'the amount of a line'), exempt, rate, tax)),
    exemptAmount: toMoney(exempt),
    rate,
    tax,
  };
}

/**
 * Nothing says whether `Amount` contains what is exempt; the tax tells: where it is that of the difference, `Amount` is
 * the whole price.
 */
function taxableAmount(amount: string, exempt: string, rate: string, tax: string): string {
  const difference = new BigNumber(amount).minus(exempt);
  const isPart = difference.isZero() || difference.times(amount).gt(0);
  const isTaxed = difference.times(rate).decimalPlaces(4).eq(new BigNumber(tax).decimalPlaces(4));
  return isPart && isTaxed ? difference.toFixed() : amount;
}

function toJurisdiction(jurisdiction: WireRecord): TaxJurisdictionResult {
  return {
    name: readText(jurisdiction.JurisdictionName) ?? '',
    kind: JURISDICTION_KINDS[readText(jurisdiction.JurisdictionType)?.toLowerCase() ?? ''] ?? 'OTHER',
    rate: decimal(jurisdiction.JurisdictionTaxRate, 'the rate of a jurisdiction'),
    tax: money(jurisdiction.JurisdictionTaxAmount, 'the tax of a jurisdiction'),
  };
}

/** A day stays a day: a time that may follow is cut off, never converted. */
function readDay(value: unknown): string | null {
  return /^\d{4}-\d{2}-\d{2}/.exec(readText(value) ?? '')?.[0] ?? null;
}

function money(value: unknown, what: string): MoneyValue {
  return toMoney(decimal(value, what));
}

function toMoney(amount: string): MoneyValue {
  return { amount, currency: CURRENCY };
}

function decimal(value: unknown, what: string): string {
  const number = readDecimal(value);
  if (number === null) throw missing(what);
  return number;
}

function missing(what: string): VendorProtocolError {
  return new VendorProtocolError(`Taxify's answer does not say ${what}.`);
}
