import { type BenchDesktop, startDesktop } from '../parts/desktop';
import type { DeskExpense, DesktopRuns } from '../parts/desktop-commands';
import { type DesktopInstance, DesktopService } from '../parts/desktop-service';
import type { MemoryGrowth } from '../parts/memory-watch';
import type { Measurement, SectionResult } from '../section';

const EXPENSES = 5_000;
const CHANGED = 50;
const REMOVED = 10;
const LONG_MB = 30;
const SHORT_MB = 10;
const LIMIT_MB = 100;
/** Of what is wrong, so much is shown. */
const SHOWN = 5;

/** The books of a desktop product, read through the program at the customer's that calls us. */
export async function measureDesktop(): Promise<SectionResult> {
  const service = await DesktopService.start();
  try {
    const books = await measureBooks(service);
    const memory = await measureLongAnswers(service);
    const errors = service.errors.map((line) => `Log: ${line}`);
    return {
      title: `Desktop: the books of QuickBooks Enterprise, a company of ${EXPENSES} expenses, real time`,
      measurements: [...books.measurements, ...memory.measurements],
      failures: [...books.failures, ...memory.failures, ...errors],
    };
  } finally {
    await service.close();
  }
}

type Part = Pick<Required<SectionResult>, 'measurements' | 'failures'>;

/** Everything, and then what changed. */
async function measureBooks(service: DesktopService): Promise<Part> {
  return withDesktop(service, EXPENSES, async (desktop, instance) => {
    const first = await desktop.ask('runUntilIdle');
    const records = await service.counts(instance.id);
    const afterFirst = await compare(service, desktop, instance);
    await desktop.ask('change', CHANGED);
    await desktop.ask('remove', REMOVED);
    await service.queueSync(instance.id, 'INCREMENTAL');
    const second = await desktop.ask('runUntilIdle');
    const run = await service.lastRun(instance.id);
    const afterSecond = await compare(service, desktop, instance);
    const total = Object.values(records).reduce((sum, count) => sum + count, 0);
    return {
      measurements: [
        ...toMeasurements('whole company', first),
        { what: 'records in the graph', value: String(total), note: describeCounts(records) },
        { what: 'expenses lost, doubled or different', value: String(afterFirst.length), note: 'by content' },
        ...toMeasurements(`${CHANGED} changed, ${REMOVED} deleted`, second),
        { what: 'of them noted', value: `${run.recordsChanged}, ${run.recordsDeleted}` },
        { what: 'expenses lost, doubled or different', value: String(afterSecond.length), note: 'by content' },
      ],
      failures: [
        ...toFailures('After the first read', afterFirst),
        ...toFailures('After the changes', afterSecond),
        ...(run.status === 'SUCCEEDED' ? [] : [`The run that reads changes ended as ${run.status}.`]),
        ...(run.rejectedCount === 0 ? [] : [`${run.rejectedCount} records were set aside.`]),
      ],
    };
  });
}

/**
 * By the process that has read the books above. An answer of which little is of use shows what reading takes. The first of
 * which many rows are stored has the garbage of storing too, which V8 lets grow to about the size of the heap before it looks
 * through that; what a longer one takes more is held while it is stored.
 */
