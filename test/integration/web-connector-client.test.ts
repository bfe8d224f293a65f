import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { RequestProcessorError } from '../../src/adapters/quickbooks-enterprise/sandbox/request-processor';
import { Registry } from '../../src/adapters/quickbooks-enterprise/sandbox/web-connector';
import { TestClock } from '../support/clock';
import { PlainQuickBooks } from '../support/plain-quickbooks';
import { FILE_ID, OWNER_ID } from '../support/setup-file';
import { SoapService, type SoapReply } from '../support/soap-service';
import { UNTRUSTED_CERTIFICATE, UNTRUSTED_KEY } from '../support/untrusted-certificate';
import { QBXML_REQUEST, WebConnectorBench } from '../support/web-connector-bench';

let bench: WebConnectorBench;
let service: SoapService;

beforeEach(async () => {
  bench = await WebConnectorBench.open();
  service = bench.service;
});

afterEach(() => bench.close());

describe('Adding an application', () => {
  it('writes its FileID into the company file, once', async () => {
    const quickBooks = new PlainQuickBooks();
    const registry = Registry.inMemory();
    await bench.add({ quickBooks, registry });
    await bench.add({ quickBooks, registry });
    expect([...quickBooks.privateData]).toEqual([[`${OWNER_ID} FileID`, FILE_ID]]);
    expect(quickBooks.openedAs).toEqual(['CloudElements', 'CloudElements']);
    expect(quickBooks.sessions).toBe(0);
  });

  it.each([
    [200, null],
    [202, null],
    [404, 'QBWC1003'],
  ])('wants the support page to answer: %i', async (status, code) => {
    service.supportStatus = status;
    const added = bench.add().then(
      () => null,
      (error: unknown) => (error as { code: string }).code,
    );
    expect(await added).toBe(code);
  });

  it('tells that the support page cannot be reached', async () => {
    const gone = await SoapService.start();
    const AppSupport = gone.url;
    await gone.close();
    await expect(bench.add({ elements: { AppSupport } })).rejects.toMatchObject({ code: 'QBWC1004' });
  });

  it('does not trust a certificate that nobody vouches for', async () => {
    const server = createServer({ cert: UNTRUSTED_CERTIFICATE, key: UNTRUSTED_KEY }, (_, response) => response.end());
    server.listen(0, 'localhost');
    await once(server, 'listening');
    const url = `https://localhost:${(server.address() as AddressInfo).port}/`;
    const added = bench.add({ elements: { AppSupport: url, CertURL: url } });
    await expect(added).rejects.toMatchObject({ problems: [{ code: 'QBWC1048' }, { code: 'QBWC1048' }] });
    server.close();
    server.closeAllConnections();
  });

  it('refuses a pair of OwnerID and FileID that another company has (6.1 number 17)', async () => {
    const registry = Registry.inMemory();
    await bench.add({ registry });
    const other = new PlainQuickBooks('C:\\Books\\Terrace & Patio.qbw');
    await expect(bench.add({ registry, quickBooks: other })).rejects.toMatchObject({
      code: 'QBWC1039',
      message: expect.stringContaining('Rock Castle.qbw'),
    });
    expect(other.privateData.size).toBe(0);
  });

  it('refuses another FileID in a company that has one, unless it is replaced', async () => {
    const quickBooks = new PlainQuickBooks();
    await bench.add({ quickBooks });
    const elements = { FileID: '{aaaaaaaa-33d9-4815-ac85-bc87a7e7d1eb}' };
    await expect(bench.add({ quickBooks, elements })).rejects.toMatchObject({ code: 'QBWC1039' });
    await bench.add({ quickBooks, elements, replaceFileId: true });
    expect(quickBooks.privateData.get(`${OWNER_ID} FileID`)).toBe(elements.FileID);
  });

  it('needs QuickBooks', async () => {
    const quickBooks = new PlainQuickBooks();
    quickBooks.beginSession = () => {
      throw new RequestProcessorError('0x80040418', 'This application was never allowed to open this file.');
    };
    await expect(bench.add({ quickBooks })).rejects.toMatchObject({
      code: 'QBWC1022',
      text: expect.stringContaining('0x80040418'),
    });
  });
});

