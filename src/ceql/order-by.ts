import { printField } from './print';
import { TokenReader } from './token-reader';

/** One key of an order. */
export interface OrderKey {
  readonly field: string;
  readonly direction: 'asc' | 'desc';
}

export const MAX_ORDER_KEYS = 5;

/** Reads `orderBy`: a field with `asc` (when nothing is said) or `desc`, or several joined by commas. */
export function parseOrderBy(text: string): OrderKey[] {
  const reader = new TokenReader(text);
  const keys: OrderKey[] = [];
  do {
    if (keys.length === MAX_ORDER_KEYS) throw reader.expected(`at most ${MAX_ORDER_KEYS} fields`);
    keys.push({ field: reader.takeField(), direction: takeDirection(reader) });
  } while (reader.skipSign(','));
  reader.expectEnd('asc, desc, a comma or the end');
  return keys;
}

export function printOrderBy(keys: readonly OrderKey[]): string {
  return keys.map(({ field, direction }) => `${printField(field)} ${direction}`).join(', ');
}

function takeDirection(reader: TokenReader): 'asc' | 'desc' {
  if (reader.skipKeyword('DESC')) return 'desc';
  reader.skipKeyword('ASC');
  return 'asc';
}
