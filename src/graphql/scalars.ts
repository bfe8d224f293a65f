import { GraphQLError, GraphQLScalarType, Kind, valueFromASTUntyped, type ValueNode } from 'graphql';
import { GraphQLCurrency, GraphQLDateTime, GraphQLJSONObject, GraphQLLocalDate } from 'graphql-scalars';

type ScalarConfig = ReturnType<GraphQLScalarType['toConfig']>;

function refuse(message: string, node?: ValueNode): never {
  throw new GraphQLError(message, node === undefined ? undefined : { nodes: node });
}

function requireString(value: unknown, scalar: string): string {
  return typeof value === 'string' ? value : refuse(`${scalar} must be a string.`);
}

/** A scalar that is written as a string; literals and variables take the same way. */
function stringScalar<TInternal>(config: {
  name: string;
  description: string;
  specifiedByURL?: string;
  extensions?: ScalarConfig['extensions'];
  parse: (text: string) => TInternal;
  serialize: (value: unknown) => string;
}): GraphQLScalarType<TInternal, string> {
  const { name, parse } = config;
  return new GraphQLScalarType<TInternal, string>({
    name,
    description: config.description,
    specifiedByURL: config.specifiedByURL,
    extensions: config.extensions,
    serialize: config.serialize,
    parseValue: (value) => parse(requireString(value, name)),
    parseLiteral: (node) => (node.kind === Kind.STRING ? parse(node.value) : refuse(`${name} must be a string.`, node)),
  });
}

function passString(scalar: string): (value: unknown) => string {
  return (value) => requireString(value, scalar);
}

/** `parse` of a scalar of graphql-scalars, under a message of ours that says what would be right. */
function checkedBy<TInternal>(scalar: GraphQLScalarType<TInternal>, message: string): (text: string) => TInternal {
  return (text) => {
    try {
      return scalar.parseValue(text);
    } catch {
      return refuse(message);
    }
  };
}

/** Comes in as a `Date`. Goes out from a `Date`, or from a string that is passed as it is. */
export const DateTimeScalar = stringScalar<Date>({
  name: 'DateTime',
  description: 'An instant, RFC 3339 in UTC with `Z`, such as `2026-07-31T09:00:00Z`.',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/date-time.html',
  extensions: GraphQLDateTime.extensions,
  parse: checkedBy(
    GraphQLDateTime,
    'DateTime must be an instant by RFC 3339 with a zone, such as "2026-07-31T09:00:00Z".',
  ),
  serialize: (value) => (value instanceof Date ? value.toISOString() : requireString(value, 'DateTime')),
});

/** A string `yyyy-MM-dd` on both sides: a JavaScript `Date` would bring a zone with it. */
export const DateScalar = stringScalar<string>({
  name: 'Date',
  description: 'A calendar day without a zone, `yyyy-MM-dd`. Never shifted.',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/local-date.html',
  extensions: GraphQLLocalDate.extensions,
  parse: checkedBy(GraphQLLocalDate, 'Date must be a day of the calendar as yyyy-MM-dd, such as "2026-07-31".'),
  serialize: passString('Date'),
});

const DECIMAL = /^-?(?:0|[1-9]\d{0,29})(?:\.\d{1,20})?$/;
const DECIMAL_EXPECTED =
  'Decimal must be a decimal number as a string, such as "12.30": no exponent, no separators, no leading zeros.';

function parseDecimalText(text: string, node?: ValueNode): string {
  return DECIMAL.test(text) ? text : refuse(DECIMAL_EXPECTED, node);
}

function parseDecimal(value: unknown): string {
  if (typeof value === 'string') return parseDecimalText(value);
  // A whole number within 2^53 has one meaning; one with a fraction has gone through a binary float.
  if (typeof value === 'number' && Number.isSafeInteger(value)) return parseDecimalText(String(value));
  return refuse(DECIMAL_EXPECTED);
}

/** A string on both sides; whole JSON numbers are taken, fractional ones refused, in variables and in literals alike. */
export const DecimalScalar = new GraphQLScalarType<string, string>({
  name: 'Decimal',
  description:
    'A decimal number written as a string, such as `"12.30"`. A JSON number with a fraction is refused: it has been rounded already.',
  extensions: { codegenScalarType: 'string', jsonSchema: { type: 'string', pattern: DECIMAL.source } },
  serialize: (value) => (typeof value === 'string' ? value : parseDecimal(value)),
  parseValue: parseDecimal,
  parseLiteral: (node) =>
    node.kind === Kind.STRING || node.kind === Kind.INT
      ? parseDecimalText(node.value, node)
      : refuse(DECIMAL_EXPECTED, node),
});

const isListedCurrency = checkedBy(GraphQLCurrency, 'CurrencyCode must be a code of ISO 4217, such as "USD".');

/** Strict on the way in; on the way out a vendor's word is passed as it is. */
export const CurrencyCodeScalar = stringScalar<string>({
  name: 'CurrencyCode',
  description: 'An ISO 4217 alphabetic code, such as `USD`.',
  extensions: GraphQLCurrency.extensions,
  parse: (text) =>
    text === text.toUpperCase()
      ? String(isListedCurrency(text))
      : refuse('CurrencyCode must be in capital letters, such as "USD".'),
  serialize: passString('CurrencyCode'),
});

function parseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    return refuse('URL must be absolute and begin with https:// or http://.');
  }
  // As written: a registered callback address is compared to the letter, so that normalizing it would break it.
  return text;
}

export const UrlScalar = stringScalar<string>({
  name: 'URL',
  description: 'An absolute `https` or `http` URL.',
  extensions: { codegenScalarType: 'string', jsonSchema: { type: 'string', format: 'uri' } },
  parse: parseUrl,
  serialize: (value) => (value instanceof URL ? value.href : requireString(value, 'URL')),
});

const { specifiedByURL: _unspecified, ...jsonObjectConfig } = GraphQLJSONObject.toConfig();

export const JsonObjectScalar = new GraphQLScalarType({
  ...jsonObjectConfig,
  name: 'JSONObject',
  description: 'A JSON object whose shape is not promised.',
});

export type StringMap = Record<string, string>;

const STRING_MAP_EXPECTED =
  'StringMap must be an object with string values, such as {"code": "…"}, or a list of {key, value} with no key twice.';

function entryOf(item: unknown): [string, string] {
  const { key, value } = (item ?? {}) as { key?: unknown; value?: unknown };
  return typeof key === 'string' && typeof value === 'string' ? [key, value] : refuse(STRING_MAP_EXPECTED);
}

function parseStringMap(value: unknown): StringMap {
  if (typeof value !== 'object' || value === null) return refuse(STRING_MAP_EXPECTED);
  const entries = Array.isArray(value)
    ? value.map(entryOf)
    : Object.entries(value).map(([key, entry]) => entryOf({ key, value: entry }));
  const map = Object.fromEntries(entries);
  return Object.keys(map).length === entries.length ? map : refuse(STRING_MAP_EXPECTED);
}

export const StringMapScalar = new GraphQLScalarType<StringMap, StringMap>({
  name: 'StringMap',
  description: 'An object with string values, such as `{"code": "…"}`; a list of `{key, value}` is read as the same.',
  extensions: {
    codegenScalarType: 'Record<string, string>',
    jsonSchema: { type: 'object', additionalProperties: { type: 'string' } },
  },
  serialize: parseStringMap,
  parseValue: parseStringMap,
  parseLiteral: (node, variables) => parseStringMap(valueFromASTUntyped(node, variables)),
});
