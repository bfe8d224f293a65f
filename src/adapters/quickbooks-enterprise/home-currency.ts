import type { AgentFacts } from '../agent';
import { factOf } from './facts';

/** QuickBooks names no currency where the books have one only: it is that of the country it was made for. */
const BY_COUNTRY: ReadonlyMap<string, string> = new Map([
  ['US', 'USD'],
  ['CA', 'CAD'],
  ['UK', 'GBP'],
  ['GB', 'GBP'],
  ['AU', 'AUD'],
]);

/** ISO 4217 code of what amounts are in that say no other. */
export function homeCurrencyOf(facts: AgentFacts): string {
  return factOf(facts, 'homeCurrency') ?? BY_COUNTRY.get(factOf(facts, 'country') ?? '') ?? 'USD';
}
