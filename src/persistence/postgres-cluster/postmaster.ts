import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Logger } from 'pino';
import { StartupError } from '../../startup-error';
import type { ClusterPlace } from './cluster-place';
import type { PostgresBinaries } from './postgres-binaries';
import { findProcess, isAlive, ownIdentity } from './process-identity';

/** After this Postgres is told to drop everything; its log then brings it back at the next start. */
const FAST_SHUTDOWN_MS = 4_000;
const IMMEDIATE_SHUTDOWN_MS = 2_000;
const START_ATTEMPTS = 5;

/** The server's first process: ours, until it has ended. */
export interface Postmaster {
  readonly port: number;
  /** Ends every session, writes everything, and returns when no process is left. Never throws. */
  stop(): Promise<void>;
  /** Resolves when the server has ended, whether it was asked to or not. */
  readonly ended: Promise<void>;
}

/** A server that holds the cluster: what its command line says, found through the lock file of Postgres. */
export interface ClusterHolder {
  readonly pid: number;
  readonly port: number;
  /** The service that started it, as `pid:startedAt`; null when something else did. */
  readonly owner: string | null;
}

/** Who serves this cluster now; null when nobody does. */
export function findHolder(cluster: string): ClusterHolder | null {
  const lockFile = lockFileOf(cluster);
  if (!existsSync(lockFile)) return null;
  const [pid, , , port] = readFileSync(lockFile, 'utf8').split('\n');
  const found = findProcess(Number(pid));
  // A number in an old lock file may long be another process's: after a restart of a container it mostly is.
  if (!found?.commandLine.includes(`-D ${cluster} `)) return null;
  const owner = /elements\.owner=(\S+)/.exec(found.commandLine)?.[1] ?? null;
  return { pid: Number(pid), port: Number(port), owner };
}

function lockFileOf(cluster: string): string {
  return join(cluster, 'postmaster.pid');
}

/**
 * Postgres clears away an old lock file itself, except when its number is in use again: by another process, or by the
 * remains of its own server in a container where nobody collects them. Only then is it removed here: any other may be
 * the one that a start beside ours has just taken.
 */
function removeMisleadingLock(cluster: string): void {
  if (!existsSync(lockFileOf(cluster))) return;
  const [pid] = readFileSync(lockFileOf(cluster), 'utf8').split('\n');
  if (isInUse(Number(pid)) && !findHolder(cluster)) rmSync(lockFileOf(cluster), { force: true });
}

