import { BadUserInputError } from '../../src/errors';
import { decodeCursor, digestFilter, encodeCursor } from '../../src/persistence/keyset/cursor';

const order = { field: 'CREATED', direction: 'DESC' } as const;
const filterDigest = digestFilter({ status: ['OPEN'] });
const position = { value: '2026-08-15T12:00:00.000001Z', key: ['0198b4a2-0000-7000-8000-000000000001', 'R1'] };
const cursor = encodeCursor({ order, filterDigest, position });

function encodeParts(parts: unknown): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

describe('a cursor', () => {
  it('gives its position back under the same order and filter', () => {
    expect(decodeCursor(cursor, { order, filterDigest })).toEqual(position);
  });

  it('holds a position without a value, and text of any script', () => {
    const other = { value: null, key: ['0198b4a2-0000-7000-8000-000000000001', 'ü✓', 'EXPENSE'] };
    const encoded = encodeCursor({ order, filterDigest, position: other });

    expect(decodeCursor(encoded, { order, filterDigest })).toEqual(other);
    expect(encoded).toMatch(/^[\w-]+$/);
  });

  it.each([
    ['another field', { order: { field: 'NAME', direction: 'DESC' } as const, filterDigest }],
    ['another direction', { order: { field: 'CREATED', direction: 'ASC' } as const, filterDigest }],
    ['another filter', { order, filterDigest: digestFilter({ status: ['CLOSED'] }) }],
  ])('is refused under %s', (_name, expected) => {
    expect(() => decodeCursor(cursor, expected)).toThrow(BadUserInputError);
  });

  it.each([
    ['nothing', ''],
    ['no base64', 'not a cursor!'],
    ['no JSON', 'abcd'],
    ['no list', encodeParts({ value: 1 })],
    ['too few parts', encodeParts(['CREATED', 'DESC', filterDigest, null])],
    ['too many parts', encodeParts(['CREATED', 'DESC', filterDigest, null, 'a', 'b', 'c', 'd'])],
    ['parts that are not text', encodeParts(['CREATED', 'DESC', filterDigest, 5, 'a', 'b'])],
    ['a key that is null', encodeParts(['CREATED', 'DESC', filterDigest, null, null, 'b'])],
    ['what Postgres refuses', encodeParts(['CREATED', 'DESC', filterDigest, 'a\0b', 'a', 'b'])],
    ['an endless one', encodeParts(['CREATED', 'DESC', filterDigest, 'a'.repeat(5_000), 'a', 'b'])],
  ])('is refused when it is %s', (_name, forged) => {
    expect(() => decodeCursor(forged, { order, filterDigest })).toThrow(BadUserInputError);
  });
});

describe('the digest of a filter', () => {
  it('does not depend on the order of conditions, nor on those that are not given', () => {
    expect(digestFilter({ a: 1, b: { c: [1, 2], d: null }, e: undefined })).toBe(
      digestFilter({ b: { c: [1, 2] }, a: 1 }),
    );
    expect(digestFilter(null)).toBe(digestFilter(undefined));
  });

  it('differs with every value', () => {
    const digests = [{}, { a: [] }, { a: false }, { a: '' }, { a: 0 }, { a: [2, 1] }, { a: [1, 2] }].map(digestFilter);
    expect(new Set(digests).size).toBe(digests.length);
  });
});
