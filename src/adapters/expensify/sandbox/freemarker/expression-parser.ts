import { lexExpression } from './expression-lexer';
import type { BinaryOperator, Expression, RangeKind } from './syntax-tree';
import { TemplateError } from './template-error';
import type { Token } from './token';

const OPERATOR_WORDS: Readonly<Record<string, BinaryOperator>> = { lt: '<', lte: '<=', gt: '>', gte: '>=' };
const RESERVED: ReadonlySet<string> = new Set(['as', 'in', 'using', ...Object.keys(OPERATOR_WORDS)]);
const LEVELS: readonly Readonly<Record<string, BinaryOperator>>[] = [
  { '||': '||', '|': '||' },
  { '&&': '&&', '&': '&&' },
  { '==': '==', '=': '==', '!=': '!=' },
  { '<': '<', '<=': '<=', '>': '>', '>=': '>=', ...OPERATOR_WORDS },
];
const SUMS: Readonly<Record<string, BinaryOperator>> = { '+': '+', '-': '-' };
const PRODUCTS: Readonly<Record<string, BinaryOperator>> = { '*': '*', '/': '/', '%': '%' };
const RANGES: Readonly<Record<string, RangeKind>> = {
  '..': 'inclusive',
  '..<': 'exclusive',
  '..!': 'exclusive',
  '..*': 'length',
};

