import { CeqlError } from '../../src/ceql/ceql-error';
import { conjunctsOf } from '../../src/ceql/conjuncts';
import { matchesWhere } from '../../src/ceql/evaluate';
import { parseFields, printFields } from '../../src/ceql/field-list';
import { parseOrderBy, printOrderBy } from '../../src/ceql/order-by';
import { MAX_DEPTH, MAX_IN_VALUES, parseWhere } from '../../src/ceql/parse-where';
import { printWhere } from '../../src/ceql/print';
import { MAX_TEXT_LENGTH } from '../../src/ceql/tokenize';

function errorOf(read: () => unknown): CeqlError {
  try {
    read();
  } catch (error) {
    if (error instanceof CeqlError) return error;
    throw error;
  }
  throw new Error('It was taken.');
}

describe('a where', () => {
  it('binds NOT tighter than AND, and AND tighter than OR', () => {
    expect(parseWhere("NOT a = 1 AND b = 'x' OR c IS NULL")).toEqual({
      kind: 'or',
      operands: [
        {
          kind: 'and',
          operands: [
            {
              kind: 'not',
              operand: { kind: 'comparison', field: 'a', operator: '=', value: { kind: 'number', digits: '1' } },
            },
            { kind: 'comparison', field: 'b', operator: '=', value: { kind: 'string', text: 'x' } },
          ],
        },
        { kind: 'null', field: 'c' },
      ],
    });
  });

  it.each([
    ["startDate ='2026-01-02'", "startDate = '2026-01-02'"],
    ["name='O''Brien'", "name = 'O''Brien'"],
    ["name = ''", "name = ''"],
    ['a=1 and b>=-2.50 AnD c!=true', 'a = 1 AND b >= -2.50 AND c != true'],
    ["((a = 1) OR (b = 2)) AND (c = 'x')", "(a = 1 OR b = 2) AND c = 'x'"],
    ['a = 1 OR b = 2 AND c = 3', 'a = 1 OR b = 2 AND c = 3'],
    ['a = 1 AND (b = 2 AND c = 3)', 'a = 1 AND (b = 2 AND c = 3)'],
    ['not (a = 1 or not b = 2)', 'NOT (a = 1 OR NOT b = 2)'],
    ["a like 'x%' and b not like '%'", "a LIKE 'x%' AND b NOT LIKE '%'"],
    ["a in ('x', 2,FALSE) or not b in (1)", "a IN ('x', 2, false) OR b NOT IN (1)"],
    ['a is not null and b IS NULL', 'a IS NOT NULL AND b IS NULL'],
    ["`config.url` = 'u' AND config.port = 1", "config.url = 'u' AND config.port = 1"],
    ['`Last Update` > 1 AND `in` < 2 AND `a``b` <= 3', '`Last Update` > 1 AND `in` < 2 AND `a``b` <= 3'],
    ["größe = 'ü😀'", "größe = 'ü😀'"],
    ['id = 90071992547409931234', 'id = 90071992547409931234'],
    ["a = 'x\n\t y'", "a = 'x\n\t y'"],
  ])('%s is printed as %s', (text, printed) => {
    const expression = parseWhere(text);
    expect(printWhere(expression)).toBe(printed);
    expect(parseWhere(printed)).toEqual(expression);
  });

  it.each([
    ['', 1, 'a field name', 'the end'],
    ['a', 2, 'one of = != < > <= >= LIKE IN IS', 'the end'],
    ['a =', 4, "a value: 'text' in single quotes, a number, true or false", 'the end'],
    ['a = x', 5, "a value: 'text' in single quotes, a number, true or false", 'x'],
    ['a = null', 5, 'a value (to find what has none, write IS NULL)', 'null'],
    ['a = "x"', 5, 'a name, a value or an operator', '"\\""'],
    ["a = 'x", 5, "a closing '", 'none'],
    ['`a = 1', 1, 'a name and a closing `', 'none'],
    ['`` = 1', 1, 'a name and a closing `', 'none'],
    ['a == 1', 4, "a value: 'text' in single quotes, a number, true or false", '='],
    ['a <> 1', 4, "a value: 'text' in single quotes, a number, true or false", '>'],
    ['a = 1 b = 2', 7, 'AND, OR or the end', 'b'],
    ['a = 1 AND', 10, 'a field name', 'the end'],
    ['(a = 1', 7, 'AND, OR or )', 'the end'],
    ['a = 1)', 6, 'AND, OR or the end', ')'],
    ['a IN x', 6, "a list such as ('a', 'b')", 'x'],
    ['a IN ()', 7, "a value: 'text' in single quotes, a number, true or false", ')'],
    ['a IN (1', 8, 'a comma or )', 'the end'],
    ['a LIKE 1', 8, "a pattern in single quotes, such as 'A%'", '1'],
    ['a IS 1', 6, 'NULL or NOT NULL', '1'],
    ['a NOT = 1', 7, 'LIKE or IN', '='],
    ['in = 1', 1, 'a field name', 'in'],
    ['a = 2nd', 5, 'a name, a value or an operator', '"2"'],
    ['a = 1;', 6, 'a name, a value or an operator', '";"'],
  ])('%j is refused at character %d', (text, position, expected, found) => {
    const error = errorOf(() => parseWhere(text));
    expect({ code: error.code, position: error.position, expected: error.expected }).toEqual({
      code: 'INVALID_INPUT',
      position,
      expected,
    });
    expect(error.message).toBe(`At character ${position}: expected ${expected}, found ${found}.`);
  });

  it('is bounded in length, depth and values', () => {
    const nested = (depth: number): string => `${'('.repeat(depth)}a = 1${')'.repeat(depth)}`;
    expect(() => parseWhere(nested(MAX_DEPTH))).not.toThrow();
    expect(errorOf(() => parseWhere(nested(MAX_DEPTH + 1))).message).toContain(`at most ${MAX_DEPTH} levels`);
    expect(errorOf(() => parseWhere(`${'NOT '.repeat(900)}a = 1`)).message).toContain('levels of nesting');
    expect(errorOf(() => parseWhere(`a IN (${'1,'.repeat(MAX_IN_VALUES)}1)`)).message).toContain('at most 500 values');
    expect(errorOf(() => parseWhere(`a = '${'x'.repeat(MAX_TEXT_LENGTH)}'`)).message).toContain('at most 4000');
  });

  it('shows no more of a long word than it takes', () => {
    expect(errorOf(() => parseWhere(`a = ${'x'.repeat(1_000)}`)).message.length).toBeLessThan(200);
  });
});

