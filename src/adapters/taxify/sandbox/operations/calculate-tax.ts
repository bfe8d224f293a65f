import BigNumber from 'bignumber.js';
import { ACCOUNT_ORIGIN } from '../accounts';
import { AspNetError } from '../aspnet';
import { findPlace, type Place } from '../data/places';
import { eitherSpelling, type Operation, type OperationContext } from '../operation';
import { normalize, readAddress, suggestAddress, toAddressFields, type PostalAddress } from '../postal-address';
import { fieldRequired, noNexus, unresolvedAddress } from '../refusal';
import type { RequestReader } from '../request-reader';
import { canonicalCustomerCode, canonicalItemCode, isExemptCustomer, itemKind } from '../taxability-codes';
import { calculateTax, discountLines, type PricedLine, type TaxCalculation } from '../tax-calculation';

interface RequestedLine extends PricedLine {
  readonly number: string;
  readonly itemKey: string | null;
}

interface RequestedDocument {
  readonly key: string | null;
  readonly isCommitted: boolean;
  readonly taxDate: string;
  readonly lines: readonly RequestedLine[];
  readonly destination: PostalAddress;
  readonly origin: PostalAddress;
  readonly customerCode: string | null;
  /** Whose rates count. */
  readonly effective: 'destination' | 'origin';
  readonly place: Place;
}

const FIELDS = [
  'DocumentKey',
  'SalesTaxAmount',
  'TaxJurisdictionSummary',
  'DestinationAddress',
  'OriginAddress',
  'EffectiveTaxAddress',
  'EffectiveTaxAddressType',
  'TaxJurisdictionDetails',
  'TaxLineDetails',
  'EffectiveTaxDate',
  'CustomerTaxabilityCode',
] as const;

export const calculateTaxOperation: Operation = {
  refused: {
    type: 'CalculateTaxResponse',
    fields: { ...Object.fromEntries(FIELDS.map((field) => [field, null])), SalesTaxAmount: 0, IsCommitted: false },
    extendedProperties: [],
  },
  run(context) {
    const document = readDocument(context);
    const calculation = calculate(document, context);
    store(document, calculation, context);
    return {
      type: 'CalculateTaxResponse',
      fields: toFields(document, calculation, context),
      extendedProperties: [],
    };
  },
};

function readDocument(context: OperationContext): RequestedDocument {
  const { request, faults, now } = context;
  const wrapped = faults.has('nested-request');
  const key = request.text('DocumentKey');
  const commit = eitherSpelling(faults, request.boolean('IsCommited'), request.boolean('IsCommitted')) === true;
  if (key === null && (commit || faults.has('document-key'))) throw fieldRequired('DocumentKey');
  const lines = request.objects('Lines', wrapped ? 'TaxRequestLine' : undefined).map(readLine);
  if (lines.length === 0) throw fieldRequired('Lines');
  const destinationReader = request.object('DestinationAddress');
  if (destinationReader === null) throw fieldRequired('DestinationAddress');
  const destination = readAddress(destinationReader);
  const originReader = request.object('OriginAddress');
  const origin = originReader === null ? ACCOUNT_ORIGIN : readAddress(originReader);
  const isOriginSourced = context.account.kind === 'originSourced' || faults.has('sourcing');
  return {
    key,
    isCommitted: commit && !faults.has('ignore-commit'),
    taxDate: readDay(request.text('TaxDate'), now),
    lines: withDiscounts(lines, request, context),
    destination,
    origin,
    customerCode: request.text('CustomerTaxabilityCode'),
    effective: isOriginSourced ? 'origin' : 'destination',
    // The destination is looked at even where the origin decides: it says whether there is anything to calculate.
    place: isOriginSourced ? (placeOf(destination), placeOf(origin)) : placeOf(destination),
  };
}

/** Null for a line without quantity, which is ignored. */
function readLine(line: RequestReader, i: number): RequestedLine | null {
  const price = line.decimal('ActualExtendedPrice');
  const quantity = line.decimal('Quantity');
  const requested = {
    number: line.text('LineNumber') ?? String(i + 1),
    itemKey: line.text('ItemKey'),
    code: line.text('ItemTaxabilityCode'),
    price: price ?? new BigNumber(0),
    taxIncluded: line.boolean('TaxIncludedInPrice') ?? false,
  };
  // Absent is not zero: the vendor's own sample leaves it out, and is taxed.
  return quantity?.isZero() === true ? null : requested;
}

function withDiscounts(
  lines: readonly (RequestedLine | null)[],
  request: RequestReader,
  { faults }: OperationContext,
): RequestedLine[] {
  const counted = lines.filter((line) => line !== null);
  const discounts = request
    .objects('Discounts', faults.has('nested-request') ? 'Discount' : undefined)
    .map((each) => ({ order: each.decimal('Order')?.toNumber() ?? 0, amount: each.decimal('Amount') }))
    .sort((a, b) => a.order - b.order);
  if (faults.has('discounts')) return counted;
  return discounts.reduce(
    (discounted, { amount }) => (amount === null ? discounted : discountLines(discounted, amount)),
    counted,
  );
}

