import { spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BENCH_KEY } from './bench-service';
import { startFlags } from './start-flags';

const ROOT = join(__dirname, '../..');
const MAIN = join(ROOT, 'dist/src/main.js');
const LISTENING = /"url":"([^"]+)".*"msg":"listening"/;
const LOOK_EVERY_MS = 50;
const GIVE_UP_MS = 300_000;
const METRICS_TOKEN = 'bench';

/** The built service in a process of its own. */
export interface BuiltService {
  readonly url: string;
  readonly pid: number;
  /** Bytes of memory that it holds, by its own `/metrics`. */
  residentBytes(): Promise<number>;
  stop(): Promise<void>;
}

export interface BuiltServiceOptions {
  readonly databaseUrl: string;
  readonly settings?: Readonly<Record<string, string>>;
  readonly execArgv?: readonly string[];
}

/** Any command of the service builds it where that is needed. */
export function buildService(): void {
  const { status } = spawnSync(process.execPath, [join(ROOT, 'scripts/elements.mjs'), '--help'], { stdio: 'ignore' });
  if (status !== 0) throw new Error('The service could not be built: run `npm run build` to see why.');
}

/** What production has to be told. */
export function productionSettings(): Record<string, string> {
  return {
    NODE_ENV: 'production',
    PORT: '0',
    ENCRYPTION_KEYS: `${BENCH_KEY.id}:${BENCH_KEY.key.toString('base64')}`,
    PUBLIC_URL: 'http://localhost',
    METRICS_TOKEN,
  };
}

/** With everything on that production has; its log goes into a file, as good as written to a collector's pipe. */
export async function startBuiltService(options: BuiltServiceOptions): Promise<BuiltService> {
  const { databaseUrl, settings = {}, execArgv = [] } = options;
  const { PATH = '', HOME = '' } = process.env;
  const folder = mkdtempSync(join(tmpdir(), 'elements-bench-log-'));
  const logFile = join(folder, 'service.log');
  const log = openSync(logFile, 'a');
  const env = { PATH, HOME, ...productionSettings(), DATABASE_URL: databaseUrl, ...settings };
  const child = spawn(process.execPath, [...startFlags(), ...execArgv, MAIN], {
    cwd: ROOT,
    env,
    stdio: ['ignore', log, 'inherit'],
  });
  closeSync(log);
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill();
    await exited;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const url = await listeningUrl(logFile, () => child.exitCode === null && child.signalCode === null);
    return { url, pid: child.pid ?? 0, residentBytes: () => readResidentBytes(url), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function listeningUrl(logFile: string, isAlive: () => boolean): Promise<string> {
  const giveUpAt = performance.now() + GIVE_UP_MS;
  while (isAlive() && performance.now() < giveUpAt) {
    const url = LISTENING.exec(readFileSync(logFile, 'utf8'))?.[1];
    if (url !== undefined) return url;
    await sleep(LOOK_EVERY_MS);
  }
  throw new Error(`The built service did not come to listen. Its log:\n${readFileSync(logFile, 'utf8')}`);
}

async function readResidentBytes(url: string): Promise<number> {
  const response = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${METRICS_TOKEN}` } });
  const value = /^process_resident_memory_bytes (\S+)/m.exec(await response.text())?.[1];
  if (value === undefined) throw new Error('The metrics do not tell how much memory the process holds.');
  return Number(value);
}
