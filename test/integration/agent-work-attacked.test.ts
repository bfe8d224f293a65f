import { v7 as uuidv7 } from 'uuid';
import type { FinancialReportQuestion } from '../../src/adapters/financial-reports';
import type { InstanceRow } from '../../src/persistence/repositories/instance.repository';
import { createCarriedElement, insertCarried } from '../support/carried-element';
import { Carrier } from '../support/carrier';
import { OffsetClock } from '../support/offset-clock';
import { createServiceWorld, type ServiceWorld, type Tenant } from '../support/service-world';

const QUESTION: FinancialReportQuestion = {
  ...{ kind: 'TRIAL_BALANCE', from: null, to: null, basis: null, columnsBy: 'TOTAL', filters: {} },
};

let world: ServiceWorld;
let clock: OffsetClock;
let tenant: Tenant;
let instance: InstanceRow;

beforeAll(async () => {
  clock = new OffsetClock(0);
  world = await createServiceWorld({ clock, adapters: [createCarriedElement()] });
  tenant = await world.createTenant();
});

afterAll(() => world.close());

beforeEach(async () => {
  instance = await insertCarried(world, tenant, clock.now());
});

function session(parts: ServiceWorld['parts'] = world.parts): Carrier {
  return new Carrier(parts, uuidv7(), instance, () => clock.now());
}

function sync() {
  const request = { instanceId: instance.id, resources: null, mode: 'INCREMENTAL' as const, waitSeconds: 0 };
  return world.parts.services.syncRuns.start(world.as(tenant), request);
}

async function runOf(id: string) {
  const [run] = await world.parts.services.syncRuns.findByIds(world.as(tenant), [id]);
  return run!;
}

async function hire(lastName: string, expiresAfterSeconds?: number): Promise<string> {
  const { write } = await world.parts.services.vendorWrites.perform(world.as(tenant), {
    name: 'createEmployee',
    instanceId: instance.id,
    request: { details: { lastName } },
    expiresAfterSeconds,
  });
  return write!.id;
}

async function writeOf(id: string) {
  const [write] = await world.parts.services.vendorWriteLog.findByIds(world.as(tenant), [id]);
  return write!;
}

async function change(text: string, ...values: readonly unknown[]): Promise<void> {
  await world.database.query(world.parts.context, { text, values });
}

describe('an answer of a session that another has taken the place of', () => {
  it('neither ends nor fails the sync that the other goes on with', async () => {
    const { id } = await sync();
    const replica = world.addReplica();
    const old = session();
    await old.fetch();
    let goOn = (): void => undefined;
    const late = new Promise<void>((resolve) => (goOn = resolve));
    const answered = old.answerLate('Old,Page', late);
    await untilLeased();
    const young = session(replica);
    expect(await young.fetch()).toBe('page 1 since all');
    goOn();
    expect(await answered).toBeNull();
    expect(await runOf(id)).toMatchObject({ status: 'RUNNING' });
    for (const name of ['Ann', 'Bob', 'Cy']) await young.answer(name);
    expect(await runOf(id)).toMatchObject({ status: 'SUCCEEDED', recordsRead: 3 });
    await replica.close();
  });
});

