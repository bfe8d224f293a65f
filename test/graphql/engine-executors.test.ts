import { buildSchema, parse, validate, type ExecutionResult, type GraphQLSchema } from 'graphql';
import {
  createCompiledExecutor,
  interpret,
  type OperationRequest,
} from '../../src/graphql/engine/executor/compiled-executor';
import { createCatalogueSchema } from '../support/catalogue-schema';
import { CORPUS, type CorpusOperation } from '../support/operation-corpus';

function requestOf(operation: CorpusOperation): OperationRequest<object> {
  const { source, variables, operationName } = operation;
  return { document: parse(source), queryHash: source, operationName, variables, context: {} };
}

/** Errors have no order between fields that run at the same time. */
function comparable(result: ExecutionResult, withMessages = true): unknown {
  const errors = result.errors?.map((error) =>
    JSON.stringify({ ...error.toJSON(), ...(withMessages ? {} : { message: '' }), code: error.extensions['code'] }),
  );
  return { ...JSON.parse(JSON.stringify({ data: result.data })), errors: errors?.sort() };
}

async function runBoth(operation: CorpusOperation): Promise<{ compiled: unknown; interpreted: unknown }> {
  const compiled = await createCompiledExecutor(createCatalogueSchema())(requestOf(operation));
  const interpreted = await interpret(createCatalogueSchema(), requestOf(operation));
  const withMessages = !operation.isWordedDifferently;
  return { compiled: comparable(compiled, withMessages), interpreted: comparable(interpreted, withMessages) };
}

function expectValid(schema: GraphQLSchema, operation: CorpusOperation): void {
  expect(validate(schema, parse(operation.source)).map(({ message }) => message)).toEqual([]);
}

describe('the compiled executor answers as graphql-js does', () => {
  const schema = createCatalogueSchema();

  test.each(CORPUS)('$title', async (operation) => {
    expectValid(schema, operation);
    const { compiled, interpreted } = await runBoth(operation);
    expect(compiled).toEqual(interpreted);
  });

  test('when the same operation is run again with other variables', async () => {
    const run = createCompiledExecutor(createCatalogueSchema());
    const source = 'query ($yes: Boolean!, $id: ID!) { item(id: $id) { id @skip(if: $yes) label } }';
    const answers = [];
    for (const variables of [
      { yes: true, id: '1' },
      { yes: false, id: '2' },
      { yes: true, id: 'none' },
    ]) {
      answers.push(comparable(await run(requestOf({ title: '', source, variables }))));
    }
    expect(answers).toEqual([
      { data: { item: { label: 'label 1' } }, errors: undefined },
      { data: { item: { id: '2', label: 'label 2' } }, errors: undefined },
      { data: { item: null }, errors: undefined },
    ]);
  });

  test('when two operations of one document are run in turn', async () => {
    const run = createCompiledExecutor(createCatalogueSchema());
    const source = 'query A { item(id: "1") { ...F } } query B { item(id: "2") { ...F } } fragment F on Item { id }';
    const document = parse(source);
    for (const [operationName, id] of [
      ['A', '1'],
      ['B', '2'],
      ['A', '1'],
    ] as const) {
      const result = await run({ document, queryHash: source, operationName, variables: {}, context: {} });
      expect(comparable(result)).toEqual({ data: { item: { id } }, errors: undefined });
    }
  });
});

test('a getter that throws is an error of the field that was resolved, and ends neither request nor process', async () => {
  const run = createCompiledExecutor(createCatalogueSchema());
  const result = await run(requestOf({ title: '', source: '{ item(id: "5") { id getter } a: item(id: "1") { id } }' }));
  expect(comparable(result)).toMatchObject({ data: { item: null, a: { id: '1' } } });
  expect(result.errors?.map(({ message, path }) => ({ message, path }))).toEqual([
    { message: 'a getter failed', path: ['item'] },
  ]);
});

test('the document is left as it was', async () => {
  const operation = { title: '', source: '{ item(id: "1") { id ... on Item @include(if: true) { count } } }' };
  const request = requestOf(operation);
  await createCompiledExecutor(createCatalogueSchema())(request);
  expect(JSON.stringify(request.document)).toBe(JSON.stringify(parse(operation.source)));
});

test('types whose names run into each other are refused, since compiled code would confuse their resolvers', () => {
  const schema = createCatalogueSchema();
  const query = schema.getQueryType();
  const twin = Object.create(query as object, { name: { value: 'Que' } });
  Object.assign(schema.getTypeMap(), { Que: twin });
  twin.getFields = () => ({ ryitem: {} });
  expect(() => createCompiledExecutor(schema)).toThrow('cannot tell');
});

describe('which operations are compiled', () => {
  /** Compiled code brings a schema of its own, which a resolver can see. */
  async function isCompiled(source: string, variables: Record<string, unknown> = {}): Promise<unknown> {
    const schema = buildSchema(
      'type Query { isCompiled(size: Int! = 5): Boolean, child: Query, query: Query } type Mutation { isCompiled: Boolean }',
    );
    for (const type of [schema.getQueryType(), schema.getMutationType()]) {
      const field = type?.getFields()['isCompiled'];
      if (field)
        field.resolve = (_source, _args, _context, info) =>
          info.schema !== schema && 'ElementsCoercedValue' in info.schema.getTypeMap();
    }
    const child = schema.getQueryType()?.getFields()['child'];
    if (child) child.resolve = () => ({});
    const result = await createCompiledExecutor<object>(schema)(requestOf({ title: '', source, variables }));
    expect(result.errors).toBeUndefined();
    return JSON.stringify(result.data).includes('true');
  }

  test.each([
    '{ isCompiled }',
    'mutation { isCompiled }',
    '{ child { again: isCompiled(size: 3) ...F } } fragment F on Query { child { isCompiled } }',
    'query ($size: Int = 3, $yes: Boolean = true) { isCompiled(size: $size) @include(if: $yes) }',
  ])('compiled: %s', async (source) => expect(await isCompiled(source)).toBe(true));

  test.each([
    ['introspection', '{ isCompiled __schema { queryType { name } } }'],
    ['a name that could be taken for two', '{ is_compiled: isCompiled }'],
    ['a document that is very large once its fragments are written out', bomb(14)],
  ])('left to graphql-js: %s', async (_name, source) => expect(await isCompiled(source)).toBe(false));

  /** 2^n fields from n fragments. */
  function bomb(fragments: number): string {
    const lines = Array.from(
      { length: fragments },
      (_, i) => `fragment F${i} on Query { a: child { ...F${i + 1} } b: child { ...F${i + 1} } }`,
    );
    return `{ isCompiled ...F0 } ${lines.join(' ')} fragment F${fragments} on Query { isCompiled }`;
  }
});
