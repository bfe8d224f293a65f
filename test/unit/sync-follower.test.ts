import pino from 'pino';
import type { SyncRunRow } from '../../src/persistence/repositories/sync-run.repository';
import { createRequestContext } from '../../src/request-context';
import { SyncProgress } from '../../src/services/sync/sync-progress';
import { TestClock } from '../support/clock';

const QUEUED: SyncRunRow = {
  id: 'run',
  organizationId: 'organization',
  instanceId: 'instance',
  resources: ['REPORTS'],
  mode: 'FULL',
  trigger: 'SCHEDULE',
  status: 'QUEUED',
  recordsRead: 0,
  recordsCreated: 0,
  recordsChanged: 0,
  recordsDeleted: 0,
  rejectedCount: 0,
  vendorCalls: 0,
  progress: 0,
  errorCode: null,
  errorMessage: null,
  createdAt: new Date(0),
  startedAt: null,
  finishedAt: null,
};

describe('following a sync of which no notice arrives', () => {
  const context = createRequestContext({ logger: pino({ level: 'silent' }) });

  function followable() {
    const clock = new TestClock();
    const state = { run: QUEUED, reads: 0, isBroken: false };
    const findByIds = (): Promise<SyncRunRow[]> => {
      state.reads += 1;
      return state.isBroken ? Promise.reject(new Error('no database')) : Promise.resolve([{ ...state.run }]);
    };
    const deaf = { on: () => undefined, start: () => undefined };
    return { clock, state, progress: new SyncProgress(deaf, { findByIds }, clock) };
  }

  async function pass(clock: TestClock): Promise<void> {
    clock.advance(5_000);
    await new Promise(setImmediate);
  }

  it('tells each state once, a few seconds late at most, until it has ended', async () => {
    const { clock, state, progress } = followable();
    const follower = await progress.follow(context, 'run');
    expect((await follower.next()).value).toMatchObject({ status: 'QUEUED' });
    const next = follower.next();
    const readsBefore = state.reads;
    await pass(clock);
    expect(state.reads).toBe(readsBefore + 1);
    state.run = { ...QUEUED, status: 'RUNNING', progress: 0.5 };
    await pass(clock);
    expect((await next).value).toMatchObject({ status: 'RUNNING', progress: 0.5 });
    state.run = { ...state.run, status: 'SUCCEEDED', finishedAt: new Date(1) };
    await pass(clock);
    expect((await follower.next()).value).toMatchObject({ status: 'SUCCEEDED' });
    expect(await follower.next()).toMatchObject({ done: true });
  });

  it('stops looking once nobody follows, and looks again for the next', async () => {
    const { clock, state, progress } = followable();
    await (await progress.follow(context, 'run')).return();
    await pass(clock);
    await pass(clock);
    expect(clock.sleeps).toHaveLength(1);
    const follower = await progress.follow(context, 'run');
    await follower.next();
    state.isBroken = true;
    const failing = expect(follower.next()).rejects.toThrow('no database');
    await pass(clock);
    await failing;
    expect(await follower.next()).toMatchObject({ done: true });
    await pass(clock);
    expect(clock.sleeps).toHaveLength(3);
  });
});
