import type { WebConnectorBehaviour } from '../../src/adapters/quickbooks-enterprise/sandbox/web-connector';
import { OWNER_ID } from '../support/setup-file';
import { envelope, soapBody, type SoapReply, type SoapService } from '../support/soap-service';
import { until } from '../support/until';
import { QBXML_REQUEST, WebConnectorBench } from '../support/web-connector-bench';

let bench: WebConnectorBench;
let service: SoapService;

beforeEach(async () => {
  bench = await WebConnectorBench.open();
  service = bench.service;
});

afterEach(() => bench.close());

function nil(method: string): SoapReply {
  const namespaces = 'xmlns="http://developer.intuit.com/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';
  const result = `<${method}Result xsi:nil="true" />`;
  return { body: soapBody(`<${method}Response ${namespaces}>${result}</${method}Response>`) };
}

describe('A service that answers what it should not', () => {
  it.each<[string, Record<string, SoapReply[]>, string]>([
    ['a Fault at authenticate', { authenticate: [{ body: fault(), status: 500 }] }, 'QBWC1012'],
    ['a connection that is closed (6.1 number 4)', { authenticate: [(response) => response.destroy()] }, 'QBWC1012'],
    ['five strings (6.1 number 12)', { authenticate: [['t', '', '', '', 'x']] }, 'QBWC1012'],
    ['one string', { authenticate: [['t']] }, 'QBWC1012'],
    ['padding around a keyword', { authenticate: [['t', ' none']] }, 'QBWC1012'],
    ['seconds that are no number', { authenticate: [['t', '', 'soon']] }, 'QBWC1012'],
    ['a nil list', { authenticate: [nil('authenticate')] }, 'QBWC1012'],
    ['an empty body (6.1 number 11)', { authenticate: [{ body: soapBody('') }] }, 'QBWC2012'],
    ['a nil request (6.1 number 3)', { sendRequestXML: [nil('sendRequestXML')] }, 'QBWC1041'],
    ['a padded request', { sendRequestXML: [` ${QBXML_REQUEST}`] }, 'QBWC1041'],
    [
      'a request that is not escaped',
      { sendRequestXML: [{ body: envelope('sendRequestXML', { xml: '<QBXML/>' }) }] },
      'QBWC1041',
    ],
    ['an error page', { sendRequestXML: [{ body: '<html/>', status: 502, contentType: 'text/html' }] }, 'QBWC1041'],
    [
      'stray output (6.1 number 5)',
      { receiveResponseXML: [{ body: `${envelope('receiveResponseXML', 100)}Notice` }] },
      'QBWC1042',
    ],
    ['a number that is none', { receiveResponseXML: ['100 ' as SoapReply] }, 'QBWC1042'],
    ['a nil number', { receiveResponseXML: [nil('receiveResponseXML')] }, 'QBWC1042'],
    ['a broken last error', { sendRequestXML: [''], getLastError: [nil('getLastError')] }, 'QBWC1043'],
    ['a nil goodbye', { closeConnection: [nil('closeConnection')] }, 'QBWC1044'],
    ['a broken version check', { clientVersion: [{ body: '' }] }, 'QBWC1036'],
  ])('ends the run: %s', async (_, replies, code) => {
    bench.script(replies);
    const connector = await bench.add();
    expect(await connector.runOnce()).toMatchObject({ outcome: 'FAILED', code });
    expect(connector.quickBooks.sessions).toBe(0);
    expect(connector.quickBooks.privateData.get(`${OWNER_ID} AppLock`) ?? '').not.toMatch(/^LOCKED/);
    expect(connector.calls.at(-1)!.failure ?? '').not.toMatch(/\n/);
  });

  it('has a code for advice about QuickBooks that does not come', async () => {
    bench.script({ connectionError: [{ body: fault(), status: 500 }] });
    const report = await (await bench.add()).runOnce({ connectionError: { hresult: '0x80040408' } });
    expect(report).toMatchObject({ code: 'QBWC1045' });
  });

  it('may refuse a body before it has read it', async () => {
    bench.script({});
    service.refusedUnread = 'receiveResponseXML';
    const report = await (await bench.add()).runOnce({ padResponse: { bytes: 5_000_000 } });
    expect(report).toMatchObject({ outcome: 'FAILED', code: 'QBWC1042' });
  });

  it('is waited for so long and no longer', async () => {
    bench.script({ sendRequestXML: [() => undefined] });
    const report = await (await bench.add()).runOnce({ answerTimeoutMs: 1_000 });
    expect(report).toMatchObject({ code: 'QBWC1041', message: expect.stringContaining('timed out') });
  });
});

