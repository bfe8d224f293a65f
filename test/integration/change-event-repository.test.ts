import {
  CHANGE_EVENTS_CHANNEL,
  ChangeEventRepository,
  isChangeEventId,
  type ChangeEvent,
  type ChangeEventFilter,
  type NewChangeEvent,
} from '../../src/persistence/repositories/change-event.repository';
import { RecordPurgeRepository } from '../../src/persistence/repositories/record-purge.repository';
import type { StoreTarget } from '../../src/persistence/repositories/record-upsert';
import { encodeRecordId } from '../../src/record-id';
import { Client } from 'pg';
import { createRecordDatabase, FETCHED_AT, FETCHED_LATER, type RecordDatabase } from '../support/record-database';

describe('ChangeEventRepository', () => {
  let db: RecordDatabase;
  let events: ChangeEventRepository;
  let target: StoreTarget;

  beforeAll(async () => {
    db = await createRecordDatabase();
    events = new ChangeEventRepository(db.database);
  });
  beforeEach(async () => {
    target = await db.createInstance();
  });
  afterAll(() => db.drop());

  const build = (remoteId: string, facts: Partial<NewChangeEvent> = {}): NewChangeEvent => ({
    ...target,
    kind: 'UPDATED',
    resource: 'REPORTS',
    recordKind: 'REPORT',
    remoteId,
    changedFields: ['status'],
    before: { status: 'OPEN' },
    after: { status: 'SUBMITTED' },
    source: 'SYNC',
    occurredAt: null,
    recordedAt: FETCHED_AT,
    ...facts,
  });

  const append = (...added: NewChangeEvent[]): Promise<void> =>
    db.database.transaction(async (transaction) => events.append(db.context, transaction, added));

  const list = (filter: ChangeEventFilter = {}, after: string | null = null, limit = 100): Promise<ChangeEvent[]> =>
    events.listAfter(db.context, target.organizationId, filter, after, limit);

  const idsOf = (found: readonly ChangeEvent[]): (string | null)[] => found.map(({ remoteId }) => remoteId);

  it('gives back what was appended, in its order, with the element', async () => {
    const created = build('R1', {
      kind: 'CREATED',
      changedFields: [],
      before: null,
      after: { name: 'Mü\0nchen', total: { amount: '90071992547409.93', currency: 'USD' } },
      occurredAt: FETCHED_AT,
    });
    const status = build('', {
      kind: 'INSTANCE_STATUS_CHANGED',
      resource: null,
      recordKind: null,
      remoteId: null,
      after: null,
      source: 'WRITE',
    });
    await append(created, status);
    const found = await list();
    expect(found).toEqual([
      {
        ...created,
        after: { name: 'München', total: { amount: '90071992547409.93', currency: 'USD' } },
        id: expect.any(String) as string,
        elementKey: 'expensify',
      },
      { ...status, id: expect.any(String) as string, elementKey: 'expensify' },
    ]);
    expect(found[0]!.id < found[1]!.id).toBe(true);
    expect(found.every(({ id }) => isChangeEventId(id))).toBe(true);
    expect(await events.latestId(db.context, target.organizationId)).toBe(found[1]!.id);
  });

  it('goes on behind an id, and ends where there is nothing more', async () => {
    await append(...['R1', 'R2', 'R3', 'R4', 'R5'].map((id) => build(id)));
    const first = await list({}, null, 2);
    expect(idsOf(first)).toEqual(['R1', 'R2']);
    const second = await list({}, first[1]!.id, 2);
    expect(idsOf(second)).toEqual(['R3', 'R4']);
    const third = await list({}, second[1]!.id, 2);
    expect(idsOf(third)).toEqual(['R5']);
    expect(await list({}, third[0]!.id, 2)).toEqual([]);
  });

  it('keeps what every filter asks for', async () => {
    const other = await db.createInstance(target.organizationId);
    await append(
      build('R1'),
      build('R1', { resource: 'EXPENSES', recordKind: 'EXPENSE', kind: 'DELETED', after: null }),
      build('R2', { instanceId: other.instanceId, kind: 'CREATED' }),
    );
    expect(idsOf(await list({ instanceIds: [other.instanceId] }))).toEqual(['R2']);
    expect(idsOf(await list({ kinds: ['CREATED', 'UPDATED'] }))).toEqual(['R1', 'R2']);
    expect((await list({ resources: ['EXPENSES'] })).map(({ kind }) => kind)).toEqual(['DELETED']);
    const recordIds = [encodeRecordId('REPORT', target.instanceId, 'R1'), 'nonsense'];
    expect((await list({ recordIds })).map(({ resource }) => resource)).toEqual(['REPORTS']);
    expect(await list({ recordIds: ['nonsense'] })).toEqual([]);
    expect(await list({ instanceIds: [] })).toEqual([]);
    expect(await events.count(db.context, target.organizationId, { kinds: ['DELETED'] })).toBe(1);
    const instanceIds = [other.instanceId, target.instanceId];
    const pages = await events.listOfInstancesAfter(db.context, target.organizationId, instanceIds, {}, null, 1);
    expect(pages.map(idsOf)).toEqual([['R2'], ['R1']]);
    expect(await events.countOfInstances(db.context, target.organizationId, instanceIds, {})).toEqual([1, 2]);
  });

  it('never shows those of another organization or of a deleted instance', async () => {
    const other = await db.createInstance();
    await append(build('R1'), build('R2', { ...other }));
    expect(idsOf(await list())).toEqual(['R1']);
    expect(idsOf(await list({ instanceIds: [other.instanceId] }))).toEqual([]);
    const foreign = [encodeRecordId('REPORT', other.instanceId, 'R2')];
    expect(await list({ recordIds: foreign })).toEqual([]);
    const pages = await events.listOfInstancesAfter(
      db.context,
      target.organizationId,
      [other.instanceId],
      {},
      null,
      10,
    );
    expect(pages).toEqual([[]]);
    await db.deleteInstance(target.instanceId);
    expect(await list()).toEqual([]);
    expect(await events.count(db.context, target.organizationId, {})).toBe(0);
  });

  it('writes nothing of a transaction that fails', async () => {
    const failing = db.database.transaction(async (transaction) => {
      events.append(db.context, transaction, [build('R1')]);
      throw new Error('No.');
    });
    await expect(failing).rejects.toThrow('No.');
    const broken = db.database.transaction(async (transaction) => {
      events.append(db.context, transaction, [build('R1')]);
      transaction.beforeCommit(() => Promise.reject(new Error('Not at the end either.')));
    });
    await expect(broken).rejects.toThrow('Not at the end either.');
    expect(await list()).toEqual([]);
  });

  it('writes all that a transaction appends last, and tells the organization when it is there', async () => {
    const client = new Client({ connectionString: db.url });
    await client.connect();
    try {
      await client.query(`LISTEN ${CHANGE_EVENTS_CHANNEL}`);
      const heard = new Promise<string | undefined>((resolve) =>
        client.on('notification', ({ payload }) => resolve(payload)),
      );
      await db.database.transaction(async (transaction) => {
        events.append(db.context, transaction, [build('R1')]);
        events.append(db.context, transaction, [build('R2')]);
        events.append(db.context, transaction, []);
        const [row] = await transaction.query<{ count: number }>(db.context, {
          text: 'SELECT count(*)::int AS count FROM change_events WHERE instance_id = $1',
          values: [target.instanceId],
        });
        expect(row).toEqual({ count: 0 });
      });
      expect(await heard).toBe(target.organizationId);
      expect(idsOf(await list())).toEqual(['R1', 'R2']);
    } finally {
      await client.end();
    }
  });

  it('lets nobody draw an id while somebody who has drawn one has not committed', async () => {
    const order: string[] = [];
    let commit!: () => void;
    const held = new Promise<void>((resolve) => (commit = resolve));
    let hasDrawn!: () => void;
    const drawn = new Promise<void>((resolve) => (hasDrawn = resolve));
    const early = db.database
      .transaction(async (transaction) => {
        events.append(db.context, transaction, [build('early')]);
        transaction.beforeCommit(() => {
          hasDrawn();
          return held;
        });
      })
      .then(() => order.push('early'));
    await drawn;
    const late = append(build('late')).then(() => order.push('late'));
    // Another organization does not wait.
    const other = await db.createInstance();
    await append(build('elsewhere', { ...other }));
    expect(idsOf(await list())).toEqual([]);
    commit();
    await Promise.all([early, late]);
    expect(order).toEqual(['early', 'late']);
    expect(idsOf(await list())).toEqual(['early', 'late']);
  });

  it('lets a reader who goes on from its last id miss nothing while many write at once', async () => {
    const WRITERS = 4;
    const EACH = 40;
    const replicas = Array.from({ length: WRITERS }, () => new ChangeEventRepository(db.database));
    const written: string[] = [];
    const write = async (replica: ChangeEventRepository, writer: number): Promise<void> => {
      for (let turn = 0; turn < EACH; turn += 1) {
        const name = `${writer}-${turn}`;
        const work = db.database.transaction(async (transaction) => {
          replica.append(db.context, transaction, [build(name), build(`${name}b`)]);
          // Some take longer, some fail: their ids are never seen.
          if (turn % 3 === writer % 3) await transaction.query(db.context, { text: 'SELECT pg_sleep(0.003)' });
          if (turn % 7 === 6) throw new Error('Rolled back.');
        });
        await work.then(
          () => written.push(name, `${name}b`),
          () => undefined,
        );
      }
    };
    let isDone = false;
    const read: string[] = [];
    const reader = (async () => {
      let cursor: string | null = null;
      for (let last = false; !last;) {
        last = isDone;
        const page: ChangeEvent[] = await list({}, cursor, 3);
        read.push(...page.map(({ remoteId }) => remoteId!));
        cursor = page.at(-1)?.id ?? cursor;
        if (page.length > 0) last = false;
      }
    })();
    await Promise.all(replicas.map(write));
    isDone = true;
    await reader;
    expect(written.length).toBeGreaterThan(200);
    expect([...read].sort()).toEqual([...written].sort());
    expect(read).toEqual((await list({}, null, 1_000)).map(({ remoteId }) => remoteId));
  });

  it('forgets what is old, and what a deleted instance had', async () => {
    await append(build('old'), build('new', { recordedAt: FETCHED_LATER }));
    await events.prune(db.context, FETCHED_LATER);
    expect(idsOf(await list())).toEqual(['new']);
    await new RecordPurgeRepository(db.database).purgeInstance(db.context, target.instanceId, 100);
    expect(await list()).toEqual([]);
  });
});
