import { spawnSync } from 'node:child_process';
import { StartupError } from '../../startup-error';

/** Who Postgres runs as. */
export interface SystemUser {
  readonly uid: number;
  readonly gid: number;
}

/** Made where root has no `postgres` to run as. Another name than that, so that a later package can still add its own. */
const CREATED_USER = 'elements-postgres';

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/**
 * Postgres refuses to run as root, so root lends it the machine's `postgres` user, or one created here.
 * @throws {StartupError} when there is none and none can be created.
 */
export function findOrCreatePostgresUser(): SystemUser {
  return findUser('postgres') ?? findUser(CREATED_USER) ?? createUser();
}

function findUser(name: string): SystemUser | null {
  const uid = spawnSync('id', ['-u', name], { encoding: 'utf8' });
  const gid = spawnSync('id', ['-g', name], { encoding: 'utf8' });
  if (uid.status !== 0 || gid.status !== 0) return null;
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

function createUser(): SystemUser {
  const options = ['--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent'];
  const useradd = spawnSync('useradd', [...options, '--shell', '/usr/sbin/nologin', CREATED_USER], {
    encoding: 'utf8',
  });
  // Someone else may have created it at the same moment.
  const user = findUser(CREATED_USER);
  if (user) return user;
  const reason = useradd.error?.message ?? useradd.stderr.trim().split('\n')[0];
  throw new StartupError(
    `Postgres does not run as root, and no user could be created for it (useradd: ${reason}). ` +
      'Add a user named "postgres", start as another user than root, or set DATABASE_URL.',
  );
}
