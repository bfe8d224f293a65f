import { GraphQLBoolean, GraphQLString, isInputObjectType, parse, print, type ExecutionResult } from 'graphql';
import { createCompiledExecutor, interpret } from '../../src/graphql/engine/executor/compiled-executor';
import { findUndescribed } from '../support/find-undescribed';
import type { SubgraphSchema } from '../../src/graphql/engine/build-subgraph-schema';
import { DecimalScalar } from '../../src/graphql/scalars';
import { buildExpenseGraph, createExpenseContext, type ExpenseContext } from '../support/expense-graph';

const ENTITIES = parse(`
  query ($representations: [_Any!]!) {
    _entities(representations: $representations) {
      __typename
      ... on Employee { id name instance { id } }
      ... on Report { id submitter { id } }
      ... on Expense { id }
      ... on Instance { id name }
    }
  }
`);

let graph: SubgraphSchema;
beforeAll(async () => {
  graph = await buildExpenseGraph();
});

describe('the printed SDL', () => {
  test('links the federation with what is used of it, and defines @oneOf', () => {
    expect(graph.sdl).toContain(
      'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@listSize", "@shareable"])',
    );
    expect(graph.sdl).toContain('directive @oneOf on INPUT_OBJECT');
    expect(graph.sdl).toContain('input ReportSelectionInput @oneOf');
  });

  test('keeps entities that no root field leads to, directives, descriptions and deprecations', () => {
    expect(graph.sdl).toContain(
      'type Employee implements VendorRecord @key(fields: "id") @key(fields: "instance { id } remoteId")',
    );
    expect(graph.sdl).toContain('type MissingConfigurationError implements UserError');
    expect(graph.sdl).toContain('submitterEmail: String @deprecated(reason: "Use `submitter`.")');
    expect(graph.sdl).toContain('scalar DateTime @specifiedBy(url:');
  });

  test('is the same each time, with root fields and types by name', async () => {
    const again = await buildExpenseGraph();
    expect(again.sdl).toBe(graph.sdl);
    const types = [...graph.sdl.matchAll(/^(?:type|interface|enum|scalar|input|union) (\w+)/gm)].map(
      ([, name]) => name,
    );
    expect(types.slice(0, 2)).toEqual(['Query', 'Mutation']);
    expect(types.slice(2)).toEqual(types.slice(2).sort());
    expect(graph.sdl).toMatch(/type Query \{[^}]*fault[^}]*page[^}]*record\([^}]*report\([^}]*reports\([^}]*viewer/);
  });

  test('is served by the federation service without a change of meaning', async () => {
    const result = await interpret(graph.schema, requestOf('{ _service { sdl } }'));
    const { sdl } = (result.data as { _service: { sdl: string } })._service;
    expect(() => parse(sdl)).not.toThrow();
    expect(sdl).toContain('type Employee implements VendorRecord');
    expect(sdl).toContain('"""An employee."""');
  });

  test('has the version of the link as it was asked for', async () => {
    const { sdl } = await buildExpenseGraph({ federationVersion: '2.3' });
    expect(sdl).toContain('https://specs.apollo.dev/federation/v2.3');
  });
});

test('scalars stay as they are: they are shared by all schemas, and called for every value', async () => {
  const scalars = [GraphQLString, GraphQLBoolean, DecimalScalar];
  const before = scalars.map(({ serialize, parseValue, parseLiteral }) => [serialize, parseValue, parseLiteral]);
  await buildExpenseGraph();

  expect(scalars.map(({ serialize, parseValue, parseLiteral }) => [serialize, parseValue, parseLiteral])).toEqual(
    before,
  );
});

test('@oneOf is alive in the executable schema', () => {
  const type = graph.schema.getType('ReportSelectionInput');
  expect(isInputObjectType(type) && type.isOneOf).toBe(true);
});

