import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSilentLogger } from '../../src/logger';
import { startEmbeddedPostgres } from '../../src/persistence/embedded-postgres';
import { migrate } from '../../src/persistence/migrate';
import { openDatabase } from '../../src/persistence/open-database';
import { buildService, startBuiltService } from '../parts/built-service';
import { spreadOf } from '../parts/statistics';
import type { SectionResult } from '../section';
import { TARGETS } from '../targets';

const ROOT = join(__dirname, '../..');
const GIVE_UP_MS = 300_000;
const LATER_STARTS = 3;
/** What was needed for the start alone is collected by then, or never. */
const IDLE_SECONDS = 10;
const MB = 1_024 * 1_024;

/** `npm start` of a built tree, from the command to `/health/ready`: with an empty data directory, and again. */
export async function measureStartTime(): Promise<SectionResult> {
  buildService();
  const dataDir = mkdtempSync(join(tmpdir(), 'elements-bench-start-'));
  try {
    const first = await startAndStop(dataDir);
    const again: number[] = [];
    while (again.length < LATER_STARTS) again.push(await startAndStop(dataDir));
    const later = spreadOf(again);
    const idleMb = await measureIdleMemory(dataDir);
    return {
      title: 'npm start, until ready',
      measurements: [
        {
          what: 'first start',
          value: `${first.toFixed(1)} s`,
          note: 'makes the database, migrates, makes the demo organization',
          figure: { median: first, target: TARGETS.start.firstReadySeconds },
        },
        {
          what: 'later starts',
          value: `${later.median.toFixed(1)} s`,
          note: `(${later.min.toFixed(1)}–${later.max.toFixed(1)})`,
          figure: { ...later, target: TARGETS.start.readySeconds },
        },
        {
          what: 'idle memory, as in production',
          value: `${idleMb.toFixed(0)} MB`,
          note: `resident, after ${IDLE_SECONDS} s; Postgres not included`,
          figure: { median: idleMb, target: TARGETS.start.idleMb },
        },
      ],
    };
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Of the built service on a database of its own. */
async function measureIdleMemory(dataDir: string): Promise<number> {
  const postgres = await startEmbeddedPostgres({ dataDir: join(dataDir, 'idle'), logger: createSilentLogger() });
  try {
    const dataSource = await openDatabase(postgres.url);
    await migrate(dataSource).finally(() => dataSource.destroy());
    const service = await startBuiltService({ databaseUrl: postgres.url });
    try {
      await sleep(IDLE_SECONDS * 1_000);
      return (await service.residentBytes()) / MB;
    } finally {
      await service.stop();
    }
  } finally {
    await postgres.stop();
  }
}

/** Seconds. */
async function startAndStop(dataDir: string): Promise<number> {
  const startedAt = performance.now();
  const child = spawn('npm', ['start', '--silent'], {
    cwd: ROOT,
    env: { ...process.env, PORT: '0', SANDBOX_PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'info' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const giveUp = setTimeout(() => child.kill(), GIVE_UP_MS);
  try {
    const url = await listeningAddress(createInterface({ input: child.stdout }));
    const { ok } = await fetch(`${url}/health/ready`);
    if (!ok) throw new Error('The service listens and is not ready.');
    return (performance.now() - startedAt) / 1_000;
  } finally {
    child.kill();
    await exited;
    clearTimeout(giveUp);
  }
}

/** From the log line that says it. Lines go on being read, so that the service is never held up. */
function listeningAddress(lines: NodeJS.EventEmitter): Promise<string> {
  return new Promise((resolve, reject) => {
    lines.on('line', (line: string) => {
      const url = /"url":"([^"]+)".*"msg":"listening"/.exec(line)?.[1];
      if (url !== undefined) resolve(url);
    });
    lines.once('close', () => reject(new Error('The service ended before it listened: run `npm start` to see why.')));
  });
}
