import { createSilentLogger } from '../../src/logger';
import { type Death, DEATHS, DeadlyLine, type KillPoint } from '../../test/support/deadly-line';
import { KilledDesk } from '../../test/support/killed-desk';
import { BENCH_KEY, type BenchService, startBenchService } from '../parts/bench-service';
import { buildService, Replica } from '../parts/replica';
import type { SectionResult } from '../section';

/** Enough for pages: the service is killed between two of them as well. */
const EXPENSES = 600;
/** More than a session has. */
const MOST_CALLS = 60;
/** One agent may sign in thirty times a minute. */
const DEATHS_OF_A_DESK = 8;
/** How far a call has come when it is cut. */
const DELAYS_MS = [0, 2, 5, 10, 20, 50];

interface Sweep {
  readonly deaths: number;
  readonly failures: readonly string[];
}

/**
 * The built service is killed with SIGKILL at every call of a session in every way; another process goes on over the same
 * database with the next calls of the Web Connector, which reads a whole company and books a bill.
 */
export async function measureDesktopKills(): Promise<SectionResult> {
  buildService();
  const bench = await startBenchService({ logger: createSilentLogger() });
  const line = await DeadlyLine.open((url) => replicaOf(bench, url));
  try {
    const sweeps: [string, Sweep][] = [];
    for (const death of DEATHS) {
      for (const delayMs of death === 'DURING' ? DELAYS_MS : [0]) {
        const what = death === 'DURING' ? `${death}, after ${delayMs} ms` : death;
        sweeps.push([what, await sweep(line, bench.authorization, death, delayMs)]);
      }
    }
    return {
      title: `Desktop, killed: at every SOAP call of a session over ${EXPENSES} expenses and a bill`,
      measurements: sweeps.map(([what, { deaths, failures }]) => ({
        what: `killed ${what}`,
        value: `${deaths} times`,
        note: `${failures.length} with something lost, doubled or left hanging`,
      })),
      failures: sweeps.flatMap(([what, { failures }]) => failures.map((failure) => `Killed ${what}, ${failure}`)),
    };
  } finally {
    await line.close();
    await bench.close();
  }
}

async function sweep(line: DeadlyLine, authorization: string, death: Death, delayMs: number): Promise<Sweep> {
  const failures: string[] = [];
  for (let first = 1; first < MOST_CALLS; first += DEATHS_OF_A_DESK) {
    const desk = await KilledDesk.open({ line, authorization, mode: 'FULL', expenses: EXPENSES });
    try {
      for (let call = first; call < first + DEATHS_OF_A_DESK; call += 1) {
        const point: KillPoint = { call, death, delayMs };
        const { method, wrong } = await desk.dieAt(point);
        failures.push(...wrong.map((line) => `call ${call}, ${method}: ${line}.`));
        if (method === null) return { deaths: call - 1, failures };
      }
    } finally {
      await desk.close();
    }
  }
  throw new Error(`A session has more than ${MOST_CALLS} calls.`);
}

function replicaOf({ databaseUrl }: BenchService, publicUrl: string): Replica {
  return new Replica({
    PUBLIC_URL: publicUrl,
    DATABASE_URL: databaseUrl,
    ENCRYPTION_KEYS: `${BENCH_KEY.id}:${BENCH_KEY.key.toString('base64')}`,
    METRICS_TOKEN: 'desktop-kills',
  });
}
