import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { EncryptionKey } from '../../src/config';
import { LeaseRepository } from '../../src/persistence/repositories/lease.repository';
import { ReportExportFileRepository } from '../../src/persistence/repositories/report-export-file.repository';
import { ReportExportRepository } from '../../src/persistence/repositories/report-export.repository';
import { ExportFileStore } from '../../src/services/exports/export-file-store';
import { TestClock } from '../support/clock';
import { ExportClient, type ToldExport } from '../support/export-client';
import { ENCRYPTION_KEY } from '../support/service-world';
import { startTestService, type TestService } from '../support/test-service';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const SUPPORT = join(__dirname, '../support');
const DAY_MS = 24 * 60 * 60_000;
const ACTIONS = { email: { recipients: ['books@example.com'] } };

describe('exports', () => {
  let clock: TestClock;
  let service: TestService;
  let client: ExportClient;
  const children: ChildProcess[] = [];

  beforeEach(async () => {
    clock = new TestClock();
    service = await startTestService({ clock, reports: 30 });
    const tenant = await service.createTenant();
    client = new ExportClient(service, clock, tenant, await service.provision(tenant));
    clock.advance(70_000);
    service.sandbox.forgetJobs();
  });
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    await service.close();
  });

  const report = (index = 0) => [...service.sandbox.reports.all()][index]!.reportID;
  const selection = () => ({ remoteIds: [report()] });
  const jobs = (): (string | null)[] => service.sandbox.jobs().map(({ type }) => type);
  const ordered = async (input: object = {}): Promise<string> =>
    (await client.order({ format: 'CSV', selection: selection(), ...input })).reportExport!.id;
  const query = <Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> =>
    service.database.query<Row>(service.parts.context, { text, values });
  const countChunks = async (): Promise<number> =>
    (await query<{ count: number }>('SELECT count(*)::int AS count FROM report_export_chunks'))[0]!.count;

  describe('of a worker that was killed', () => {
    /** Kills a replica while the vendor is at the job; time stands still, so that it does not answer. */
    async function killDuring(id: string, isThere: () => Promise<boolean>): Promise<void> {
      const { testDatabase, sandboxOrigin } = service;
      const args = [testDatabase.url, sandboxOrigin, id, String(clock.now().getTime())];
      const child = fork(join(SUPPORT, 'export-worker.ts'), args, {
        execArgv: ['-r', join(SUPPORT, 'register-typescript.cjs')],
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      });
      children.push(child);
      while (!(await isThere())) {
        if (child.exitCode !== null) throw new Error(`The worker ended with ${child.exitCode}.`);
        await wait(20);
      }
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
      service.sandbox.setFaults({});
    }

    /** Another replica takes over: at first somebody still seems to be at work. */
    async function takeOver(id: string): Promise<ToldExport> {
      expect(await client.make(id)).toMatchObject({ status: 'RUNNING' });
      clock.advance(70_000);
      return client.make(id);
    }

    const isSent = (type: string, count: number) => async () => jobs().filter((job) => job === type).length >= count;

    it('go on: what may be asked for again is', async () => {
      service.sandbox.setFaults({ latency: { value: 600_000, job: 'file' } });
      const id = await ordered();
      await killDuring(id, isSent('file', 1));
      const made = await takeOver(id);
      expect(made).toMatchObject({ status: 'READY', error: null });
      expect(jobs()).toEqual(['file', 'file', 'download']);
      expect((await client.texts(made))[0]).toContain(report());
    });

    it('go on with the files that the vendor has made already', async () => {
      service.sandbox.setFaults({ latency: { value: 600_000, job: 'download' } });
      const id = await ordered({ onFinish: ACTIONS });
      await killDuring(id, isSent('download', 1));
      const made = await takeOver(id);
      expect(made).toMatchObject({ status: 'READY', actions: [{ kind: 'EMAIL', outcome: 'TAKEN' }] });
      expect(jobs()).toEqual(['file', 'download', 'download']);
      expect(service.sandbox.deliveries()).toHaveLength(1);
    });

    it('fail rather than have anything mailed twice', async () => {
      service.sandbox.setFaults({ latency: { value: 600_000, job: 'file' } });
      const id = await ordered({ onFinish: ACTIONS });
      await killDuring(id, isSent('file', 1));
      const made = await takeOver(id);
      expect(made).toMatchObject({
        status: 'FAILED',
        files: [],
        error: { code: 'OUTCOME_UNKNOWN' },
        actions: [{ outcome: 'UNKNOWN' }],
      });
      expect(jobs()).toEqual(['file']);
    });

    it('leave reports unmarked whose bytes were not held, and mark them once they are', async () => {
      service.sandbox.setFaults({ latency: [{ value: 600_000, job: 'download' }] });
      const id = await ordered({ exportLabel: 'kept' });
      await killDuring(id, isSent('download', 1));
      expect(service.sandbox.reports.isMarked(report(), 'kept')).toBe(false);
      const made = await takeOver(id);
      expect(made).toMatchObject({ status: 'READY', exportLabel: 'kept' });
      expect(service.sandbox.reports.isMarked(report(), 'kept')).toBe(true);
      expect(jobs().filter((type) => type === 'file')).toHaveLength(4);
    });
  });

  it('are made by one replica, however many are at it', async () => {
    const id = await ordered({ format: 'PDF', selection: { remoteIds: [report(0), report(1)] } });
    const replicas = [service.parts, service.addReplica(), service.addReplica()];
    await client.passTimeDuring(
      Promise.all(replicas.map((parts) => parts.exportExecution.execute(parts.context, id, 1))),
    );
    expect(await client.find(id)).toMatchObject({ status: 'READY', reportCount: 2 });
    expect(jobs()).toEqual(['file', 'download', 'file', 'download', 'download']);
  });

  it('are done by the queue, without anybody looking after them', async () => {
    const id = await ordered();
    await service.parts.jobs.start();
    await client.passTimeDuring(
      (async () => {
        while ((await client.find(id))!.status !== 'READY') await wait(20);
      })(),
    );
    expect(jobs()).toEqual(['file', 'download']);
  });

  it('are tried again when the vendor fails for a while, also those with actions that it did not do', async () => {
    const id = await ordered({ onFinish: ACTIONS });
    service.sandbox.setFaults({ '429': 'http' });
    expect(await client.make(id)).toMatchObject({ status: 'RUNNING', actions: [{ outcome: 'PENDING' }] });
    expect(await service.parts.jobs.depth()).toMatchObject({ waiting: 1 });
    service.sandbox.setFaults({});
    clock.advance(70_000);
    expect(await client.make(id, service.parts, 2)).toMatchObject({ status: 'READY' });
    expect(service.sandbox.deliveries()).toHaveLength(1);
  });

  it('keep to the limits of the vendor', async () => {
    for (let count = 0; count < 4; count += 1) await client.make(await ordered());
    expect(service.sandbox.jobs().filter(({ limited }) => limited)).toEqual([]);
    expect(jobs()).toHaveLength(8);
  });

  it('say that the credentials are refused, and so does the instance', async () => {
    const id = await ordered();
    service.sandbox.revokeCredentials(service.sandbox.configuration['partner.user.id']!);
    expect(await client.make(id)).toMatchObject({ status: 'FAILED', error: { code: 'NEEDS_REAUTHENTICATION' } });
    expect(await service.find(client.tenant, client.instanceId)).toMatchObject({ status: 'NEEDS_REAUTHENTICATION' });
    const { errors } = await client.order({ format: 'CSV', selection: selection() });
    expect(errors).toMatchObject([{ code: 'NEEDS_REAUTHENTICATION' }]);
  });

  it('lose their files after a day, and are forgotten after a month', async () => {
    const made = await client.make(await ordered());
    expect(Date.parse(made.expiresAt!) - clock.now().getTime()).toBeGreaterThan(DAY_MS - 60_000);
    expect(await countChunks()).toBe(1);
    const { housekeeping, context } = service.parts;
    await housekeeping.round(context);
    expect(await countChunks()).toBe(1);

    clock.advance(DAY_MS);
    // Whoever asks is told so before it is removed.
    expect(await client.find(made.id)).toMatchObject({ status: 'EXPIRED', files: [] });
    await housekeeping.round(context);
    expect(await countChunks()).toBe(0);
    expect(await client.find(made.id)).toMatchObject({ status: 'EXPIRED', files: [] });
    const link = service.parts.exportDownloads.linkTo(made.id, 1);
    const response = await client.fetch(link);
    expect([response.status, await response.json()]).toMatchObject([410, { code: 'EXPORT_EXPIRED' }]);

    clock.advance(31 * DAY_MS);
    await housekeeping.round(context);
    expect(await client.find(made.id)).toBeNull();
  });

  it('go with their instance: at once for callers, and then for good', async () => {
    const made = await client.make(await ordered());
    const [file] = made.files;
    await service.parts.services.instances.remove(service.as(client.tenant), client.instanceId);
    expect(await client.find(made.id)).toBeNull();
    expect((await client.fetch(file!.downloadUrl)).status).toBe(404);
    await service.parts.housekeeping.round(service.parts.context);
    for (const table of ['report_exports', 'report_export_files', 'report_export_chunks']) {
      expect([table, await service.countRows(table, client.instanceId)]).toEqual([table, 0]);
    }
  });

  it('end when their instance is deleted while they are made, and store nothing more', async () => {
    service.sandbox.setFaults({ 'not-ready': 3 });
    const id = await ordered();
    const making = client.make(id).catch(() => null);
    while (!jobs().includes('download')) await wait(5);
    await service.parts.services.instances.remove(service.as(client.tenant), client.instanceId);
    await service.parts.housekeeping.round(service.parts.context);
    await making;
    expect(await countChunks()).toBe(0);
    expect(await query('SELECT FROM report_exports')).toEqual([]);
  });

  it('that nobody could end for a day have failed', async () => {
    const id = await ordered();
    clock.advance(2 * DAY_MS);
    await service.parts.exportExecution.giveUp(service.parts.context, id);
    expect(await client.find(id)).toMatchObject({ status: 'FAILED', error: { code: 'VENDOR_UNAVAILABLE' } });
    expect(await client.make(id)).toMatchObject({ status: 'FAILED' });
    expect(jobs()).toEqual([]);
  });

  it('outlive a rotation of the encryption key', async () => {
    const id = await ordered();
    const next: EncryptionKey = { id: 'next', key: Buffer.alloc(32, 9) };
    const replica = service.addReplica({ keys: [next, ENCRYPTION_KEY] });
    expect(await replica.keyRotation.rotate(replica.context)).toBeGreaterThan(1);
    expect(await query(`SELECT split_part(encrypted_request, '.', 2) AS key FROM report_exports`)).toEqual([
      { key: 'next' },
    ]);
    const link = service.parts.exportDownloads.linkTo(id, 1);
    expect(await client.make(id, service.addReplica({ keys: [next] }))).toMatchObject({ status: 'READY' });
    const { searchParams } = new URL(link);
    const parts = {
      exportId: id,
      file: '1',
      expires: searchParams.get('expires')!,
      signature: searchParams.get('signature')!,
    };
    // Made with the old key: good as long as that is there.
    expect(await replica.exportDownloads.open(replica.context, parts)).toMatchObject({
      contentType: 'text/csv; charset=utf-8',
    });
  });

  it('refuse to become too large, whatever the vendor sends', async () => {
    const id = await ordered();
    const { context } = service.parts;
    const [exports, files] = [
      new ReportExportRepository(service.database),
      new ReportExportFileRepository(service.database),
    ];
    const leases = new LeaseRepository(service.database, clock);
    const store = new ExportFileStore(service.database, exports, files, leases, 2 * 1024 * 1024);
    const lease = await leases.acquire(context, 'test', 60_000);
    const { organizationId } = client.tenant.caller;
    const ticket = { organizationId, instanceId: client.instanceId, exportId: id, lease: lease! };
    async function* endless(): AsyncGenerator<Buffer> {
      for (;;) yield Buffer.alloc(100_000, 'x');
    }
    await expect(store.store(context, ticket, 1, endless(), 0)).rejects.toMatchObject({
      code: 'LIMIT_EXCEEDED',
      message: expect.stringContaining('2 MiB'),
    });
    expect(await countChunks()).toBe(8);
  });

  describe('of a large account', () => {
    const LINE = `${'Ristorante,12.30,2026-08-01,'.padEnd(127, 'x')}\n`;
    const LINES = 768 * 1024;

    it('are stored and served piece by piece, in memory that does not grow with them', async () => {
      const vendor = createServer((request, response) => {
        void (async () => {
          let body = '';
          for await (const chunk of request) body += String(chunk);
          if (body.includes('policyList')) return response.end('{"policyList":[],"responseCode":200}');
          if (body.includes('immediateResponse')) return response.end('export0fd99e06.csv');
          const block = LINE.repeat(512);
          for (let sent = 0; sent < LINES; sent += 512) {
            if (!response.write(block)) await once(response, 'drain');
          }
          return response.end();
        })();
      });
      vendor.listen(0, '127.0.0.1');
      await once(vendor, 'listening');
      const origin = `http://127.0.0.1:${(vendor.address() as AddressInfo).port}`;
      const large = await startTestService({ clock, privateOrigins: [origin], reports: 1 });
      try {
        const tenant = await large.createTenant();
        const configuration = { ...large.sandbox.configuration, 'base.url': origin };
        const caller = new ExportClient(large, clock, tenant, await large.provision(tenant, configuration));
        let peak = 0;
        const before = live();
        const watch = setInterval(() => (peak = Math.max(peak, live() - before)), 100);
        const made = await caller.export({ format: 'CSV' });
        expect(made).toMatchObject({ status: 'READY', files: [{ byteSize: LINE.length * LINES }] });
        const response = await caller.fetch(made.files[0]!.downloadUrl);
        let received = 0;
        for await (const chunk of response.body!) received += chunk.length;
        clearInterval(watch);
        expect(received).toBe(LINE.length * LINES);
        // A file of 96 MiB.
        expect(peak).toBeGreaterThan(0);
        console.log(peak);
        expect(peak).toBeLessThan(24 * 1024 * 1024);
      } finally {
        vendor.closeAllConnections();
        vendor.close();
        await large.close();
      }
    });

    /** Bytes that are in use, and not merely waiting for the garbage collector. */
    const live = (): number => {
      collectGarbage();
      const { heapUsed, external } = process.memoryUsage();
      return heapUsed + external;
    };
  });
});
