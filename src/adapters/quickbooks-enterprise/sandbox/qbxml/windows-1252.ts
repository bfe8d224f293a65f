/** Letters of Windows-1252 that are not where Latin-1 has them. */
const BEYOND_LATIN_1 = '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ';
const OUTSIDE = new RegExp(`[^\\t\\n\\r -~\\u00A0-\\u00FF${BEYOND_LATIN_1}]`);

/** Whether QuickBooks, which stores nothing else, can keep the text. */
export function isWindows1252(text: string): boolean {
  return !OUTSIDE.test(text);
}
