import { faults } from '../fault';
import type { Condition, Operator, Order, Statement } from './statement';
import { tokenize, type Token } from './tokenize';

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1000;
const SIGNS: readonly string[] = ['=', '<', '>', '<=', '>='];

/** Reads `SELECT … FROM …`. Throws a `CompanyFault` with code 4000, or 4001 for a limit out of bounds. */
export function parseStatement(text: string): Statement {
  return new Parser(tokenize(text)).statement();
}

class Parser {
  private at = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  statement(): Statement {
    this.expectKeyword('select');
    const selection = this.selection();
    this.expectKeyword('from');
    const entity = this.expectWord();
    const conditions = this.takeKeyword('where') ? this.conditions() : [];
    const orders = this.takeOrderBy() ? this.orders() : [];
    const start = this.takeKeyword('startposition') ? this.expectNumber() : 1;
    const limit = this.takeKeyword('maxresults') ? this.expectNumber() : DEFAULT_LIMIT;
    if (this.current.kind !== 'end') throw this.unexpected('<EOF>');
    return { ...selection, entity, conditions, orders, start: atLeastOne(start), limit: withinLimit(limit) };
  }

  private selection(): { fields: readonly string[] | null; count: boolean } {
    if (this.takeSign('*')) return { fields: null, count: false };
    if (this.isKeyword('count')) {
      this.at++;
      this.expectSign('(');
      this.expectSign('*');
      this.expectSign(')');
      return { fields: null, count: true };
    }
    const fields = [this.expectWord()];
    while (this.takeSign(',')) fields.push(this.expectWord());
    return { fields, count: false };
  }

  private conditions(): Condition[] {
    const conditions = [this.condition()];
    while (this.takeKeyword('and')) conditions.push(this.condition());
    return conditions;
  }

  private condition(): Condition {
    const path = this.expectWord();
    if (this.takeKeyword('in')) return { path, operator: 'IN', values: this.valueList() };
    if (this.takeKeyword('like')) return { path, operator: 'LIKE', values: [this.value()] };
    const { kind, value } = this.current;
    if (kind !== 'sign' || !SIGNS.includes(value)) throw this.unexpected('"=" "<" ">" "<=" ">=" "in" "like"');
    this.at++;
    return { path, operator: value as Operator, values: [this.value()] };
  }

  private valueList(): string[] {
    this.expectSign('(');
    const values = [this.value()];
    while (this.takeSign(',')) values.push(this.value());
    this.expectSign(')');
    return values;
  }

  /** Quoted; numbers and the two truth values also bare. */
  private value(): string {
    const { kind, value } = this.current;
    const bare = kind === 'word' && /^(true|false|-?\d+(\.\d+)?)$/i.test(value);
    if (kind !== 'text' && !bare) throw this.unexpected('<QUOTED_STRING> "true" "false"');
    this.at++;
    return bare ? value.toLowerCase() : value;
  }

  private orders(): Order[] {
    const orders: Order[] = [];
    do {
      const path = this.expectWord();
      const descending = this.takeKeyword('desc');
      if (!descending) this.takeKeyword('asc');
      orders.push({ path, descending });
    } while (this.takeSign(','));
    return orders;
  }

  private takeOrderBy(): boolean {
    if (this.takeKeyword('orderby')) return true;
    if (!this.takeKeyword('order')) return false;
    this.expectKeyword('by');
    return true;
  }

  private get current(): Token {
    return this.tokens[this.at]!;
  }

  private isKeyword(word: string): boolean {
    return this.current.kind === 'word' && this.current.value.toLowerCase() === word;
  }

  private takeKeyword(word: string): boolean {
    const found = this.isKeyword(word);
    if (found) this.at++;
    return found;
  }

  private expectKeyword(word: string): void {
    if (!this.takeKeyword(word)) throw this.unexpected(`"${word}"`);
  }

  private takeSign(sign: string): boolean {
    const found = this.current.kind === 'sign' && this.current.value === sign;
    if (found) this.at++;
    return found;
  }

  private expectSign(sign: string): void {
    if (!this.takeSign(sign)) throw this.unexpected(`"${sign}"`);
  }

  private expectWord(): string {
    const { kind, value } = this.current;
    if (kind !== 'word' || !/^[A-Za-z_]/.test(value)) throw this.unexpected('<IDENTIFIER>');
    this.at++;
    return value;
  }

  private expectNumber(): number {
    const { value } = this.current;
    if (!/^-?\d{1,9}$/.test(value)) throw this.unexpected('<NUMBER>');
    this.at++;
    return Number(value);
  }

  private unexpected(expected: string): Error {
    const { value, line, column } = this.current;
    const detail = `Encountered "${value}" at line ${line}, column ${column}.\nWas expecting one of:\n    ${expected} ...`;
    return faults.queryParser(detail);
  }
}

function atLeastOne(start: number): number {
  if (start >= 1) return start;
  throw faults.queryValidation(`value ${start} is too small. Min allowed value is 1`);
}

function withinLimit(limit: number): number {
  if (limit > MAX_LIMIT) throw faults.queryValidation(`value ${limit} is too large. Max allowed value is ${MAX_LIMIT}`);
  if (limit < 0) throw faults.queryValidation(`value ${limit} is too small. Min allowed value is 0`);
  return limit;
}
