import { CeqlError } from '../../src/ceql/ceql-error';
import { matchesWhere } from '../../src/ceql/evaluate';
import { COMPARISON_OPERATORS, type Condition, type Expression, type Value } from '../../src/ceql/expression';
import { parseFields } from '../../src/ceql/field-list';
import { parseOrderBy } from '../../src/ceql/order-by';
import { parseWhere } from '../../src/ceql/parse-where';
import { printWhere } from '../../src/ceql/print';
import { expensifyCatalog } from '../../src/adapters/expensify/catalog';
import { parsePollerConfiguration, PollerConfigurationError } from '../../src/services/poller/poller-configuration';
import { randomNumbers } from '../support/random-numbers';

const WORDS =
  "a b.c `in` 'x' '' '' ' ` 1 -2.5 2nd = != < >= and OR not Like IN is null true ( ) , % ; & \\ \u0000 😀 ß".split(' ');
const URL_PARTS = ['/reports', '/hubs/x/reports', '?', 'where=', '&', 'startDate', ' = ', "'", '2026-01-01', '${', '}']
  .concat(['date:', 'yyyy', 'XXXX', 'dateTimeZone:', 'Europe/Berlin', ':', 'epoch', ':us', '%', '%20', '%E0', '+'])
  .concat(['orderBy=', 'fields=', 'pageSize=', '0', "''", '\u0000', '😀']);

function randomText(random: () => number, words: readonly string[], glue: string): string {
  return Array.from({ length: Math.floor(random() * 14) }, () => pick(random, words)).join(glue);
}

function pick<T>(random: () => number, choices: readonly T[]): T {
  return choices[Math.floor(random() * choices.length)]!;
}

function randomValue(random: () => number): Value {
  return pick<Value>(random, [
    { kind: 'string', text: pick(random, ['', "O'Brien", "''", '%', '2026-01-01', '`', '\n']) },
    { kind: 'number', digits: pick(random, ['0', '-1', '12.50', '90071992547409931234']) },
    { kind: 'boolean', value: random() < 0.5 },
  ]);
}

function randomCondition(random: () => number): Condition {
  const field = pick(random, ['a', 'b.c', 'in', 'Last Update', 'a`b', 'NULL', '1st', 'größe', '.']);
  const value = randomValue(random);
  return pick<Condition>(random, [
    { kind: 'comparison', field, operator: pick(random, COMPARISON_OPERATORS), value },
    { kind: 'like', field, pattern: pick(random, ['%', "a%'b", '']) },
    { kind: 'in', field, values: [value, randomValue(random)] },
    { kind: 'null', field },
  ]);
}

function randomExpression(random: () => number, depth: number): Expression {
  if (depth === 0 || random() < 0.3) return randomCondition(random);
  if (random() < 0.3) return { kind: 'not', operand: randomExpression(random, depth - 1) };
  const operands = Array.from({ length: 2 + Math.floor(random() * 2) }, () => randomExpression(random, depth - 1));
  return { kind: random() < 0.5 ? 'and' : 'or', operands };
}

/** A right text with one piece of it replaced. */
function damaged(random: () => number): string {
  const text = printWhere(randomExpression(random, 2));
  const at = Math.floor(random() * text.length);
  return text.slice(0, at) + pick(random, WORDS) + text.slice(at + Math.floor(random() * 3));
}

/** What it reads, or null when it refuses; anything else thrown is a fault. */
function taken<T>(read: () => T, refusal: typeof CeqlError | typeof PollerConfigurationError): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof refusal) return null;
    throw error;
  }
}

describe('texts at random', () => {
  it('are read or refused with a place, and what is read is printed as what reads the same', () => {
    const random = randomNumbers(1);
    let read = 0;
    for (let round = 0; round < 10_000; round += 1) {
      const text = random() < 0.5 ? randomText(random, WORDS, random() < 0.7 ? ' ' : '') : damaged(random);
      const expression = taken(() => parseWhere(text), CeqlError);
      taken(() => parseOrderBy(text), CeqlError);
      taken(() => parseFields(text), CeqlError);
      if (expression === null) continue;
      read += 1;
      expect(parseWhere(printWhere(expression))).toEqual(expression);
      expect(typeof matchesWhere(expression, { a: 1, b: { c: 'x' }, in: null })).toBe('boolean');
    }
    expect(read).toBeGreaterThan(500);
  });

  it('as addresses of a poll are read or refused', () => {
    const random = randomNumbers(2);
    for (let round = 0; round < 5_000; round += 1) {
      const start = random() < 0.5 ? '/reports?where=startDate=' : '';
      const url = start + randomText(random, URL_PARTS, '');
      taken(() => parsePollerConfiguration(expensifyCatalog, { reports: { url } }), PollerConfigurationError);
    }
  });

  it('as configurations are read or refused', () => {
    const random = randomNumbers(3);
    const members = [
      '{',
      '}',
      '[',
      ']',
      ':',
      ',',
      '"reports"',
      '"url"',
      '"x"',
      '1',
      'null',
      '"__proto__"',
      '"pollDelay"',
    ];
    for (let round = 0; round < 5_000; round += 1) {
      const text = `${random() < 0.5 ? '{"reports":' : ''}${randomText(random, members, '')}`;
      taken(() => parsePollerConfiguration(expensifyCatalog, text), PollerConfigurationError);
    }
    const nested = '['.repeat(100_000);
    expect(taken(() => parsePollerConfiguration(expensifyCatalog, nested), PollerConfigurationError)).toBeNull();
  });
});

describe('expressions at random', () => {
  it('are the same when they are printed and read', () => {
    const random = randomNumbers(4);
    for (let round = 0; round < 3_000; round += 1) {
      const expression = randomExpression(random, 4);
      const text = printWhere(expression);
      if (text.length <= 4_000) expect(parseWhere(text)).toEqual(expression);
    }
  });
});
