import { parse } from 'graphql';
import { deepestNesting } from '../../src/graphql/engine/limits/deepest-nesting';

describe('the deepest nesting of a document', () => {
  it.each<[string, number]>([
    ['', 0],
    ['{ a }', 1],
    ['{ a { b } c { d } }', 2],
    ['query ($a: [[Int]]) { a(b: { c: [$a] }) { d } }', 4],
    ['{ a(b: "[[[[") }', 2],
    [String.raw`{ a(b: "\"[[[[", c: [1]) }`, 3],
    ['{ a(b: "", c: [1]) }', 3],
    [String.raw`{ a(b: """[[[[ " \""" [[[[""", c: [1]) }`, 3],
    ['{ a(b: """""", c: [[1]]) }', 4],
    ['{ a # [[[[\n b(c: [1]) }', 3],
    ['{ a # [[[[\r b(c: [1]) }', 3],
  ])('of %j is %d', (source, expected) => {
    if (source !== '') expect(() => parse(source)).not.toThrow();
    expect(deepestNesting(source)).toBe(expected);
  });

  it.each(['"', '"""', '"\\', '{{{ "[[[\n', ']]]{', '#'])('comes to an end where the text does not: %j', (source) => {
    expect(deepestNesting(source)).toBeLessThanOrEqual(3);
  });
});