function placeOf(address: PostalAddress): Place {
  const place = findPlace(normalize(address));
  if (address.region === null && address.postalCode === null && place === null) {
    throw fieldRequired('Region or PostalCode');
  }
  if (place === null) throw unresolvedAddress(suggestAddress(address));
  return place;
}

function calculate(document: RequestedDocument, { account, faults }: OperationContext): TaxCalculation {
  const { place } = document;
  const hasNexus = !account.statesWithoutNexus.has(place.state.code);
  if (!hasNexus && faults.has('nexus')) throw noNexus(place.state.code);
  const isExempt = !hasNexus || isExemptCustomer(document.customerCode);
  const calculation = calculateTax(document.lines, place, isExempt);
  return hasNexus ? calculation : { ...calculation, jurisdictions: [] };
}

function store(document: RequestedDocument, { total }: TaxCalculation, context: OperationContext): void {
  const { key, isCommitted, taxDate, lines } = document;
  if (key === null) return;
  const state = isCommitted ? 'COMMITTED' : 'DRAFT';
  const changedAt = context.now.toISOString();
  const stored = { state, taxDate, total: total.toFixed(2), lines: lines.length, changedAt } as const;
  context.documents.put(key, stored, context.rules);
}

function toFields(
  document: RequestedDocument,
  calculation: TaxCalculation,
  { version }: OperationContext,
): Record<string, unknown> {
  const { place, effective } = document;
  const names = calculation.jurisdictions.length === 0 ? [] : place.summary;
  return {
    DocumentKey: document.key,
    SalesTaxAmount: toDouble(calculation.total),
    TaxJurisdictionSummary: version === '1.1' ? `TAX: ${names.join(',')}` : names.join(', '),
    DestinationAddress: toAddressFields(normalize(document.destination), ''),
    OriginAddress: toAddressFields(normalize(document.origin), ''),
    EffectiveTaxAddress: toAddressFields(normalize(document[effective]), ''),
    EffectiveTaxAddressType: effective,
    TaxJurisdictionDetails: toJurisdictions(document, calculation, version),
    TaxLineDetails: toLines(document, calculation, version),
    EffectiveTaxDate: document.taxDate,
    CustomerTaxabilityCode: canonicalCustomerCode(document.customerCode),
    IsCommitted: document.isCommitted,
    ...(version === '1.1' ? { TaxFilingLocationCode: place.state.code } : {}),
  };
}

function toJurisdictions(
  { lines, place }: RequestedDocument,
  { jurisdictions }: TaxCalculation,
  version: OperationContext['version'],
): object[] {
  const hasTaxedFreight = place.state.isFreightTaxed && lines.some(({ code }) => itemKind(code) === 'FREIGHT');
  const families = hasTaxedFreight ? 'Freight,General' : 'General';
  return jurisdictions.map(({ type, name, rate, tax }) => ({
    AppliedTo: version === '1.1' ? families : 'GeneralMerchandise',
    JurisdictionType: type,
    JurisdictionName: name,
    JurisdictionTaxRate: Number(rate),
    JurisdictionTaxAmount: toDouble(tax),
    ...(version === '1.1' ? { IsPaidToState: true } : {}),
    ExtendedProperties: [],
  }));
}

function toLines(
  { lines }: RequestedDocument,
  { lines: taxed }: TaxCalculation,
  version: OperationContext['version'],
): object[] {
  return lines.map(({ number, itemKey, code }, i) => {
    const { amount, exempt, rate, tax } = taxed[i]!;
    return {
      LineNumber: number,
      ItemKey: itemKey?.toLowerCase() ?? unspecified(code),
      ...(version === '1.1' ? { ItemTaxabilityCode: canonicalItemCode(code) } : {}),
      Amount: toDouble(amount),
      ExemptAmount: toDouble(exempt),
      TaxRate: toDouble(rate),
      SalesTaxAmount: toDouble(tax),
      ExtendedProperties: [],
    };
  });
}

function unspecified(code: string | null): string {
  return itemKind(code) === 'FREIGHT' ? '(UNSPECIFIED FREIGHT)' : '(UNSPECIFIED)';
}

/** A day stays a day; a time after it is cut off. */
function readDay(text: string | null, now: Date): string {
  if (text === null) return now.toISOString().slice(0, 10);
  if (!/^\d{4}-\d{2}-\d{2}/.test(text) || Number.isNaN(Date.parse(text.slice(0, 10)))) {
    throw new AspNetError('System.FormatException', `${JSON.stringify(text)} is not a valid value for DateTime.`);
  }
  return text.slice(0, 10);
}

/** As the serializer writes it: no trailing zeros, and no negative zero. */
function toDouble(amount: BigNumber): number {
  return amount.toNumber() || 0;
}
