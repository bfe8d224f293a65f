import { printField } from './print';
import { TokenReader } from './token-reader';

/** Reads `fields`: names joined by commas; each counts once. */
export function parseFields(text: string): string[] {
  const reader = new TokenReader(text);
  const fields: string[] = [];
  do fields.push(reader.takeField());
  while (reader.skipSign(','));
  reader.expectEnd('a comma or the end');
  return [...new Set(fields)];
}

export function printFields(fields: readonly string[]): string {
  return fields.map(printField).join(',');
}
