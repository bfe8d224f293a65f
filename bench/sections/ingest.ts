import { adapters } from '../../src/adapters/registry';
import { createSilentLogger } from '../../src/logger';
import { startBenchService, type BenchService } from '../parts/bench-service';
import { timeCopyOf } from '../parts/copied-rows';
import { startExportServer, type ExportServer } from '../parts/export-server';
import { loadReports } from '../parts/list-load';
import { watchMemory, type MemoryGrowth } from '../parts/memory-watch';
import { ratioOf, spreadOf } from '../parts/statistics';
import type { Measurement, Section } from '../section';
import { TARGETS } from '../targets';

const ELEMENT = 'expensify';
/** A history that one export covers: one day more would be a second export, of that day alone. */
const HISTORY_DAYS = 29;

const SIZES = { warmUp: 5_000, usual: 100_000, tenTimes: 1_000_000, rounds: 3 };
const QUICK_SIZES = { warmUp: 2_000, usual: 10_000, tenTimes: 50_000, rounds: 1 };

interface Ingested {
  readonly seconds: number;
  readonly growth: MemoryGrowth;
}

/** One export from its first byte to the last row stored, against COPY of the rows that came of it. */
export const measureIngest: Section = async ({ isQuick }) => {
  const sizes = isQuick ? QUICK_SIZES : SIZES;
  const vendor = await startExportServer();
  const service = await startBenchService({
    logger: createSilentLogger(),
    sandboxOrigins: [vendor.origin],
    adapters: adapters.map((adapter) => ({ ...adapter, requestLimits: [] })),
  });
  try {
    await ingest(service, vendor, sizes.warmUp);
    const [ours, copy]: [Ingested[], number[]] = [[], []];
    for (let round = 0; round < sizes.rounds; round += 1) {
      ours.push(await ingest(service, vendor, sizes.usual));
      copy.push(await timeCopyOf(service.dataSource));
    }
    const tenTimes = await ingest(service, vendor, sizes.tenTimes);
    return {
      title: `Ingest: ${sizes.usual.toLocaleString('en')} expenses from one export into Postgres`,
      measurements: [
        ...speeds(sizes.usual, ours, copy),
        ...memory(sizes.usual, Math.max(...ours.map(residentMb)), TARGETS.ingest.memoryMb),
        {
          what: `${sizes.tenTimes.toLocaleString('en')} expenses`,
          value: perSecond(sizes.tenTimes, [tenTimes.seconds]),
        },
        ...memory(sizes.tenTimes, residentMb(tenTimes), TARGETS.ingest.memoryOfTenTimesMb),
      ],
    };
  } finally {
    await service.close();
    await vendor.stop();
  }
};

/** Into empty tables, by a new instance. */
async function ingest(service: BenchService, vendor: ExportServer, expenses: number): Promise<Ingested> {
  await vendor.prepare({ expenses });
  await service.dataSource.query('TRUNCATE reports, expenses');
  const configuration = { ...vendor.configuration, 'sync.history.days': String(HISTORY_DAYS) };
  const instanceId = await service.provision(ELEMENT, configuration);
  await service.dataSource.query('CHECKPOINT');
  const stopWatching = watchMemory();
  const startedAt = performance.now();
  await loadReports(service, service.context(), instanceId);
  const ingested = { seconds: (performance.now() - startedAt) / 1_000, growth: stopWatching() };
  await assertStoredOnce(service, instanceId, expenses);
  return ingested;
}

async function assertStoredOnce({ dataSource }: BenchService, instanceId: string, expenses: number): Promise<void> {
  const [row] = (await dataSource.query(
    `SELECT (SELECT count(*)::int FROM expenses) AS stored, (SELECT count(*)::int FROM reports) AS reports,
       (SELECT sum(records_read)::int FROM sync_runs WHERE instance_id = $1 AND 'REPORTS' = ANY (resources)) AS read`,
    [instanceId],
  )) as { stored: number; reports: number; read: number }[];
  if (row?.stored !== expenses) throw new Error(`Of ${expenses} expenses ${row?.stored} were stored.`);
  if (row.read !== expenses + row.reports)
    throw new Error(`Of ${expenses + row.reports} records ${row.read} were read: the export was not read once.`);
}

function residentMb({ growth }: Ingested): number {
  return growth.residentMb;
}

function speeds(expenses: number, ours: readonly Ingested[], copy: readonly number[]): Measurement[] {
  const seconds = ours.map((ingested) => ingested.seconds);
  const ratio = ratioOf(copy, seconds);
  return [
    { what: 'ours', value: perSecond(expenses, seconds) },
    {
      what: 'COPY of the same rows',
      value: perSecond(expenses, copy),
      note: 'from files, into tables of the same kind',
    },
    {
      what: 'ours to COPY',
      value: `× ${ratio.median.toFixed(2)}`,
      note: `(${ratio.min.toFixed(2)}–${ratio.max.toFixed(2)})`,
      figure: { ...ratio, target: TARGETS.ingest.toCopy },
    },
  ];
}

function memory(expenses: number, megabytes: number, target: (typeof TARGETS.ingest)['memoryMb']): Measurement[] {
  return [
    {
      what: `memory growth, ${expenses.toLocaleString('en')} expenses`,
      value: `${megabytes.toFixed(0)} MB`,
      figure: { median: megabytes, target },
    },
  ];
}

function perSecond(expenses: number, seconds: readonly number[]): string {
  return `${(expenses / spreadOf(seconds).median).toFixed(0)} a second`;
}
