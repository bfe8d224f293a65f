import type { Bar, Measurement, SectionOptions, SectionResult } from '../section';
import type { Target } from '../target';
import { CONTENDERS, labelOf, startContender, type ContenderName, type StartedContender } from './contender';
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

/** Requests a second of each round. */
type Rates = ReadonlyMap<ContenderName, readonly number[]>;

/** Starts the contenders, has all of them answer the same, and measures them in turns. */
export async function measureSideBySide(comparison: Comparison, options: SectionOptions): Promise<SectionResult> {
  const database = databaseOf(options);
  const names = namesOf(comparison.work, options);
  const rates = await withContenders(names, database, comparison.work, async (contenders) => {
    const requests = await requestsOfAll(comparison.work, contenders, database);
    await assertSameAnswers(requests);
    return measureInTurns(requests, options.isQuick ? QUICK_TURNS : TURNS);
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
async function measureInTurns(all: ReadonlyMap<ContenderName, Requests>, turns: Turns): Promise<Rates> {
  const load = LoadGenerator.start();
  try {
    for (const requests of all.values()) await load.measureRate(requests, turns.warmUpSeconds);
    const rates = new Map<ContenderName, number[]>([...all.keys()].map((name) => [name, []]));
    for (let round = 0; round < turns.rounds; round++) {
      for (const [name, requests] of all) rates.get(name)?.push(await load.measureRate(requests, turns.seconds));
    }
    return rates;
  } finally {
    load.stop();
  }
}

function toResult({ title, targets }: Comparison, rates: Rates): SectionResult {
  const ours = rates.get('elements') ?? [];
  const others = CONTENDERS.filter((name) => name !== 'elements' && rates.has(name));
  return {
    title,
    measurements: [
      ...[...rates].map(([name, rounds]) => toRate(name, rounds)),
      ...(ours.length === 0 ? [] : others.map((name) => toRatio(name, ours, rates.get(name) ?? [], targets[name]))),
    ],
    bars: toBars(rates),
  };
}

function toRate(name: ContenderName, rounds: readonly number[]): Measurement {
  const { median, min, max } = spreadOf(rounds);
  const note = `requests a second (${min.toFixed(0)}–${max.toFixed(0)})`;
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
  return { what: `ours to ${name}`, value: `× ${ratio.median.toFixed(2)}`, note, figure: { ...ratio, target } };
}

function toBars(rates: Rates): Bar[] {
  const limit = rates.get('limit');
  if (limit === undefined) return [];
  return [...rates]
    .filter(([name]) => name !== 'limit')
    .map(([name, rounds]) => ({ label: labelOf(name), share: ratioOf(rounds, limit), isOurs: name === 'elements' }));
}
