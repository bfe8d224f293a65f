import stringify from 'safe-stable-stringify';
import { canonicalJson } from '../../src/persistence/canonical-json';

describe('canonicalJson', () => {
  it.each<[string, unknown, string]>([
    ['a text', 'a "b" \\ \n\t\u0001 ü 😀', '"a \\"b\\" \\\\ \\n\\t\\u0001 ü 😀"'],
    ['half of a surrogate pair', '\ud83d', '"\\ud83d"'],
    ['a line separator', '\u2028', '"\u2028"'],
    ['nothing', null, 'null'],
    ['a number', -0.5, '-0.5'],
    ['what is no number', Number.NaN, 'null'],
    ['keys in order', { a: 1, b: { c: [true, null] } }, '{"a":1,"b":{"c":[true,null]}}'],
    ['keys out of order', { b: 1, a: { d: [], c: '' } }, '{"a":{"c":"","d":[]},"b":1}'],
    ['keys out of order within a list', [{ b: 1, a: 2 }], '[{"a":2,"b":1}]'],
    ['keys that are numbers', { 10: 'ten', 9: 'nine' }, '{"10":"ten","9":"nine"}'],
    ['keys of several cases', { a: 1, B: 2 }, '{"B":2,"a":1}'],
    ['what is left out', { a: undefined, b: 1 }, '{"b":1}'],
    ['an instant', { at: new Date(0) }, '{"at":"1970-01-01T00:00:00.000Z"}'],
    ['what brings its own JSON', { a: { b: 1, toJSON: () => 'one' } }, '{"a":"one"}'],
    ['a big integer', { a: 9007199254740993n }, '{"a":9007199254740993}'],
  ])('writes %s', (_what, value, json) => {
    expect(canonicalJson(value)).toBe(json);
  });

  // What was hashed before the fast way was there must keep its hash: else every record would count as changed.
  it('writes what a writer that always sorts does', () => {
    const values = [{ z: 'é"', y: ['\u007f', { b: 1e21, a: 0 }] }, { a: '\udc00\ud800', b: [[], {}] }, [1, '2', null]];
    expect(values.map(canonicalJson)).toEqual(values.map((value) => stringify(value)));
  });
});
