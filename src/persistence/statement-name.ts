import { createHash } from 'node:crypto';

/** Every connection keeps what it has prepared, and clients decide what is selected. */
const MOST_NAMES = 200;

const names = new Map<string, string>();

/** The name under which a statement made on the way is prepared; undefined once there are too many of them. */
export function statementName(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= MOST_NAMES) return known;
  const name = `list_${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
  names.set(text, name);
  return name;
}