async function measureLongAnswers(service: DesktopService): Promise<Part> {
  return withDesktop(service, null, async (desktop, instance) => {
    await desktop.ask('runUntilIdle');
    const read = await measureAnswer(service, desktop, instance, LONG_MB);
    await desktop.ask('padNextBills', SHORT_MB);
    const first = await measureAnswer(service, desktop, instance, 0);
    await desktop.ask('padNextBills', LONG_MB);
    const stored = await measureAnswer(service, desktop, instance, 0);
    const { expenses = 0 } = await service.counts(instance.id);
    const expected = (await desktop.ask('expenses')).length + stored.runs.paddedRows;
    const grown = Math.max(read.growth.residentMb, stored.growth.residentMb);
    return {
      measurements: [
        ...toMemory(`${LONG_MB} MB more in one answer, read`, read, `at most ${LIMIT_MB} MB`),
        ...toMemory(`${SHORT_MB} MB of bills more, stored`, first, `${first.runs.paddedRows} bills, garbage included`),
        ...toMemory(`then ${LONG_MB} MB, stored`, stored, `${stored.runs.paddedRows} bills, at most ${LIMIT_MB} MB`),
      ],
      failures: [
        ...(grown <= LIMIT_MB ? [] : [`Memory grew by ${mb(grown)} with a long answer: at most ${LIMIT_MB} MB.`]),
        ...[read, first, stored].flatMap(({ status }) =>
          status === 'SUCCEEDED' ? [] : [`A long answer ended as ${status}.`],
        ),
        ...(expenses === expected ? [] : [`The long answer left ${expenses} expenses in the graph, not ${expected}.`]),
      ],
    };
  });
}

interface LongAnswer {
  readonly runs: DesktopRuns;
  readonly growth: MemoryGrowth;
  readonly status: string;
}

async function measureAnswer(
  service: DesktopService,
  desktop: BenchDesktop,
  { id }: DesktopInstance,
  commentMb: number,
): Promise<LongAnswer> {
  await service.queueSync(id, 'FULL');
  const stop = await service.watchMemory();
  const runs = await desktop.ask('runUntilIdle', commentMb);
  const growth = await stop();
  return { runs, growth, status: (await service.lastRun(id)).status };
}

function toMemory(what: string, { runs, growth }: LongAnswer, note: string): Measurement[] {
  return [
    { what, value: `${runs.seconds.toFixed(1)} s` },
    { what: '  growth of resident memory', value: mb(growth.residentMb), note: `of the service; ${note}` },
    { what: '  growth of the heap', value: mb(growth.heapMb), note: 'garbage included' },
  ];
}

async function withDesktop<Result>(
  service: DesktopService,
  expenses: number | null,
  work: (desktop: BenchDesktop, instance: DesktopInstance) => Promise<Result>,
): Promise<Result> {
  const desktop = await startDesktop(expenses);
  try {
    const instance = await service.provision(`Company of ${expenses ?? 'few'} expenses`);
    await desktop.ask('add', instance);
    return await work(desktop, instance);
  } finally {
    desktop.stop();
  }
}

/** What the graph and the company file do not agree in, a line each. */
async function compare(service: DesktopService, desktop: BenchDesktop, { id }: DesktopInstance): Promise<string[]> {
  const inGraph = (await service.expenses(id)).map(toLine);
  const atDesk = (await desktop.ask('expenses')).map(toLine);
  const known = new Set(inGraph);
  const right = new Set(atDesk);
  const doubled = inGraph.length - known.size;
  return [
    ...[...right].filter((line) => !known.has(line)).map((line) => `not in the graph: ${line}`),
    ...[...known].filter((line) => !right.has(line)).map((line) => `not in the company file: ${line}`),
    ...(doubled === 0 ? [] : [`told twice: ${doubled}`]),
  ];
}

function toLine(expense: DeskExpense): string {
  return JSON.stringify(expense);
}

function toFailures(what: string, wrong: readonly string[]): string[] {
  return wrong.slice(0, SHOWN).map((line) => `${what}, ${wrong.length} in all, ${line}`);
}

function toMeasurements(what: string, { sessions, calls, exchanges, seconds }: DesktopRuns): Measurement[] {
  return [
    { what, value: `${seconds.toFixed(1)} s`, note: 'until a session found nothing to do' },
    { what: '  sessions', value: String(sessions), note: 'that had something to do' },
    { what: '  SOAP calls', value: String(calls), note: 'with those of the session that found nothing' },
    { what: '  exchanges', value: String(exchanges), note: 'documents taken to QuickBooks' },
  ];
}

function describeCounts(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([list, count]) => `${count} ${list}`)
    .join(', ');
}

function mb(megabytes: number): string {
  return `${megabytes.toFixed(0)} MB`;
}
