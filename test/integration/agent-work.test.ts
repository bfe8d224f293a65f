import { v7 as uuidv7 } from 'uuid';
import type { EncryptionKey } from '../../src/config';
import type { FinancialReportQuestion } from '../../src/adapters/financial-reports';
import type { InstanceRow } from '../../src/persistence/repositories/instance.repository';
import { createCarriedElement, insertCarried } from '../support/carried-element';
import { Carrier } from '../support/carrier';
import { OffsetClock } from '../support/offset-clock';
import { createServiceWorld, ENCRYPTION_KEY, type ServiceWorld, type Tenant } from '../support/service-world';

const NEW_KEY: EncryptionKey = { id: 'new', key: Buffer.alloc(32, 2) };

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

function session(sessionId: string): Carrier {
  return new Carrier(world.parts, sessionId, instance, () => clock.now());
}

function sync(mode: 'FULL' | 'INCREMENTAL' = 'INCREMENTAL') {
  const request = { instanceId: instance.id, resources: null, mode, waitSeconds: 0 };
  return world.parts.services.syncRuns.start(world.as(tenant), request);
}

async function runOf(id: string) {
  const [run] = await world.parts.services.syncRuns.findByIds(world.as(tenant), [id]);
  return run!;
}

async function writeOf(id: string) {
  const [write] = await world.parts.services.vendorWriteLog.findByIds(world.as(tenant), [id]);
  return write!;
}

async function countJobs(runId: string): Promise<number> {
  const [row] = await world.database.query<{ count: number }>(world.parts.context, {
    text: 'SELECT count(*)::int AS count FROM graphile_worker.jobs WHERE key = $1',
    values: [`sync:${runId}`],
  });
  return row!.count;
}

async function names(): Promise<string[]> {
  const rows = await world.database.query<{ name: string }>(world.parts.context, {
    text: 'SELECT name FROM employees WHERE instance_id = $1 ORDER BY name',
    values: [instance.id],
  });
  return rows.map(({ name }) => name);
}

function hire(lastName: string, options: { idempotencyKey?: string; expiresAfterSeconds?: number } = {}) {
  return world.parts.services.vendorWrites.perform(world.as(tenant), {
    name: 'createEmployee',
    instanceId: instance.id,
    request: { details: { lastName } },
    ...options,
  });
}

