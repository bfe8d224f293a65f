import { TestClock } from '../support/clock';
import { PlainQuickBooks } from '../support/plain-quickbooks';
import type { SoapReply } from '../support/soap-service';
import { until } from '../support/until';
import { WebConnectorBench } from '../support/web-connector-bench';

let bench: WebConnectorBench;

beforeEach(async () => {
  bench = await WebConnectorBench.open();
});

afterEach(() => bench.close());

const EVERY_MINUTE = { Scheduler: '<RunEveryNMinutes>1</RunEveryNMinutes>' };
const NOTHING: readonly SoapReply[] = [['t', 'none']];

describe('The scheduler of the Web Connector', () => {
  it('runs at once, and again when the time of the set-up file has passed', async () => {
    const clock = new TestClock();
    bench.script({ authenticate: NOTHING });
    const connector = await bench.add({ clock, elements: EVERY_MINUTE });
    connector.program.schedule();
    for (const run of [1, 2, 3]) {
      await until(() => clock.sleeps.length === run);
      expect(connector.of('authenticate')).toHaveLength(run);
      clock.advance(60_000);
    }
    expect(clock.sleeps.slice(0, 3)).toEqual([60_000, 60_000, 60_000]);
  });

  it.each([
    ['a longer minimum', ['t', 'none', '', '600'], false, 600_000],
    ['a shorter minimum', ['t', 'none', '', '5'], false, 60_000],
    ['a postponement', ['t', '', '90'], false, 90_000],
    ['a minimum that nobody minds', ['t', 'none', '', '600'], true, 60_000],
  ])('keeps to what the service asks: %s', async (_, access, ignoreSpacing, pause) => {
    const clock = new TestClock();
    bench.script({ authenticate: [access] });
    const connector = await bench.add({ clock, elements: EVERY_MINUTE, behaviour: { ignoreSpacing } });
    connector.program.schedule();
    await until(() => clock.sleeps.length === 1);
    expect(clock.sleeps).toEqual([pause]);
  });

  it('does not run by itself where nothing is scheduled', async () => {
    const connector = await bench.add();
    connector.program.schedule();
    await connector.stop();
    expect(connector.calls).toEqual([]);
  });

  it('ends between two runs', async () => {
    const clock = new TestClock();
    bench.script({ authenticate: NOTHING });
    const connector = await bench.add({ clock });
    connector.program.schedule(30);
    await until(() => clock.sleeps.length === 1);
    await connector.stop();
    clock.advance(60_000);
    expect(await connector.runOnce()).toMatchObject({ outcome: 'FAILED', calls: expect.any(Number) });
    expect(connector.of('authenticate')).toHaveLength(1);
  });

  it('ends in the middle of a call, and lets go of the company file', async () => {
    bench.script({ sendRequestXML: [() => undefined] });
    const quickBooks = new PlainQuickBooks();
    const connector = await bench.add({ quickBooks });
    const run = connector.runOnce();
    await until(() => bench.service.methods.includes('sendRequestXML'));
    await connector.stop();
    expect(await run).toMatchObject({ outcome: 'FAILED', message: expect.stringContaining('was ended') });
    expect(quickBooks.sessions).toBe(0);
    expect([...quickBooks.privateData.values()]).toContain('UNLOCKED');
  });

  it('ends while it waits for work', async () => {
    const clock = new TestClock();
    bench.script({ sendRequestXML: ['NoOp'], getLastError: ['NoOp'] });
    const connector = await bench.add({ clock });
    const run = connector.runOnce();
    await until(() => clock.sleeps.length === 1);
    await connector.stop();
    expect(await run).toMatchObject({ outcome: 'FAILED' });
  });

  it('ends when its signal does', async () => {
    const controller = new AbortController();
    bench.script({ sendRequestXML: [() => undefined] });
    const connector = await bench.add({ signal: controller.signal });
    const run = connector.runOnce();
    await until(() => bench.service.methods.includes('sendRequestXML'));
    controller.abort();
    expect(await run).toMatchObject({ outcome: 'FAILED' });
  });
});

describe('A large response', () => {
  it.each([
    ['with its length', false],
    ['as it is made', true],
  ])('is sent %s and arrives whole', async (_, chunkedTransfer) => {
    bench.script({});
    const connector = await bench.add();
    await connector.runOnce({ padResponse: { bytes: 5_000_000 }, chunkedTransfer });
    const body = bench.service.bodyOf('receiveResponseXML');
    expect(body.length).toBeGreaterThan(5_000_000);
    expect(body).toMatch(
      /--&gt;<\/response><hresult \/><message \/><\/receiveResponseXML><\/soap:Body><\/soap:Envelope>$/,
    );
  });
});
