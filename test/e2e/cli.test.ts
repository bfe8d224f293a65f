import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'graphql';
import { StartedProcess, type ProcessEnd } from '../support/started-process';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

jest.setTimeout(300_000);

describe('npm run elements', () => {
  let database: TestDatabase;
  const dataDir = mkdtempSync(join(tmpdir(), 'elements-cli-'));

  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(async () => {
    await database.drop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  function run(command: string, settings: Readonly<Record<string, string>> = {}): Promise<ProcessEnd> {
    const env = { DATABASE_URL: database.url, DATA_DIR: dataDir, ...settings };
    return StartedProcess.npm(['elements', '--', ...command.split(' ')], env).ended;
  }

  it('lists its commands', async () => {
    const { exitCode, stdout } = await run('--help');
    expect(exitCode).toBe(0);
    for (const command of ['migrate', 'keys', 'organization', 'sandbox', 'schema', 'user']) {
      expect(stdout).toContain(command);
    }
  });

  it('creates an organization and a user, and prints each secret this once', async () => {
    const organization = JSON.parse((await run('organization create Acme --json')).stdout) as Record<string, string>;
    const user = JSON.parse(
      (await run(`user create --organization ${organization.organizationId} --name Ann --json`)).stdout,
    ) as Record<string, string>;
    expect(organization.organizationSecret).toMatch(/^[\w+/]{43}=$/);
    expect(user.userSecret).toMatch(/^[\w+/]{43}=$/);

    const listed = await run('organization list');
    expect(listed.stdout).toContain(organization.organizationId);
    expect(listed.stdout).not.toContain(organization.organizationSecret);
    const stored = JSON.stringify(await database.dataSource.query('SELECT * FROM organizations, users'));
    expect(stored).not.toContain(organization.organizationSecret);
    expect(stored).not.toContain(user.userSecret);
  });

  it('registers where browsers may be sent back to', async () => {
    const created = JSON.parse((await run('organization create Acme --json')).stdout) as Record<string, string>;
    const id = created.organizationId!;
    const url = 'https://app.example.com/connected?tab=books';
    for (const _twice of [1, 2])
      expect(await run(`organization return-url add ${id} ${url}`)).toMatchObject({ exitCode: 0 });
    expect(JSON.parse((await run(`organization return-url list ${id} --json`)).stdout)).toEqual([{ url }]);
    const insecure = await run(`organization return-url add ${id} http://app.example.com/`);
    expect(insecure).toMatchObject({ exitCode: 1, errorLines: [expect.stringContaining('https')] });
    expect(await run(`organization return-url remove ${id} ${url}`)).toMatchObject({ exitCode: 0 });
    expect(JSON.parse((await run(`organization return-url list ${id} --json`)).stdout)).toEqual([]);
    const gone = await run(`organization return-url remove ${id} ${url}`);
    expect(gone).toMatchObject({ exitCode: 1, errorLines: [expect.stringContaining('no ReturnUrl')] });
  });

  it('refuses what cannot be done with one line', async () => {
    const unknown = await run('user create --organization nobody');
    expect(unknown).toMatchObject({ exitCode: 1, errorLines: [expect.stringContaining('no Organization')] });
  });

  it('rotates encryption keys, and says how many values that were', async () => {
    const ENCRYPTION_KEYS = `new:${randomBytes(32).toString('base64')}`;
    const { exitCode, stdout } = await run('keys rotate', { ENCRYPTION_KEYS });
    expect(exitCode).toBe(0);
    expect(stdout).toBe('Encrypted 0 values with the key "new".\n');
  });

  it('prints the schema that is committed', async () => {
    const { exitCode, stdout } = await run('schema print');
    expect(exitCode).toBe(0);
    expect(() => parse(stdout)).not.toThrow();
    expect(stdout.trim()).toBe(readFileSync(join(__dirname, '../../schema/elements.graphql'), 'utf8').trim());
  });

  it('says in one line that the port for the sandboxes is in use, or none', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const inUse = await run(`sandbox --port ${port}`);
    server.close();
    const none = await run('sandbox --port 65536');

    expect(inUse).toMatchObject({
      exitCode: 1,
      errorLines: [`Port ${port} on 127.0.0.1 is in use: end what uses it, or set --port to another.`],
    });
    expect(none.exitCode).toBe(1);
    expect(none.errorLines[0]).toContain('A port from 0 to 65535');
  });

  it('serves the sandboxes alone until it is interrupted', async () => {
    const sandbox = StartedProcess.npm(['elements', '--', 'sandbox', '--port', '0', '--reports', '5'], {
      DATA_DIR: dataDir,
    });
    const [, origin] = await sandbox.waitFor(/Vendor sandboxes\s+(\S+)/);
    expect((await fetch(`${origin}/`)).status).toBe(200);
    sandbox.kill('SIGTERM');
    expect(await sandbox.ended).toMatchObject({ exitCode: 0, errorLines: [] });
    // That of a running service is its own.
    expect(existsSync(join(dataDir, 'sandbox-cli', 'expensify'))).toBe(true);
    expect(existsSync(join(dataDir, 'sandbox'))).toBe(false);
  });
});
