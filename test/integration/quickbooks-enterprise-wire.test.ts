import { webConnector } from '../../src/adapters/quickbooks-enterprise/agent';
import { RequestProcessorError } from '../../src/adapters/quickbooks-enterprise/sandbox/request-processor';
import type { WebConnectorBehaviour } from '../../src/adapters/quickbooks-enterprise/sandbox/web-connector';
import { AgentServer } from '../support/agent-server';
import { PlainQuickBooks } from '../support/plain-quickbooks';
import { TestWebConnector } from '../support/web-connector';

const DOCUMENT = '<?xml version="1.0"?><?qbxml version="13.0"?><QBXML><QBXMLMsgsRq onError="stopOnError"/></QBXML>';
const ANSWER = '<?xml version="1.0" ?>\n<QBXML><Memo>Grüße &amp; "€" &lt; \'&#9;\'</Memo></QBXML>';

let server: AgentServer;
let quickBooks: PlainQuickBooks;
let connector: TestWebConnector<PlainQuickBooks>;

async function run(behaviour: WebConnectorBehaviour = {}): ReturnType<TestWebConnector['runOnce']> {
  return connector.runOnce(behaviour);
}

beforeEach(async () => {
  server = await AgentServer.start(webConnector);
  server.documents = [DOCUMENT];
  quickBooks = new PlainQuickBooks();
  quickBooks.onRequest = () => [ANSWER];
  connector = await TestWebConnector.add({
    setupFile: webConnector.setupFile(server.setup()).content,
    quickBooks,
    password: 'p&<ß>',
  });
});

afterEach(async () => {
  await connector.stop();
  await server.close();
});

describe('a run of the Web Connector', () => {
  it('brings requests to QuickBooks, letter for letter, and its answers back', async () => {
    server.documents = [DOCUMENT, `${DOCUMENT}<!-- &amp; "ä" -->`];
    await expect(run()).resolves.toMatchObject({
      outcome: 'DONE',
      exchanges: 2,
      percent: 100,
      message: 'All is done.',
    });
    expect(quickBooks.requests).toEqual(server.documents);
    expect(server.brought).toEqual([
      { kind: 'ANSWER', length: ANSWER.length, begin: ANSWER },
      { kind: 'ANSWER', length: ANSWER.length, begin: ANSWER },
    ]);
    expect(server.calls.map(({ kind }) => kind)).toEqual([
      'ANSWERED',
      'GREET',
      'SIGN_IN',
      'FETCH',
      'DELIVER',
      'FETCH',
      'DELIVER',
      'CLOSE',
    ]);
    expect(server.calls[2]).toMatchObject({ username: 'elements-1', password: 'p&<ß>' });
    expect(server.announcement).toMatchObject({ companyFile: quickBooks.path, country: 'US', majorVersion: '13' });
  });

  it('ends at once without work (gotcha 3)', async () => {
    server.documents = [];
    await expect(run()).resolves.toMatchObject({ outcome: 'NOTHING_TO_DO', exchanges: 0 });
  });

  test.each<[string, WebConnectorBehaviour]>([
    ['in style RPC', { style: 'RPC' }],
    ['in style DocWrapped', { style: 'DocWrapped' }],
    ['with empty parameters that are not sent', { emptyParameters: 'missing' }],
    ['with empty parameters that are empty elements', { emptyParameters: 'empty' }],
    ['with the other name of the company file', { fileParameter: 'strCompanyFilename' }],
    ['of an old program', { skipCalls: ['serverVersion', 'clientVersion'] }],
    ['that never closes', { skipCalls: ['closeConnection'] }],
    ['that sends slowly', { slowBody: { pieces: 40, pauseMs: 1 } }],
    ['that sends without a length', { chunkedTransfer: true }],
  ])('works %s', async (_name, behaviour) => {
    await expect(run(behaviour)).resolves.toMatchObject({ outcome: 'DONE', exchanges: 1 });
    expect(server.brought).toEqual([{ kind: 'ANSWER', length: ANSWER.length, begin: ANSWER }]);
    expect(server.announcement).toMatchObject({ companyFile: quickBooks.path });
  });

  it('brings the code where QuickBooks refused, and goes on (gotcha 2)', async () => {
    server.documents = [DOCUMENT, DOCUMENT];
    const refused = { nth: 1, hresult: '0x80040400', message: 'QuickBooks found an error & stopped.' };
    await expect(run({ refuseRequests: [refused] })).resolves.toMatchObject({ outcome: 'DONE', exchanges: 2 });
    expect(server.brought).toMatchObject([
      { kind: 'FAILURE', code: '0x80040400', vendorMessage: 'QuickBooks found an error & stopped.' },
      { kind: 'ANSWER' },
    ]);
  });

  it('tells that the company file could not be opened', async () => {
    quickBooks.beginSession = () => {
      throw new RequestProcessorError('0x80040408', 'Could not start QuickBooks.');
    };
    await expect(run()).resolves.toMatchObject({ outcome: 'FAILED' });
    expect(server.calls).toContainEqual({
      kind: 'UNREACHABLE',
      ticket: 't-1',
      code: '0x80040408',
      vendorMessage: 'Could not start QuickBooks.',
    });
  });

  it('brings thirty megabytes', async () => {
    const row = '<BillRet><Memo>Grüße &amp; "€"</Memo></BillRet>';
    const rows = Math.ceil((30 * 1024 * 1024) / row.length);
    quickBooks.onRequest = function* () {
      yield '<?xml version="1.0" ?><QBXML>';
      for (let index = 0; index < rows; index += 1) yield row;
      yield '</QBXML>';
    };
    await expect(run()).resolves.toMatchObject({ outcome: 'DONE' });
    const length = '<?xml version="1.0" ?><QBXML></QBXML>'.length + rows * row.length;
    expect(server.brought).toMatchObject([{ kind: 'ANSWER', length }]);
  });

  it('brings what took QuickBooks longer than the service keeps a connection', async () => {
    quickBooks.onRequest = () => {
      // Nothing else happens in this process meanwhile.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5_500);
      return [ANSWER];
    };
    await expect(run()).resolves.toMatchObject({ outcome: 'DONE' });
  });

  it('brings what is behind an answer, and what is none, as it is: that shows when it is read', async () => {
    await run({ padResponse: { bytes: 5_000_000 } });
    await run({ spoilResponses: [{ as: 'truncated' }] });
    await run({ spoilResponses: [{ as: 'garbage' }] });
    const lengths = server.brought.map((brought) => (brought.kind === 'ANSWER' ? brought.length : brought.kind));
    expect(lengths[0]).toBeGreaterThan(5_000_000);
    expect(lengths[1]).toBe(Math.floor(ANSWER.length / 2));
    expect(lengths[2]).toBeGreaterThan(0);
  });

  it('is cut while an answer is sent, and that answer is not taken for a whole one (gotcha 4)', async () => {
    quickBooks.onRequest = () => [ANSWER.padEnd(300_000)];
    await expect(run({ cut: { method: 'receiveResponseXML', when: 'while-sending' } })).resolves.toMatchObject({
      outcome: 'FAILED',
    });
    expect(server.brought).not.toMatchObject([{ kind: 'ANSWER' }]);
  });
});
