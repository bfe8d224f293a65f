import { CeqlError } from './ceql-error';

export const MAX_TEXT_LENGTH = 4_000;

/** `text` is the meaning (quotes and doubled quotes undone); `source` is what was written. */
export interface Token {
  readonly kind: 'name' | 'quoted name' | 'string' | 'number' | 'operator' | 'punctuation' | 'end';
  readonly text: string;
  readonly source: string;
  /** The first character is 1. */
  readonly position: number;
}

const SPACE = /\s*/uy;
/** By the quote that begins it. */
const QUOTED = new Map<string | undefined, { kind: Token['kind']; pattern: RegExp; what: string }>([
  ["'", { kind: 'string', pattern: /'([^']*(?:''[^']*)*)'/uy, what: "a closing '" }],
  ['`', { kind: 'quoted name', pattern: /`([^`]+(?:``[^`]*)*|(?:``[^`]*)+)`/uy, what: 'a name and a closing `' }],
]);
const PLAIN = [
  // Not the first half of a word such as `2nd`.
  { kind: 'number', pattern: /-?\d+(?:\.\d+)?(?![\p{L}\p{N}_.])/uy },
  { kind: 'name', pattern: /[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}\p{N}_]+)*/uy },
  { kind: 'operator', pattern: /!=|<=|>=|[=<>]/uy },
  { kind: 'punctuation', pattern: /[(),]/uy },
] as const;

/** The words of a text, with one `end` behind the last. */
export function tokenize(text: string): Token[] {
  if (text.length > MAX_TEXT_LENGTH) {
    throw new CeqlError(MAX_TEXT_LENGTH + 1, `at most ${MAX_TEXT_LENGTH} characters`, `${text.length} characters`);
  }
  const nul = text.indexOf('\0');
  // Postgres takes it in no text.
  if (nul >= 0) throw new CeqlError(nul + 1, 'a character that text can have', 'U+0000');
  const tokens: Token[] = [];
  for (let offset = skipSpace(text, 0); offset < text.length;) {
    const token = readToken(text, offset);
    tokens.push(token);
    offset = skipSpace(text, offset + token.source.length);
  }
  return [...tokens, { kind: 'end', text: '', source: '', position: text.length + 1 }];
}

function skipSpace(text: string, offset: number): number {
  return offset + (matchAt(SPACE, text, offset)?.[0].length ?? 0);
}

function readToken(text: string, offset: number): Token {
  const position = offset + 1;
  const [quote = ''] = text.slice(offset, offset + 1);
  const quoted = QUOTED.get(quote);
  if (quoted !== undefined) {
    const match = matchAt(quoted.pattern, text, offset);
    if (match === null) throw new CeqlError(position, quoted.what, 'none');
    return { kind: quoted.kind, text: (match[1] ?? '').replaceAll(quote + quote, quote), source: match[0], position };
  }
  for (const { kind, pattern } of PLAIN) {
    const source = matchAt(pattern, text, offset)?.[0];
    if (source !== undefined) return { kind, text: source, source, position };
  }
  const [character = ''] = text.slice(offset);
  throw new CeqlError(position, 'a name, a value or an operator', JSON.stringify(character));
}

function matchAt(pattern: RegExp, text: string, offset: number): RegExpExecArray | null {
  pattern.lastIndex = offset;
  return pattern.exec(text);
}
