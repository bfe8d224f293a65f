/** Where QuickBooks' English name of a currency is not the one that lists of currencies have. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  'british pound sterling': 'GBP',
  'pound sterling': 'GBP',
  'u.s. dollar': 'USD',
  'chinese yuan renminbi': 'CNY',
};

/**
 * ISO 4217 code of a currency as QuickBooks names it in references, such as `US Dollar`; null for one that a company has
 * added under a name of its own.
 */
export function currencyCodeOf(name: string): string | null {
  const key = name.trim().toLowerCase();
  return OTHER_NAMES[key] ?? codesByName().get(key) ?? (/^[a-z]{3}$/.test(key) ? key.toUpperCase() : null);
}

let codes: ReadonlyMap<string, string> | null = null;

function codesByName(): ReadonlyMap<string, string> {
  codes ??= new Map(Intl.supportedValuesOf('currency').map((code) => [englishName(code).toLowerCase(), code]));
  return codes;
}

function englishName(code: string): string {
  return new Intl.DisplayNames('en', { type: 'currency' }).of(code) ?? code;
}