describe('A Web Connector that does what it should not', () => {
  async function run(behaviour: WebConnectorBehaviour, replies: Record<string, SoapReply[]> = {}) {
    bench.script({ receiveResponseXML: [10, 20, 100], ...replies });
    const connector = await bench.add();
    const report = await connector.runOnce(behaviour);
    return { connector, report, of: connector.of.bind(connector) };
  }

  it('says another version, and leaves out what older ones do not call', async () => {
    const { of } = await run({ version: '2.1.0.30', skipCalls: ['serverVersion'] });
    expect(service.methods[0]).toBe('clientVersion');
    expect(of('clientVersion')[0]!.parameters).toEqual({ strVersion: '2.1.0.30' });
  });

  it('calls procedures, whatever the set-up file wants', async () => {
    const { report } = await run({ style: 'RPC', emptyParameters: 'missing' });
    expect(report.outcome).toBe('DONE');
    expect(service.bodyOf('receiveResponseXML')).toContain('<q1:receiveResponseXML');
    expect(service.bodyOf('receiveResponseXML')).not.toContain('hresult');
  });

  it('spells the file parameter in the other way', async () => {
    await run({ fileParameter: 'strCompanyFilename' });
    expect(service.bodyOf('sendRequestXML')).toContain('<strCompanyFilename>C:\\Books');
  });

  it('leaves without a goodbye', async () => {
    await run({ skipCalls: ['closeConnection'] });
    await (await bench.add()).runOnce({ skipCloseWithoutWork: true });
    expect(service.methods.slice(0, -4)).not.toContain('closeConnection');
    bench.script({ authenticate: [['t', 'none']] });
    const calls = service.received.length;
    await (await bench.add()).runOnce({ skipCloseWithoutWork: true });
    expect(service.methods.slice(calls)).toEqual(['serverVersion', 'clientVersion', 'authenticate']);
  });

  it('is switched off before a call', async () => {
    const { connector, report } = await run({ cut: { method: 'receiveResponseXML', nth: 2 } });
    expect(report).toMatchObject({ outcome: 'FAILED', message: 'The run was cut before receiveResponseXML.' });
    expect(service.methods.at(-1)).toBe('sendRequestXML');
    expect(service.methods).not.toContain('closeConnection');
    // Nobody was there to unlock it.
    expect(connector.quickBooks.privateData.get(`${OWNER_ID} AppLock`)).toMatch(/^LOCKED/);
    expect(connector.quickBooks.sessions).toBe(0);
  });

  it('is switched off when the service has done its part', async () => {
    const { report } = await run({ cut: { method: 'receiveResponseXML', when: 'before-reading' } });
    expect(report.message).toBe('The run was cut before the answer of receiveResponseXML was read.');
    expect(service.methods.at(-1)).toBe('receiveResponseXML');
  });

  it('is switched off in the middle of a body', async () => {
    const { report } = await run({ cut: { method: 'receiveResponseXML', when: 'while-sending' } });
    expect(report.message).toBe('The run was cut in the middle of a request.');
    expect(service.methods.at(-1)).toBe('sendRequestXML');
  });

  it.each(['old-ticket', 'new-ticket'] as const)(
    'signs in again in the middle, and goes on with the %s',
    async (goOnWith) => {
      const authenticate: SoapReply[] = [
        ['t1', ''],
        ['t2', ''],
      ];
      const { of } = await run({ authenticateAgain: { afterExchanges: 1, goOnWith } }, { authenticate });
      const ticket = goOnWith === 'new-ticket' ? 't2' : 't1';
      expect(of('sendRequestXML').map(({ parameters }) => parameters.ticket)).toEqual(['t1', ticket, ticket]);
      expect(of('closeConnection')[0]!.parameters).toEqual({ ticket });
    },
  );

  it('makes a call twice', async () => {
    await run({ repeatCall: { method: 'receiveResponseXML', nth: 1 } });
    expect(service.methods.slice(3, 7)).toEqual([
      'sendRequestXML',
      'receiveResponseXML',
      'receiveResponseXML',
      'sendRequestXML',
    ]);
    expect(service.bodyOf('receiveResponseXML', 2)).toBe(service.bodyOf('receiveResponseXML', 1));
  });

  it('is refused some requests by QuickBooks', async () => {
    const refuseRequests = [
      { nth: 2, hresult: '0x80040402', message: 'Unexpected error.' },
      { containing: '<BillAddRq', hresult: '0x80040400' },
    ];
    const { connector, of } = await run(
      { refuseRequests },
      { sendRequestXML: [QBXML_REQUEST, QBXML_REQUEST, '<BillAddRq/>'] },
    );
    expect(of('receiveResponseXML').map(({ parameters }) => parameters.hresult)).toEqual([
      '',
      '0x80040402',
      '0x80040400',
    ]);
    expect(connector.quickBooks.requests).toHaveLength(1);
  });

  it('finds QuickBooks closed at first', async () => {
    const { report, of } = await run(
      { connectionError: { hresult: '0x80040408', times: 2 } },
      { connectionError: [''] },
    );
    expect(report.outcome).toBe('DONE');
    expect(of('connectionError')).toHaveLength(2);
  });

  it('has another company file open, and a version nobody knows', async () => {
    const fileId = '{bbbbbbbb-33d9-4815-ac85-bc87a7e7d1eb}';
    const { of } = await run({ fileId, announced: { major: 17, country: 'CA' } });
    const { strHCPResponse, ...others } = of('sendRequestXML')[0]!.parameters;
    expect(strHCPResponse).toContain(`<DataExtName>FileID</DataExtName><DataExtValue>${fileId}</DataExtValue>`);
    expect(others).toMatchObject({ qbXMLCountry: 'CA', qbXMLMajorVers: '17', qbXMLMinorVers: '0' });
  });

  it('brings responses that are spoilt', async () => {
    const spoilResponses = [
      { nth: 1, as: 'truncated' },
      { nth: 2, as: 'garbage' },
      { nth: 3, as: { text: '<?xml version="1.0" ?><Other/>' } },
    ] as const;
    const { of } = await run({ spoilResponses });
    expect(of('receiveResponseXML').map(({ parameters }) => parameters.response)).toEqual([
      '<?xml version="',
      'This is <not XML, & it ends nowhere',
      '<?xml version="1.0" ?><Other/>',
    ]);
  });

  it('sends its bodies slowly, by its clock', async () => {
    const { connector, report } = await run({ slowBody: { pieces: 4, pauseMs: 250 } });
    expect(report.outcome).toBe('DONE');
    expect(connector.of('closeConnection')[0]!.result).toBe('OK');
    expect(service.bodyOf('authenticate')).toMatch(/<\/soap:Envelope>$/);
  });

  it('sends bodies without a length', async () => {
    await run({ chunkedTransfer: true });
    const { headers } = service.received.find(({ method }) => method === 'receiveResponseXML')!;
    expect(headers).toMatchObject({ 'transfer-encoding': 'chunked' });
    expect(headers).not.toHaveProperty('content-length');
  });

  it('sends another password than its user typed', async () => {
    const { of } = await run({ password: 'wrong & <short>' });
    expect(service.bodyOf('authenticate')).toContain('<strPassword>wrong &amp; &lt;short&gt;</strPassword>');
    expect(of('authenticate')[0]!.parameters.strPassword).toBe('********');
  });

  it('runs twice at once only where nothing holds it back', async () => {
    bench.script({});
    const connector = await bench.add();
    await Promise.all([connector.runOnce(), connector.runOnce()]);
    expect(service.methods.map((method) => method === 'serverVersion').lastIndexOf(true)).toBe(6);

    let release = (): void => undefined;
    const held: SoapReply = (response, { method }) => {
      release = () => response.writeHead(200, { 'content-type': 'text/xml' }).end(envelope(method, QBXML_REQUEST));
    };
    bench.script({ sendRequestXML: [held, QBXML_REQUEST] });
    const first = connector.runOnce({ ignoreUpdateLock: true });
    await until(() => service.methods.filter((method) => method === 'sendRequestXML').length === 3);
    const calls = service.received.length;
    expect(await connector.runOnce({ ignoreUpdateLock: true })).toMatchObject({ outcome: 'DONE' });
    expect(service.received.length).toBeGreaterThan(calls);
    release();
    expect(await first).toMatchObject({ outcome: 'DONE' });
  });
});

function fault(): string {
  return soapBody('<soap:Fault><faultcode>soap:Server</faultcode><faultstring>Broken</faultstring></soap:Fault>');
}
