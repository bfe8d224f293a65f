import { type GraphQLScalarType, parseValue as parseLiteral, type GraphQLError } from 'graphql';
import {
  CurrencyCodeScalar,
  DateScalar,
  DateTimeScalar,
  DecimalScalar,
  JsonObjectScalar,
  StringMapScalar,
  UrlScalar,
} from '../../src/graphql/scalars';

/** As a variable and as a literal; both must agree. */
function read(scalar: GraphQLScalarType, json: unknown, literal: string): unknown {
  const fromVariable = scalar.parseValue(json);
  expect(JSON.stringify(scalar.parseLiteral(parseLiteral(literal), {}))).toBe(JSON.stringify(fromVariable));
  return fromVariable;
}

function expectRefused(scalar: GraphQLScalarType, json: unknown, literal: string, message: string): void {
  expect(() => scalar.parseValue(json)).toThrow(message);
  expect(() => scalar.parseLiteral(parseLiteral(literal), {})).toThrow(message);
}

const SCALARS = [
  DateTimeScalar,
  DateScalar,
  DecimalScalar,
  CurrencyCodeScalar,
  UrlScalar,
  JsonObjectScalar,
  StringMapScalar,
];

const text = (value: string): [string, string] => [value, JSON.stringify(value)];

test('the scalars have the names, descriptions and specifications of the graph', () => {
  expect(SCALARS.map(({ name, specifiedByURL }) => [name, specifiedByURL])).toEqual([
    ['DateTime', 'https://scalars.graphql.org/andimarek/date-time.html'],
    ['Date', 'https://scalars.graphql.org/andimarek/local-date.html'],
    ['Decimal', undefined],
    ['CurrencyCode', undefined],
    ['URL', undefined],
    ['JSONObject', undefined],
    ['StringMap', undefined],
  ]);
  for (const scalar of SCALARS) expect(scalar.description).toMatch(/\.$/);
});

describe('DateTime', () => {
  test('reads an instant of any zone as a Date and writes it in UTC', () => {
    const instant = read(DateTimeScalar, ...text('2026-07-31T11:00:00+02:00'));
    expect(instant).toBeInstanceOf(Date);
    expect(DateTimeScalar.serialize(instant)).toBe('2026-07-31T09:00:00.000Z');
  });

  test.each(['2026-07-31', '2026-07-31T09:00:00', 'yesterday', '2026-02-30T09:00:00Z', ''])('refuses %j', (value) => {
    expectRefused(DateTimeScalar, ...text(value), 'DateTime must be an instant by RFC 3339');
  });

  test('refuses numbers', () => expectRefused(DateTimeScalar, 0, '0', 'DateTime must be a string'));

  test('passes strings and fails on dates that are none', () => {
    expect(DateTimeScalar.serialize('2026-07-31T09:00:00Z')).toBe('2026-07-31T09:00:00Z');
    expect(() => DateTimeScalar.serialize(new Date(Number.NaN))).toThrow();
    expect(() => DateTimeScalar.serialize(1)).toThrow();
  });
});

describe('Date', () => {
  test('is a string on both sides', () => {
    expect(DateScalar.serialize(read(DateScalar, ...text('2024-02-29')))).toBe('2024-02-29');
    expect(() => DateScalar.serialize(new Date(0))).toThrow();
  });

  test.each(['2026-02-29', '2026-7-1', '31.07.2026', '2026-07-31T00:00:00Z', ''])('refuses %j', (value) => {
    expectRefused(DateScalar, ...text(value), 'Date must be a day of the calendar');
  });
});

describe('Decimal', () => {
  test.each(['12.30', '0', '-0.5', '123456789012345678901234567890.12345678901234567890'])(
    'keeps %s as it is',
    (value) => {
      expect(DecimalScalar.serialize(read(DecimalScalar, ...text(value)))).toBe(value);
    },
  );

  test('takes whole numbers', () => {
    expect(read(DecimalScalar, 12, '12')).toBe('12');
    expect(read(DecimalScalar, -7, '-7')).toBe('-7');
    expect(DecimalScalar.parseLiteral(parseLiteral('900719925474099312345'), {})).toBe('900719925474099312345');
  });

  test('refuses numbers with a fraction, or too large to be exact', () => {
    expectRefused(DecimalScalar, 12.3, '12.3', 'Decimal must be a decimal number as a string');
    expect(() => DecimalScalar.parseValue(2 ** 60)).toThrow('Decimal must be');
    expect(() => DecimalScalar.serialize(0.1)).toThrow('Decimal must be');
  });

  test.each(['1e3', '1,000.00', ' 1', '+1', '01', '.5', '5.', 'NaN', ''])('refuses %j', (value) => {
    expectRefused(DecimalScalar, ...text(value), 'no exponent, no separators, no leading zeros');
  });

  test('refuses booleans', () => expectRefused(DecimalScalar, true, 'true', 'Decimal must be'));
});

