import { pino } from 'pino';
import { BufferedVendorCallLog, type VendorCall, type VendorCallStore } from '../../src/adapters/http/vendor-call-log';
import { createRequestContext } from '../../src/request-context';

function callNumber(attempt: number): VendorCall {
  return {
    organizationId: '0190a000-0000-7000-8000-000000000001',
    instanceId: null,
    elementKey: 'example',
    purpose: 'things.list',
    method: 'GET',
    url: 'https://example.com/',
    startedAt: new Date(0),
    durationMs: 1,
    outcome: 'SUCCEEDED',
    httpStatus: 200,
    vendorCode: null,
    vendorMessage: null,
    vendorRequestId: null,
    requestId: 'request-1',
    attempt,
    requestBytes: 0,
    responseBytes: 0,
  };
}

class RecordingStore implements VendorCallStore {
  readonly batches: number[][] = [];
  failures = 0;

  async insertMany(_: unknown, calls: readonly VendorCall[]): Promise<void> {
    if (this.failures > 0) {
      this.failures -= 1;
      throw new Error('database is away');
    }
    this.batches.push(calls.map(({ attempt }) => attempt));
  }
}

function createLog(options: { flushAfterMs?: number; capacity?: number } = {}) {
  const store = new RecordingStore();
  const lines: { msg: string; lost: number }[] = [];
  const logger = pino({ level: 'warn' }, { write: (line) => void lines.push(JSON.parse(line)) });
  const context = createRequestContext({ logger });
  return { store, lines, log: new BufferedVendorCallLog({ store, context, flushAfterMs: 60_000, ...options }) };
}

test('calls are written together, in their order', async () => {
  const { store, log } = createLog();
  for (const number of [1, 2, 3]) log.record(callNumber(number));
  expect(store.batches).toEqual([]);
  await log.flush();
  expect(store.batches).toEqual([[1, 2, 3]]);
  await log.close();
});

test('calls are written soon, without being asked', async () => {
  const { store, log } = createLog({ flushAfterMs: 1 });
  log.record(callNumber(1));
  while (store.batches.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  log.record(callNumber(2));
  while (store.batches.length === 1) await new Promise((resolve) => setTimeout(resolve, 1));
  expect(store.batches).toEqual([[1], [2]]);
  await log.close();
});

test('many calls are written in several statements', async () => {
  const { store, log } = createLog();
  for (let number = 1; number <= 450; number += 1) log.record(callNumber(number));
  await log.close();
  expect(store.batches.map((batch) => batch.length)).toEqual([200, 200, 50]);
});

test('a write that fails is tried again, and nothing is lost', async () => {
  const { store, lines, log } = createLog();
  store.failures = 2;
  log.record(callNumber(1));
  await log.flush();
  log.record(callNumber(2));
  await log.flush();
  await log.flush();
  expect(store.batches).toEqual([[1, 2]]);
  expect(lines).toEqual([]);
  await log.close();
});

test('what cannot be written at all is said to be lost, and does not hold up the rest', async () => {
  const { store, lines, log } = createLog();
  store.failures = 3;
  for (let number = 1; number <= 201; number += 1) log.record(callNumber(number));
  for (let tries = 0; tries < 3; tries += 1) await log.flush();
  expect(store.batches).toEqual([[201]]);
  expect(lines).toMatchObject([{ msg: 'vendor calls could not be logged', lost: 200 }]);
  await log.close();
});

test('closing tries once more, and says what is lost', async () => {
  const { store, lines, log } = createLog();
  store.failures = 1;
  log.record(callNumber(1));
  await log.close();
  expect(lines).toMatchObject([{ lost: 1 }]);
});

test('more calls than there is room for are lost, and said to be', async () => {
  const { store, lines, log } = createLog({ capacity: 2 });
  for (const number of [1, 2, 3, 4]) log.record(callNumber(number));
  await log.close();
  expect(store.batches).toEqual([[1, 2]]);
  expect(lines).toMatchObject([{ msg: 'vendor calls came faster than they could be logged', lost: 2 }]);
});
