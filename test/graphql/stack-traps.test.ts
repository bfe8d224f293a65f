import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HeaderMap } from '@apollo/server';
import { isObjectType, type GraphQLSchema } from 'graphql';
import { createApolloServer } from '../../src/graphql/engine/apollo-server';
import { createPersistedQueryCache } from '../../src/graphql/engine/bounded-cache';
import { buildElementsSchema } from '../../src/graphql/schema';
import { createSilentLogger } from '../../src/logger';
import { Metrics } from '../../src/metrics';
import { createRequestContext } from '../../src/request-context';

// What the libraries do unless they are told otherwise, and what would cost much and show nowhere.

/** Read as a property, by whoever executes: nothing of ours or of a library's is called. */
const PLAIN_FIELDS: readonly (readonly [type: string, field: string])[] = [
  ['Report', 'status'],
  ['Report', 'name'],
  ['Expense', 'merchant'],
  ['Money', 'currency'],
  ['PageInfo', 'hasNextPage'],
];

function resolversOf(schema: GraphQLSchema): Record<string, unknown> {
  return Object.fromEntries(
    PLAIN_FIELDS.map(([name, field]) => {
      const type = schema.getType(name);
      return [`${name}.${field}`, isObjectType(type) ? type.getFields()[field]?.resolve : 'no such type'];
    }),
  );
}

const NONE = Object.fromEntries(PLAIN_FIELDS.map(([name, field]) => [`${name}.${field}`, undefined]));

test('a field without logic has no resolver', async () => {
  const { schema } = await buildElementsSchema({ federationVersion: '2.9' });
  expect(resolversOf(schema)).toEqual(NONE);
});

test('no plugin follows requests field by field', async () => {
  const { schema, costs } = await buildElementsSchema({ federationVersion: '2.9' });
  const logger = createSilentLogger();
  const server = createApolloServer({
    schema,
    costs,
    executor: 'graphql-js',
    introspection: false,
    production: true,
    metrics: new Metrics({ processMetrics: false }),
    logger,
  });
  await server.start();
  try {
    const answer = await server.executeHTTPGraphQLRequest({
      httpGraphQLRequest: {
        method: 'POST',
        headers: new HeaderMap([['content-type', 'application/json']]),
        search: '',
        body: { query: '{ __typename }' },
      },
      context: async () => ({ request: createRequestContext({ logger }) }),
    });
    expect(answer.body).toMatchObject({ string: '{"data":{"__typename":"Query"}}' });
    // A plugin that asks for it gets every field of the schema wrapped, for good, by the first request.
    expect(resolversOf(schema)).toEqual(NONE);
  } finally {
    await server.stop();
  }
});

test('there is one graphql, whose classes everybody shares', () => {
  const lock = JSON.parse(readFileSync(join(__dirname, '../../package-lock.json'), 'utf8')) as {
    packages: Record<string, { version?: string }>;
  };
  const copies = Object.keys(lock.packages).filter((path) => /(^|\/)node_modules\/graphql$/.test(path));
  expect(copies).toEqual(['node_modules/graphql']);
});

test('what clients have us remember of their queries is bounded, the least used forgotten first', async () => {
  const cache = createPersistedQueryCache(1_000);
  const text = 'x'.repeat(395);
  for (const key of ['one', 'two']) await cache.set(key, text);
  await cache.get('one');
  await cache.set('three', text);
  expect([await cache.get('one'), await cache.get('two'), await cache.get('three')]).toEqual([text, undefined, text]);
  await cache.set('large', 'x'.repeat(2_000));
  expect(await cache.get('large')).toBeUndefined();
});
