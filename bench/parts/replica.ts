import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { startFlags } from './start-flags';

const ROOT = join(__dirname, '../..');
const MAIN = join(ROOT, 'dist/src/main.js');
const LISTENING = /"url":"([^"]+)".*"msg":"listening"/;
/** pino's number of `error`. */
const ERROR_LEVEL = 50;

/** Any command of the service builds it where that is needed. */
export function buildService(): void {
  const { status } = spawnSync(process.execPath, [join(ROOT, 'scripts/elements.mjs'), '--help'], { stdio: 'ignore' });
  if (status !== 0) throw new Error('The service could not be built: run `npm run build` to see why.');
}

/** The built service in a process of its own, in the way of production; it may be killed, and started again. */
export class Replica {
  private child: ChildProcess | null = null;
  private exited: Promise<void> = Promise.resolve();
  /** Lines of its log that tell of errors, over all its lives. */
  readonly errors: string[] = [];

  constructor(private readonly settings: Readonly<Record<string, string>>) {}

  /** Of the process that runs; null between two lives. */
  get pid(): number | null {
    return this.child?.pid ?? null;
  }

  /** Until it listens; where. */
  start(): Promise<string> {
    const { PATH = '', HOME = '' } = process.env;
    const env = { PATH, HOME, NODE_ENV: 'production', PORT: '0', LOG_LEVEL: 'info', ...this.settings };
    const child = spawn(process.execPath, [...startFlags(), MAIN], {
      cwd: ROOT,
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.child = child;
    this.exited = new Promise((resolve) => child.once('exit', () => resolve()));
    const lines = createInterface({ input: child.stdout });
    return new Promise((resolve, reject) => {
      lines.on('line', (line) => {
        this.note(line);
        const url = LISTENING.exec(line)?.[1];
        if (url !== undefined) resolve(url);
      });
      lines.once('close', () => reject(new Error('A replica ended before it listened.')));
    });
  }

  /** With no chance to put anything in order. */
  kill(): Promise<void> {
    return this.end('SIGKILL');
  }

  stop(): Promise<void> {
    return this.end('SIGTERM');
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    this.child?.kill(signal);
    await this.exited;
  }

  private note(line: string): void {
    const level = /^\{"level":(\d+)/.exec(line)?.[1];
    if (level !== undefined && Number(level) >= ERROR_LEVEL) this.errors.push(line);
  }
}
