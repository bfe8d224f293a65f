import { FreshnessRepository } from '../../src/persistence/repositories/freshness.repository';
import type { StoreTarget } from '../../src/persistence/repositories/record-upsert';
import { graphql } from '../generated';
import { buildExpense, buildReport } from '../support/record-builders';
import { createRecordGraph, type RecordGraph } from '../support/record-graph';

const ROOT = graphql(`
  query FreshnessOfReports($filter: ReportFilter) {
    reports(filter: $filter) {
      freshness {
        state
        fetchedAt
        error {
          __typename
          code
          message
          retryable
        }
        sources {
          instance {
            name
          }
          state
          fetchedAt
          error {
            code
          }
        }
      }
    }
  }
`);
const OF_INSTANCE = graphql(`
  query FreshnessOfInstance($id: ID!, $maxAge: Int) {
    instance(id: $id) {
      reports(maxAge: $maxAge) {
        nodes {
          name
          expenses {
            freshness {
              state
            }
          }
        }
        freshness {
          state
          fetchedAt
        }
      }
    }
  }
`);

let graph: RecordGraph;
let readAt: Date;
beforeAll(async () => {
  graph = await createRecordGraph();
});
beforeEach(() => {
  readAt = graph.clock.now();
  graph.vendor.lists.length = 0;
  graph.vendor.answer = {};
});
afterAll(() => graph.drop());

async function failLoad(target: StoreTarget): Promise<void> {
  const { context, database } = graph.database;
  const failure = {
    code: 'VENDOR_UNAVAILABLE',
    message: 'It is down.',
    retryAt: new Date(readAt.getTime() + 60_000),
  };
  const freshness = new FreshnessRepository(database);
  await freshness.failLoad(context, database, target.instanceId, ['REPORTS'], failure, readAt);
}

test('a list without any source lacks nothing', async () => {
  const acme = await graph.createInstance({ elementKey: 'taxify' });
  const { reports } = await graph.read(ROOT, {}, acme);
  expect(reports?.freshness).toEqual({ state: 'FRESH', fetchedAt: null, error: null, sources: [] });
});

test('a root list is as fresh as the least fresh of its instances, and asks no vendor', async () => {
  const acme = await graph.createInstance({ name: 'A' });
  const { organizationId } = acme;
  const down = await graph.createInstance({ organizationId, name: 'B' });
  await failLoad(down);
  graph.clock.advance(1_000_000);
  const fetchedAt = readAt.toISOString();
  const old = await graph.read(ROOT, {}, acme);
  expect(old.reports?.freshness).toMatchObject({
    state: 'STALE',
    fetchedAt,
    error: { __typename: 'VendorError', code: 'VENDOR_UNAVAILABLE', message: 'It is down.', retryable: true },
  });
  const sources = [...(old.reports?.freshness.sources ?? [])].sort((a, b) =>
    a.instance.name < b.instance.name ? -1 : 1,
  );
  expect(sources).toEqual([
    { instance: { name: 'A' }, state: 'STALE', fetchedAt, error: null },
    { instance: { name: 'B' }, state: 'STALE', fetchedAt, error: { code: 'VENDOR_UNAVAILABLE' } },
  ]);

  await graph.createInstance({ organizationId, name: 'C', isFresh: false });
  const never = await graph.read(ROOT, {}, acme);
  expect(never.reports?.freshness).toMatchObject({ state: 'NEVER_LOADED', fetchedAt: null });
  const narrowed = await graph.read(ROOT, { filter: { instanceId: [acme.instanceId] } }, acme);
  expect(narrowed.reports?.freshness).toMatchObject({ state: 'STALE', error: null });
  expect(graph.vendor.lists).toEqual([]);
});

test('a list of an instance that was never read is read first', async () => {
  const acme = await graph.createInstance({ isFresh: false });
  graph.vendor.answer = {
    reports: [buildReport('R1', { name: 'Trip', expenses: [buildExpense('T1', { reportRemoteId: 'R1' })] })],
  };
  const { instance } = await graph.read(OF_INSTANCE, { id: acme.instanceId }, acme);
  expect(instance?.reports).toEqual({
    nodes: [{ name: 'Trip', expenses: { freshness: { state: 'NEVER_LOADED' } } }],
    freshness: { state: 'FRESH', fetchedAt: readAt.toISOString() },
  });
  expect(graph.vendor.lists).toEqual(['REPORTS']);
});

test('a list that is older than `maxAge` is read again; one that is older than its time-to-live is read behind', async () => {
  const acme = await graph.createInstance();
  await graph.store(acme, { reports: [buildReport('R1', { name: 'Old' })] });
  graph.vendor.answer = { reports: [buildReport('R1', { name: 'New' })] };
  graph.clock.advance(60_000);
  const within = await graph.read(OF_INSTANCE, { id: acme.instanceId, maxAge: 60 }, acme);
  expect(within.instance?.reports?.nodes).toMatchObject([{ name: 'Old' }]);
  const again = await graph.read(OF_INSTANCE, { id: acme.instanceId, maxAge: 0 }, acme);
  expect(again.instance?.reports).toMatchObject({ nodes: [{ name: 'New' }], freshness: { state: 'FRESH' } });
  graph.clock.advance(901_000);
  const behind = await graph.read(OF_INSTANCE, { id: acme.instanceId }, acme);
  expect(behind.instance?.reports?.freshness).toMatchObject({ state: 'STALE' });
  await graph.parts.tasks.idle();
  expect(graph.vendor.lists).toEqual(['REPORTS', 'REPORTS']);
});

test('a list with nothing to show is null with the reason, and leaves its neighbours alone', async () => {
  const acme = await graph.createInstance({ name: 'A', status: 'DISABLED', isFresh: false });
  await graph.createInstance({ organizationId: acme.organizationId, name: 'B' });
  const source = '{ instances { nodes { name reports { totalCount } } } }';
  const { data, errors } = await graph.ask(source, {}, acme);
  expect(data).toEqual({
    instances: {
      nodes: [
        { name: 'A', reports: null },
        { name: 'B', reports: { totalCount: 0 } },
      ],
    },
  });
  expect(errors).toMatchObject([{ code: 'INSTANCE_NOT_ACTIVE', path: ['instances', 'nodes', 0, 'reports'] }]);
});
