import { ApolloServer, type ApolloServerPlugin, type GraphQLResponse } from '@apollo/server';
import { GraphQLError, buildSchema, type GraphQLSchema } from 'graphql';
import { compiledExecution } from '../../src/graphql/engine/executor/compiled-gateway';
import { buildExpenseGraph } from '../support/expense-graph';

/** How often each field was resolved. */
let calls: string[];

function schemaOfWords(): GraphQLSchema {
  const schema = buildSchema('type Query { good: Int bad: Int } type Mutation { set(to: Int!): Int fail: Int }');
  const resolve = (type: string, field: string, make: (args: Record<string, unknown>) => unknown): void => {
    const fields = (schema.getType(type) as ReturnType<GraphQLSchema['getQueryType']>)!.getFields();
    fields[field]!.resolve = (_source, args: Record<string, unknown>) => {
      calls.push(field);
      return make(args);
    };
  };
  const fail = (): never => {
    throw new GraphQLError('It failed.');
  };
  resolve('Query', 'good', () => 1);
  resolve('Query', 'bad', fail);
  resolve('Mutation', 'set', async ({ to }) => to);
  resolve('Mutation', 'fail', fail);
  return schema;
}

describe('an operation that is compiled', () => {
  let server: ApolloServer;
  let told: string[];

  async function start(before: readonly ApolloServerPlugin[] = []): Promise<void> {
    calls = [];
    told = [];
    const { gateway, plugin } = compiledExecution(schemaOfWords());
    const tellErrors: ApolloServerPlugin = {
      requestDidStart: async () => ({
        didEncounterErrors: async ({ errors }) => void told.push(...errors.map(({ message }) => message)),
      }),
    };
    server = new ApolloServer({ gateway, plugins: [tellErrors, ...before, plugin] });
    await server.start();
  }
  beforeEach(() => start());
  afterEach(() => server.stop());

  async function run(query: string, operationName?: string): Promise<unknown> {
    const { body } = await server.executeOperation({ query, operationName, variables: {} });
    return (body as Extract<GraphQLResponse['body'], { kind: 'single' }>).singleResult;
  }

  it('is run once where all goes well', async () => {
    expect(await run('{ good }')).toEqual({ data: { good: 1 } });
    expect(calls).toEqual(['good']);
    expect(told).toEqual([]);
  });

  it('is run once where a field fails, and plugins are told', async () => {
    expect(await run('{ good bad }')).toMatchObject({ data: { good: 1, bad: null }, errors: [{ path: ['bad'] }] });
    expect(calls).toEqual(['good', 'bad']);
    expect(told).toEqual(['It failed.']);
  });

  it('is run once and in order where it is a mutation with a failing field', async () => {
    const answer = await run('mutation { a: set(to: 1) fail b: set(to: 2) }');

    expect(answer).toMatchObject({ data: { a: 1, fail: null, b: 2 }, errors: [{ path: ['fail'] }] });
    expect(calls).toEqual(['set', 'fail', 'set']);
  });

  it('is not run where the request does not say which it is', async () => {
    expect(await run('query A { good } query B { good }')).toMatchObject({
      errors: [{ extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } }],
    });
    expect(calls).toEqual([]);
  });

  it('is not run where a variable is missing', async () => {
    expect(await run('mutation ($to: Int!) { set(to: $to) }')).toMatchObject({
      errors: [{ extensions: { code: 'BAD_USER_INPUT' } }],
    });
    expect(calls).toEqual([]);
  });

  it('is not run where a plugin before has answered', async () => {
    await server.stop();
    const body = { kind: 'single', singleResult: { data: { good: 7 } } } as const;
    const answer = { http: { headers: new Map() as never, status: undefined }, body };
    await start([{ requestDidStart: async () => ({ responseForOperation: async () => answer }) }]);

    expect(await run('{ good }')).toEqual({ data: { good: 7 } });
    expect(calls).toEqual([]);
  });
});

describe('a field that is resolved directly', () => {
  it('must be one that has a resolver', async () => {
    const direct = { Report: { nothing: () => null } };

    await expect(buildExpenseGraph({ direct })).rejects.toThrow('A field of Report is resolved directly');
  });
});