describe('a sync that an agent carries', () => {
  it('is queued until the agent calls, goes on with each answer, and can be followed to its end', async () => {
    const { id } = await sync();
    expect(await runOf(id)).toMatchObject({ status: 'QUEUED' });
    const carrier = session('s1');
    expect(await carrier.fetch()).toBe('page 1 since all');
    expect(await carrier.answer('Ann,Bob')).toBe('page 2 since all');
    expect(await runOf(id)).toMatchObject({ status: 'RUNNING', recordsRead: 2, vendorCalls: 1 });
    expect(await carrier.answer('Cy')).toBe('page 3 since all');
    expect(await carrier.answer('Di')).toBeNull();
    expect(await runOf(id)).toMatchObject({ status: 'SUCCEEDED', recordsRead: 4, recordsCreated: 4, vendorCalls: 3 });
    expect(await names()).toEqual(['Ann', 'Bob', 'Cy', 'Di']);
  });

  it('goes on in another session where one was cut, and loses nothing', async () => {
    const { id } = await sync();
    const first = session('s1');
    await first.fetch();
    await first.answer('Ann');
    const second = session('s2');
    expect(await second.fetch()).toBe('page 1 since all');
    await second.answer('Ann');
    await second.answer('Bob');
    await second.answer('Cy');
    expect(await runOf(id)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await names()).toEqual(['Ann', 'Bob', 'Cy']);
  });

  it('asks again for an answer that broke off, and fails nothing', async () => {
    const { id } = await sync();
    const carrier = session('s1');
    await carrier.fetch();
    expect(await carrier.breakOff('An')).toBeNull();
    expect(await runOf(id)).toMatchObject({ status: 'RUNNING' });
    const later = session('s2');
    expect(await later.fetch()).toBe('page 1 since all');
  });

  it('ends as failed where the product refuses, so that the next work has its turn', async () => {
    const { id } = await sync();
    const carrier = session('s1');
    await carrier.fetch();
    expect(await carrier.fail('0x1', 'What is this?')).toBeNull();
    expect(await runOf(id)).toMatchObject({ status: 'FAILED' });
    expect(await carrier.fetch()).toBeNull();
  });

  it('ends with the reason when no answer ever comes, and begins anew with each that brings it further', async () => {
    const { id } = await sync();
    for (let time = 1; time <= 20; time += 1) expect(await session(`s${time}`).fetch()).toBe('page 1 since all');
    const carrier = session('s21');
    expect(await carrier.fetch()).toBeNull();
    expect(await runOf(id)).toMatchObject({ status: 'FAILED', errorCode: 'VENDOR_UNAVAILABLE' });

    const { id: next } = await sync();
    for (let time = 1; time < 20; time += 1) await session(`t${time}`).fetch();
    const later = session('t20');
    expect(await later.fetch()).toBe('page 1 since all');
    expect(await later.answer('Ann')).toBe('page 2 since all');
    expect(await session('t21').fetch()).toBe('page 1 since all');
    expect(await runOf(next)).toMatchObject({ status: 'RUNNING' });
  });

  it('ends with the reason where its instance is switched off meanwhile, and does not wait for that to end', async () => {
    const { id } = await sync();
    const carrier = session('s1');
    await carrier.fetch();
    await carrier.answer('Ann');
    // As it is once the job has seen that an agent goes on with the run.
    await world.parts.jobs.remove(`sync:${id}`);
    clock.advance(2 * 60_000);
    await world.parts.syncExecution.resumeAbandoned(world.parts.context);
    expect(await countJobs(id)).toBe(0);
    await world.parts.services.instances.disable(world.as(tenant), instance.id, null);
    await world.parts.syncExecution.resumeAbandoned(world.parts.context);
    expect(await countJobs(id)).toBe(1);
    await world.parts.syncExecution.execute(world.parts.context, id, 1);
    expect(await runOf(id)).toMatchObject({ status: 'FAILED', errorCode: 'INSTANCE_NOT_ACTIVE' });
    expect(await carrier.answer('Bob')).toBeNull();
    expect(await names()).toEqual(['Ann']);
  });

  it('tells changes since the watermark of the last one, and finds out in a full one what is gone', async () => {
    await sync();
    await carryAll('Ann', 'Bob', 'Cy');
    clock.advance(60_000);
    await sync();
    const carrier = session('s2');
    expect(await carrier.fetch()).toBe('page 1 since mark-1');
    await carrier.answer('Dan');
    await carrier.answer('');
    await carrier.answer('');
    expect(await names()).toEqual(['Ann', 'Bob', 'Cy', 'Dan']);
    clock.advance(60_000);
    await sync('FULL');
    await carryAll('Ann', 'Dan', '');
    expect(await names()).toEqual(['Ann', 'Dan']);
  });

  it('tells in the log of calls what was carried', async () => {
    const { id } = await sync();
    const carrier = session('s1');
    await carrier.fetch();
    await carrier.answer('Ann,Bob');
    await carrier.fail('0x1', 'What is this?');
    await world.parts.flushCallLog();
    const calls = await world.database.query(world.parts.context, {
      text: `SELECT purpose, outcome, vendor_code, response_bytes::int FROM vendor_calls WHERE request_id = $1 ORDER BY id`,
      values: [id],
    });
    expect(calls).toEqual([
      { purpose: 'all employees 1', outcome: 'SUCCEEDED', vendor_code: null, response_bytes: 7 },
      { purpose: 'all employees 2', outcome: 'REJECTED', vendor_code: '0x1', response_bytes: 0 },
    ]);
  });

  it('takes for gone only what a full list did not tell, also when it follows one that went on where another was cut', async () => {
    await sync('FULL');
    const carrier = session('s1');
    await carrier.fetch();
    await carrier.answer('Ann,Bob');
    await carrier.fail('0x1');
    const { id } = await sync('FULL');
    expect(await carrier.fetch()).toBe('page 2 since all');
    await carrier.answer('Cy');
    // Since the one that was cut began, Ann may have changed: nothing else is told anew.
    expect(await carrier.answer('Di')).toBe('page 1 since mark-1');
    await carrier.answer('Ann');
    await carrier.answer('');
    expect(await carrier.answer('')).toBeNull();
    expect(await runOf(id)).toMatchObject({ status: 'SUCCEEDED', recordsDeleted: 0 });
    expect(await names()).toEqual(['Ann', 'Bob', 'Cy', 'Di']);
  });

  it('stops where it is when it is cancelled', async () => {
    const { id } = await sync();
    const carrier = session('s1');
    await carrier.fetch();
    await world.parts.services.syncRuns.cancel(world.as(tenant), id);
    expect(await carrier.answer('Ann')).toBeNull();
    expect(await runOf(id)).toMatchObject({ status: 'CANCELLED', recordsRead: 0 });
    expect(await names()).toEqual([]);
  });
});

