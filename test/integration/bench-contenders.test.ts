import { composeBenchServices, serveGraph } from '../../bench/parts/bench-service';
import { startContender, type StartedContender } from '../../bench/parts/contender';
import { queryGraphql } from '../../bench/parts/graphql-client';
import { cursorAt, findPositions } from '../../bench/parts/page-positions';
import { CONDITIONS, ordersOf, PAGE } from '../../bench/parts/report-pages';
import { sampleReportIds } from '../../bench/parts/sample-ids';
import { seedDatabase, type SeededDatabase } from '../../bench/parts/seeded-database';
import { assertSameAnswers } from '../../bench/parts/side-by-side';
import { LIST, REFERENCES, requestsOf, SMALL } from '../../bench/parts/work';
import { createSilentLogger } from '../../src/logger';
import { Metrics } from '../../src/metrics';
import { Database } from '../../src/persistence/database';
import { openDatabase } from '../../src/persistence/open-database';
import { CLUSTER_URL, createTestDatabase, type TestDatabase } from '../support/test-database';

interface Page {
  readonly reports: {
    readonly pageInfo: { readonly endCursor: string | null };
    readonly nodes: readonly { readonly name: string; readonly createdAt: string }[];
  };
}

describe('a database of the benchmarks', () => {
  const closing: (() => Promise<unknown>)[] = [];
  let cluster: TestDatabase;
  let seeded: SeededDatabase;
  let service: StartedContender;

  beforeAll(async () => {
    cluster = await createTestDatabase();
    const name = `bench_${process.pid}`;
    closing.unshift(async () => {
      await cluster.dataSource.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await cluster.drop();
    });
    seeded = await seedDatabase(process.env[CLUSTER_URL] ?? '', name, { reports: 2_000, expenses: 1_200 });
    const dataSource = await openDatabase(seeded.databaseUrl);
    closing.unshift(() => dataSource.destroy());
    const [logger, metrics] = [createSilentLogger(), new Metrics({ processMetrics: false })];
    const parts = composeBenchServices({ database: new Database(dataSource), metrics, logger });
    closing.unshift(() => parts.close());
    const served = await serveGraph(parts, metrics, logger);
    closing.unshift(() => served.close());
    const headers = { 'content-type': 'application/json', authorization: seeded.authorization };
    service = { name: 'elements', label: '', url: served.url, headers, pid: process.pid, stop: served.close };
  });
  afterAll(async () => {
    for (const close of closing) await close();
  });

  it.each([
    ['the list', LIST],
    ['one report', SMALL],
    ['references', REFERENCES],
  ])('has the same answers for the service and the limit: %s', async (_what, work) => {
    const limit = await startContender('limit', seeded);
    try {
      const ids = (await sampleReportIds(seeded)).slice(0, 100);
      const all = [service, limit].map((one) => [one.name, requestsOf(work, one, seeded, ids)] as const);
      await expect(assertSameAnswers(new Map(all))).resolves.toBeUndefined();
    } finally {
      await limit.stop();
    }
  });

  it('makes nobody ask a vendor', async () => {
    const due = `SELECT count(*)::int AS count FROM sync_schedules WHERE due_at > now() + interval '20 hours'`;
    const dataSource = await openDatabase(seeded.databaseUrl);
    try {
      expect(await dataSource.query(due)).toEqual([{ count: 20 }]);
      expect(await dataSource.query('SELECT FROM vendor_calls')).toEqual([]);
    } finally {
      await dataSource.destroy();
    }
  });

  it('has every index that the migrations made', async () => {
    const dataSource = await openDatabase(seeded.databaseUrl);
    const indexes = `SELECT indexdef FROM pg_indexes WHERE tablename IN ('reports', 'expenses') ORDER BY indexname`;
    try {
      expect(await dataSource.query(indexes)).toEqual(await cluster.dataSource.query(indexes));
    } finally {
      await dataSource.destroy();
    }
  });

  it('has pages far into every list', async () => {
    const [all] = CONDITIONS;
    const order = ordersOf(all!).find(({ field, direction }) => field === 'CREATED' && direction === 'DESC')!;
    const read = (after: string | null): Promise<Page> =>
      queryGraphql<Page>(service.url, seeded.authorization, PAGE, { first: 50, filter: null, orderBy: order, after });
    const first = await read(null);
    const positions = await findPositions(seeded, all!);
    const middle = await read(cursorAt('middle', order, positions, first.reports.pageInfo.endCursor ?? ''));
    const numbers = middle.reports.nodes.map(({ name }) => Number(name.split(' ').at(-1)));
    expect(numbers).toHaveLength(50);
    expect(Math.min(...numbers)).toBeGreaterThan(950);
    expect(Math.max(...numbers)).toBeLessThan(1_060);
  });
});
