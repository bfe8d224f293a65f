import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isInputObjectType, isNonNullType, parse, validate } from 'graphql';
import type { SubgraphSchema } from '../../src/graphql/engine/build-subgraph-schema';
import { findUndescribed } from '../support/find-undescribed';
import { buildElementsSchema } from '../../src/graphql/schema';
import { exampleOperations } from '../../src/graphiql/example-operations';
import { readmeBlocks } from '../support/readme';

let graph: SubgraphSchema;
beforeAll(async () => {
  graph = await buildElementsSchema({ federationVersion: '2.9' });
});

test('every type, field, argument and value is described', () => {
  expect(findUndescribed(graph.schema)).toEqual([]);
});

test('the committed print is the schema that is served: `npm run schema:print` brings it up to date', () => {
  expect(readFileSync(join(__dirname, '../../schema/elements.graphql'), 'utf8')).toBe(graph.sdl);
});

test('every field that returns a connection says how long its lists are', () => {
  for (const line of graph.sdl.split('\n').filter((each) => /^\s*\)?\w*: \w+Connection!?/.test(each))) {
    expect(line).toContain('@listSize(slicingArguments: ["first"], sizedFields: ["edges", "nodes"]');
  }
  expect(graph.costs.listSizes.size).toBeGreaterThan(10);
});

test.each(exampleOperations(null).map(({ query }) => [/\w+ (\w+)/.exec(query.replace(/^#.*\n/gm, ''))?.[1], query]))(
  'the example %s of GraphiQL is valid',
  (_, query) => {
    expect(validate(graph.schema, parse(query!))).toEqual([]);
  },
);

test.each([
  ['provisions', 'ProvisionInstanceInput', 'mutation Provision('],
  ['calculates tax', 'CalculateTaxInput', 'mutation Tax('],
])(
  'the variables of the example that %s have all that GraphiQL would underline if it were left out',
  (_, type, start) => {
    const inputType = graph.schema.getType(type);
    if (!isInputObjectType(inputType)) throw new Error('There is no such input.');
    const { variables } = exampleOperations(null).find(({ query }) => query.includes(start))!;
    const { input } = JSON.parse(variables!) as { input: object };
    const fields = Object.values(inputType.getFields()).filter(({ type: fieldType }) => isNonNullType(fieldType));
    expect(Object.keys(input)).toEqual(expect.arrayContaining(fields.map(({ name }) => name)));
  },
);

test('every operation of the README is valid', () => {
  const operations = readmeBlocks('graphql').filter((block) => !block.startsWith('extend schema'));
  expect(operations.length).toBeGreaterThan(2);
  for (const operation of operations) expect(validate(graph.schema, parse(operation))).toEqual([]);
});