describe('CurrencyCode', () => {
  test('reads codes of ISO 4217', () => expect(read(CurrencyCodeScalar, ...text('USD'))).toBe('USD'));
  test('refuses other codes', () => expectRefused(CurrencyCodeScalar, ...text('ABC'), 'a code of ISO 4217'));
  test('refuses small letters', () => expectRefused(CurrencyCodeScalar, ...text('usd'), 'in capital letters'));
  test('passes what a vendor calls a currency', () => expect(CurrencyCodeScalar.serialize('XBT')).toBe('XBT'));
});

describe('URL', () => {
  test.each(['https://app.acme.example/connected', 'http://localhost:4000/x?y=1'])(
    'keeps %s to the letter',
    (value) => {
      expect(UrlScalar.serialize(read(UrlScalar, ...text(value)))).toBe(value);
    },
  );

  test.each(['/connected', 'ftp://acme.example', 'javascript:alert(1)', 'acme.example', ''])('refuses %j', (value) => {
    expectRefused(UrlScalar, ...text(value), 'URL must be absolute');
  });

  test('writes URL objects', () =>
    expect(UrlScalar.serialize(new URL('https://a.example/b'))).toBe('https://a.example/b'));
});

describe('JSONObject', () => {
  test('takes any object', () => {
    expect(read(JsonObjectScalar, { a: [1, { b: null }] }, '{a: [1, {b: null}]}')).toEqual({ a: [1, { b: null }] });
    expect(JsonObjectScalar.serialize({ a: 1 })).toEqual({ a: 1 });
  });

  test.each([['"text"'], ['[1]'], ['1']])('refuses %s', (literal) => {
    expect(() => JsonObjectScalar.parseLiteral(parseLiteral(literal), {})).toThrow();
    expect(() => JsonObjectScalar.parseValue(JSON.parse(literal))).toThrow();
  });
});

describe('StringMap', () => {
  test('reads an object, or a list of pairs, as the same', () => {
    expect(read(StringMapScalar, { code: 'c', realmId: '9' }, '{code: "c", realmId: "9"}')).toEqual({
      code: 'c',
      realmId: '9',
    });
    const pairs = [{ key: 'code', value: 'c' }];
    expect(read(StringMapScalar, pairs, '[{key: "code", value: "c"}]')).toEqual({ code: 'c' });
  });

  test('reads variables within a literal', () => {
    expect(StringMapScalar.parseLiteral(parseLiteral('{code: $code}'), { code: 'c' })).toEqual({ code: 'c' });
  });

  test('treats no name as special', () => {
    const map = StringMapScalar.parseValue(JSON.parse('{"__proto__": "p", "constructor": "c"}')) as object;
    expect(Object.entries(map)).toEqual([
      ['__proto__', 'p'],
      ['constructor', 'c'],
    ]);
  });

  test.each([
    [{ a: 1 }, '{a: 1}'],
    [{ a: null }, '{a: null}'],
    [[{ key: 'a' }], '[{key: "a"}]'],
    [
      [
        { key: 'a', value: 'b' },
        { key: 'a', value: 'c' },
      ],
      '[{key: "a", value: "b"}, {key: "a", value: "c"}]',
    ],
    ['text', '"text"'],
    [['a'], '["a"]'],
  ])('refuses %j', (json, literal) => expectRefused(StringMapScalar, json, literal, 'StringMap must be an object'));
});

test('a refused literal says where it stands', () => {
  const refuse = (): unknown => DecimalScalar.parseLiteral(parseLiteral('1.5'), {});
  expect(refuse).toThrow(
    expect.objectContaining({ nodes: [expect.objectContaining({ kind: 'FloatValue' })] }) as GraphQLError,
  );
});
