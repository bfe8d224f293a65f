import { setTimeout as sleep } from 'node:timers/promises';
import type { VendorAdapter } from '../../src/adapters/adapter';
import { adapters } from '../../src/adapters/registry';
import { createSilentLogger } from '../../src/logger';
import type { SyncMode, SyncRunRow } from '../../src/persistence/repositories/sync-run.repository';
import { startBenchService, type BenchService } from '../parts/bench-service';
import { watchMemory, type MemoryGrowth } from '../parts/memory-watch';
import { startSandbox, type BenchSandbox } from '../parts/sandbox';
import type { Measurement, SectionResult } from '../section';

const ELEMENT = 'expensify';
const REPORTS = 10_000;
const EXPENSES_A_REPORT = 10;
const SMALL_REPORTS = 200;
/** Before the incremental run. */
const CHANGES = 500;
const LOOK_EVERY_MS = 100;

type Limits = 'vendor' | 'off';

interface Measured {
  readonly run: SyncRunRow;
  readonly seconds: number;
  readonly growth: MemoryGrowth;
}

/** 10,000 reports by a run of the job queue, in real time: as fast as it goes, and within the vendor's limits. */
export async function measureSync(): Promise<SectionResult> {
  const unlimited = await withService('off', measureFullAndIncremental);
  const limited = await withService('vendor', async (service, sandbox) => {
    const id = await service.provision(ELEMENT, sandbox.configuration);
    return runOf(service, id, 'FULL');
  });
  const { full, incremental, made, reports, expenses } = unlimited;
  return {
    title: 'A sync of 10,000 reports: sandbox and Postgres in processes of their own, real time',
    measurements: [
      { what: 'reports', value: String(reports) },
      { what: 'expenses', value: String(expenses) },
      ...toMeasurements('full run', full, "without the vendor's limits, its rendering included"),
      ...toMeasurements(`then ${made} changes, incremental run`, incremental, 'likewise'),
      {
        what: "full run within the vendor's limits",
        value: `${limited.seconds.toFixed(1)} s`,
        note: `${limited.run.vendorCalls} vendor calls, of which 5 in 10 s and 20 in 60 s are allowed`,
      },
      { what: 'records a second', value: perSecond(limited) },
    ],
  };
}

async function withService<T>(
  limits: Limits,
  work: (service: BenchService, sandbox: BenchSandbox, small: BenchSandbox) => Promise<T>,
): Promise<T> {
  const [sandbox, small] = await Promise.all([
    startSandbox({ reports: REPORTS, limits }),
    startSandbox({ reports: SMALL_REPORTS, limits }),
  ]);
  await sandbox.ask('fill', EXPENSES_A_REPORT);
  const service = await startBenchService({
    logger: createSilentLogger(),
    sandboxOrigins: [sandbox.origin, small.origin],
    adapters: limits === 'off' ? adapters.map(withoutLimits) : adapters,
  });
  try {
    await service.parts.jobs.start();
    return await work(service, sandbox, small);
  } finally {
    await service.close();
    for (const each of [sandbox, small]) each.stop();
  }
}

function withoutLimits(adapter: VendorAdapter): VendorAdapter {
  return { ...adapter, requestLimits: [] };
}

async function measureFullAndIncremental(service: BenchService, sandbox: BenchSandbox, small: BenchSandbox) {
  // Code is compiled and connections are open before anything is measured.
  await runOf(service, await service.provision(ELEMENT, small.configuration), 'FULL');
  const id = await service.provision(ELEMENT, sandbox.configuration);
  const full = await runOf(service, id, 'FULL');
  const made = Object.values(await sandbox.ask('change', CHANGES)).reduce((sum, count) => sum + count, 0);
  const incremental = await runOf(service, id, 'INCREMENTAL');
  return { full, incremental, made, ...(await countOf(service, id)) };
}

/** A run as `syncInstance` starts it, to its end. */
async function runOf({ parts, context }: BenchService, instanceId: string, mode: SyncMode): Promise<Measured> {
  const request = { instanceId, resources: null, mode, waitSeconds: 0 };
  const caller = context();
  const stopWatching = watchMemory();
  const startedAt = performance.now();
  let run = await parts.services.syncRuns.start(caller, request);
  while (run.finishedAt === null) {
    await sleep(LOOK_EVERY_MS);
    run = (await parts.services.syncRuns.findByIds(caller, [run.id]))[0]!;
  }
  const measured = { run, seconds: (performance.now() - startedAt) / 1_000, growth: stopWatching() };
  if (run.status !== 'SUCCEEDED') throw new Error(`The run ended as ${run.status}: ${run.errorMessage}`);
  return measured;
}

async function countOf({ dataSource }: BenchService, instanceId: string) {
  const [row] = (await dataSource.query(
    `SELECT (SELECT count(*)::int FROM reports WHERE instance_id = $1) AS reports,
       (SELECT count(*)::int FROM expenses WHERE instance_id = $1) AS expenses`,
    [instanceId],
  )) as { reports: number; expenses: number }[];
  return row!;
}

function toMeasurements(what: string, measured: Measured, note: string): Measurement[] {
  const { run, seconds, growth } = measured;
  const { recordsRead, recordsCreated, recordsChanged, recordsDeleted, vendorCalls } = run;
  return [
    { what, value: `${seconds.toFixed(1)} s`, note },
    { what: '  records read', value: String(recordsRead), note: 'expenses, reports, policies, employees' },
    {
      what: '  created, changed, deleted',
      value: `${recordsCreated}, ${recordsChanged}, ${recordsDeleted}`,
    },
    { what: '  records a second', value: perSecond(measured) },
    { what: '  vendor calls', value: String(vendorCalls) },
    { what: '  memory growth, peak', value: `${growth.residentMb.toFixed(0)} MB` },
    { what: '  of it heap', value: `${growth.heapMb.toFixed(0)} MB` },
  ];
}

function perSecond({ run, seconds }: Measured): string {
  return (run.recordsRead / seconds).toFixed(0);
}
