import { BilledDesk } from '../support/billed-desk';
import { TestClock } from '../support/clock';
import { freePort } from '../support/free-port';
import { askAs, startTestService, type TestService } from '../support/test-service';

const HOUR_MS = 60 * 60_000;

/** What QuickBooks keeps of writes, so that none is done twice, is no more there when it is of no use any more. */
describe('the message sets of writes', () => {
  let clock: TestClock;
  let service: TestService;
  let desk: BilledDesk;

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

  beforeEach(() => {
    clock.advance(HOUR_MS);
    desk.connector.forget();
  });

  /** Ids of sets in what was sent to QuickBooks, by the attribute that they were in. */
  function sent(attribute: 'newMessageSetID' | 'oldMessageSetID'): string[] {
    const documents = desk.connector.of('sendRequestXML').map(({ result }) => String(result));
    return documents.flatMap((document) => new RegExp(`${attribute}="([^"]+)"`).exec(document)?.[1] ?? []);
  }

  /** 0: QuickBooks knows what became of it. 9002: it does not. */
  function codeOf(id: string): string | undefined {
    const session = desk.company.beginSession('CloudElements', '');
    const attributes = `onError="stopOnError" newMessageSetID="${id}" oldMessageSetID="${id}"`;
    const document = `<?xml version="1.0"?><?qbxml version="13.0"?><QBXML><QBXMLMsgsRq ${attributes}/></QBXML>`;
    const answer = [...session.processRequest(document)].join('');
    session.end();
    return /messageSetStatusCode="(\d+)"/.exec(answer)?.[1];
  }

  it('are forgotten in the session that brought what became of them, when all else is done', async () => {
    const writes = [await desk.queueBill('M-1'), await desk.queueBill('M-2')];
    expect(await desk.connector.runOnce()).toMatchObject({ outcome: 'DONE', percent: 100 });
    for (const id of writes) expect(await desk.writeOf(id)).toMatchObject({ status: 'SUCCEEDED' });
    const ids = sent('newMessageSetID');
    expect(ids).toHaveLength(2);
    expect(sent('oldMessageSetID')).toEqual(ids);
    expect(ids.map(codeOf)).toEqual(['9002', '9002']);
    expect(await desk.connector.runOnce()).toMatchObject({ outcome: 'NOTHING_TO_DO' });
  });

  it('are forgotten also where QuickBooks refused the write', async () => {
    desk.company.setFaults({ status: { value: 3140, job: 'BillAdd', times: 1 } });
    const write = await desk.queueBill('M-3');
    expect(await desk.connector.runOnce()).toMatchObject({ outcome: 'DONE' });
    desk.company.setFaults({});
    expect(await desk.writeOf(write)).toMatchObject({ status: 'REJECTED' });
    expect(sent('oldMessageSetID')).toEqual(sent('newMessageSetID'));
  });

  it('stay as long as the answer has not come, and the bill is booked once', async () => {
    const before = desk.booked;
    const write = await desk.queueBill('M-4');
    await desk.connector.runOnce({ cut: { method: 'receiveResponseXML', nth: 1 } });
    const [id = ''] = sent('newMessageSetID');
    expect([codeOf(id), desk.booked - before, sent('oldMessageSetID')]).toEqual(['0', 1, []]);
    expect(await desk.writeOf(write)).toMatchObject({ status: 'SENT' });
    expect(await desk.connector.runOnce()).toMatchObject({ outcome: 'DONE' });
    expect(await desk.writeOf(write)).toMatchObject({ status: 'SUCCEEDED' });
    expect([codeOf(id), desk.booked - before, sent('oldMessageSetID')]).toEqual(['9002', 1, [id]]);
  });

  it('are forgotten in a later session where one was cut before, and no session begins for that alone', async () => {
    await desk.queueBill('M-5');
    await desk.connector.runOnce({ cut: { method: 'sendRequestXML', nth: 2, when: 'before-sending' } });
    const [first = ''] = sent('newMessageSetID');
    expect(await desk.connector.runUntilIdle()).toMatchObject([{ outcome: 'DONE' }, { outcome: 'NOTHING_TO_DO' }]);
    expect(sent('oldMessageSetID')).toEqual([first]);
    expect(codeOf(first)).toBe('9002');
  });

  it('are asked once to be forgotten, whatever QuickBooks says to that', async () => {
    await desk.queueBill('M-6');
    const refuseRequests = [{ containing: 'oldMessageSetID', hresult: '0x80040400' }];
    expect(await desk.connector.runOnce({ refuseRequests })).toMatchObject({ outcome: 'DONE', percent: 100 });
    expect(sent('oldMessageSetID')).toHaveLength(1);
    expect(await desk.connector.runOnce()).toMatchObject({ outcome: 'NOTHING_TO_DO' });
  });
});
