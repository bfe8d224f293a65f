import { buildSubgraphSchema } from '@apollo/subgraph';
import { GraphQLError, isAbstractType, parse, type GraphQLSchema } from 'graphql';
import { BadUserInputError } from '../../src/errors';
import { DateTimeScalar, DecimalScalar, JsonObjectScalar, StringMapScalar } from '../../src/graphql/scalars';

/** A schema with every shape that two executors could treat differently. */
const SDL = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  directive @oneOf on INPUT_OBJECT
  scalar DateTime
  scalar Decimal
  scalar JSONObject
  scalar StringMap
  enum Mode { FAST SLOW }
  input Choice @oneOf { id: ID, name: String }
  input Nested { id: Int, tags: [String!], choice: Choice, mode: Mode = SLOW, inner: Nested, at: DateTime }
  interface Node { id: ID!, owner: Item, peers: [Node!], label(upper: Boolean = false): String }
  type Item implements Node @key(fields: "id") {
    id: ID!
    owner: Item
    peers: [Node!]
    label(upper: Boolean = false): String
    count: Int
    price: Decimal
    at: DateTime
    mode: Mode
    strict: String!
    lateStrict: String!
    broken: String
    lateBroken: String
    children(first: Int! = 2): [Item!]!
    looseChildren: [Item]
    promised: [String]
    promisedStrict: [String!]
    matrix: [[Int!]]
    getter: String
    things: [Thing!]
  }
  type Group implements Node {
    id: ID!
    owner: Item
    peers: [Node!]
    label(upper: Boolean = false): String
    size: Int!
    members: [Item]
  }
  union Thing = Item | Group
  type Query {
    item(id: ID!): Item
    items(first: Int! = 3, mode: Mode = FAST): [Item!]
    node(kind: String): Node
    nodes: [Node]
    things: [Thing]
    nothing: Item
    strictItem: Item!
    untyped: Node
    mistyped: Node
    echo(
      input: Nested, choice: Choice, list: [Int], matrix: [[Int!]!], at: DateTime, amount: Decimal, any: JSONObject,
      map: StringMap, mode: Mode = FAST, size: Int! = 5, id: ID, flag: Boolean
    ): String
    notAList: [String]
    thrownText: String
    coded: String
    bigInt: Int
    badEnum: Mode
    badDate: DateTime
  }
  type Mutation {
    add(value: Int!): Int
    fail(now: Boolean!): Int
    strictFail: Int!
  }
`;

interface Item {
  readonly __typename: 'Item';
  readonly id: string;
  readonly count: number | null;
}

function item(id: string): Item {
  const number = Number(id.replace(/\D/g, '')) || 0;
  const value = {
    __typename: 'Item' as const,
    id,
    count: number % 3 === 0 ? null : number,
    price: `${number}.50`,
    at: new Date(Date.UTC(2026, 6, 1 + number)),
    mode: number % 2 === 0 ? 'FAST' : 'SLOW',
    strict: number === 4 ? null : `strict ${id}`,
    matrix: [[number], number === 2 ? [1, null] : [2, 3], null],
    get getter(): string {
      if (number === 5) throw new Error('a getter failed');
      return `got ${id}`;
    },
  };
  return value;
}

function group(id: string): object {
  return {
    __typename: 'Group',
    id,
    size: id === 'g2' ? null : 7,
    members: id === 'g2' ? [] : [item('1'), null, item('4')],
  };
}

/** The order of arguments means nothing. */
function serializable(args: object): unknown {
  const value = Object.fromEntries(Object.entries(args).sort(([a], [b]) => (a < b ? -1 : 1)));
  return JSON.stringify(value, (_key, each: unknown) => (each === undefined ? 'undefined' : each));
}

const later = <T>(value: T): Promise<T> => new Promise((resolve) => setImmediate(() => resolve(value)));
const failLater = (message: string): Promise<never> => later(null).then(() => Promise.reject(new Error(message)));

const labelled = {
  owner: (source: { id: string }) => (source.id === '3' ? failLater('no owner') : item('1')),
  peers: (source: { id: string }) => (source.id === '6' ? null : later([item('2'), group('g1')])),
  label: (source: { id: string }, { upper }: { upper: boolean }) =>
    upper ? `LABEL ${source.id}` : `label ${source.id}`,
};

function createResolvers(): Record<string, unknown> {
  let sum = 0;
  return {
    DateTime: DateTimeScalar,
    Decimal: DecimalScalar,
    JSONObject: JsonObjectScalar,
    StringMap: StringMapScalar,
    Query: {
      item: (_: unknown, { id }: { id: string }) => later(id === 'none' ? null : item(id)),
      items: (_: unknown, { first }: { first: number }) =>
        later(Array.from({ length: first }, (_v, i) => item(`${i}`))),
      node: (_: unknown, { kind }: { kind?: string }) => (kind === 'group' ? group('g1') : item('1')),
      nodes: () => [item('1'), group('g1'), null, group('g2'), later(item('5')), failLater('a node failed'), item('6')],
      things: () => later([item('1'), group('g1'), group('g2')]),
      nothing: () => null,
      strictItem: () => item('4'),
      untyped: () => ({ id: 'x' }),
      mistyped: () => ({ __typename: 'Mutation', id: 'x' }),
      echo: (_: unknown, args: object) => serializable(args),
      notAList: () => 'text',
      thrownText: () => Promise.reject('only text'),
      coded: () => {
        throw new BadUserInputError('a coded error');
      },
      bigInt: () => 2 ** 40,
      badEnum: () => 'NEITHER',
      badDate: () => 12,
    },
    Mutation: {
      add: async (_: unknown, { value }: { value: number }) => (sum += await later(value)),
      fail: (_: unknown, { now }: { now: boolean }) => {
        if (now) throw new GraphQLError('failed now', { extensions: { code: 'CONFLICT' } });
        return failLater('failed later');
      },
      strictFail: () => failLater('strictly failed'),
    },
    Item: {
      ...labelled,
      lateStrict: ({ id }: Item) => later(id === '2' ? null : `late ${id}`),
      broken: () => {
        throw new Error('broken at once');
      },
      lateBroken: () => failLater('broken later'),
      children: ({ id }: Item, { first }: { first: number }) =>
        later(Array.from({ length: first }, (_v, index) => item(`${Number(id) + index + 1}`))),
      looseChildren: ({ id }: Item) => later([item('4'), null, item(id)]),
      promised: () => [later('a'), failLater('b failed'), later(null), Promise.resolve('d')],
      promisedStrict: () => [later('a'), failLater('b failed')],
      things: () => [item('1'), group('g1')],
    },
    Group: labelled,
  };
}

export function createCatalogueSchema(): GraphQLSchema {
  const modules = [{ typeDefs: parse(SDL), resolvers: createResolvers() }] as Parameters<typeof buildSubgraphSchema>[0];
  const schema = buildSubgraphSchema(modules);
  for (const type of Object.values(schema.getTypeMap())) {
    if (isAbstractType(type)) type.resolveType = (value: { __typename?: string }) => value.__typename;
  }
  return schema;
}
