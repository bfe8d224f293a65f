import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { type ClusterHolder, findHolder } from '../../src/persistence/postgres-cluster/postmaster';
import { findProcess, isAlive } from '../../src/persistence/postgres-cluster/process-identity';
import { type ProcessEnd, StartedProcess } from '../support/started-process';
import { createEmptyDatabase } from '../support/test-database';

const LISTENING = /"url":"(http:[^"]+)"/;

// The first start in a fresh clone builds.
jest.setTimeout(300_000);

let dataDir: string;
let settings: Record<string, string>;
const cleanups: (() => unknown)[] = [];

beforeEach(() => {
  const parent = mkdtempSync(join(tmpdir(), 'elements-process-'));
  // Open to whom root runs Postgres as, so that the cluster is below it.
  chmodSync(parent, 0o755);
  dataDir = join(parent, 'data');
  settings = { PORT: '0', SANDBOX_PORT: '0', DATA_DIR: dataDir };
  cleanups.push(() => rmSync(parent, { recursive: true, force: true }));
});

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function run(args: string[], more: Record<string, string> = {}): StartedProcess {
  const started = StartedProcess.npm(args, { ...settings, ...more });
  cleanups.push(() => {
    started.kill('SIGTERM');
    return started.ended;
  });
  return started;
}

async function start(more: Record<string, string> = {}): Promise<{ service: StartedProcess; url: string }> {
  const service = run(['start'], more);
  const [, url] = await service.waitFor(LISTENING);
  return { service, url: url! };
}

async function stop(service: StartedProcess): Promise<ProcessEnd> {
  service.kill('SIGTERM');
  return service.ended;
}

function errorsIn(log: string): string[] {
  return log.split('\n').filter((line) => /"level":"(error|fatal)"/.test(line));
}

/** The embedded server of the data directory, and by it the service that owns it. */
function holder(): ClusterHolder & { readonly owner: string } {
  const found = findHolder(join(dataDir, 'postgres'));
  if (!found?.owner) throw new Error(`No service holds ${dataDir}.`);
  return { ...found, owner: found.owner };
}

async function emptyDatabase(): Promise<string> {
  const database = await createEmptyDatabase();
  cleanups.push(() => database.drop());
  return database.url;
}

function production(databaseUrl: string): Record<string, string> {
  return {
    NODE_ENV: 'production',
    DATABASE_URL: databaseUrl,
    ENCRYPTION_KEYS: `test:${Buffer.alloc(32, 1).toString('base64')}`,
    PUBLIC_URL: 'https://elements.example.com',
    METRICS_TOKEN: 'metrics-token',
  };
}

async function occupyPort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanups.push(() => new Promise((resolve) => server.close(resolve)));
  return String((server.address() as AddressInfo).port);
}

/** Sends the head of a request and part of its body, and waits for the rest. */
async function beginRequest(url: string): Promise<void> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  cleanups.push(() => socket.destroy());
  socket.on('error', () => socket.destroy());
  await once(socket, 'connect');
  socket.write(`POST /graphql HTTP/1.1\r\nhost: ${hostname}\r\nexpect: 100-continue\r\n`);
  socket.write('content-type: application/json\r\ncontent-length: 100\r\n\r\n');
  // The server has taken the request up when it asks for the body.
  await once(socket, 'data');
}

interface Caller {
  ask<Data>(query: string, variables: object): Promise<{ readonly data: Data }>;
  readonly instanceId: string;
}

/** The demo organization with an instance of the sandbox. */
async function provision(url: string): Promise<Caller> {
  const { authorization, sandbox } = JSON.parse(readFileSync(join(dataDir, 'demo-credentials.json'), 'utf8')) as {
    readonly authorization: string;
    readonly sandbox: Readonly<Record<string, Readonly<Record<string, string>>>>;
  };
  const ask = async <Data>(query: string, variables: object): Promise<{ readonly data: Data }> => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as { data: Data };
  };
  const configuration = Object.entries(sandbox.expensify!).map(([key, value]) => ({ key, value }));
  const { data } = await ask<{ provisionInstance: { instance: { id: string } } }>(
    'mutation ($input: ProvisionInstanceInput!) { provisionInstance(input: $input) { instance { id } } }',
    { input: { elementKey: 'expensify', name: 'Demo', configuration } },
  );
  return { ask, instanceId: data.provisionInstance.instance.id };
}

