import type { ContenderName, StartedContender } from '../parts/contender';
import { labelOf, SHORT_LABELS } from '../parts/contender';
import { LoadGenerator } from '../parts/load-generator';
import type { Requests } from '../parts/requests';
import { assertSameAnswers, databaseOf, requestsOfAll, withContenders } from '../parts/side-by-side';
import { median, quantile, ratioOf, spreadOf } from '../parts/statistics';
import { LIST } from '../parts/work';
import type { Measurement, Section, SectionOptions } from '../section';
import { TARGETS } from '../targets';

const NAMES = ['elements', 'mercurius'] as const satisfies readonly ContenderName[];

interface Turns {
  readonly rounds: number;
  readonly warmUpSeconds: number;
  readonly peakSeconds: number;
  readonly seconds: number;
}

const TURNS: Turns = { rounds: 5, warmUpSeconds: 4, peakSeconds: 2, seconds: 4 };
const QUICK_TURNS: Turns = { rounds: 2, warmUpSeconds: 1, peakSeconds: 1, seconds: 2 };

interface Round {
  readonly p50: number;
  readonly p99: number;
}

/** What was found of one of them. */
interface Measured {
  readonly peak: number;
  readonly rounds: readonly Round[];
}

/**
 * The list at half of the rate that each reaches: requests come at that rate whether or not those before were answered,
 * and count from when they were due.
 */
export const measureLatency: Section = async (options) => {
  const measured = await withContenders(NAMES, databaseOf(options), LIST, (contenders) => measure(contenders, options));
  const [ours, theirs] = NAMES.map((name) => measured.get(name)!.rounds.map(({ p50, p99 }) => p99 / p50));
  const ratio = ratioOf(ours ?? [], theirs ?? []);
  return {
    title: 'Latency of the list at half of the peak load',
    measurements: [
      ...NAMES.flatMap((name) => toMeasurements(name, measured.get(name)!)),
      {
        what: `p99 to p50, ours to ${SHORT_LABELS.mercurius}`,
        value: `× ${ratio.median.toFixed(2)}`,
        note: `(${ratio.min.toFixed(2)}–${ratio.max.toFixed(2)})`,
        figure: { ...ratio, target: TARGETS.latency.toMercurius },
      },
    ],
  };
};

async function measure(
  contenders: readonly StartedContender[],
  options: SectionOptions,
): Promise<ReadonlyMap<ContenderName, Measured>> {
  const turns = options.isQuick ? QUICK_TURNS : TURNS;
  const all = await requestsOfAll(LIST, contenders, databaseOf(options));
  await assertSameAnswers(all);
  const load = LoadGenerator.start();
  try {
    const peaks = await findPeaks(load, all, turns);
    const rounds = new Map<ContenderName, Round[]>([...all.keys()].map((name) => [name, []]));
    for (let round = 0; round < turns.rounds; round++) {
      for (const [name, requests] of all) {
        const latencies = await load.measureLatencies(requests, turns.seconds, (peaks.get(name) ?? 0) / 2);
        rounds.get(name)?.push({ p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99) });
      }
    }
    return new Map([...peaks].map(([name, peak]) => [name, { peak, rounds: rounds.get(name) ?? [] }]));
  } finally {
    load.stop();
  }
}

async function findPeaks(
  load: LoadGenerator,
  all: ReadonlyMap<ContenderName, Requests>,
  { warmUpSeconds, peakSeconds, rounds }: Turns,
): Promise<ReadonlyMap<ContenderName, number>> {
  for (const requests of all.values()) await load.measureRate(requests, warmUpSeconds);
  const rates = new Map<ContenderName, number[]>([...all.keys()].map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, requests] of all) rates.get(name)?.push(await load.measureRate(requests, peakSeconds));
  }
  return new Map([...rates].map(([name, some]) => [name, median(some)]));
}

function toMeasurements(name: ContenderName, { peak, rounds }: Measured): Measurement[] {
  const ratio = spreadOf(rounds.map(({ p50, p99 }) => p99 / p50));
  const milliseconds = (values: readonly number[]): string => `${median(values).toFixed(1)} ms`;
  const label = labelOf(name);
  return [
    { what: `${label}: half of the peak`, value: (peak / 2).toFixed(0), note: 'requests a second' },
    { what: `${label}: p50`, value: milliseconds(rounds.map(({ p50 }) => p50)) },
    { what: `${label}: p99`, value: milliseconds(rounds.map(({ p99 }) => p99)) },
    {
      what: `${label}: p99 to p50`,
      value: `× ${ratio.median.toFixed(2)}`,
      note: `(${ratio.min.toFixed(2)}–${ratio.max.toFixed(2)})`,
      figure: { ...ratio, target: name === 'elements' ? TARGETS.latency.p99ToP50 : undefined },
    },
  ];
}
