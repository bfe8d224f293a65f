import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { createSilentLogger } from '../../src/logger';
import {
  type EmbeddedPostgres,
  findEmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../src/persistence/embedded-postgres';
import { findHolder } from '../../src/persistence/postgres-cluster/postmaster';
import { findProcess } from '../../src/persistence/postgres-cluster/process-identity';
import { StartupError } from '../../src/startup-error';

const isRoot = process.getuid?.() === 0;

let parent: string;
let dataDir: string;
const cleanups: (() => unknown)[] = [];

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'embedded-postgres-'));
  chmodSync(parent, 0o755);
  dataDir = join(parent, 'data');
  cleanups.push(() => rmSync(parent, { recursive: true, force: true }));
});

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function start(): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataDir, logger: createSilentLogger(), durable: false });
  cleanups.push(() => postgres.stop());
  return postgres;
}

async function query<Row extends object>(url: string, text: string): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  try {
    await client.connect();
    return (await client.query(text)).rows as Row[];
  } finally {
    await client.end();
  }
}

/** Another process that holds the data directory. */
async function startHolder(): Promise<ChildProcess> {
  const register = join(__dirname, '../support/register-typescript.cjs');
  const holder = spawn(process.execPath, ['-r', register, join(__dirname, '../support/postgres-holder.ts'), dataDir], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  cleanups.push(() => holder.kill('SIGTERM'));
  const [line] = await once(holder.stdout!, 'data');
  expect(String(line)).toMatch(/^postgres:/);
  return holder;
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'close');
}

function clusterDir(): string {
  const location = join(dataDir, 'postgres-location');
  return join(existsSync(location) ? readFileSync(location, 'utf8').trim() : dataDir, 'postgres');
}

/** A place outside of the data directory, once no server uses it any more. */
function removeAfterwards(place: string): void {
  cleanups.splice(1, 0, () => isRoot && rmSync(place, { recursive: true, force: true }));
}

describe('the embedded Postgres', () => {
  it('keeps what is in it from one start to the next, and leaves no process behind', async () => {
    const first = await start();
    await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    const { pid } = findHolder(clusterDir())!;
    await first.stop();

    expect(findProcess(pid)).toBeNull();
    expect(findHolder(clusterDir())).toBeNull();
    const second = await start();
    expect(await query(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  });

  it('listens on this machine alone, and asks for the password', async () => {
    const { url } = await start();
    const [host] = await query(url, 'SHOW listen_addresses');
    const [sockets] = await query(url, 'SHOW unix_socket_directories');
    const withoutPassword = new URL(url);
    withoutPassword.password = 'wrong';

    expect({ ...host!, ...sockets! }).toEqual({ listen_addresses: '127.0.0.1', unix_socket_directories: '' });
    await expect(query(withoutPassword.href, 'SELECT 1')).rejects.toThrow('password authentication failed');
    expect(statSync(join(clusterDir(), 'elements-password')).mode & 0o777).toBe(0o600);
  });

  it('works in a data directory that was closed to others, and keeps its files closed', async () => {
    mkdirSync(dataDir, { mode: 0o700 });
    writeFileSync(join(dataDir, 'encryption-keys'), 'a', { mode: 0o644 });
    const { url } = await start();

    expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(statSync(dataDir).mode & 0o777).toBe(isRoot ? 0o711 : 0o700);
    expect(statSync(join(dataDir, 'encryption-keys')).mode & 0o077).toBe(isRoot ? 0 : 0o044);
  });

  it('lives elsewhere when a parent is closed to whom root runs it as, and says where', async () => {
    chmodSync(parent, 0o700);
    const { url } = await start();
    removeAfterwards(join(clusterDir(), '..'));

    expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(statSync(parent).mode & 0o777).toBe(0o700);
    expect(clusterDir()).toMatch(
      isRoot ? /^\/var\/lib\/elements\/tmp-embedded-postgres-\w+-data-[0-9a-f]{12}\/postgres$/ : dataDir,
    );
  });

  it('does not take up what another data directory at the same path has left behind', async () => {
    chmodSync(parent, 0o700);
    const first = await start();
    await query(first.url, 'CREATE TABLE left_behind AS SELECT 42 AS answer');
    removeAfterwards(join(clusterDir(), '..'));
    await first.stop();
    rmSync(dataDir, { recursive: true });

    const { url } = await start();
    removeAfterwards(join(clusterDir(), '..'));
    expect(await query(url, `SELECT to_regclass('left_behind') AS found`)).toEqual([{ found: null }]);
  });

  it('is refused while another process uses it, and found by commands', async () => {
    const holder = await startHolder();

    await expect(start()).rejects.toThrow(`The data directory ${dataDir} is in use by process ${holder.pid}.`);
    await expect(start()).rejects.toBeInstanceOf(StartupError);
    const found = findEmbeddedPostgres(dataDir);
    expect(await query(found!.url, 'SELECT current_database() AS name')).toEqual([{ name: 'elements' }]);
  });

  it('takes over from a service that was killed', async () => {
    const holder = await startHolder();
    await query(findEmbeddedPostgres(dataDir)!.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    const orphan = findHolder(clusterDir())!;
    await kill(holder);

    expect(findProcess(orphan.pid)).not.toBeNull();
    expect(findEmbeddedPostgres(dataDir)).toBeNull();
    const { url } = await start();
    expect(await query(url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    expect(findProcess(orphan.pid)).toBeNull();
  });

  it('recovers when Postgres was killed too', async () => {
    const holder = await startHolder();
    await query(findEmbeddedPostgres(dataDir)!.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    const { pid } = findHolder(clusterDir())!;
    process.kill(pid, 'SIGKILL');
    await kill(holder);

    const { url } = await start();
    expect(await query(url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  });

  it('is not misled by an old lock whose number another process has by now', async () => {
    await (await start()).stop();
    writeFileSync(
      join(clusterDir(), 'postmaster.pid'),
      `${process.ppid}\n${clusterDir()}\n0\n5432\n\n127.0.0.1\n\nready\n`,
    );

    expect(findEmbeddedPostgres(dataDir)).toBeNull();
    const { url } = await start();
    expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('is started by one of two starts at once; the other is told', async () => {
    const starts = await Promise.allSettled([start(), start()]);

    expect(starts.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = starts.find((result) => result.status === 'rejected');
    expect(refused?.reason).toBeInstanceOf(StartupError);
    expect(refused?.reason.message).toContain(`The data directory ${dataDir} is in use`);
  });

  it('does not touch a directory that holds something else', async () => {
    mkdirSync(join(dataDir, 'postgres'), { recursive: true });
    writeFileSync(join(dataDir, 'postgres', 'notes.txt'), 'mine');

    await expect(start()).rejects.toThrow(`${join(dataDir, 'postgres')} is neither a database nor empty`);
    expect(readFileSync(join(dataDir, 'postgres', 'notes.txt'), 'utf8')).toBe('mine');
  });

  it('says when it has ended by itself', async () => {
    const postgres = await start();
    process.kill(findHolder(clusterDir())!.pid, 'SIGQUIT');

    await expect(postgres.ended).resolves.toBeUndefined();
  });
});
