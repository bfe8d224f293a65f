/**
 * QuickBooks keeps texts in Windows-1252. A document has ASCII alone, with the rest as numeric references: so nothing
 * depends on what is taken for its encoding.
 */

/** Signs that people do not type, and what they type for them. */
const TYPED: Readonly<Record<string, string>> = {
  '\u2018': "'",
  '\u2019': "'",
  '\u201A': "'",
  '\u201B': "'",
  '\u2032': "'",
  '\u201C': '"',
  '\u201D': '"',
  '\u201E': '"',
  '\u2033': '"',
  '\u2010': '-',
  '\u2011': '-',
  '\u2012': '-',
  '\u2013': '-',
  '\u2014': '-',
  '\u2015': '-',
  '\u2212': '-',
  '\u2026': '...',
  '\u00A0': ' ',
  '\u2007': ' ',
  '\u2009': ' ',
  '\u202F': ' ',
};
const TYPOGRAPHIC = new RegExp(`[${Object.keys(TYPED).join('')}]`, 'g');

/** Said by nothing that is seen: marks of direction, of joining, and of the order of bytes. */
const INVISIBLE = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060\uFEFF]/g;
/** Tab and line feed stay. */
const CONTROLS = /[^\P{Cc}\t\n]/gu;

/** Code points from 0x80 to 0x9F of Windows-1252; above that it is Latin-1. */
const BEYOND_LATIN_1 = new Set('€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ');
const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** A text as it is kept: composed, with typed quotes and dashes, without what nobody sees. */
export function toKept(text: string): string {
  return text
    .normalize('NFC')
    .replace(/\r\n?/g, '\n')
    .replace(TYPOGRAPHIC, (sign) => TYPED[sign] ?? sign)
    .replace(INVISIBLE, '')
    .replace(CONTROLS, '');
}

/** The characters that QuickBooks cannot keep, each once. */
export function notKept(text: string): string[] {
  return [...new Set([...text].filter((character) => !isKept(character)))];
}

/** A text to compare with: without accents where QuickBooks cannot keep them, and without what is left then. */
export function toComparable(text: string): string {
  return [...text].map((character) => (isKept(character) ? character : withoutMarks(character))).join('');
}

/** A text that `toKept` has made, as it stands in a document. */
export function escaped(text: string): string {
  return [...text].map((character) => ESCAPES[character] ?? asReference(character)).join('');
}

function withoutMarks(character: string): string {
  return [...character.normalize('NFKD')].filter(isKept).join('');
}

function asReference(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code > 126 ? `&#${code};` : character;
}

function isKept(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x80 || (code >= 0xa0 && code <= 0xff) || BEYOND_LATIN_1.has(character);
}