describe('npm start', () => {
  it('serves with nothing else set up, and ends at SIGTERM with code 0 and no process left', async () => {
    const { service, url } = await start();
    const { pid, owner } = holder();

    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    const { exitCode, errorLines, stdout } = await stop(service);
    expect({ exitCode, errorLines }).toEqual({ exitCode: 0, errorLines: [] });
    expect(errorsIn(stdout)).toEqual([]);
    expect(isAlive(owner)).toBe(false);
    expect(findProcess(pid)).toBeNull();
  });

  it('lets a request end that has begun, and ends at once at a second signal', async () => {
    const { service, url } = await start();
    const { pid, owner } = holder();
    await beginRequest(url);
    service.kill('SIGTERM');
    await service.waitFor(/"msg":"stopping"/);
    // A repetition within half a second is the same Ctrl-C, told by npm once more.
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(isAlive(owner)).toBe(true);
    const { exitCode } = await stop(service);

    expect(exitCode).toBe(143);
    while (findProcess(pid)) await new Promise((resolve) => setTimeout(resolve, 20));
  });

  it('answers who waits for a vendor, with what is stored or why there is nothing', async () => {
    const { service, url } = await start();
    const [, sandboxUrl] = await service.waitFor(/"sandboxUrl":"(http:[^"]+)"/);
    const { ask, instanceId: id } = await provision(url);
    await fetch(`${sandboxUrl}/_control/expensify/faults`, { method: 'PUT', body: '{"latency":60000}' });
    const waiting = ask('query ($id: ID!) { instance(id: $id) { reports { totalCount } } }', { id });
    // Counted as the load begins.
    while (!(await (await fetch(`${url}/metrics`)).text()).includes('resource="REPORTS"')) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const ended = stop(service);

    expect(await waiting).toMatchObject({ errors: [{ extensions: { code: 'VENDOR_UNAVAILABLE', retryable: true } }] });
    expect(await ended).toMatchObject({ exitCode: 0, errorLines: [] });
  });

  it('serves GraphQL, and its sandboxes', async () => {
    const { service, url } = await start();
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ elements { key } }' }),
    });
    const [, sandboxUrl] = await service.waitFor(/"sandboxUrl":"(http:[^"]+)"/);

    const answer = (await response.json()) as { data: { elements: { key: string }[] } };
    expect(answer.data.elements.map(({ key }) => key)).toContain('expensify');
    expect(await (await fetch(sandboxUrl!)).text()).toContain('/expensify');
  });

  it('makes files in the background, and serves them', async () => {
    const { url } = await start();
    const { ask, instanceId } = await provision(url);
    const ordered = await ask<{ exportReports: { reportExport: { id: string } } }>(
      'mutation ($input: ExportReportsInput!) { exportReports(input: $input) { reportExport { id } } }',
      { input: { instanceId, selection: { limit: 1 }, format: 'CSV' } },
    );
    const find = 'query ($id: ID!) { reportExport(id: $id) { status files { downloadUrl } } }';
    const { id } = ordered.data.exportReports.reportExport;
    for (;;) {
      const { data } = await ask<{ reportExport: { status: string; files: { downloadUrl: string }[] } }>(find, { id });
      const { status, files } = data.reportExport;
      if (['QUEUED', 'RUNNING'].includes(status)) {
        await new Promise((resolve) => setTimeout(resolve, 100));
        continue;
      }
      expect(status).toBe('READY');
      expect(await (await fetch(files[0]!.downloadUrl)).text()).toMatch(/^Merchant,Amount,Transaction Date,/);
      return;
    }
  });

  it('keeps secrets to its own user, and finds them again', async () => {
    const first = await start();
    const keys = readFileSync(join(dataDir, 'encryption-keys'), 'utf8');
    await stop(first.service);

    expect(statSync(join(dataDir, 'encryption-keys')).mode & 0o777).toBe(0o600);
    await start();
    expect(readFileSync(join(dataDir, 'encryption-keys'), 'utf8')).toBe(keys);
  });

  it('starts again after it was killed outright', async () => {
    const first = await start();
    const { pid, owner } = holder();
    process.kill(Number(owner.split(':')[0]), 'SIGKILL');
    await first.service.ended;

    expect(findProcess(pid)).not.toBeNull();
    const { url } = await start();
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    expect(findProcess(pid)).toBeNull();
  });

  it('says in one line that its data directory is in use', async () => {
    await start();
    const { exitCode, errorLines } = await run(['start']).ended;

    expect(exitCode).toBe(1);
    expect(errorLines).toEqual([expect.stringContaining(`The data directory ${dataDir} is in use by process`)]);
  });

  it.each(['PORT', 'SANDBOX_PORT'])('says in one line that the port of %s is in use', async (setting) => {
    const port = await occupyPort();
    const { exitCode, errorLines } = await run(['start'], { [setting]: port }).ended;

    expect(exitCode).toBe(1);
    expect(errorLines).toEqual([
      `Port ${port} on 127.0.0.1 is in use: end what uses it, or set ${setting} to another.`,
    ]);
  });

  it('says in one line, without the password, that its database cannot be reached', async () => {
    const port = await occupyPort();
    cleanups.pop()!();
    const DATABASE_URL = `postgres://someone:db-password@127.0.0.1:${port}/elements`;
    const { exitCode, errorLines, stdout } = await run(['start'], { DATABASE_URL }).ended;

    expect(exitCode).toBe(1);
    expect(errorLines).toEqual([
      `Cannot connect to the database "elements" at 127.0.0.1:${port} as user "someone": nothing listens there.`,
    ]);
    expect(stdout).not.toContain('db-password');
  });

  it('names every setting that is wrong or missing', async () => {
    const { exitCode, errorLines } = await run(['start'], { NODE_ENV: 'production', PORT: 'http' }).ended;

    expect(exitCode).toBe(1);
    expect(errorLines.map((line) => line.trim().split(' ')[0])).toEqual([
      'The',
      'PORT',
      'DATABASE_URL',
      'ENCRYPTION_KEYS',
      'PUBLIC_URL',
      'METRICS_TOKEN',
    ]);
  });

  it('leaves a production database to the command, and serves once that has run', async () => {
    const env = production(await emptyDatabase());
    const refused = await run(['start'], env).ended;
    const migrated = await run(['elements', '--', 'migrate'], env).ended;
    const again = await run(['elements', '--', 'migrate'], env).ended;

    expect(refused.exitCode).toBe(1);
    expect(refused.errorLines).toEqual([expect.stringContaining('Run `npm run elements -- migrate`')]);
    expect(migrated).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('Applied ') });
    expect(again).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('Nothing to do') });
    const { service, url } = await start(env);
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    expect(await stop(service)).toMatchObject({ exitCode: 0 });
  });

  it('does not start with a database that a newer version has migrated', async () => {
    const DATABASE_URL = await emptyDatabase();
    await stop((await start({ DATABASE_URL })).service);
    const client = new Client({ connectionString: DATABASE_URL });
    await client.connect();
    await client.query(`INSERT INTO schema_migrations (timestamp, name) VALUES (9999999999999, 'Future9999999999999')`);
    await client.end();
    const { exitCode, errorLines } = await run(['start'], { DATABASE_URL }).ended;

    expect(exitCode).toBe(1);
    expect(errorLines).toEqual([expect.stringContaining('Future9999999999999 is unknown here')]);
  });
});

describe('npm run elements', () => {
  it('lists its commands', async () => {
    const { exitCode, stdout } = await run(['elements', '--', '--help']).ended;

    expect(exitCode).toBe(0);
    expect(stdout).toContain('migrate');
  });

  it('works beside the running service, on the same database', async () => {
    await start();
    const { exitCode, stdout } = await run(['elements', '--', 'migrate']).ended;

    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: expect.stringContaining('Nothing to do') });
  });

  it('refuses an unknown command', async () => {
    const { exitCode, errorLines } = await run(['elements', '--', 'migrat']).ended;

    expect(exitCode).toBe(1);
    expect(errorLines[0]).toBe(`error: unknown command 'migrat'`);
  });
});
