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

const DECIMAL = /^([+-]?)0*(\d+)(?:\.(\d*?)0*)?$/;

/**
 * The amount with its currency's minor digits, and more only where they say something: `12.3` USD is `12.30`, `1200.000`
 * JPY is `1200`, `0.12345` stays. Throws a `TypeError` for what is not a plain decimal string.
 */
export function formatAmount(amount: string, currency: string): string {
  const [, sign, whole, fraction = ''] = DECIMAL.exec(amount) ?? [];
  if (whole === undefined) throw new TypeError(`An amount is not a decimal number: ${JSON.stringify(amount)}.`);
  const digits = fraction.padEnd(minorDigitsOf(currency), '0');
  const unsigned = digits === '' ? whole : `${whole}.${digits}`;
  return sign === '-' && /[1-9]/.test(unsigned) ? `-${unsigned}` : unsigned;
}

/** Decimals of the currency's minor unit. */
export function minorDigitsOf(currency: string): number {
  return MINOR_DIGITS.get(currency) ?? 2;
}

/** Money of two columns; null where there is none. */
export function toMoney(amount: string | null | undefined, currency: string | null | undefined): MoneyValue | null {
  return amount == null || currency == null ? null : { amount: formatAmount(amount, currency), currency };
}
