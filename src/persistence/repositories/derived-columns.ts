/** Columns that are made from others, for searching and ordering only. They are never shown. */

/** Enough to order names by; an index entry has to fit a third of a page. */
const SORT_TEXT_LENGTH = 200;
const INDEXED_TEXT_LENGTH = 500;

/** Lower-case beginning of a name. Made here and not by the database, whose locale may know ASCII only. */
export function sortText(name: string): string {
  return beginning(name.toLowerCase(), SORT_TEXT_LENGTH);
}

/** What a text condition looks into: lower-case texts, a line each. */
export function searchText(...texts: readonly (string | null)[]): string {
  return texts
    .filter((text) => text !== null)
    .join('\n')
    .toLowerCase();
}

/** A vendor's text that is found by its index; an absurdly long one is cut (it stays whole in the vendor fields). */
export function indexedText(text: string | null): string | null {
  return text === null ? null : beginning(text, INDEXED_TEXT_LENGTH);
}

/** The instant, else the day's midnight in UTC, as ISO text. */
export function sortInstant(at: Date | null, on: string | null): string | null {
  if (at !== null) return at.toISOString();
  return on === null ? null : `${on}T00:00:00.000Z`;
}

function beginning(text: string, length: number): string {
  return text.length <= length ? text : Array.from(text).slice(0, length).join('');
}