async function carryAll(...answers: readonly string[]): Promise<void> {
  const carrier = session(uuidv7());
  await carrier.fetch();
  for (const text of answers) await carrier.answer(text);
}

describe('a list that an agent carries', () => {
  it('says that it waits, and queues one sync however many ask', async () => {
    const before = await world.read(tenant, instance.id, 'EMPLOYEES');
    expect(before).toMatchObject({ code: 'VENDOR_UNAVAILABLE', retryable: true });
    await world.read(tenant, instance.id, 'EMPLOYEES');
    expect(await world.countRows('sync_runs', instance.id)).toBe(1);
    await carryAll('Ann', '', '');
    expect(await world.read(tenant, instance.id, 'EMPLOYEES')).toMatchObject({ state: 'FRESH', error: null });
  });

  it('shows what was stored, with its age, when it is older than asked for', async () => {
    await sync();
    await carryAll('Ann', '', '');
    clock.advance(3_600_000);
    const read = await world.read(tenant, instance.id, 'EMPLOYEES', { maxAge: 60 });
    expect(read).toMatchObject({ state: 'STALE', error: { code: 'VENDOR_UNAVAILABLE' } });
  });

  it('is read while an agent is here, when its time-to-live has passed', async () => {
    const { agentWork, context } = world.parts;
    await agentWork.queueDue(context, instance);
    await carryAll('Ann', '', '');
    await agentWork.queueDue(context, instance);
    expect(await agentWork.countPending(context, [instance.id])).toEqual([0]);
    clock.advance(3_600_000);
    await agentWork.queueDue(context, instance);
    expect(await agentWork.countPending(context, [instance.id])).toEqual([1]);
  });
});

