import { CeqlError } from './ceql-error';
import type { ComparisonOperator, Condition, Expression, Value } from './expression';
import { TokenReader } from './token-reader';

export const MAX_DEPTH = 50;
export const MAX_IN_VALUES = 500;

/**
 * Reads a `where`:
 *
 *     either    := all { OR all }
 *     all       := single { AND single }
 *     single    := NOT single | "(" either ")" | condition
 *     condition := field ( operator value | [NOT] LIKE string | [NOT] IN "(" value { "," value } ")" | IS [NOT] NULL )
 *
 * @throws CeqlError which names the place and what would be right there.
 */
export function parseWhere(text: string): Expression {
  const parser = new WhereParser(new TokenReader(text));
  return parser.parse();
}

class WhereParser {
  private depth = 0;

  constructor(private readonly reader: TokenReader) {}

  parse(): Expression {
    const expression = this.either();
    this.reader.expectEnd('AND, OR or the end');
    return expression;
  }

  private either(): Expression {
    return this.joined('or', () => this.joined('and', () => this.single()));
  }

  private joined(kind: 'and' | 'or', operand: () => Expression): Expression {
    const first = operand();
    const operands = [first];
    while (this.reader.skipKeyword(kind.toUpperCase())) operands.push(operand());
    return operands.length === 1 ? first : { kind, operands };
  }

  private single(): Expression {
    const start = this.reader.next;
    if (this.reader.skipKeyword('NOT')) {
      return this.nested(start.position, () => ({ kind: 'not', operand: this.single() }));
    }
    if (!this.reader.skipSign('(')) return this.condition();
    return this.nested(start.position, () => {
      const inner = this.either();
      if (!this.reader.skipSign(')')) throw this.reader.expected('AND, OR or )');
      return inner;
    });
  }

  private nested(position: number, inner: () => Expression): Expression {
    if (this.depth >= MAX_DEPTH) throw new CeqlError(position, `at most ${MAX_DEPTH} levels of nesting`, 'one more');
    this.depth += 1;
    const expression = inner();
    this.depth -= 1;
    return expression;
  }

  private condition(): Expression {
    const field = this.reader.takeField();
    if (this.reader.next.kind === 'operator') {
      const operator = this.reader.take().text as ComparisonOperator;
      return { kind: 'comparison', field, operator, value: this.value() };
    }
    if (this.reader.skipKeyword('IS')) return this.nullTest(field);
    const isNegated = this.reader.skipKeyword('NOT');
    const condition = this.likeOrIn(field, isNegated);
    return isNegated ? { kind: 'not', operand: condition } : condition;
  }

  private nullTest(field: string): Expression {
    const isNegated = this.reader.skipKeyword('NOT');
    if (!this.reader.skipKeyword('NULL')) throw this.reader.expected(isNegated ? 'NULL' : 'NULL or NOT NULL');
    const test: Condition = { kind: 'null', field };
    return isNegated ? { kind: 'not', operand: test } : test;
  }

  private likeOrIn(field: string, isNegated: boolean): Condition {
    if (this.reader.skipKeyword('LIKE')) {
      if (this.reader.next.kind !== 'string') throw this.reader.expected("a pattern in single quotes, such as 'A%'");
      return { kind: 'like', field, pattern: this.reader.take().text };
    }
    if (this.reader.skipKeyword('IN')) return { kind: 'in', field, values: this.list() };
    throw this.reader.expected(isNegated ? 'LIKE or IN' : 'one of = != < > <= >= LIKE IN IS');
  }

  private list(): Value[] {
    if (!this.reader.skipSign('(')) throw this.reader.expected("a list such as ('a', 'b')");
    const values = [this.value()];
    while (this.reader.skipSign(',')) {
      if (values.length === MAX_IN_VALUES) throw this.reader.expected(`at most ${MAX_IN_VALUES} values`);
      values.push(this.value());
    }
    if (!this.reader.skipSign(')')) throw this.reader.expected('a comma or )');
    return values;
  }

  private value(): Value {
    const { kind, text } = this.reader.next;
    if (kind === 'string') return { kind, text: this.reader.take().text };
    if (kind === 'number') return { kind, digits: this.reader.take().text };
    if (kind === 'name' && /^(?:true|false)$/i.test(text)) {
      this.reader.take();
      return { kind: 'boolean', value: text.toLowerCase() === 'true' };
    }
    const isNull = this.reader.isKeyword('NULL');
    throw this.reader.expected(
      isNull
        ? 'a value (to find what has none, write IS NULL)'
        : "a value: 'text' in single quotes, a number, true or false",
    );
  }
}
