import { CeqlError } from './ceql-error';
import { tokenize, type Token } from './tokenize';

/** Words of the language in any case; a field of such a name is written in back-ticks. */
export const KEYWORDS: ReadonlySet<string> = new Set([
  'AND',
  'OR',
  'NOT',
  'LIKE',
  'IN',
  'IS',
  'NULL',
  'TRUE',
  'FALSE',
  'ASC',
  'DESC',
]);

const SHOWN_LENGTH = 40;

/** Goes through the words of a text, one at a time. */
export class TokenReader {
  private readonly tokens: readonly Token[];
  private index = 0;

  constructor(text: string) {
    this.tokens = tokenize(text);
  }

  get next(): Token {
    // The last one is `end`, and nothing takes that.
    return this.tokens[this.index]!;
  }

  take(): Token {
    const token = this.next;
    if (token.kind !== 'end') this.index += 1;
    return token;
  }

  isKeyword(word: string): boolean {
    return this.next.kind === 'name' && this.next.text.toUpperCase() === word;
  }

  /** Takes the keyword if it is next. */
  skipKeyword(word: string): boolean {
    const isNext = this.isKeyword(word);
    if (isNext) this.take();
    return isNext;
  }

  /** Takes the sign if it is next. */
  skipSign(sign: '(' | ')' | ','): boolean {
    const isNext = this.next.kind === 'punctuation' && this.next.text === sign;
    if (isNext) this.take();
    return isNext;
  }

  takeField(): string {
    const { kind, text } = this.next;
    const isField = kind === 'quoted name' || (kind === 'name' && !KEYWORDS.has(text.toUpperCase()));
    if (!isField) throw this.expected('a field name');
    return this.take().text;
  }

  expectEnd(expected: string): void {
    if (this.next.kind !== 'end') throw this.expected(expected);
  }

  /** What to throw when something else is next. */
  expected(what: string): CeqlError {
    const { kind, source, position } = this.next;
    const shown = source.length > SHOWN_LENGTH ? `${source.slice(0, SHOWN_LENGTH)}…` : source;
    return new CeqlError(position, what, kind === 'end' ? 'the end' : shown);
  }
}
