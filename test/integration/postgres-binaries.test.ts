import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, lstatSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Installation,
  findInstalled,
  prepareBinaries,
} from '../../src/persistence/postgres-cluster/postgres-binaries';
import { findOrCreatePostgresUser, isRoot } from '../../src/persistence/postgres-cluster/system-user';

describe('the binaries of the embedded Postgres', () => {
  let parent: string;
  let directory: string;
  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'postgres-binaries-'));
    chmodSync(parent, 0o755);
    directory = join(parent, 'place');
    mkdirSync(directory, { mode: 0o755 });
  });
  afterEach(() => rmSync(parent, { recursive: true, force: true }));

  const user = isRoot() ? findOrCreatePostgresUser() : null;

  /** As `npm ci --ignore-scripts` under a strict umask leaves it: without links, and closed to others. */
  function installClosed(): Installation {
    const { native, version } = findInstalled();
    const closed = join(parent, 'closed', 'native');
    cpSync(native, closed, { recursive: true, filter: (path) => !lstatSync(path).isSymbolicLink() });
    chmodSync(join(parent, 'closed'), 0o700);
    return { native: closed, version };
  }

  it('are used where they are when that works', () => {
    const installed = findInstalled();
    const place = { directory, cluster: join(directory, 'postgres'), user };

    expect(prepareBinaries(place, installed).postgres).toBe(join(installed.native, 'bin', 'postgres'));
  });

  it('get the links that an installation without scripts lacks, and are copied from where Postgres cannot go', () => {
    const place = { directory, cluster: join(directory, 'postgres'), user };
    const installed = installClosed();
    const { postgres } = prepareBinaries(place, installed);

    expect(postgres.startsWith(isRoot() ? directory : installed.native)).toBe(true);
    const version = execFileSync(postgres, ['--version'], { ...user, cwd: '/', encoding: 'utf8' });
    expect(version).toMatch(/^postgres \(PostgreSQL\) 18/);
    expect(prepareBinaries(place, installed).postgres).toBe(postgres);
  });
});