describe('findUndescribed', () => {
  test('finds nothing where everything is described, the federation aside', () => {
    expect(findUndescribed(graph.schema)).toEqual([]);
  });

  test('names each type, field, argument, enum value and input field without words', async () => {
    const { buildASTSchema } = await import('graphql');
    const schema = buildASTSchema(
      parse(`
        type Query { "Said." a("Said." b: Int, c: E): T, d: T }
        "Said." type T { "  " e: Int }
        enum E { "Said." F G }
        input I { h: Int, "Said." i: Int }
        scalar S
        "Said." type _Entity { x: Int }
      `),
    );
    expect(findUndescribed(schema)).toEqual(
      ['E', 'E.G', 'I', 'I.h', 'Query', 'Query.a(c:)', 'Query.d', 'S', 'T.e'].sort(),
    );
  });
});

function requestOf(source: string): Parameters<typeof interpret>[1] {
  return {
    document: parse(source),
    queryHash: source,
    operationName: null,
    variables: null,
    context: createExpenseContext(),
  };
}

describe.each(['compiled', 'graphql-js'] as const)('entities, run by %s', (executor) => {
  async function resolve(
    representations: unknown[],
    context: ExpenseContext = createExpenseContext(),
  ): Promise<ExecutionResult> {
    const request = {
      document: ENTITIES,
      queryHash: print(ENTITIES),
      operationName: null,
      variables: { representations },
      context,
    };
    const result = await (executor === 'compiled'
      ? createCompiledExecutor<ExpenseContext>(graph.schema)(request)
      : interpret(graph.schema, request));
    return JSON.parse(JSON.stringify(result)) as ExecutionResult;
  }

  test('are found by either key, in one lookup', async () => {
    const context = createExpenseContext();
    const result = await resolve(
      [
        { __typename: 'Employee', id: 'emp1' },
        { __typename: 'Report', id: 'rpt3' },
        { __typename: 'Employee', instance: { id: 'ins1' }, remoteId: 'person2@acme.example' },
        { __typename: 'Employee', id: 'emp4' },
      ],
      context,
    );
    expect(result.errors).toBeUndefined();
    expect(result.data?._entities).toEqual([
      { __typename: 'Employee', id: 'emp1', name: 'Person 1', instance: { id: 'ins1' } },
      { __typename: 'Report', id: 'rpt3', submitter: { id: 'emp3' } },
      { __typename: 'Employee', id: 'emp2', name: 'Person 2', instance: { id: 'ins1' } },
      { __typename: 'Employee', id: 'emp4', name: 'Person 4', instance: { id: 'ins1' } },
    ]);
    expect(context.employeeLookups[0]).toEqual(['emp1', 'emp4']);
  });

  test('that cannot be resolved leave the others alone', async () => {
    const result = await resolve([
      { __typename: 'Report', id: 'bad' },
      { __typename: 'Employee', id: 'emp0' },
      { __typename: 'Nothing', id: '1' },
      { __typename: 'Query' },
      { __typename: 'Expense', id: '1' },
      { id: 'untyped' },
      'text',
      { __typename: 'Report', id: 'gone' },
      { __typename: 'Instance', id: 'ins1' },
    ]);
    expect(result.data?._entities).toEqual([
      null,
      { __typename: 'Employee', id: 'emp0', name: 'Person 0', instance: { id: 'ins1' } },
      null,
      null,
      null,
      null,
      null,
      null,
      { __typename: 'Instance', id: 'ins1', name: 'Acme' },
    ]);
    expect(result.errors?.map(({ path }) => path).sort()).toEqual(
      [0, 2, 3, 4, 5, 6].map((index) => ['_entities', index]),
    );
  });

  test('are refused beyond a thousand', async () => {
    const many = Array.from({ length: 1_001 }, () => ({ __typename: 'Employee', id: 'emp1' }));
    const result = await resolve(many);
    expect(result.data).toBeNull();
    expect(result.errors?.[0]?.message).toContain('at most 1000 representations');
    expect((await resolve(many.slice(1))).errors).toBeUndefined();
  });
});

test('values of an interface are told apart by their __typename', async () => {
  const result = await interpret(
    graph.schema,
    requestOf('{ record(id: "rpt1") { __typename id ... on Report { name } } }'),
  );
  expect(result).toMatchObject({ data: { record: { __typename: 'Report', id: 'rpt1', name: 'Report 1' } } });
});
