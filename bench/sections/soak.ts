import { setTimeout as sleep } from 'node:timers/promises';
import { createSilentLogger } from '../../src/logger';
import { BENCH_KEY, startBenchService, type BenchService } from '../parts/bench-service';
import { startCallbackReceiver, type CallbackReceiver } from '../parts/callback-receiver';
import { buildService, Replica } from '../parts/replica';
import { startSandbox, type BenchSandbox } from '../parts/sandbox';
import type { VendorReport } from '../parts/sandbox-commands';
import { checkDeliveries, checkEvents, checkRecords, checkReference, toFailures } from '../parts/soak-checks';
import type { SectionOptions, SectionResult } from '../section';

const ELEMENT = 'expensify';
const REPORTS = 60;
const CHANGE_EVERY_MS = 2_000;
const CHANGES_AT_ONCE = 3;
const KILL_EVERY_MS = 12_000;
/** Of so many kills one is of the replica that lives longer, so that each has to take over from the other. */
const OTHER_OF = 4;
/** Between the kill of a replica and its next start. */
const DOWN_MS = 1_000;
const LOOK_EVERY_MS = 1_000;
/** By then everything is expected to be read; what is read, to be told. */
const SETTLE_MS = 10 * 60_000;
const TOLD_WITHIN_MS = 3 * 60_000;
/** What the vendor allows one account. */
const CALLS_IN_TEN_SECONDS = 5;
const CALLS_IN_A_MINUTE = 20;

/** What the replicas are put through, and what they made of it. */
export async function measureSoak({ minutes, instances: count }: SectionOptions): Promise<SectionResult> {
  buildService();
  const [sandbox, receiver] = await Promise.all([
    startSandbox({ reports: REPORTS, limits: 'vendor' }),
    startCallbackReceiver(),
  ]);
  const privateOrigins = [sandbox.origin, receiver.origin];
  const service = await startBenchService({ logger: createSilentLogger(), sandboxOrigins: privateOrigins });
  const settings = {
    DATABASE_URL: service.databaseUrl,
    ENCRYPTION_KEYS: `${BENCH_KEY.id}:${BENCH_KEY.key.toString('base64')}`,
    PUBLIC_URL: 'http://localhost',
    METRICS_TOKEN: 'soak',
    ALLOW_PRIVATE_ORIGINS: privateOrigins.join(','),
  };
  const replicas = [new Replica(settings), new Replica(settings)];
  try {
    const world = { service, sandbox, receiver, replicas };
    return await new Soak(world, minutes * 60_000).run(count);
  } finally {
    await Promise.all(replicas.map((replica) => replica.stop()));
    await service.close();
    await receiver.close();
    sandbox.stop();
  }
}

interface SoakWorld {
  readonly service: BenchService;
  readonly sandbox: BenchSandbox;
  readonly receiver: CallbackReceiver;
  readonly replicas: readonly Replica[];
}

class Soak {
  private instanceIds: readonly string[] = [];
  private kills = 0;
  private changes = 0;
  private isOver = false;

  constructor(
    private readonly world: SoakWorld,
    private readonly milliseconds: number,
  ) {}

  async run(instances: number): Promise<SectionResult> {
    const { replicas, sandbox } = this.world;
    this.instanceIds = await this.provision(instances);
    await Promise.all(replicas.map((replica) => replica.start()));
    const killing = this.killAgainAndAgain();
    await this.syncAll(new Date());
    const before = await sandbox.ask('snapshot');
    await this.changeForAWhile();
    const lastChange = new Date();
    this.isOver = true;
    await killing;
    await this.syncAll(lastChange);
    await this.untilTold();
    return this.verify(before);
  }

  /** Each with credentials, and so with limits, of its own. */
  private async provision(count: number): Promise<string[]> {
    const ids: string[] = [];
    for (let number = 1; number <= count; number += 1) ids.push(await this.provisionOne(`soak ${number}`));
    return ids;
  }

  private async provisionOne(name: string): Promise<string> {
    const { service, sandbox, receiver } = this.world;
    return service.provision(ELEMENT, {
      ...sandbox.configuration,
      ...(await sandbox.ask('issueCredentials', name)),
      'event.poller.refresh_interval': '1',
      'event.notification.enabled': 'true',
      'event.notification.callback.url': receiver.url,
    });
  }

  /** Mostly the second. There is always one that lives. */
  private async killAgainAndAgain(): Promise<void> {
    const { replicas } = this.world;
    for (;;) {
      const wakesAt = Date.now() + KILL_EVERY_MS;
      while (Date.now() < wakesAt && !this.isOver) await sleep(LOOK_EVERY_MS);
      if (this.isOver) return;
      const replica = replicas[this.kills % OTHER_OF === OTHER_OF - 1 ? 0 : 1]!;
      await replica.kill();
      this.kills += 1;
      await sleep(DOWN_MS);
      await replica.start();
    }
  }

  private async changeForAWhile(): Promise<void> {
    const end = Date.now() + this.milliseconds;
    while (Date.now() < end) {
      await this.world.sandbox.ask('change', CHANGES_AT_ONCE);
      this.changes += CHANGES_AT_ONCE;
      await sleep(CHANGE_EVERY_MS);
    }
  }

