import {
  Kind,
  buildSchema,
  getIntrospectionQuery,
  parse,
  specifiedRules,
  validate,
  type GraphQLError,
  type OperationDefinitionNode,
  type ValidationRule,
} from 'graphql';
import { DEFAULT_LIMITS } from '../../src/graphql/engine/apollo-server';
import { expansionSize } from '../../src/graphql/engine/executor/expansion-size';
import { costModelOf } from '../../src/graphql/engine/limits/cost-model';
import { estimateCost } from '../../src/graphql/engine/limits/estimate-cost';
import { maxAliasesRule } from '../../src/graphql/engine/limits/max-aliases.rule';
import { maxDepthRule } from '../../src/graphql/engine/limits/max-depth.rule';
import { maxDirectivesRule } from '../../src/graphql/engine/limits/max-directives.rule';

/** The page of reports that a table shows, with the fields that such a table needs. */
const SDL = `
  directive @listSize(assumedSize: Int, slicingArguments: [String!], sizedFields: [String!], requireOneSlicingArgument: Boolean) on FIELD_DEFINITION
  directive @cost(weight: Int!) on FIELD_DEFINITION | OBJECT | SCALAR
  type Query {
    reports(first: Int! = 50): Reports @listSize(slicingArguments: ["first"], sizedFields: ["edges", "nodes"], requireOneSlicingArgument: false)
    elements: [Element!]!
    statement(id: ID!): Element @cost(weight: 20)
    latest(count: Int, size: Int): [Element!] @listSize(assumedSize: 3, slicingArguments: ["count", "size"])
    heavy: Heavy
    _entities(representations: [_Any!]!): [Element]!
  }
  scalar _Any
  type Heavy @cost(weight: 7) { id: ID }
  type Reports { edges: [Edge!]! nodes: [Report!]! totalCount: Int! pageInfo: PageInfo! freshness: Freshness! }
  type Edge { cursor: String! node: Report! }
  type PageInfo { hasNextPage: Boolean! endCursor: String }
  type Freshness { state: String! sources: [Source!]! }
  type Source { instance: Instance! error: Problem }
  type Problem { code: String! }
  type Instance { id: ID! name: String! element: Element! reports(first: Int! = 50): Reports @listSize(slicingArguments: ["first"], sizedFields: ["edges", "nodes"], requireOneSlicingArgument: false) }
  type Element { key: ID! name: String! twin: Element twins: [Element!] }
  type Money { amount: String! currency: String! }
  type Person { id: ID! name: String manager: Person }
  type Report {
    id: ID! name: String! total: Money submitter: Person policy: Policy instance: Instance!
    expenses(first: Int! = 50): Expenses! @listSize(slicingArguments: ["first"], sizedFields: ["edges", "nodes"], requireOneSlicingArgument: false)
  }
  type Policy { id: ID! name: String! }
  type Expenses { totalCount: Int! nodes: [Expense!]! }
  type Expense { id: ID! amount: Money category: Category receipt: Receipt }
  type Category { name: String! }
  type Receipt { url: String access: String }
`;

const schema = buildSchema(SDL);
const model = costModelOf(parse(SDL));

function costOf(source: string, variables: Record<string, unknown> = {}): number {
  const document = parse(source);
  const operation = document.definitions.find(
    (node) => node.kind === Kind.OPERATION_DEFINITION,
  ) as OperationDefinitionNode;
  return estimateCost({ schema, model, document, operation, variables });
}

function errorsOf(rule: ValidationRule, source: string): readonly GraphQLError[] {
  return validate(schema, parse(source), [rule]);
}

const PAGE_OF_REPORTS = (reports: number, expenses: number): string => `{
  reports(first: ${reports}) {
    totalCount
    pageInfo { hasNextPage endCursor }
    freshness { state sources { instance { id name } error { code } } }
    nodes { ...ReportRow expenses(first: ${expenses}) { totalCount nodes { id amount { amount currency } category { name } receipt { url access } } } }
  }
}
fragment ReportRow on Report { id name total { amount currency } submitter { id name manager { id name } } policy { id name } instance { id name element { key name } } }`;

