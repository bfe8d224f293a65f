import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  lchownSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { StartupError } from '../../startup-error';
import { type SystemUser, findOrCreatePostgresUser, isRoot } from './system-user';

/** Where a database lives that cannot live in its data directory. */
const CENTRAL_PLACE = '/var/lib/elements';

/** In the data directory: the path of the place, when that is elsewhere. */
const LOCATION_FILE = 'postgres-location';

const CLUSTER = 'postgres';

export interface ClusterPlace {
  /** Holds the cluster and, where Postgres cannot reach the installed binaries, a copy of them. */
  readonly directory: string;
  /** The cluster itself; may not exist yet. */
  readonly cluster: string;
  /** Whom Postgres runs as; null = whoever we are. */
  readonly user: SystemUser | null;
}

/**
 * Decides where a data directory's database lives and whom it runs as, and makes that place reachable.
 * @throws {StartupError} when no place can be had.
 */
export function prepareClusterPlace(dataDir: string): ClusterPlace {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const elsewhere = readLocation(dataDir);
  if (!isRoot()) return placeAt(elsewhere ?? dataDir, null);
  if (elsewhere !== null) return ownedPlace(elsewhere);
  const place = ownedPlace(dataDir);
  openForTraversal(dataDir);
  if (canEnter(place.user, dataDir)) return place;
  if (existsSync(place.cluster)) {
    throw new StartupError(
      `The user that owns the database in ${place.cluster} cannot reach it: a directory above it is closed. ` +
        'Open that directory (chmod o+x), move the data directory, or set DATABASE_URL.',
    );
  }
  return createCentralPlace(dataDir);
}

function placeAt(directory: string, user: SystemUser | null): ClusterPlace {
  return { directory, cluster: join(directory, CLUSTER), user };
}

/** An existing cluster is served by its owner, whoever made it; one that root copied here is handed to Postgres. */
function ownedPlace(directory: string): ClusterPlace & { readonly user: SystemUser } {
  const cluster = join(directory, CLUSTER);
  const owner = existsSync(cluster) ? statSync(cluster) : null;
  if (owner && owner.uid !== 0) return { directory, cluster, user: { uid: owner.uid, gid: owner.gid } };
  const user = findOrCreatePostgresUser();
  if (owner) giveTo(user, cluster);
  return { directory, cluster, user };
}

function giveTo(user: SystemUser, directory: string): void {
  chownSync(directory, user.uid, user.gid);
  for (const entry of readdirSync(directory, { recursive: true, encoding: 'utf8' })) {
    lchownSync(join(directory, entry), user.uid, user.gid);
  }
}

/** Lets others pass through, not look around: 0711. What was private behind a closed door stays private by itself. */
function openForTraversal(directory: string): void {
  const mode = statSync(directory).mode & 0o777;
  if ((mode & 0o011) === 0o011) return;
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isFile()) chmodSync(path, statSync(path).mode & 0o700);
    else if (entry.isDirectory() && entry.name !== CLUSTER) chmodSync(path, 0o700);
  }
  chmodSync(directory, mode | 0o011);
}

/** Asked of the system, because mode bits alone do not know of access lists and mounts. */
function canEnter(user: SystemUser, directory: string): boolean {
  const { status } = spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', directory], {
    ...user,
    cwd: '/',
    stdio: 'ignore',
  });
  return status === 0;
}

function readLocation(dataDir: string): string | null {
  const file = join(dataDir, LOCATION_FILE);
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : null;
}

function createCentralPlace(dataDir: string): ClusterPlace {
  const directory = join(CENTRAL_PLACE, centralName(dataDir));
  try {
    mkdirSync(CENTRAL_PLACE, { recursive: true });
    mkdirSync(directory);
    for (const path of [CENTRAL_PLACE, directory]) chmodSync(path, 0o711);
  } catch (error) {
    throw new StartupError(
      `Postgres cannot reach ${dataDir}, and ${directory} cannot be made for it (${(error as Error).message}). ` +
        'Choose a DATA_DIR whose parents are open, or set DATABASE_URL.',
      { cause: error },
    );
  }
  // Written before anything is there: a start that is cut short then finds what it began.
  writeFileSync(join(dataDir, LOCATION_FILE), `${directory}\n`, { mode: 0o600 });
  return ownedPlace(directory);
}

/** Readable, and never used before: what another data directory at the same path has left behind is not ours. */
function centralName(dataDir: string): string {
  const readable = dataDir.replaceAll(/[^A-Za-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '');
  return `${readable.slice(-60) || basename(dataDir)}-${randomBytes(6).toString('hex')}`;
}
