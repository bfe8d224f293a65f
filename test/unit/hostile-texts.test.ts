import { compareValues } from '../../src/ceql/compare-values';
import { parseOrderBy, MAX_ORDER_KEYS } from '../../src/ceql/order-by';
import { withoutMarkup } from '../../src/server/rest/instance-input';
import { parseBulkQuery } from '../../src/services/data/bulk/bulk-query';

/** Each would take minutes where it is tried in every way: nothing else is answered for so long. */
describe('texts that are made to be read for ever', () => {
  const spaces = ' '.repeat(7_900);

  it.each([`select${spaces}`, `select * ${spaces}`, `select a${spaces}from`, `select * from x${spaces}!`])(
    'are no bulk queries',
    (text) => {
      expect(() => parseBulkQuery(text)).toThrow('`q` is no bulk query.');
    },
  );

  it('are conditions of a bulk query all the same', () => {
    const where = `a${spaces}!`;
    expect(parseBulkQuery(`select * from x where ${where}`)).toEqual({ resource: 'x', where, fields: null });
  });

  it.each([
    [' SELECT * FROM `bills` ; ', { resource: 'bills', where: null, fields: null }],
    ['select id, total\nfrom bills\nwhere  total > 1;', { resource: 'bills', where: 'total > 1', fields: 'id, total' }],
    ["select * from a where b = ' from ;'", { resource: 'a', where: "b = ' from ;'", fields: null }],
  ])('do not change what a bulk query is: %s', (text, query) => {
    expect(parseBulkQuery(text)).toEqual(query);
  });

  it.each(['select *, id from a', 'select from a', 'select * from a where', 'select * from a, b', 'delete from a', ''])(
    'nor what is none: %s',
    (text) => {
      expect(() => parseBulkQuery(text)).toThrow('`q` is no bulk query.');
    },
  );

  it('are no names', () => {
    const name = '<a'.repeat(500_000);
    expect(withoutMarkup(name)).toBe(name);
    expect(withoutMarkup('<a'.repeat(500))).toBe('<a'.repeat(500));
  });

  it('leave no markup, however it is put together', () => {
    expect(withoutMarkup('<<b>script>x</<i>script>')).toBe('x');
    expect(withoutMarkup('a < b <!-- c --> <a href="d">e</a>')).toBe('a < b  e');
  });

  it('order by few fields', () => {
    const keys = (count: number): string => Array.from({ length: count }, (_, index) => `f${index}`).join(',');
    expect(parseOrderBy(keys(MAX_ORDER_KEYS))).toHaveLength(MAX_ORDER_KEYS);
    expect(() => parseOrderBy(keys(MAX_ORDER_KEYS + 1))).toThrow('at most 5 fields');
  });

  it.each([
    ['0.1', '0.10', 0],
    ['-0', '0', 0],
    ['007', '7', 0],
    ['99999999999999', '99999999999998', 1],
    ['0.0000000000001', '0.0000000000002', -1],
    ['999999999999999', '999999999999999.0', 0],
    ['1e5', '100000', null],
    ['', '0', null],
    ['0x10', '16', null],
  ])('are compared as decimals, short or long: %s and %s', (left, digits, sign) => {
    expect(compareValues(left, { kind: 'number', digits })).toBe(sign);
  });
});
