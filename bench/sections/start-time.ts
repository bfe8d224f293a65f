import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { SectionResult } from '../section';

const ROOT = join(__dirname, '../..');
const GIVE_UP_MS = 120_000;

/** `npm start` of a built tree, from the command to `/health/ready`: with an empty data directory, and again. */
export async function measureStartTime(): Promise<SectionResult> {
  build();
  const dataDir = mkdtempSync(join(tmpdir(), 'elements-bench-start-'));
  try {
    const first = await startAndStop(dataDir);
    const again = [await startAndStop(dataDir), await startAndStop(dataDir), await startAndStop(dataDir)];
    return {
      title: 'npm start, until ready',
      measurements: [
        {
          what: 'first start',
          value: seconds(first),
          note: 'makes the database, migrates, makes the demo organization',
        },
        { what: 'later starts', value: seconds(Math.min(...again)), note: 'best of three' },
      ],
    };
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Any command of the service builds it where that is needed. */
function build(): void {
  const { status } = spawnSync(process.execPath, [join(ROOT, 'scripts/elements.mjs'), '--help'], { stdio: 'ignore' });
  if (status !== 0) throw new Error('The service could not be built: run `npm run build` to see why.');
}

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
    return performance.now() - startedAt;
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

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1_000).toFixed(1)} s`;
}