/** Recursive descent over the tokens of one tag or interpolation, by FreeMarker's precedence. */
export class ExpressionParser {
  private position = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly line: number,
  ) {}

  get done(): boolean {
    return this.position >= this.tokens.length;
  }

  peek(offset = 0): Token | undefined {
    return this.tokens[this.position + offset];
  }

  isOperator(text: string, offset = 0): boolean {
    const token = this.peek(offset);
    return token?.kind === 'operator' && token.text === text;
  }

  takeOperator(text: string): boolean {
    if (!this.isOperator(text)) return false;
    this.position++;
    return true;
  }

  takeWord(word: string): boolean {
    const token = this.peek();
    if (token?.kind !== 'name' || token.text !== word) return false;
    this.position++;
    return true;
  }

  takeName(what: string): string {
    const token = this.peek();
    if (token?.kind !== 'name' && token?.kind !== 'raw-string') throw this.unexpected(what);
    this.position++;
    return token.text;
  }

  takeAnyOperator(allowed: readonly string[], what: string): string {
    const token = this.peek();
    if (token?.kind !== 'operator' || !allowed.includes(token.text)) throw this.unexpected(what);
    this.position++;
    return token.text;
  }

  expectEnd(): void {
    if (!this.done) throw this.unexpected('the end');
  }

  parse(): Expression {
    return this.parseLevel(0);
  }

  private parseLevel(level: number): Expression {
    const operators = LEVELS[level];
    if (operators === undefined) return this.parseRange();
    return this.parseBinary(operators, () => this.parseLevel(level + 1));
  }

  private parseBinary(operators: Readonly<Record<string, BinaryOperator>>, next: () => Expression): Expression {
    let left = next();
    for (;;) {
      const token = this.peek();
      const operator =
        token && token.kind !== 'string' && token.kind !== 'raw-string' ? operators[token.text] : undefined;
      if (token === undefined || operator === undefined) return left;
      this.position++;
      const right = next();
      left = {
        kind: 'binary',
        operator,
        left,
        right,
        line: token.line,
        source: `${left.source} ${token.text} ${right.source}`,
      };
    }
  }

  private parseRange(): Expression {
    const from = this.parseSum();
    const token = this.peek();
    const range = token?.kind === 'operator' ? RANGES[token.text] : undefined;
    if (token === undefined || range === undefined) return from;
    this.position++;
    const place = { line: token.line, source: `${from.source}${token.text}` };
    if (range === 'inclusive' && !this.startsExpression())
      return { kind: 'range', from, to: null, range: 'endless', ...place };
    return { kind: 'range', from, to: this.parseSum(), range, ...place };
  }

  private parseSum(): Expression {
    return this.parseBinary(SUMS, () => this.parseBinary(PRODUCTS, () => this.parseUnary()));
  }

  private parseUnary(): Expression {
    const token = this.peek();
    if (token?.kind === 'operator' && ['!', '-', '+'].includes(token.text)) {
      this.position++;
      const operand = this.parseUnary();
      if (token.text === '+') return operand;
      const kind = token.text === '!' ? 'not' : 'negate';
      return { kind, operand, line: token.line, source: `${token.text}${operand.source}` };
    }
    return this.parsePostfix(this.parsePrimary());
  }

  private parsePostfix(primary: Expression): Expression {
    let target = primary;
    for (;;) {
      const next = this.parseSuffix(target);
      if (next === null) return target;
      target = next;
    }
  }

  private parseSuffix(target: Expression): Expression | null {
    const token = this.peek();
    if (token?.kind !== 'operator') return null;
    const { line } = token;
    if (this.takeOperator('.')) {
      const name = this.takeName('a name after "."');
      return { kind: 'member', target, name, line, source: `${target.source}.${name}` };
    }
    if (this.takeOperator('[')) {
      const key = this.parse();
      this.takeAnyOperator([']'], '"]"');
      return { kind: 'index', target, key, line, source: `${target.source}[${key.source}]` };
    }
    if (this.takeOperator('(')) {
      return { kind: 'call', target, arguments: this.parseList(')'), line, source: `${target.source}(…)` };
    }
    if (this.takeOperator('??')) return { kind: 'exists', target, line, source: `${target.source}??` };
    if (this.takeOperator('?')) return this.parseBuiltin(target, line);
    if (this.takeOperator('!')) return this.parseDefault(target, line);
    return null;
  }

  private parseBuiltin(target: Expression, line: number): Expression {
    const name = this.takeName('the name of a built-in after "?"');
    const source = `${target.source}?${name}`;
    if (this.takeOperator('(')) return { kind: 'builtin', target, name, arguments: this.parseList(')'), line, source };
    // `?string.short` and `?string["0.00"]` are older ways to write an argument.
    if (name === 'string' && this.takeOperator('.')) {
      const value = this.takeName('a format');
      const format: Expression = { kind: 'literal', value, line, source: value };
      return { kind: 'builtin', target, name, arguments: [format], line, source };
    }
    if (name === 'string' && this.takeOperator('[')) {
      return { kind: 'builtin', target, name, arguments: this.parseList(']'), line, source };
    }
    return { kind: 'builtin', target, name, arguments: null, line, source };
  }

  /** The fallback reaches as far right as it can: `x!1 + y` is `x!(1 + y)`, a known surprise of the language. */
  private parseDefault(target: Expression, line: number): Expression {
    const assigns = this.peek()?.kind === 'name' && this.isOperator('=', 1);
    const fallback = !assigns && this.startsExpression() ? this.parse() : null;
    return { kind: 'default', target, fallback, line, source: `${target.source}!${fallback?.source ?? ''}` };
  }

  private startsExpression(): boolean {
    const token = this.peek();
    if (token === undefined) return false;
    if (token.kind === 'operator') return ['(', '[', '{', '-', '+', '!'].includes(token.text);
    return token.kind !== 'name' || !RESERVED.has(token.text);
  }

  private parsePrimary(): Expression {
    const token = this.peek();
    if (token === undefined) throw this.unexpected('an expression');
    this.position++;
    const { line, text } = token;
    if (token.kind === 'number') return { kind: 'literal', value: Number(text), line, source: text };
    if (token.kind === 'raw-string') return { kind: 'literal', value: text, line, source: JSON.stringify(text) };
    if (token.kind === 'string')
      return { kind: 'text', parts: this.parseParts(token), line, source: JSON.stringify(text) };
    if (token.kind === 'name' && !RESERVED.has(text)) return nameOrBoolean(token);
    if (text === '(' && token.kind === 'operator') return this.parseGroup(line);
    if (text === '[' && token.kind === 'operator')
      return { kind: 'list', items: this.parseList(']'), line, source: '[…]' };
    if (text === '{' && token.kind === 'operator') return this.parseHash(line);
    if (text === '.' && token.kind === 'operator') {
      const name = this.takeName('the name of a special variable');
      return { kind: 'special', name, line, source: `.${name}` };
    }
    this.position--;
    throw this.unexpected('an expression');
  }

  private parseGroup(line: number): Expression {
    const inner = this.parse();
    this.takeAnyOperator([')'], '")"');
    return { kind: 'group', inner, line, source: `(${inner.source})` };
  }

  private parseList(closer: ')' | ']'): Expression[] {
    const items: Expression[] = [];
    if (this.takeOperator(closer)) return items;
    do items.push(this.parse());
    while (this.takeAnyOperator([',', closer], `"," or "${closer}"`) === ',');
    return items;
  }

  private parseHash(line: number): Expression {
    const entries: (readonly [Expression, Expression])[] = [];
    const place = { line, source: '{…}' };
    if (this.takeOperator('}')) return { kind: 'hash', entries, ...place };
    do {
      const key = this.parse();
      this.takeAnyOperator([':', ','], '":"');
      entries.push([key, this.parse()]);
    } while (this.takeAnyOperator([',', '}'], '"," or "}"') === ',');
    return { kind: 'hash', entries, ...place };
  }

  private parseParts(token: Token): (string | Expression)[] {
    const parts: (string | Expression)[] = [];
    let rest = token.text;
    for (let at = rest.indexOf('${'); at >= 0; at = rest.indexOf('${')) {
      const { tokens, end } = lexExpression(rest, at + 2, '}', token.line);
      const parser = new ExpressionParser(tokens, token.line);
      parts.push(rest.slice(0, at), parser.parse());
      parser.expectEnd();
      rest = rest.slice(end);
    }
    return [...parts, rest];
  }

  private unexpected(expected: string): TemplateError {
    const token = this.peek();
    const found = token === undefined ? 'the tag ends' : `found "${token.text}"`;
    return new TemplateError(`Expected ${expected}, but ${found}`, token?.line ?? this.line);
  }
}

function nameOrBoolean({ text, line }: Token): Expression {
  if (text === 'true' || text === 'false') return { kind: 'literal', value: text === 'true', line, source: text };
  return { kind: 'name', name: text, line, source: text };
}