describe('the cost of an operation', () => {
  test('is 1 an object and 0 a scalar', () => {
    expect(costOf('{ reports(first: 0) { totalCount } }')).toBe(1);
    expect(costOf('{ reports(first: 1) { nodes { id total { amount } } } }')).toBe(3);
  });

  test('grows with the page asked for, by literal, variable or default', () => {
    expect(costOf('{ reports(first: 7) { nodes { id } } }')).toBe(8);
    expect(costOf('query ($n: Int!) { reports(first: $n) { nodes { id } } }', { n: 9 })).toBe(10);
    expect(costOf('{ reports { edges { node { id } } } }')).toBe(101);
  });

  test('takes the largest slicing argument, or the assumed size', () => {
    expect(costOf('{ latest(count: 2, size: 5) { key } }')).toBe(5);
    expect(costOf('{ latest { key } }')).toBe(3);
  });

  test('assumes ten items of other lists, and of representations as many as are given', () => {
    expect(costOf('{ elements { key } }')).toBe(10);
    const representations = [{}, {}, {}];
    const source = 'query ($r: [_Any!]!) { _entities(representations: $r) { key twin { key } } }';
    expect(costOf(source, { r: representations })).toBe(6);
  });

  test('follows @cost on fields and types', () => {
    expect(costOf('{ statement(id: "1") { key } heavy { id } }')).toBe(27);
  });

  test('of introspection is nothing', () => expect(costOf(getIntrospectionQuery())).toBe(0));

  test('lets a page of 100 reports with 10 expenses each pass, and refuses 500 by 500', () => {
    expect(costOf(PAGE_OF_REPORTS(100, 10))).toBeLessThan(DEFAULT_LIMITS.cost / 5);
    expect(costOf(PAGE_OF_REPORTS(500, 500))).toBeGreaterThan(DEFAULT_LIMITS.cost * 10);
    expect(costOf('{ reports(first: 500) { nodes { expenses(first: 500) { nodes { id } } } } }')).toBeGreaterThan(
      DEFAULT_LIMITS.cost,
    );
    expect(costOf('{ elements { twins { twins { twins { twins { key } } } } } }')).toBeGreaterThan(DEFAULT_LIMITS.cost);
  });

  test('follows inline fragments and fragments', () => {
    expect(costOf('{ ... { ...A } } fragment A on Query { ... on Query { elements { key } } }')).toBe(10);
  });
});

/** Each fragment spreads the next one twice, under other names: 2^n fields from n lines. */
function bomb(fragments: number): string {
  const lines = Array.from(
    { length: fragments },
    (_, index) => `fragment F${index} on Element { a: twin { ...F${index + 1} } b: twin { ...F${index + 1} } }`,
  );
  return `{ statement(id: "1") { ...F0 } } ${lines.join('\n')} fragment F${fragments} on Element { key }`;
}

describe('documents that double with every fragment', () => {
  const source = bomb(300);

  test('are measured by depth, cost and expansion without being written out', () => {
    expect(errorsOf(maxDepthRule(15), source)[0]?.extensions).toMatchObject({ limit: 'DEPTH', actual: 302 });
    expect(costOf(source)).toBeGreaterThan(2 ** 300);
    const document = parse(source);
    const operation = document.definitions[0] as OperationDefinitionNode;
    expect(expansionSize(schema, document, operation)).toBeGreaterThan(2 ** 300);
  });

  test('end, even when a fragment contains itself', () => {
    const cycle =
      '{ statement(id: "1") { ...A } } fragment A on Element { twin { ...B } } fragment B on Element { twin { ...A } }';
    expect(costOf(cycle)).toBeLessThan(30);
    expect(errorsOf(maxDepthRule(15), cycle)).toEqual([]);
  });
});

describe('depth', () => {
  const nested = (levels: number): string =>
    `{ statement(id: "1") ${'{ twin '.repeat(levels)}{ key }${' }'.repeat(levels)} }`;

  test('counts fields, the last included', () => {
    expect(errorsOf(maxDepthRule(15), nested(13))).toEqual([]);
    expect(errorsOf(maxDepthRule(15), nested(14))).toMatchObject([
      {
        message: 'The operation nests 16 fields deep; at most 15 are allowed.',
        extensions: { limit: 'DEPTH', allowed: 15, actual: 16 },
      },
    ]);
  });

  test('leaves introspection to the rule of graphql-js', () => {
    expect(errorsOf(maxDepthRule(5), getIntrospectionQuery())).toEqual([]);
    const names = validate(
      schema,
      parse('{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }'),
      specifiedRules,
    );
    expect(names.length).toBeGreaterThan(0);
  });
});

describe('aliases', () => {
  test('are counted over the document', () => {
    const aliases = (count: number): string =>
      `{ ${Array.from({ length: count }, (_, i) => `a${i}: __typename`).join(' ')} }`;
    expect(errorsOf(maxAliasesRule(30), aliases(30))).toEqual([]);
    expect(errorsOf(maxAliasesRule(30), aliases(31))).toMatchObject([
      { extensions: { limit: 'ALIASES', allowed: 30, actual: 31 } },
    ]);
    const inFragment = '{ a: __typename ...F } fragment F on Query { b: __typename }';
    expect(errorsOf(maxAliasesRule(1), inFragment)).toHaveLength(1);
  });
});

describe('directives', () => {
  test('are counted in each place', () => {
    const directives = '@include(if: true) '.repeat(6);
    for (const source of [
      `{ __typename ${directives} }`,
      `query ${directives} { __typename }`,
      `{ ... ${directives} { __typename } }`,
    ]) {
      expect(errorsOf(maxDirectivesRule(5), source)).toMatchObject([
        { extensions: { limit: 'DIRECTIVES', actual: 6 } },
      ]);
    }
    expect(errorsOf(maxDirectivesRule(5), '{ a: __typename @skip(if: false) @include(if: true) }')).toEqual([]);
  });
});
