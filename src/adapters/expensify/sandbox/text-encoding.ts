const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export type Encode = (text: string) => string;

/** How the vendor keeps names that people typed: with HTML entities. */
export const encodeEntities: Encode = (text) =>
  /[&<>"]/.test(text) ? text.replace(/[&<>"]/g, (character) => ENTITIES[character]!) : text;

export const asTyped: Encode = (text) => text;

/** Levels of a tag are joined with `:`; one inside a name is escaped. */
export function joinTagLevels(names: readonly string[]): string {
  return names.map((name) => name.replaceAll(':', '\\:')).join(':');
}
