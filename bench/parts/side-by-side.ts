import type { Bar, Measurement, SectionOptions, SectionResult } from '../section';
import type { Target } from '../target';
import {
  CONTENDERS,
  labelOf,
  SHORT_LABELS,
  startContender,
  type ContenderName,
  type StartedContender,
} from './contender';
import { cpuSecondsOf } from './cpu-time';
import { LoadGenerator } from './load-generator';
import type { Requests } from './requests';
import { sampleReportIds } from './sample-ids';
import { firstDifference } from './same-answers';
import type { SeededDatabase } from './seeded-database';
import { ratioOf, spreadOf } from './statistics';
import { answersTo, requestsOf, type Work } from './work';

/** One round is a turn of each. */
interface Turns {
  readonly rounds: number;
  readonly warmUpSeconds: number;
  readonly seconds: number;
}

const TURNS: Turns = { rounds: 5, warmUpSeconds: 4, seconds: 2 };
const QUICK_TURNS: Turns = { rounds: 2, warmUpSeconds: 1, seconds: 1 };

export interface Comparison {
  readonly title: string;
  readonly work: Work;
  /** Of our rate to that of others. */
  readonly targets: Readonly<Partial<Record<ContenderName, Target>>>;
}

/** What each did in its rounds. */
interface Measured {
  /** Requests a second of each. */
  readonly rates: number[];
  /** In all of them. */
  requests: number;
  /** Of its process; null where the system does not tell. */
  cpuSeconds: number | null;
}

type Rates = ReadonlyMap<ContenderName, Measured>;

/** Starts the contenders, has all of them answer the same, and measures them in turns. */
export async function measureSideBySide(comparison: Comparison, options: SectionOptions): Promise<SectionResult> {
  const database = databaseOf(options);
  const names = namesOf(comparison.work, options);
  const rates = await withContenders(names, database, comparison.work, async (contenders) => {
    const requests = await requestsOfAll(comparison.work, contenders, database);
    await assertSameAnswers(requests);
    const pids = new Map(contenders.map(({ name, pid }) => [name, pid]));
    return measureInTurns(requests, pids, options.isQuick ? QUICK_TURNS : TURNS);
  });
  return toResult(comparison, rates);
}

export function databaseOf({ databases }: SectionOptions): SeededDatabase {
  if (databases.small !== undefined) return databases.small;
  throw new Error('This section reads a seeded database, and there is none.');
}

function namesOf(work: Work, { contenders }: SectionOptions): readonly ContenderName[] {
  return CONTENDERS.filter((name) => work.contenders.includes(name) && (contenders?.includes(name) ?? true));
}

/** One after the other, so that none starts while another is asked anything. */
export async function withContenders<T>(
  names: readonly ContenderName[],
  database: SeededDatabase,
  { subgraph }: Pick<Work, 'subgraph'>,
  use: (contenders: readonly StartedContender[]) => Promise<T>,
): Promise<T> {
  const started: StartedContender[] = [];
  try {
    for (const name of names) started.push(await startContender(name, database, { subgraph }));
    return await use(started);
  } finally {
    await Promise.all(started.map((contender) => contender.stop()));
  }
}

export async function requestsOfAll(
  work: Work,
  contenders: readonly StartedContender[],
  database: SeededDatabase,
): Promise<ReadonlyMap<ContenderName, Requests>> {
  const ids = await sampleReportIds(database);
  return new Map(contenders.map((contender) => [contender.name, requestsOf(work, contender, database, ids)]));
}

/** Throws when one of them answers anything else than the first. */
export async function assertSameAnswers(all: ReadonlyMap<ContenderName, Requests>): Promise<void> {
  let first: { readonly name: ContenderName; readonly answers: readonly unknown[] } | null = null;
  for (const [name, requests] of all) {
    const answers = await answersTo(requests, name);
    const difference = first && firstDifference(first.answers, answers);
    if (difference !== null) throw new Error(`${first?.name} and ${name} answer differently: ${difference}.`);
    first ??= { name, answers };
  }
}

/** In turns, so that whatever else the machine does meets all of them. */
async function measureInTurns(
  all: ReadonlyMap<ContenderName, Requests>,
  pids: ReadonlyMap<ContenderName, number>,
  turns: Turns,
): Promise<Rates> {
  const load = LoadGenerator.start();
  try {
    for (const requests of all.values()) await load.measureRate(requests, turns.warmUpSeconds);
    const measured = new Map([...all.keys()].map((name): [ContenderName, Measured] => [name, nothingMeasured()]));
    for (let round = 0; round < turns.rounds; round++) {
      for (const [name, requests] of all) {
        const before = cpuSecondsOf(pids.get(name) ?? 0);
        const rate = await load.measureRate(requests, turns.seconds);
        addTurn(measured.get(name)!, rate, turns.seconds, before, cpuSecondsOf(pids.get(name) ?? 0));
      }
    }
    return measured;
  } finally {
    load.stop();
  }
}

function nothingMeasured(): Measured {
  return { rates: [], requests: 0, cpuSeconds: 0 };
}

function addTurn(measured: Measured, rate: number, seconds: number, before: number | null, after: number | null): void {
  measured.rates.push(rate);
  measured.requests += rate * seconds;
  const isKnown = measured.cpuSeconds !== null && before !== null && after !== null;
  measured.cpuSeconds = isKnown ? measured.cpuSeconds! + after - before : null;
}

function toResult({ title, targets }: Comparison, measured: Rates): SectionResult {
  const ours = measured.get('elements')?.rates ?? [];
  const others = CONTENDERS.filter((name) => name !== 'elements' && measured.has(name));
  const ratesOf = (name: ContenderName): readonly number[] => measured.get(name)?.rates ?? [];
  return {
    title,
    measurements: [
      ...[...measured].map(([name, one]) => toRate(name, one)),
      ...(ours.length === 0 ? [] : others.map((name) => toRatio(name, ours, ratesOf(name), targets[name]))),
    ],
    bars: toBars(measured),
  };
}

function toRate(name: ContenderName, { rates, requests, cpuSeconds }: Measured): Measurement {
  const { median, min, max } = spreadOf(rates);
  const cpu = cpuSeconds === null ? '' : `, ${((cpuSeconds * 1_000) / requests).toFixed(2)} ms of its processor each`;
  const note = `requests a second (${min.toFixed(0)}–${max.toFixed(0)})${cpu}`;
  return { what: labelOf(name), value: median.toFixed(0), note };
}

function toRatio(
  name: ContenderName,
  ours: readonly number[],
  theirs: readonly number[],
  target: Target | undefined,
): Measurement {
  const ratio = ratioOf(ours, theirs);
  const note = `(${ratio.min.toFixed(2)}–${ratio.max.toFixed(2)})`;
  return {
    what: `ours to ${SHORT_LABELS[name]}`,
    value: `× ${ratio.median.toFixed(2)}`,
    note,
    figure: { ...ratio, target },
  };
}

function toBars(measured: Rates): Bar[] {
  const limit = measured.get('limit');
  if (limit === undefined) return [];
  return [...measured]
    .filter(([name]) => name !== 'limit')
    .map(([name, { rates }]) => ({
      label: labelOf(name),
      share: ratioOf(rates, limit.rates),
      isOurs: name === 'elements',
    }));
}
