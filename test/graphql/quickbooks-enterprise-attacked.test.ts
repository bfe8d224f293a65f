import type { WebConnectorBehaviour } from '../../src/adapters/quickbooks-enterprise/sandbox/web-connector';
import { BilledDesk } from '../support/billed-desk';
import { TestClock } from '../support/clock';
import { freePort } from '../support/free-port';
import { askAs, startTestService, type TestService } from '../support/test-service';

const HOUR_MS = 60 * 60_000;
const WHENS = ['before-sending', 'while-sending', 'before-reading'] as const;

/** A customer's computer that is cut off, that repeats itself, and that breaks: nothing is lost, and nothing done twice. */
describe('a bill for a computer that breaks off', () => {
  let clock: TestClock;
  let service: TestService;
  let desk: BilledDesk;
  let bills = 0;

  beforeAll(async () => {
    clock = new TestClock();
    const port = await freePort();
    service = await startTestService({ clock, port, publicUrl: `http://localhost:${port}`, reports: 1 });
    desk = await BilledDesk.open({ ask: askAs(service, await service.createTenant()), clock });
  });

  afterAll(async () => {
    await desk.close();
    await service.close();
  });

  /** With a list to be read in the same session, and two bills. */
  async function isDoneOnce(behaviour: WebConnectorBehaviour, faults: object = {}): Promise<void> {
    clock.advance(HOUR_MS);
    const before = desk.booked;
    const numbers = [`X-${(bills += 1)}`, `X-${(bills += 1)}`];
    const ids: string[] = [];
    for (const number of numbers) ids.push(await desk.queueBill(number));
    desk.company.setFaults(faults);
    await desk.connector.runOnce(behaviour).catch(() => undefined);
    for (const id of ids) expect(['QUEUED', 'SENT', 'SUCCEEDED']).toContain((await desk.writeOf(id)).status);
    desk.company.setFaults({});
    for (const number of numbers) expect(await desk.sendBill(number)).toMatchObject({ write: { isReplay: true } });
    await desk.connector.runUntilIdle(6);
    for (const id of ids) expect(await desk.writeOf(id)).toMatchObject({ status: 'SUCCEEDED', error: null });
    expect(desk.booked - before).toBe(2);
    clock.advance(HOUR_MS);
    await desk.connector.runUntilIdle(6);
    expect(await desk.timesShown(numbers)).toEqual([1, 1]);
  }

  const CUTS = [
    ['authenticate', 1],
    ['sendRequestXML', 1],
    ['receiveResponseXML', 1],
    ['sendRequestXML', 2],
    ['receiveResponseXML', 2],
    ['sendRequestXML', 3],
    ['receiveResponseXML', 3],
    ['sendRequestXML', 4],
    ['receiveResponseXML', 4],
    ['closeConnection', 1],
  ] as const;

  it.each(CUTS.flatMap(([method, nth]) => WHENS.map((when) => [method, nth, when] as const)))(
    'is there once when it is cut at %s number %d %s',
    (method, nth, when) => isDoneOnce({ cut: { method, nth, when } }),
  );

  it.each(CUTS)('is there once when %s number %d comes twice', (method, nth) =>
    isDoneOnce({ repeatCall: { method, nth } }),
  );

  it.each([
    [1, 'old-ticket'],
    [1, 'new-ticket'],
    [2, 'old-ticket'],
    [2, 'new-ticket'],
  ] as const)('is there once when it signs in again after %d exchanges, and goes on with the %s', (after, goOnWith) =>
    isDoneOnce({ authenticateAgain: { afterExchanges: after, goOnWith } }),
  );

  it.each([1, 2])('is there once when the answer to request %d is spoilt', async (nth) => {
    await isDoneOnce({ spoilResponses: [{ nth, as: 'truncated' }] });
    await isDoneOnce({ spoilResponses: [{ nth, as: 'garbage' }] });
    await isDoneOnce({ spoilResponses: [{ nth, as: { text: '' } }] });
  });

  it.each([
    { interrupt: { job: 'BillAdd', times: 1 } },
    { 'modal-dialog': { times: 1 } },
    { hresult: { value: '0x80010105', job: 'BillAdd', times: 1 } },
    { malformed: { value: 'truncated', job: 'BillAdd', times: 1 } },
    { malformed: { value: 'entities', job: 'BillAdd', times: 1 } },
    { malformed: { value: 'other-root', job: 'BillAdd', times: 1 } },
  ])('is there once with %j', (faults) => isDoneOnce({}, faults));

  it('can be asked for again under its key once what it was refused for is mended', async () => {
    const first = await desk.queueBill('R-1');
    desk.company.setFaults({ status: { value: 3140, job: 'BillAdd', times: 1 } });
    await desk.connector.runOnce();
    expect(await desk.writeOf(first)).toMatchObject({ status: 'REJECTED' });
    desk.company.setFaults({});
    clock.advance(2 * HOUR_MS);
    await desk.connector.runOnce();
    const second = await desk.queueBill('R-1');
    expect(second).not.toBe(first);
    await desk.connector.runUntilIdle(6);
    expect(await desk.writeOf(second)).toMatchObject({ status: 'SUCCEEDED', error: null });
    // Nor is it done once more, though QuickBooks does not know of it any more.
    clock.advance(2 * HOUR_MS);
    await desk.connector.runOnce();
    expect(await desk.sendBill('R-1')).toMatchObject({ write: { id: second, status: 'SUCCEEDED', isReplay: true } });
  });

  it('is there once when two runs go at once', async () => {
    await isDoneOnce({ ignoreUpdateLock: true, authenticateAgain: { afterExchanges: 0, goOnWith: 'old-ticket' } });
  });
});
