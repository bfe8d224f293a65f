const CHARACTER_OF: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
  '&quot;': '"',
  '&apos;': "'",
  '&#39;': "'",
  '&#039;': "'",
};

/**
 * Undoes the encoding in which Expensify keeps names and comments. One pass, so that text which a person typed as
 * `&amp;lt;` comes out as `&lt;`; entities other than these seven are left alone.
 */
export function decodeHtmlEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:lt|gt|amp|quot|apos|#0?39);/g, (entity) => CHARACTER_OF[entity] ?? entity);
}