/** What Postgres asks, too: whether the number can be signalled. */
function isInUse(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Frees the cluster from a server whose service was killed, and from a lock file of one that is gone.
 * @throws {StartupError} when a living service, or somebody else, uses it.
 */
export async function releaseCluster(cluster: string, dataDir: string, logger: Logger): Promise<void> {
  const holder = findHolder(cluster);
  if (!holder) return removeMisleadingLock(cluster);
  if (holder.owner === null || isAlive(holder.owner)) {
    const user = holder.owner === null ? `Postgres, process ${holder.pid}` : `process ${holder.owner.split(':')[0]}`;
    throw new StartupError(
      `The data directory ${dataDir} is in use by ${user}. Stop that first, or set another DATA_DIR (or DATABASE_URL).`,
    );
  }
  logger.warn({ pid: holder.pid }, 'Stopping the embedded Postgres of a service that was killed.');
  process.kill(holder.pid, 'SIGINT');
  const isGone = (): boolean => findHolder(cluster)?.pid !== holder.pid;
  if (await becomes(isGone, FAST_SHUTDOWN_MS)) return;
  process.kill(holder.pid, 'SIGQUIT');
  if (await becomes(isGone, IMMEDIATE_SHUTDOWN_MS)) return;
  throw new StartupError(
    `The data directory ${dataDir} is held by Postgres process ${holder.pid}, which does not stop.`,
  );
}

export interface PostmasterOptions {
  /** For messages: the directory that the operator knows. */
  readonly dataDir: string;
  readonly place: ClusterPlace;
  readonly binaries: PostgresBinaries;
  readonly logger: Logger;
  /** Fixed port; default any free one. */
  readonly port?: number;
  readonly settings: Readonly<Record<string, string>>;
}

/**
 * Starts the server; it accepts connections when this returns.
 * @throws {StartupError} with what Postgres said when it does not start.
 */
export async function startPostmaster(options: PostmasterOptions): Promise<Postmaster> {
  // Postgres insists on it, and a copied or mounted directory may have another mode.
  chmodSync(options.place.cluster, 0o700);
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port ?? (await findFreePort());
    const result = await tryToStart(options, port);
    if ('stop' in result) return result;
    // Another start was faster: it is named.
    if (result.problem.includes('lock file'))
      await releaseCluster(options.place.cluster, options.dataDir, options.logger);
    if (attempt === START_ATTEMPTS || !isPassing(result.problem)) {
      throw new StartupError(`The embedded Postgres in ${options.place.cluster} does not start: ${result.problem}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 200 * attempt));
  }
}

/** The port was taken between choosing and using it, or sessions of a killed server are just ending. */
function isPassing(problem: string): boolean {
  return /could not create any TCP\/IP sockets|could not bind|shared memory block|lock file/.test(problem);
}

type ServerProcess = ChildProcessByStdio<null, null, Readable>;

async function tryToStart(
  options: PostmasterOptions,
  port: number,
): Promise<Postmaster | { readonly problem: string }> {
  const server = spawnServer(options, port);
  // Whatever ends our process, `process.exit` included, leaves no server behind.
  const stopAtOnce = (): void => void server.kill('SIGQUIT');
  process.once('exit', stopAtOnce);
  let problem = '';
  const ended = new Promise<void>((resolve) => {
    server.once('error', (error) => (problem = error.message));
    server.once('close', () => {
      process.removeListener('exit', stopAtOnce);
      resolve();
    });
  });
  const ready = new Promise<true>((resolve) => {
    createInterface({ input: server.stderr }).on('line', (line) => {
      options.logger.debug({ component: 'postgres' }, line);
      if (line.includes('FATAL:') || line.includes('could not bind'))
        problem ||= line.replace(/^.*?(FATAL|LOG): +/, '');
      if (line.includes('database system is ready to accept connections')) resolve(true);
    });
  });
  const isReady = await Promise.race([ready, ended]);
  if (!isReady) return { problem: problem || 'it ended without a word' };
  return { port, ended, stop: () => stopServer(server, ended) };
}

function spawnServer({ place, binaries, settings }: PostmasterOptions, port: number): ServerProcess {
  const all: Record<string, string> = {
    // Read back by `findHolder`: on the command line it cannot disagree with the process.
    'elements.owner': ownIdentity(),
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...settings,
  };
  const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return spawn(binaries.postgres, ['-D', place.cluster, ...flags], {
    ...place.user,
    cwd: '/',
    env: { PATH: process.env.PATH, LC_ALL: 'C' },
    stdio: ['ignore', 'ignore', 'pipe'],
    // Out of the terminal's reach: Ctrl-C is for the service, which needs its database until it has drained.
    detached: true,
  });
}

async function stopServer(server: ServerProcess, ended: Promise<void>): Promise<void> {
  const signals = [
    { signal: 'SIGINT', waitMs: FAST_SHUTDOWN_MS },
    { signal: 'SIGQUIT', waitMs: IMMEDIATE_SHUTDOWN_MS },
    { signal: 'SIGKILL', waitMs: IMMEDIATE_SHUTDOWN_MS },
  ] as const;
  for (const { signal, waitMs } of signals) {
    server.kill(signal);
    if (await settles(ended, waitMs)) return;
  }
}

async function settles(promise: Promise<void>, waitMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), waitMs);
  });
  const settled = await Promise.race([promise.then(() => true), timeout]);
  clearTimeout(timer);
  return settled;
}

async function becomes(condition: () => boolean, waitMs: number): Promise<boolean> {
  for (const until = Date.now() + waitMs; Date.now() < until;) {
    if (condition()) return true;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return condition();
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('No port.')),
      );
    });
  });
}