describe('a write that an agent carries', () => {
  it('is checked at once, and not taken when it is wrong', async () => {
    await expect(hire('')).rejects.toMatchObject({ code: 'INVALID_INPUT', path: ['details', 'lastName'] });
    expect(await world.countRows('vendor_writes', instance.id)).toBe(0);
  });

  it('is queued, sent before what is only read, and done with what it made', async () => {
    await sync();
    const { write } = await hire('Lee');
    expect(write).toMatchObject({ status: 'QUEUED', sentAt: null });
    const carrier = session('s1');
    expect(await carrier.fetch()).toBe('create Lee');
    expect(await writeOf(write!.id)).toMatchObject({ status: 'SENT' });
    expect(await carrier.answer('e-7')).toBe('page 1 since all');
    expect(await writeOf(write!.id)).toMatchObject({
      status: 'SUCCEEDED',
      createdRecords: [{ kind: 'EMPLOYEE', remoteId: 'e-7' }],
    });
    expect(await names()).toEqual(['Lee']);
  });

  it('keeps nothing of what it was asked with in the clear, and nothing at all once it is settled', async () => {
    const { write } = await hire('Secretive');
    expect(JSON.stringify(await storedWrite(write!.id))).not.toContain('Secretive');
    const carrier = session('s1');
    await carrier.fetch();
    expect(JSON.stringify(await storedWrite(write!.id))).not.toContain('Secretive');
    await carrier.answer('e-1');
    expect(await storedWrite(write!.id)).toMatchObject({ encrypted_request: null });
  });

  it('can be read after the encryption key was rotated while it waited', async () => {
    const { write } = await hire('Lee');
    const rotated = world.addReplica({ keys: [NEW_KEY, ENCRYPTION_KEY] });
    expect(await rotated.keyRotation.rotate(world.parts.context)).toBeGreaterThan(0);
    const later = world.addReplica({ keys: [NEW_KEY] });
    const place = { sessionId: 's1', instance, facts: {} };
    expect(await later.agentWork.next(world.parts.context, place)).toMatchObject({
      workId: write!.id,
      document: 'create Lee',
    });
    await Promise.all([rotated.close(), later.close()]);
  });

  it('tells the refusal of the product in its words', async () => {
    const { write } = await hire('Lee');
    const carrier = session('s1');
    await carrier.fetch();
    await carrier.fail('3100', 'The name is taken.');
    expect(await writeOf(write!.id)).toMatchObject({
      status: 'REJECTED',
      vendorCode: '3100',
      vendorMessage: 'The name is taken.',
    });
  });

  it('is given again, letter for letter, where no answer came or nobody knows what became of it', async () => {
    const { write } = await hire('Lee');
    const first = await session('s1').fetch();
    const second = session('s2');
    expect(await second.fetch()).toBe(first);
    expect(await second.fail('GONE')).toBeNull();
    expect(await writeOf(write!.id)).toMatchObject({ status: 'SENT' });
    const third = session('s3');
    expect(await third.fetch()).toBe(first);
    await third.answer('e-9');
    expect(await writeOf(write!.id)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('is not sent any more when it has waited for longer than it was to', async () => {
    const { write } = await hire('Lee', { expiresAfterSeconds: 60 });
    clock.advance(61_000);
    expect(await session('s1').fetch()).toBeNull();
    await world.parts.housekeeping.round(world.parts.context);
    expect(await writeOf(write!.id)).toMatchObject({ status: 'EXPIRED', errorCode: 'VENDOR_UNAVAILABLE' });
  });

  it.each([59, 1_209_601])('refuses to let it wait for %d seconds', async (expiresAfterSeconds) => {
    await expect(hire('Lee', { expiresAfterSeconds })).rejects.toMatchObject({ path: ['expiresAfterSeconds'] });
  });

  it('is taken once under a key, and a repeat is told how far it is', async () => {
    const options = { idempotencyKey: uuidv7() };
    const { write } = await hire('Lee', options);
    expect(await hire('Lee', options)).toMatchObject({ isReplay: true, write: { id: write!.id, status: 'QUEUED' } });
    const carrier = session('s1');
    await carrier.fetch();
    expect(await hire('Lee', options)).toMatchObject({ isReplay: true, write: { status: 'SENT' }, answer: null });
    expect(await carrier.answer('e-3')).toBeNull();
    expect(await hire('Lee', options)).toMatchObject({
      isReplay: true,
      write: { status: 'SUCCEEDED' },
      answer: { result: { employeeRemoteId: 'e-3' } },
    });
  });

  it('is not given up like one whose sender has died: the agent may be long in coming', async () => {
    const { write } = await hire('Lee');
    await session('s1').fetch();
    clock.advance(24 * 3_600_000);
    await world.parts.housekeeping.round(world.parts.context);
    expect(await writeOf(write!.id)).toMatchObject({ status: 'SENT' });
    clock.advance(15 * 24 * 3_600_000);
    await world.parts.housekeeping.round(world.parts.context);
    expect(await writeOf(write!.id)).toMatchObject({ status: 'UNKNOWN' });
  });
});

async function storedWrite(id: string): Promise<object> {
  const [row] = await world.database.query<object>(world.parts.context, {
    text: 'SELECT * FROM vendor_writes WHERE id = $1',
    values: [id],
  });
  return row!;
}

describe('a statement that an agent carries', () => {
  const question: FinancialReportQuestion = {
    ...{ kind: 'TRIAL_BALANCE', from: null, to: null, basis: null, columnsBy: 'TOTAL', filters: {} },
  };

  async function ask(maxAgeSeconds: number | null = null) {
    const reads = [{ instanceId: instance.id, question, maxAgeSeconds }];
    const [found] = await world.parts.services.financialReports.find(world.as(tenant), reads);
    return found;
  }

  it('is queued when it is asked for, and there when the agent has brought it', async () => {
    expect(await ask()).toMatchObject({ code: 'VENDOR_UNAVAILABLE', retryable: true });
    expect(await world.parts.agentWork.countPending(world.parts.context, [instance.id])).toEqual([1]);
    const carrier = session('s1');
    expect(await carrier.fetch()).toBe('statement?');
    expect(await carrier.answer('Trial Balance')).toBeNull();
    expect(await ask()).toMatchObject({ table: { title: 'Trial Balance' }, freshness: { state: 'FRESH' } });
  });

  it('is in nobody’s way when it fails', async () => {
    await ask();
    const carrier = session('s1');
    await carrier.fetch();
    expect(await carrier.fail('0x1')).toBeNull();
    expect(await carrier.fetch()).toBeNull();
  });

  it('is shown as it was, with its age, while a younger one is queued', async () => {
    await ask();
    const carrier = session('s1');
    await carrier.fetch();
    await carrier.answer('Old');
    clock.advance(3_600_000);
    expect(await ask(60)).toMatchObject({ table: { title: 'Old' }, freshness: { state: 'STALE' } });
    expect(await session('s2').fetch()).toBe('statement?');
  });
});
