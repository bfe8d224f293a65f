import BigNumber from 'bignumber.js';
import type { Jurisdiction, Place } from './data/places';
import { itemKind } from './taxability-codes';

/*
 * The tax of a document, in decimals throughout. Every line keeps its tax unrounded; the document's is the sum of these,
 * rounded once; each jurisdiction's is its rate on all that it taxes, rounded by itself. So the jurisdictions need not
 * add up to the document. Both round half away from zero, so that a refund mirrors its sale.
 */

/** Of a price that contains its tax; a quarter of a hundredth of a cent is lost at most. */
const BASE_DECIMALS = 4;

export interface PricedLine {
  readonly code: string | null;
  readonly price: BigNumber;
  readonly taxIncluded: boolean;
}

export interface TaxedLine {
  readonly amount: BigNumber;
  readonly exempt: BigNumber;
  readonly rate: BigNumber;
  /** Not rounded. */
  readonly tax: BigNumber;
}

export interface TaxedJurisdiction extends Jurisdiction {
  readonly tax: BigNumber;
}

export interface TaxCalculation {
  readonly lines: readonly TaxedLine[];
  readonly jurisdictions: readonly TaxedJurisdiction[];
  readonly total: BigNumber;
}

/** `isExempt` makes every line so, because of the buyer or the place. */
export function calculateTax(lines: readonly PricedLine[], place: Place, isExempt: boolean): TaxCalculation {
  const rate = sum(place.jurisdictions.map((jurisdiction) => new BigNumber(jurisdiction.rate)));
  const taxed = lines.map((line) => taxLine(line, rate, isExempt || !isTaxed(line.code, place)));
  const base = sum(taxed.map(({ amount, exempt }) => amount.minus(exempt)));
  return {
    lines: taxed,
    jurisdictions: place.jurisdictions.map((each) => ({ ...each, tax: toCents(base.times(each.rate)) })),
    total: toCents(sum(taxed.map(({ tax }) => tax))),
  };
}

/** Prices after an order-level discount: each line bears the share that it has in the sum. */
export function discountLines<L extends PricedLine>(lines: readonly L[], amount: BigNumber): L[] {
  const total = sum(lines.map(({ price }) => price));
  if (total.isZero()) return [...lines];
  let left = amount;
  return lines.map((line, i) => {
    const isLast = i === lines.length - 1;
    const share = isLast ? left : amount.times(line.price).div(total).decimalPlaces(2, BigNumber.ROUND_HALF_UP);
    left = left.minus(share);
    return { ...line, price: line.price.minus(share) };
  });
}

function taxLine({ price, taxIncluded }: PricedLine, rate: BigNumber, isExempt: boolean): TaxedLine {
  const zero = new BigNumber(0);
  if (isExempt) return { amount: price, exempt: price, rate: zero, tax: zero };
  const amount = taxIncluded ? price.div(rate.plus(1)).decimalPlaces(BASE_DECIMALS, BigNumber.ROUND_HALF_UP) : price;
  return { amount, exempt: zero, rate, tax: amount.times(rate) };
}

function isTaxed(code: string | null, { state }: Place): boolean {
  switch (itemKind(code)) {
    case 'EXEMPT':
      return false;
    case 'FREIGHT':
      return state.isFreightTaxed;
    case 'CLOTHING':
      return state.isClothingTaxed;
    case 'GENERAL':
      return true;
  }
}

function toCents(amount: BigNumber): BigNumber {
  return amount.decimalPlaces(2, BigNumber.ROUND_HALF_UP);
}

function sum(amounts: readonly BigNumber[]): BigNumber {
  return amounts.reduce((total, amount) => total.plus(amount), new BigNumber(0));
}