describe('a record meets a where', () => {
  const record = {
    name: "O'Brien",
    amount: 12.5,
    id: '90071992547409931',
    paid: false,
    gone: null,
    created: '2026-11-20T10:00:00Z',
    entered: '2026-11-20 10:00:00',
    due: '2026-11-20',
    changed: '2026-11-20T10:00:00-05:00',
    policy: { id: 'P1', owner: { email: 'ann@example.com' } },
    'a.b': 'dotted',
  };
  it.each([
    ["name = 'O''Brien'", true],
    ["name = 'o''brien'", false],
    ['amount > 12 AND amount <= 12.50', true],
    ["amount = '12.5'", true],
    ['id = 90071992547409931', true],
    ['id = 90071992547409932', false],
    ['id > 9', true],
    ["paid = false AND paid != 'true'", true],
    ["created >= '2026-11-20' AND created < '2026-11-21'", true],
    ["changed >= '2026-11-20T15:00:00Z' AND changed < '2026-11-20T15:00:01Z'", true],
    ["entered >= '2026-11-20T00:00:00.000Z' AND entered < '2026-11-20T19:00:01+09:00'", true],
    [
      "entered = '2026-11-20T10:00' AND entered = '2026-11-20T10:00:00Z' AND entered != '2026-11-20T10:00:00+01:00'",
      true,
    ],
    ["entered > '2026-11-20' AND entered < '2026-11-21'", true],
    ["due >= '2026-11-20T00:00:00Z' AND due < '2026-11-20T00:00:01Z' AND due = '2026-11-20'", true],
    ["changed = '2026-11-21T00:00:00.000+09:00' AND changed IN ('2026-11-20T15:00Z')", true],
    ["changed >= '2026-11-20T10:00:00' AND changed < '2026-11-20T11'", true],
    ["policy.id = 'P1'", true],
    ["`policy.owner.email` LIKE '%@example.com'", true],
    ["a.b = 'dotted'", true],
    ['gone IS NULL AND never IS NULL AND name IS NOT NULL', true],
    ['gone = 1', false],
    ['NOT gone = 1', false],
    ["gone != 'x' OR paid = false", true],
    ["gone = 'x' AND paid = true", false],
    ["NOT (gone = 'x' AND paid = true)", true],
    ["name IN ('x', 'O''Brien')", true],
    ["name NOT IN ('x')", true],
    ["name LIKE 'O%n'", true],
    ["name LIKE 'O%'", true],
    ["name LIKE '%Bri%'", true],
    ["name LIKE 'O''Brien'", true],
    ["name LIKE 'O%Brien%n'", false],
    ["name NOT LIKE 'x%'", true],
    ["amount = 'many'", false],
    ["amount != 'many'", true],
    ['constructor IS NULL AND policy.toString IS NULL', true],
  ])('%s: %s', (where, expected) => {
    expect(matchesWhere(parseWhere(where), record)).toBe(expected);
  });

  it('in a time that a hostile pattern cannot stretch', () => {
    const where = parseWhere(`name LIKE '${'%a'.repeat(1_500)}%b'`);
    expect(matchesWhere(where, { name: 'a'.repeat(100_000) })).toBe(false);
  });
});

describe('the conjuncts of a where', () => {
  it('are what its outermost ANDs join', () => {
    const { comparisons, others } = conjunctsOf(parseWhere("a = 1 AND (b > 'x' AND (c = 2 OR d = 3)) AND e IS NULL"));
    expect(comparisons.map(({ field, operator }) => `${field} ${operator}`)).toEqual(['a =', 'b >']);
    expect(others.map(printWhere)).toEqual(['c = 2 OR d = 3', 'e IS NULL']);
  });
});

describe('the companions of a where', () => {
  it.each([
    ['created', 'created asc'],
    ['created DESC', 'created desc'],
    ['created asc, `policy.name` desc,`in`', 'created asc, policy.name desc, `in` asc'],
  ])('orderBy=%s is %s', (text, printed) => {
    expect(printOrderBy(parseOrderBy(text))).toBe(printed);
    expect(parseOrderBy(printed)).toEqual(parseOrderBy(text));
  });

  it.each([
    ['', 1, 'a field name'],
    ['a up', 3, 'asc, desc, a comma or the end'],
    ['a,', 3, 'a field name'],
  ])('orderBy=%s is refused at %d', (text, position, expected) => {
    expect(errorOf(() => parseOrderBy(text))).toMatchObject({ position, expected });
  });

  it('fields are names, each once', () => {
    expect(parseFields('id, name,policy.id,id')).toEqual(['id', 'name', 'policy.id']);
    expect(printFields(['id', 'policy.id', 'Last Update'])).toBe('id,policy.id,`Last Update`');
    expect(errorOf(() => parseFields('id;name'))).toMatchObject({ position: 3 });
    expect(errorOf(() => parseFields('id name'))).toMatchObject({ position: 4, expected: 'a comma or the end' });
  });
});
