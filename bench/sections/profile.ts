import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBuiltService } from '../parts/built-service';
import { callTree, timeByOrigin, type CpuProfile, type Window } from '../parts/cpu-profile';
import { LoadGenerator } from '../parts/load-generator';
import { sampleReportIds } from '../parts/sample-ids';
import type { SeededDatabase } from '../parts/seeded-database';
import { databaseOf } from '../parts/side-by-side';
import { LIST, REFERENCES, requestsOf, SMALL, type Work } from '../parts/work';
import { flameGraph } from '../report/flame-graph';
import type { Section } from '../section';

const WORKS: Readonly<Record<'list' | 'small' | 'entities', Work>> = { list: LIST, small: SMALL, entities: REFERENCES };
const WARM_UP_SECONDS = 4;
const SECONDS = 8;
const QUICK_SECONDS = 2;
/** Between two looks. */
const INTERVAL_MICROSECONDS = 400;
const ORIGINS_SHOWN = 15;

/** Where the service's time goes under load: V8's own profile, and a flame graph made of it. */
export const measureProfile: Section = async (options) => {
  const { isQuick, profiled } = options;
  const { profile, window } = await record(databaseOf(options), WORKS[profiled], isQuick ? QUICK_SECONDS : SECONDS);
  const tree = callTree(JSON.parse(profile) as CpuProfile, window);
  const title = `Where the time of the service goes: ${profiled}`;
  return {
    title,
    measurements: timeByOrigin(tree)
      .slice(0, ORIGINS_SHOWN)
      .map(([origin, time]) => ({ what: origin, value: `${((time / tree.total) * 100).toFixed(1)} %` })),
    files: { [`${profiled}.svg`]: flameGraph(tree, title), [`${profiled}.cpuprofile`]: profile },
  };
};

/** The profile of the whole life of the process, and when in it the load was measured. */
async function record(
  database: SeededDatabase,
  work: Work,
  seconds: number,
): Promise<{ readonly profile: string; readonly window: Window }> {
  const folder = mkdtempSync(join(tmpdir(), 'elements-bench-profile-'));
  const load = LoadGenerator.start();
  try {
    const interval = `--cpu-prof-interval=${INTERVAL_MICROSECONDS}`;
    const service = await startBuiltService({
      databaseUrl: database.databaseUrl,
      execArgv: ['--cpu-prof', interval, `--cpu-prof-dir=${folder}`],
    });
    const window = await runLoad(load, service.url, database, work, seconds).finally(() => service.stop());
    const [file = ''] = readdirSync(folder);
    return { profile: readFileSync(join(folder, file), 'utf8'), window };
  } finally {
    load.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runLoad(
  load: LoadGenerator,
  url: string,
  database: SeededDatabase,
  work: Work,
  seconds: number,
): Promise<Window> {
  const headers = { 'content-type': 'application/json', authorization: database.authorization };
  const contender = {
    name: 'elements',
    label: '',
    url: `${url}/graphql`,
    headers,
    pid: 0,
    stop: async () => {},
  } as const;
  const requests = requestsOf(work, contender, database, await sampleReportIds(database));
  await load.measureRate(requests, WARM_UP_SECONDS);
  const from = nowMicroseconds();
  await load.measureRate(requests, seconds);
  return { from, to: nowMicroseconds() };
}

/** By the clock of the profile. */
function nowMicroseconds(): number {
  return Number(process.hrtime.bigint() / 1_000n);
}
