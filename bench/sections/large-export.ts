import { adapters } from '../../src/adapters/registry';
import { createSilentLogger } from '../../src/logger';
import { startBenchService, type BenchService } from '../parts/bench-service';
import { loadReports } from '../parts/list-load';
import { watchMemory } from '../parts/memory-watch';
import { startSandbox, type BenchSandbox } from '../parts/sandbox';
import type { SectionResult } from '../section';

const ELEMENT = 'expensify';
const LIMIT_MB = 100;
/** Enough that one year of them, which is one export, has 100,000 expenses. */
const REPORTS = 38_000;
const EXPENSES_AT_LEAST = 100_000;
/** Two exports: the newest month, and the year before it. */
const HISTORY_DAYS = 29 + 365;
const SMALL_REPORTS = 400;

/** One export of 100,000 expenses: what the memory of the service grows by, and how fast they are stored. */
export async function measureLargeExport(): Promise<SectionResult> {
  const [small, large] = await Promise.all([sandboxOf(SMALL_REPORTS), sandboxOf(REPORTS)]);
  const service = await startBenchService({
    logger: createSilentLogger(),
    sandboxOrigins: [small.origin, large.origin],
    // The vendor's limit is for another section: here nothing waits.
    adapters: adapters.map((adapter) =>
      adapter.catalog.key === ELEMENT ? { ...adapter, requestLimits: [] } : adapter,
    ),
  });
  try {
    await load(service, small);
    return toResult(await load(service, large));
  } finally {
    await service.close();
    for (const sandbox of [small, large]) sandbox.stop();
  }
}

function sandboxOf(reports: number): Promise<BenchSandbox> {
  return startSandbox({ reports, limits: 'off' });
}

/** Loads the reports of a new instance by the path that a reader's request takes. */
async function load(service: BenchService, sandbox: BenchSandbox) {
  const configuration = { ...sandbox.configuration, 'sync.history.days': String(HISTORY_DAYS) };
  const instanceId = await service.provision(ELEMENT, configuration);
  const context = service.context();
  const stopWatching = watchMemory();
  const startedAt = performance.now();
  await loadReports(service, context, instanceId);
  const seconds = (performance.now() - startedAt) / 1_000;
  const growth = stopWatching();
  return { seconds, growth, ...(await countOf(service, instanceId)), vendorCalls: context.stats.vendorCalls };
}

async function countOf({ dataSource }: BenchService, instanceId: string) {
  const [row] = (await dataSource.query(
    `SELECT (SELECT count(*)::int FROM reports WHERE instance_id = $1) AS reports,
       (SELECT count(*)::int FROM expenses WHERE instance_id = $1) AS expenses,
       (SELECT count(*)::int FROM expenses e JOIN reports r USING (instance_id)
          WHERE r.instance_id = $1 AND r.remote_id = e.report_remote_id
            AND greatest(r.created_on, r.submitted_on) < current_date - 29) AS "inOneExport"`,
    [instanceId],
  )) as { reports: number; expenses: number; inOneExport: number }[];
  return row!;
}

function toResult(loaded: Awaited<ReturnType<typeof load>>): SectionResult {
  const { growth, reports, expenses, inOneExport, seconds, vendorCalls } = loaded;
  const failures: string[] = [];
  if (growth.residentMb > LIMIT_MB) failures.push(`Memory grew by ${growth.residentMb.toFixed(0)} MB.`);
  if (inOneExport < EXPENSES_AT_LEAST) failures.push(`One export had only ${inOneExport} expenses.`);
  return {
    title: 'Large export: sandbox and Postgres in processes of their own',
    measurements: [
      { what: 'reports', value: String(reports) },
      { what: 'expenses', value: String(expenses), note: `${inOneExport} of them in one export` },
      { what: 'vendor calls', value: String(vendorCalls), note: 'two an export' },
      { what: 'memory growth, peak', value: `${growth.residentMb.toFixed(0)} MB`, note: `at most ${LIMIT_MB} MB` },
      { what: 'of it heap', value: `${growth.heapMb.toFixed(0)} MB` },
      { what: 'of it beside the heap', value: `${growth.externalMb.toFixed(0)} MB` },
      { what: 'time', value: `${seconds.toFixed(1)} s`, note: 'rendering at the vendor included' },
      { what: 'expenses a second', value: (expenses / seconds).toFixed(0) },
    ],
    failures,
  };
}
