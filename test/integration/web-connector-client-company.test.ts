import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  openCompanyFile,
  webConnectorAgent,
  type CompanyFileOptions,
} from '../../src/adapters/quickbooks-enterprise/sandbox';
import { TestClock } from '../support/clock';
import { FILE_ID, OWNER_ID, setupFile } from '../support/setup-file';
import { SoapService } from '../support/soap-service';
import { TestWebConnector } from '../support/web-connector';

let service: SoapService;

beforeEach(async () => {
  service = await SoapService.start();
});

afterEach(() => service.close());

async function addTo(options: Omit<CompanyFileOptions, 'clock'> = {}) {
  const clock = new TestClock(undefined, true);
  const quickBooks = await openCompanyFile({ clock, ...options });
  return TestWebConnector.add({ setupFile: setupFile(service.url), quickBooks, clock });
}

function ask(...requests: string[]): void {
  service.answer({
    sendRequestXML: requests.map(
      (request) =>
        `<?xml version="1.0"?><?qbxml version="13.0"?><QBXML><QBXMLMsgsRq onError="stopOnError">${request}</QBXMLMsgsRq></QBXML>`,
    ),
    receiveResponseXML: [...requests.slice(1).map(() => 50), 100],
  });
}

describe('A Web Connector beside the books of a company', () => {
  it('tells host, company and preferences under the ids that it gives them, with its own data in the company', async () => {
    ask('<HostQueryRq requestID="9"></HostQueryRq>');
    const connector = await addTo();
    expect(await connector.runOnce()).toMatchObject({ outcome: 'DONE', message: 'OK' });
    const { strHCPResponse, strCompanyFileName } = connector.of('sendRequestXML')[0]!.parameters;
    expect(strHCPResponse).toMatch(/<HostQueryRs requestID="0" statusCode="0"/);
    expect(strHCPResponse).toMatch(/<CompanyQueryRs requestID="1" statusCode="0"/);
    expect(strHCPResponse).toMatch(/<PreferencesQueryRs requestID="2" statusCode="0"/);
    const extensions = /<DataExtRet>[^]*<\/DataExtRet>/.exec(strHCPResponse!)![0].replace(/>\s+</g, '><');
    expect(extensions.split(OWNER_ID)).toHaveLength(3);
    expect(extensions).toMatch(/<DataExtName>AppLock<\/DataExtName>.*<DataExtValue>LOCKED:FRONT-DESK:\d+</);
    expect(extensions).toMatch(new RegExp(`<DataExtName>FileID</DataExtName>.*<DataExtValue>${FILE_ID}<`));
    expect(strCompanyFileName).toBe(connector.quickBooks.path);
  });

  it('carries requests and answers, iterators and refusals, in one session', async () => {
    const next = (attributes: string): string =>
      `<VendorQueryRq requestID="v" ${attributes}><MaxReturned>2</MaxReturned></VendorQueryRq>`;
    ask('<EmployeeQueryRq requestID="e"></EmployeeQueryRq>', next('iterator="Start"'), '<NoSuchRq></NoSuchRq>');
    const connector = await addTo();
    expect(await connector.runOnce()).toMatchObject({ outcome: 'DONE', exchanges: 3 });
    const [employees, vendors, refused] = connector.of('receiveResponseXML').map(({ parameters }) => parameters);
    expect(employees!.response).toMatch(/<EmployeeQueryRs requestID="e" statusCode="0"[^]*<EmployeeRet>/);
    expect(vendors!.response).toMatch(/iteratorRemainingCount="\d+" iteratorID="\{/);
    expect(refused).toMatchObject({ response: '', hresult: '0x80040400' });

    // The iterator went with its session.
    const iteratorId = /iteratorID="([^"]+)"/.exec(vendors!.response!)![1];
    ask(next(`iterator="Continue" iteratorID="${iteratorId}"`));
    await connector.runOnce();
    expect(connector.of('receiveResponseXML').at(-1)!.parameters.response).not.toContain('<VendorRet>');
  });

  it('reads the company in a version that is taken, whatever is announced (6.1 number 13)', async () => {
    ask('<HostQueryRq></HostQueryRq>');
    const connector = await addTo({ settings: { announcedVersion: '17.0', supportedVersion: '13.0' } });
    expect(await connector.runOnce()).toMatchObject({ outcome: 'DONE' });
    expect(connector.of('sendRequestXML')[0]!.parameters).toMatchObject({
      qbXMLMajorVers: '17',
      strHCPResponse: expect.stringContaining(FILE_ID),
    });
  });

  it('hears from QuickBooks that another company file is open', async () => {
    ask('<HostQueryRq></HostQueryRq>');
    const connector = await addTo();
    connector.quickBooks.setFaults({ 'other-company': true });
    service.answer({ authenticate: [['t', connector.quickBooks.path]], connectionError: ['done'] });
    expect(await connector.runOnce()).toMatchObject({ outcome: 'FAILED', code: 'QBWC1013' });
    expect(connector.of('connectionError')[0]!.parameters.hresult).toBe('0x8004040A');
  });

  it('runs twice at once where nothing holds it back', async () => {
    ask('<HostQueryRq></HostQueryRq>');
    const connector = await addTo();
    const reports = await Promise.all([1, 2].map(() => connector.runOnce({ ignoreUpdateLock: true })));
    expect(reports.map(({ outcome }) => outcome)).toEqual(['DONE', 'DONE']);
  });
});

describe('The computer that the command starts', () => {
  it('knows its books and its FileID again', async () => {
    const stateDir = await mkdtemp(join(tmpdir(), 'web-connector-'));
    ask('<EmployeeQueryRq></EmployeeQueryRq>');
    const start = (elements?: Record<string, string>) =>
      webConnectorAgent.start({
        setupFile: setupFile(service.url, elements),
        password: 'secret',
        clock: new TestClock(),
        everySeconds: 0,
        stateDir,
        expenses: 10,
      });
    const bodies: string[] = [];
    for (const run of [1, 2]) {
      const running = await start();
      expect(await running.runOnce()).toMatchObject({ outcome: 'DONE', exchanges: 1 });
      bodies.push(service.bodyOf('receiveResponseXML', run));
      await running.stop();
    }
    expect(bodies[1]).toBe(bodies[0]);
    const other = start({ FileID: '{aaaaaaaa-33d9-4815-ac85-bc87a7e7d1eb}' });
    await expect(other).rejects.toThrow(/QBWC1039/);
    await rm(stateDir, { recursive: true });
  });
});
