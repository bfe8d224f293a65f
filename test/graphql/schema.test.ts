import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findUndescribed } from '../../src/graphql/engine/find-undescribed';
import type { SubgraphSchema } from '../../src/graphql/engine/build-subgraph-schema';
import { buildElementsSchema } from '../../src/graphql/schema';
import { composeWith } from '../support/composition';
import { HR_SDL } from '../support/hr-subgraph';
import { LEDGER_SDL } from '../support/ledger-subgraph';

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

test('it composes alone and with subgraphs that extend it', () => {
  expect(composeWith(graph.sdl, []).hints).toEqual([]);
  const { supergraphSdl } = composeWith(graph.sdl, [
    { name: 'hr', sdl: HR_SDL },
    { name: 'ledger', sdl: LEDGER_SDL },
  ]);
  expect(supergraphSdl).toContain('person: Person');
  expect(supergraphSdl).toContain('budgetLeft: Money');
});

test.each(['Element', 'Instance', 'Report', 'Expense', 'Policy', 'Employee'])('%s is an entity', (name) => {
  expect(graph.sdl).toMatch(new RegExp(`type ${name} [^{]*@key\\(`));
});

test('vendor records can be referred to by the ids of their vendor', () => {
  const keyed = 'implements VendorRecord @key(fields: "id") @key(fields: "instance { id } remoteId")';
  for (const name of ['Report', 'Policy', 'Employee']) expect(graph.sdl).toContain(`type ${name} ${keyed}`);
  expect(graph.sdl).toContain(
    'type Expense implements VendorRecord @key(fields: "id") @key(fields: "instance { id } kind remoteId")',
  );
});

test('every field that returns a connection says how long its lists are', () => {
  for (const line of graph.sdl.split('\n').filter((each) => /^\s*\)?\w*: \w+Connection!?/.test(each))) {
    expect(line).toContain('@listSize(slicingArguments: ["first"], sizedFields: ["edges", "nodes"]');
  }
  expect(graph.costs.listSizes.size).toBeGreaterThan(10);
});

test('what both sides of a composition may have is shareable', () => {
  expect(graph.sdl).toMatch(/type Money @shareable/);
  expect(graph.sdl).toMatch(/type PageInfo @shareable/);
});