describe('A run of the Web Connector', () => {
  it('calls in the order of the contract, tells about the company once, and locks it meanwhile', async () => {
    bench.script({ receiveResponseXML: [0, 99, 100] });
    const connector = await bench.add();
    const { quickBooks } = connector;
    const locks: (string | undefined)[] = [];
    quickBooks.onRequest = () => {
      locks.push(quickBooks.privateData.get(`${OWNER_ID} AppLock`));
      return ['<?xml version="1.0" ?>', '<QBXML/>'];
    };

    expect(await connector.runOnce()).toEqual({
      outcome: 'DONE',
      message: 'OK',
      code: null,
      calls: 10,
      exchanges: 3,
      percent: 100,
      postponeSeconds: null,
      minimumSeconds: null,
    });
    const exchange = ['sendRequestXML', 'receiveResponseXML'];
    const greeting = ['serverVersion', 'clientVersion', 'authenticate'];
    expect(service.methods).toEqual([...greeting, ...exchange, ...exchange, ...exchange, 'closeConnection']);
    const [first, second] = connector.of('sendRequestXML').map(({ parameters }) => parameters);
    expect(Object.keys(first!)).toEqual([
      'ticket',
      'strHCPResponse',
      'strCompanyFileName',
      'qbXMLCountry',
      'qbXMLMajorVers',
      'qbXMLMinorVers',
    ]);
    expect(first!.strHCPResponse).toContain(`<DataExtValue>${FILE_ID}</DataExtValue>`);
    expect(first!.strHCPResponse).toMatch(/<DataExtValue>LOCKED:FRONT-DESK:\d{18}</);
    expect(second).toMatchObject({ ticket: 'ticket-1', strHCPResponse: '', qbXMLMajorVers: '13', qbXMLMinorVers: '0' });
    expect(connector.of('receiveResponseXML')[0]!.parameters).toEqual({
      ticket: 'ticket-1',
      response: '<?xml version="1.0" ?><QBXML/>',
      hresult: '',
      message: '',
    });
    expect(locks[0]).toMatch(/^LOCKED:/);
    expect(quickBooks.privateData.get(`${OWNER_ID} AppLock`)).toBe('UNLOCKED');
    expect(quickBooks.sessions).toBe(0);
  });

  it('sends what the .NET client sends', async () => {
    bench.script({});
    await (await bench.add()).runOnce();
    const { headers, body } = service.received.find(({ method }) => method === 'authenticate')!;
    expect(headers).toMatchObject({
      'content-type': 'text/xml; charset=utf-8',
      soapaction: '"http://developer.intuit.com/authenticate"',
      'content-length': String(Buffer.byteLength(body)),
    });
    expect(body).toContain('<strUserName>instance-1</strUserName><strPassword>secret</strPassword>');
    expect(service.bodyOf('receiveResponseXML')).toContain('<hresult /><message />');
  });

  it('never shows the password', async () => {
    bench.script({});
    const connector = await bench.add({ password: 'correct horse' });
    await connector.runOnce();
    expect(service.bodyOf('authenticate')).toContain('correct horse');
    expect(JSON.stringify([connector.calls, connector.events])).not.toContain('correct horse');
    expect(connector.events.join('\n')).toContain('authenticate("instance-1", ********) -> ["ticket-1", ""]');
  });

  it.each<[string, SoapReply, object]>([
    ['none', ['t', 'none'], { outcome: 'NOTHING_TO_DO', message: 'No data exchange required', code: null }],
    ['NVU', ['', 'NVU'], { outcome: 'FAILED', message: 'Invalid password for username', code: 'QBWC1040' }],
    ['busy', ['t', 'busy'], { outcome: 'NOTHING_TO_DO', message: 'Application busy' }],
    ['a postponement', ['t', '', '90'], { outcome: 'NOTHING_TO_DO', postponeSeconds: 90, minimumSeconds: null }],
    ['a postponement and a minimum', ['t', '', '90', '600'], { postponeSeconds: 90, minimumSeconds: 600 }],
  ])('ends at authenticate: %s', async (_, access, report) => {
    bench.script({ authenticate: [access] });
    expect(await (await bench.add()).runOnce()).toMatchObject(report);
    expect(service.methods).toEqual(['serverVersion', 'clientVersion', 'authenticate', 'closeConnection']);
  });

  it('pays no heed to the two numbers when Auto-Run is off', async () => {
    bench.script({ authenticate: [['t', '', '90', '600']] });
    expect(await (await bench.add({ autoRun: false })).runOnce()).toMatchObject({
      outcome: 'DONE',
      minimumSeconds: null,
    });
  });

  it.each([
    ['', 'DONE', null],
    ['W:Your program is old', 'DONE', null],
    ['E:Your program is too old', 'FAILED', 'QBWC1037'],
    ['O:2.3.0.215', 'FAILED', 'QBWC1037'],
    ['OK', 'FAILED', 'QBWC1046'],
  ])('does what clientVersion answers: "%s"', async (answer, outcome, code) => {
    bench.script({ clientVersion: [answer] });
    expect(await (await bench.add()).runOnce()).toMatchObject({ outcome, code });
  });

  it('lets its user cancel at a warning of clientVersion', async () => {
    bench.script({ clientVersion: ['W:Your program is old'] });
    const report = await (await bench.add()).runOnce({ onVersionWarning: 'cancel' });
    expect(report).toMatchObject({ code: 'QBWC1037', message: 'Your program is old' });
  });

  it('goes on without serverVersion', async () => {
    bench.script({ serverVersion: [{ body: 'broken', status: 500 }] });
    expect(await (await bench.add()).runOnce()).toMatchObject({ outcome: 'DONE' });
  });

  it('opens the company file that the service names, and asks when it cannot', async () => {
    const path = 'C:\\Books\\Rock Castle.qbw';
    bench.script({ authenticate: [['t', 'D:\\Other.qbw']], connectionError: ['E:\\Third.qbw', path] });
    const connector = await bench.add();
    expect(await connector.runOnce()).toMatchObject({ outcome: 'DONE' });
    expect(connector.of('connectionError').map(({ parameters }) => parameters.hresult)).toEqual([
      '0x8004040A',
      '0x8004040A',
    ]);
    expect(connector.of('sendRequestXML')[0]!.parameters.strCompanyFileName).toBe(path);
  });

  it('gives up on QuickBooks when the service says so', async () => {
    bench.script({ connectionError: ['', 'DONE'] });
    const connectionError = { hresult: '0x80040414', message: 'A dialog is open.' };
    const connector = await bench.add({ behaviour: { connectionError } });
    expect(await connector.runOnce()).toMatchObject({
      outcome: 'FAILED',
      code: 'QBWC1013',
      message: expect.stringContaining('A dialog'),
    });
    expect(service.methods.slice(3)).toEqual(['connectionError', 'connectionError']);
    expect(connector.of('connectionError')[0]!.parameters).toEqual({ ticket: 'ticket-1', ...connectionError });
  });

  it('cannot use an edition that AuthFlags leave out', async () => {
    bench.script({});
    const connector = await bench.add({ elements: { AuthFlags: '0x8' }, edition: 'Pro' });
    expect(await connector.runOnce()).toMatchObject({ code: 'QBWC1013' });
    expect(await (await bench.add({ elements: { AuthFlags: '0xC' }, edition: 'Enterprise' })).runOnce()).toMatchObject({
      outcome: 'DONE',
    });
  });

  it('tells the service what QuickBooks refused, and goes on', async () => {
    bench.script({ receiveResponseXML: [50, 100] });
    const connector = await bench.add();
    connector.quickBooks.onRequest = () => {
      throw new RequestProcessorError('0x80040400', 'QuickBooks found an error when parsing the XML.');
    };
    expect(await connector.runOnce()).toMatchObject({ outcome: 'DONE', exchanges: 2 });
    expect(connector.of('receiveResponseXML')[0]!.parameters).toMatchObject({
      response: '',
      hresult: '0x80040400',
      message: 'QuickBooks found an error when parsing the XML.',
    });
  });

  it('waits five seconds where the service has nothing yet', async () => {
    const clock = new TestClock(undefined, true);
    bench.script({ sendRequestXML: ['NoOp', '', QBXML_REQUEST], getLastError: ['NoOp', 'NoOp'] });
    expect(await (await bench.add({ clock })).runOnce()).toMatchObject({ outcome: 'DONE', exchanges: 1 });
    expect(clock.sleeps).toEqual([5_000, 5_000]);
  });

  it.each([
    ['no request', { sendRequestXML: [''] }],
    ['a negative number', { receiveResponseXML: [-101] }],
  ])('shows why the service ends a run with %s, and says goodbye', async (_, replies) => {
    bench.script({ ...replies, getLastError: ['The wrong company file is open'] });
    expect(await (await bench.add()).runOnce()).toMatchObject({
      outcome: 'FAILED',
      message: 'The wrong company file is open',
      code: null,
    });
    expect(service.methods.slice(-2)).toEqual(['getLastError', 'closeConnection']);
  });

  it('has nothing to show for a blank last error (6.1 number 6)', async () => {
    bench.script({ sendRequestXML: [''], getLastError: [''] });
    expect(await (await bench.add()).runOnce()).toMatchObject({ outcome: 'FAILED', code: 'QBWC1031' });
  });

  it.each([
    ['done', ['sendRequestXML', 'receiveResponseXML', 'closeConnection'], 'DONE'],
    ['reject', ['closeConnection'], 'FAILED'],
  ] as const)('sends its user to a page in interactive mode: %s', async (onInteractive, rest, outcome) => {
    const replies = { sendRequestXML: ['NoOp', QBXML_REQUEST], getLastError: ['Interactive mode'] };
    bench.script({
      ...replies,
      getInteractiveURL: ['https://elements.example.com/'],
      interactiveDone: ['wait', 'Done'],
      interactiveRejected: ['As you like'],
    });
    expect(await (await bench.add()).runOnce({ onInteractive })).toMatchObject({ outcome });
    const [first] = onInteractive === 'done' ? [['interactiveDone', 'interactiveDone']] : [['interactiveRejected']];
    expect(service.methods.slice(4)).toEqual(['getLastError', 'getInteractiveURL', ...first!, ...rest]);
  });

  it('needs a password', async () => {
    expect(await (await bench.add({ password: '' })).runOnce()).toMatchObject({ code: 'QBWC1030', calls: 0 });
  });
});
