import { storable, storableText } from '../../src/persistence/storable-text';

describe('storable text', () => {
  it.each([
    ['plain ü ✓ 😀', 'plain ü ✓ 😀'],
    ['a\0b', 'ab'],
    ['high \uD83D alone', 'high \uFFFD alone'],
    ['low \uDE00 alone', 'low \uFFFD alone'],
    ['the letters \\u0000', 'the letters \\u0000'],
  ])('of %j is %j', (text, expected) => {
    expect(storableText(text)).toBe(expected);
    expect(storable({ [text]: [text, 1, null, { deep: text }] })).toEqual({
      [expected]: [expected, 1, null, { deep: expected }],
    });
  });

  it('leaves what is storable as it is', () => {
    const value = { a: ['ü'], at: new Date(0) };
    expect(storable(value)).toBe(value);
  });
});
