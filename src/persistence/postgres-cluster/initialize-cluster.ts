import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { StartupError } from '../../startup-error';
import type { ClusterPlace } from './cluster-place';
import type { PostgresBinaries } from './postgres-binaries';
import type { SystemUser } from './system-user';
import { removeAbandonedStaging, stagingPath } from './staging';

export const SUPERUSER = 'elements';

/** In the cluster, so that the two can never be parted. */
const PASSWORD_FILE = 'elements-password';

export function readPassword(cluster: string): string {
  return readFileSync(join(cluster, PASSWORD_FILE), 'utf8').trim();
}

/**
 * Makes the cluster unless it exists. It is made beside its place and moved there when whole, so that a start that is
 * cut short leaves nothing half-made, and of two starts at once one wins.
 */
export async function initializeCluster(
  place: ClusterPlace,
  binaries: PostgresBinaries,
  durable: boolean,
): Promise<void> {
  removeAbandonedStaging(place.directory, 'postgres');
  if (existsSync(join(place.cluster, 'PG_VERSION'))) return;
  const staging = stagingPath(place.directory, 'postgres');
  const passwordFile = join(staging, PASSWORD_FILE);
  const cluster = join(staging, 'cluster');
  try {
    mkdirSync(staging, { mode: 0o700 });
    writeFileSync(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
    if (place.user) handOver(place.user, [staging, passwordFile]);
    await runInitdb(place, binaries, [
      `--pgdata=${cluster}`,
      `--pwfile=${passwordFile}`,
      ...(durable ? [] : ['--no-sync']),
    ]);
    renameSync(passwordFile, join(cluster, PASSWORD_FILE));
    moveInto(cluster, place.cluster);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/**
 * Text sorts by code point (`builtin` `C.UTF-8`, of Postgres itself): the same on every machine and after every
 * upgrade of its libraries, which a cursor and an index over text rely on, while lower() still knows every letter.
 */
const LOCALE = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];

async function runInitdb(place: ClusterPlace, binaries: PostgresBinaries, options: string[]): Promise<void> {
  const initdb = spawn(binaries.initdb, [...LOCALE, '--auth=scram-sha-256', `--username=${SUPERUSER}`, ...options], {
    ...place.user,
    cwd: '/',
    env: { PATH: process.env.PATH, LC_ALL: 'C' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise<string>((resolve) => {
    initdb.once('error', (error) => resolve(error.message));
    initdb.once('close', (code, signal) => resolve(code === 0 ? '' : `ended with ${signal ?? code}`));
  });
  const [problem, errors] = await Promise.all([ended, text(initdb.stderr)]);
  if (problem === '') return;
  const reason = errors.split('\n').find((line) => /error|fatal|could not/i.test(line)) ?? problem;
  throw new StartupError(`A database cannot be made in ${place.directory}: ${reason.trim()}`);
}

function handOver(user: SystemUser, paths: string[]): void {
  for (const path of paths) chownSync(path, user.uid, user.gid);
}

/** Replaces an empty directory, such as a fresh mount, too. */
function moveInto(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    // Another start was faster; which of the two may run is decided when Postgres takes its lock.
    if (!existsSync(join(to, 'PG_VERSION'))) {
      throw new StartupError(`${to} is neither a database nor empty: remove it, or choose another DATA_DIR.`, {
        cause: error,
      });
    }
  }
}
