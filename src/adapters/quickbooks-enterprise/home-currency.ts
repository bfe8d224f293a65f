import type { AgentFacts } from '../agent';
import { factOf, flagFact } from './facts';

/** QuickBooks names no currency where the books have one only: it is that of the edition. */
const CURRENCY_OF_EDITION: ReadonlyMap<string, string> = new Map([
  ['US', 'USD'],
  ['CA', 'CAD'],
  ['UK', 'GBP'],
  ['GB', 'GBP'],
  ['AU', 'AUD'],
]);

/** ISO 4217 code of what amounts are in that say no other; null for a currency of a name that nobody knows. */
export function homeCurrencyOf(facts: AgentFacts): string | null {
  const known = factOf(facts, 'homeCurrency');
  if (known !== null || flagFact(facts, 'isMultiCurrency') === true) return known;
  return CURRENCY_OF_EDITION.get(factOf(facts, 'country') ?? 'US') ?? null;
}
