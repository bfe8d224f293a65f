import { TemplateError } from './template-error';
import type { Token } from './token';

// Longest first, so that `..<` is not read as `..` and `<`.
const OPERATORS = [
  '..<', '..!', '..*', '..', '??', '!=', '==', '>=', '<=', '&&', '||', '+=', '-=', '*=', '/=', '%=', '++', '--',
  '.', ',', ':', ';', '?', '!', '=', '<', '>', '+', '-', '*', '/', '%', '(', ')', '[', ']', '{', '}', '&', '|',
]; // prettier-ignore

const NAME = /(?:[\p{L}_$@]|\\[-.:#])(?:[\p{L}\p{N}_$@]|\\[-.:#])*/uy;
const NUMBER = /\d+(?:\.\d+)?/y;
const WHITE_SPACE = /\s*/y;
const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', l: '<', g: '>', a: '&', '"': '"', "'": "'", '\\': '\\', '{': '{', '=': '=',
}; // prettier-ignore

export interface LexedExpression {
  readonly tokens: readonly Token[];
  /** Just after the closing character. */
  readonly end: number;
}

/**
 * Reads tokens until `closer` (`>` of a tag, `}` of an interpolation) outside of brackets. That is why `a > b` needs
 * brackets inside a tag, there as here.
 */
export function lexExpression(source: string, start: number, closer: '>' | '}', line: number): LexedExpression {
  return new ExpressionLexer(source, start, closer, line).run();
}

class ExpressionLexer {
  private readonly tokens: Token[] = [];
  private depth = 0;

  constructor(
    private readonly source: string,
    private position: number,
    private readonly closer: '>' | '}',
    private line: number,
  ) {}

  run(): LexedExpression {
    const startLine = this.line;
    for (;;) {
      this.skipWhiteSpace();
      if (this.position >= this.source.length) throw new TemplateError(`"${this.closer}" is missing`, startLine);
      if (this.depth === 0 && this.atCloser()) return { tokens: this.tokens, end: this.position };
      this.readToken();
    }
  }

  private atCloser(): boolean {
    const selfClosed = this.closer === '>' && this.source.startsWith('/>', this.position);
    if (!selfClosed && this.source[this.position] !== this.closer) return false;
    this.position += selfClosed ? 2 : 1;
    return true;
  }

  private skipWhiteSpace(): void {
    const text = this.match(WHITE_SPACE) ?? '';
    this.line += countNewLines(text);
    this.position += text.length;
  }

  private readToken(): void {
    const character = this.source[this.position]!;
    const raw = character === 'r' && /["']/.test(this.source[this.position + 1] ?? '');
    if (character === '"' || character === "'" || raw) return this.readString(raw);
    const number = this.match(NUMBER);
    if (number !== null) return this.push('number', number, number.length);
    const name = this.match(NAME);
    if (name !== null) return this.push('name', name.replaceAll('\\', ''), name.length);
    const operator = OPERATORS.find((candidate) => this.source.startsWith(candidate, this.position));
    if (operator === undefined) throw new TemplateError(`Unexpected character "${character}"`, this.line);
    this.readOperator(operator);
  }

  private readOperator(operator: string): void {
    if ('([{'.includes(operator)) this.depth++;
    if (')]}'.includes(operator)) this.depth--;
    if (this.depth < 0) throw new TemplateError(`"${operator}" closes nothing`, this.line);
    this.push('operator', operator, operator.length);
  }

  private readString(raw: boolean): void {
    const quoteAt = this.position + (raw ? 1 : 0);
    const quote = this.source[quoteAt];
    let end = quoteAt + 1;
    while (end < this.source.length && this.source[end] !== quote) end += !raw && this.source[end] === '\\' ? 2 : 1;
    if (end >= this.source.length) throw new TemplateError('A string has no closing quote', this.line);
    const body = this.source.slice(quoteAt + 1, end);
    const text = raw ? body : unescape(body, this.line);
    // An interpolation in a literal is told from an escaped one here: `\{` is not one.
    const kind = raw || !/\$\{/.test(body) ? 'raw-string' : 'string';
    const length = end + 1 - this.position;
    this.push(kind, text, length);
    this.line += countNewLines(body);
  }

  private push(kind: Token['kind'], text: string, length: number): void {
    const start = this.position;
    this.position += length;
    this.tokens.push({ kind, text, start, end: this.position, line: this.line });
  }

  private match(pattern: RegExp): string | null {
    pattern.lastIndex = this.position;
    return pattern.exec(this.source)?.[0] ?? null;
  }
}

export function countNewLines(text: string): number {
  return text.split('\n').length - 1;
}

function unescape(body: string, line: number): string {
  return body.replace(/\\(x[0-9A-Fa-f]{1,4}|[\s\S])/g, (_whole, escape: string) => {
    if (escape.startsWith('x') && escape.length > 1) return String.fromCharCode(parseInt(escape.slice(1), 16));
    const character = ESCAPES[escape];
    if (character === undefined) throw new TemplateError(`Unknown escape "\\${escape}" in a string`, line);
    return character;
  });
}