  /** Until each instance has a run behind it that began after `since` and read everything. */
  private async syncAll(since: Date): Promise<void> {
    const { services } = this.world.service.parts;
    const isRead = await this.until(SETTLE_MS, async () => {
      const behind = await this.instancesBehind(since);
      for (const instanceId of behind) {
        const request = { instanceId, resources: null, mode: 'INCREMENTAL', waitSeconds: 0 } as const;
        await services.syncRuns.start(this.world.service.context(), request);
      }
      return behind.length === 0;
    });
    if (!isRead) throw new Error(`Not all instances were read within ${SETTLE_MS / 60_000} minutes.`);
  }

  private async instancesBehind(since: Date): Promise<string[]> {
    const rows: { id: string }[] = await this.world.service.dataSource.query(
      `SELECT id FROM unnest($1::uuid[]) AS i(id) WHERE NOT EXISTS (
         SELECT FROM sync_runs r WHERE r.instance_id = i.id AND r.status = 'SUCCEEDED' AND r.started_at >= $2
           AND r.resources @> '{REPORTS,EXPENSES,POLICIES,EMPLOYEES}')`,
      [this.instanceIds, since],
    );
    return rows.map(({ id }) => id);
  }

  /** Or for long enough: what was not told by then counts as lost. */
  private async untilTold(): Promise<void> {
    await this.until(TOLD_WITHIN_MS, async () => {
      const [row] = (await this.world.service.dataSource.query(
        `SELECT count(*)::int AS waiting FROM webhook_channels c
         WHERE EXISTS (SELECT FROM webhook_deliveries d WHERE d.instance_id = c.instance_id AND d.status = 'PENDING')
           OR EXISTS (SELECT FROM change_events e WHERE e.instance_id = c.instance_id AND e.id > coalesce(c.cursor, 0))`,
      )) as { waiting: number }[];
      return row?.waiting === 0;
    });
  }

  /** False when it was not reached in time. */
  private async until(withinMs: number, isReached: () => Promise<boolean>): Promise<boolean> {
    const deadline = Date.now() + withinMs;
    while (!(await isReached())) {
      if (Date.now() > deadline) return false;
      await sleep(LOOK_EVERY_MS);
    }
    return true;
  }

  private async verify(before: readonly VendorReport[]): Promise<SectionResult> {
    const { service, sandbox, receiver, replicas } = this.world;
    const { dataSource } = service;
    const after = await sandbox.ask('snapshot');
    const calls = await sandbox.ask('calls');
    const referenceId = await this.readReference();
    const records = await checkRecords(dataSource, this.instanceIds, referenceId);
    const reference = await checkReference(dataSource, referenceId, after);
    const events = await checkEvents(dataSource, this.instanceIds, before, after);
    const deliveries = await checkDeliveries(dataSource, this.instanceIds, receiver.taken);
    const errors = replicas.flatMap((replica) => replica.errors);
    const within =
      calls.limited === 0 &&
      calls.busiestTenSeconds <= CALLS_IN_TEN_SECONDS &&
      calls.busiestMinute <= CALLS_IN_A_MINUTE;
    return {
      title: `Soak: ${this.instanceIds.length} instances on two replicas, one of which is killed again and again, real time`,
      measurements: [
        {
          what: 'changes at the vendor',
          value: String(this.changes),
          note: `in ${this.milliseconds / 60_000} minutes`,
        },
        { what: 'kills (SIGKILL)', value: String(this.kills), note: 'three of four of the same replica' },
        { what: 'sync runs', value: await this.runCounts(), note: 'by how they ended' },
        { what: 'records compared', value: String(records.checked), note: 'with a fresh read, by content' },
        { what: 'records lost, doubled or different', value: String(records.wrong.length + reference.wrong.length) },
        { what: 'changes noted', value: String(deliveries.checked), note: 'of records and instances' },
        { what: 'changes missed or noted twice', value: String(events.wrong.length) },
        { what: 'changes not told, or out of order', value: String(deliveries.wrong.length) },
        {
          what: 'changes told again',
          value: String(deliveries.repeated),
          note: `${receiver.refused} requests were answered 500`,
        },
        { what: 'vendor calls', value: String(calls.total) },
        { what: 'of them refused for a limit', value: String(calls.limited) },
        {
          what: 'most in 10 s, in 60 s',
          value: `${calls.busiestTenSeconds}, ${calls.busiestMinute}`,
          note: 'an account; 5 and 20 are allowed',
        },
        { what: 'errors logged', value: String(errors.length) },
      ],
      failures: [
        ...toFailures('Records', records),
        ...toFailures('A fresh read', reference),
        ...toFailures('Changes', events),
        ...toFailures('Notifications', deliveries),
        ...(within ? [] : ["The vendor's limits were not kept."]),
        ...toFailures('Log', { checked: errors.length, wrong: errors }),
      ],
    };
  }

  /** In this process, by nobody who was ever killed. */
  private async readReference(): Promise<string> {
    const { parts } = this.world.service;
    const id = await this.provisionOne('reference');
    const run = await parts.localSync.run(parts.context, id, 'FULL', () => undefined);
    if (run.status !== 'SUCCEEDED') throw new Error(`The fresh read ended as ${run.status}: ${run.errorMessage}`);
    return id;
  }

  private async runCounts(): Promise<string> {
    const rows: { text: string }[] = await this.world.service.dataSource.query(
      `SELECT count(*) || ' ' || lower(status) AS text FROM sync_runs WHERE instance_id = ANY($1::uuid[])
       GROUP BY status ORDER BY count(*) DESC`,
      [this.instanceIds],
    );
    return rows.map(({ text }) => text).join(', ');
  }
}