async function untilLeased(): Promise<void> {
  for (;;) {
    const [row] = await world.database.query<{ count: number }>(world.parts.context, {
      text: `SELECT count(*)::int AS count FROM leases WHERE key LIKE $1 AND expires_at > now()`,
      values: [`load:${instance.id}:%`],
    });
    if (row!.count > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe('a write that is planned when an answer comes', () => {
  it('is not sent before it is fetched, and still expires when that never happens', async () => {
    const id = await hire('Lee', 60);
    const carrier = session();
    expect(await carrier.fetch()).toBe('create Lee');
    const second = await hire('Other', 60);
    const next = await carrier.plan('e-1');
    expect(next).toMatchObject({ workKind: 'WRITE', workId: second, document: null });
    expect(await writeOf(id)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await writeOf(second)).toMatchObject({ status: 'QUEUED', sentAt: null });
    clock.advance(61_000);
    expect(await session().fetch()).toBeNull();
  });
});

describe('a write that nothing can be made of', () => {
  it('keeps nobody else waiting when its outcome stays unknown, session after session', async () => {
    const poison = await hire('Poison');
    const good = await hire('Good');
    const { id } = await sync();
    for (let round = 0; round < 3; round += 1) {
      const carrier = session();
      expect(await carrier.fetch()).toBe('create Poison');
      await carrier.fail('GONE');
    }
    const carrier = session();
    expect(await carrier.fetch()).toBe('create Good');
    expect(await carrier.answer('e-2')).toBe('page 1 since all');
    await carrier.answer('Ann');
    await carrier.answer('');
    expect(await carrier.answer('')).toBe('create Poison');
    expect(await writeOf(good)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await runOf(id)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await writeOf(poison)).toMatchObject({ status: 'SENT' });
  });

  it('is given up when it was given twenty times and no answer came', async () => {
    const poison = await hire('Poison');
    for (let round = 0; round < 20; round += 1) expect(await session().fetch()).toBe('create Poison');
    expect(await session().fetch()).toBeNull();
    expect(await writeOf(poison)).toMatchObject({ status: 'UNKNOWN', errorCode: 'OUTCOME_UNKNOWN' });
  });

  it('is not told to be refused by a product that lets nobody in, when it was given before', async () => {
    const id = await hire('Lee');
    await session().fetch();
    const locked = session();
    await locked.fetch();
    await locked.fail('LOCKED');
    expect(await writeOf(id)).toMatchObject({ status: 'SENT' });
    const later = session();
    await later.fetch();
    await later.answer('e-5');
    expect(await writeOf(id)).toMatchObject({ status: 'SUCCEEDED' });
    const other = await hire('Other');
    const first = session();
    await first.fetch();
    await first.fail('LOCKED');
    expect(await writeOf(other)).toMatchObject({ status: 'REJECTED', errorCode: 'PERMISSION_DENIED' });
  });

  it('is given once in a session when its end cannot be written down, and the rest goes on', async () => {
    const id = await hire('Lee');
    await sync();
    await change(`CREATE FUNCTION refuse_${id.replaceAll('-', '')}() RETURNS trigger LANGUAGE plpgsql AS
      'BEGIN RAISE EXCEPTION ''no room''; END'`);
    await change(`CREATE TRIGGER refuse BEFORE UPDATE ON vendor_writes FOR EACH ROW
      WHEN (NEW.status = 'SUCCEEDED') EXECUTE FUNCTION refuse_${id.replaceAll('-', '')}()`);
    const carrier = session();
    expect(await carrier.fetch()).toBe('create Lee');
    expect(await carrier.answer('e-4')).toBe('page 1 since all');
    await change('DROP TRIGGER refuse ON vendor_writes');
    expect(await writeOf(id)).toMatchObject({ status: 'SENT' });
    const later = session();
    expect(await later.fetch()).toBe('create Lee');
    await later.answer('e-4');
    expect(await writeOf(id)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('keeps nobody else waiting when it cannot be decrypted, and can be mended', async () => {
    const lost = await hire('Lost');
    const good = await hire('Good');
    await change(
      'UPDATE vendor_writes SET encrypted_request = (SELECT encrypted_request FROM vendor_writes WHERE id = $2) WHERE id = $1',
      lost,
      good,
    );
    expect(await session().fetch()).toBe('create Good');
    expect(await writeOf(lost)).toMatchObject({ status: 'QUEUED', sentAt: null });
  });
});

describe('a statement that is not offered any more', () => {
  it('keeps nobody else waiting', async () => {
    const reads = [{ instanceId: instance.id, question: QUESTION, maxAgeSeconds: null }];
    await world.parts.services.financialReports.find(world.as(tenant), reads);
    await sync();
    await change(
      `UPDATE financial_reports SET question = jsonb_set(question, '{kind}', '"GENERAL_LEDGER"') WHERE instance_id = $1`,
      instance.id,
    );
    expect(await session().fetch()).toBe('page 1 since all');
    expect(await world.parts.agentWork.countPending(world.parts.context, [instance.id])).toEqual([1]);
  });

  it('keeps nobody else waiting either when no answer ever comes, and is asked for no more in the end', async () => {
    const reads = [{ instanceId: instance.id, question: QUESTION, maxAgeSeconds: null }];
    await world.parts.services.financialReports.find(world.as(tenant), reads);
    for (let round = 0; round < 3; round += 1) expect(await session().fetch()).toBe('statement?');
    await sync();
    expect(await session().fetch()).toBe('page 1 since all');
    await change(
      'UPDATE sync_runs SET finished_at = now(), status = $2 WHERE instance_id = $1',
      instance.id,
      'CANCELLED',
    );
    for (let round = 3; round < 20; round += 1) expect(await session().fetch()).toBe('statement?');
    expect(await session().fetch()).toBeNull();
  });
});
