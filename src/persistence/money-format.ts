import type { MoneyValue } from '../adapters/records';

/** Currencies of ISO 4217 (list one, 2026-01-01) whose minor unit is not a hundredth. */
const OTHER_MINOR_DIGITS: Readonly<Record<number, string>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX',
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
};

const MINOR_DIGITS = new Map<string, number>(
  Object.entries(OTHER_MINOR_DIGITS).flatMap(([digits, codes]) =>
    codes.split(' ').map((code): [string, number] => [code, Number(digits)]),
  ),
);

const DECIMAL = /^[+-]?\d+(?:\.\d*)?$/;

/**
 * The amount with its currency's minor digits, and more only where they say something: `12.3` USD is `12.30`, `1200.000`
 * JPY is `1200`, `0.12345` stays. Throws a `TypeError` for what is not a plain decimal string.
 */
export function formatAmount(amount: string, currency: string): string {
  if (!DECIMAL.test(amount)) throw new TypeError(`An amount is not a decimal number: ${JSON.stringify(amount)}.`);
  const point = amount.indexOf('.');
  const whole = withoutLeading(point === -1 ? amount : amount.slice(0, point));
  const digits = point === -1 ? '' : withoutTrailing(amount.slice(point + 1));
  const fraction = digits.padEnd(minorDigitsOf(currency), '0');
  const unsigned = fraction === '' ? whole : `${whole}.${fraction}`;
  return amount.startsWith('-') && /[1-9]/.test(unsigned) ? `-${unsigned}` : unsigned;
}

/** Without its sign, and zeros that say nothing. */
function withoutLeading(whole: string): string {
  let start = whole.startsWith('-') || whole.startsWith('+') ? 1 : 0;
  while (whole[start] === '0' && start < whole.length - 1) start += 1;
  return whole.slice(start);
}

function withoutTrailing(fraction: string): string {
  let end = fraction.length;
  while (end > 0 && fraction[end - 1] === '0') end -= 1;
  return fraction.slice(0, end);
}

/** Decimals of the currency's minor unit. */
export function minorDigitsOf(currency: string): number {
  return MINOR_DIGITS.get(currency) ?? 2;
}

/** Money of two columns, the first as Postgres writes `numeric(19,5)`; null where there is none. */
export function toMoney(amount: string | null | undefined, currency: string | null | undefined): MoneyValue | null {
  return amount == null || currency == null ? null : { amount: formatColumn(amount, currency), currency };
}

/** Almost every amount is in hundredths: of `12.30000` the last three zeros go, and nothing else needs a look. */
function formatColumn(amount: string, currency: string): string {
  const isInHundredths = amount.endsWith('000') && amount[amount.length - 6] === '.' && isHundredth(currency);
  return isInHundredths ? amount.slice(0, -3) : formatAmount(amount, currency);
}

/** Amounts come by the thousand, mostly in one currency. */
let lastCurrency = '';
let isLastHundredth = false;

function isHundredth(currency: string): boolean {
  if (currency !== lastCurrency) {
    lastCurrency = currency;
    isLastHundredth = minorDigitsOf(currency) === 2;
  }
  return isLastHundredth;
}
