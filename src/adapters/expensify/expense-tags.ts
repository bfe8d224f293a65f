import type { ExpenseTagValue } from '../records';
import { readRecords, readText, type RawRecord } from './raw-record';

/**
 * The tags of an expense, one a level. `ntags` has them by level, with empty places behind the last; where it has none,
 * `tag` holds all levels joined by colons.
 */
export function toExpenseTags(raw: RawRecord): ExpenseTagValue[] {
  const byLevel = readRecords(raw.ntags).flatMap((tag, index) => {
    const name = readText(tag.name);
    return name === null ? [] : [{ level: index + 1, name: unescapeColons(name), ledgerCode: readText(tag.glCode) }];
  });
  return byLevel.length > 0 ? byLevel : fromJoinedTag(raw);
}

function fromJoinedTag(raw: RawRecord): ExpenseTagValue[] {
  const names = splitTag(readText(raw.tag) ?? '');
  // The code belongs to the tag as a whole, so with several levels it is nobody's.
  const ledgerCode = names.length === 1 ? readText(raw.tagGlCode) : null;
  return names.flatMap((name, index) => (name === '' ? [] : [{ level: index + 1, name, ledgerCode }]));
}

/** Splits at colons; one that is part of a name is written `\:`. */
function splitTag(tag: string): string[] {
  return tag === '' ? [] : tag.split(/(?<!\\):/).map((name) => unescapeColons(name.trim()));
}

function unescapeColons(name: string): string {
  return name.replaceAll('\\:', ':');
}
