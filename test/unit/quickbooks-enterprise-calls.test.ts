import { AgentAnswerCutError, type AgentCall } from '../../src/adapters/agent';
import { readCall } from '../../src/adapters/quickbooks-enterprise/web-connector/read-call';
import { VendorProtocolError } from '../../src/adapters/vendor-error';
import { randomNumbers } from '../support/random-numbers';
import { callBody, escapeText, piecesOf, wholeBody } from '../support/web-connector-calls';

const HEADERS = { 'content-type': 'text/xml; charset=utf-8' };

function read(body: string | Buffer): Promise<AgentCall> {
  return readCall(HEADERS, wholeBody(body));
}

/** Everything that a call brings, read to its end. */
async function delivered(call: AgentCall): Promise<unknown> {
  if (call.kind !== 'DELIVER') return call;
  const delivery = await call.open();
  if (delivery.kind === 'FAILURE') return { ticket: call.ticket, ...delivery };
  let document = '';
  for await (const piece of delivery.document) document += piece;
  return { ticket: call.ticket, document };
}

function inStyleRpc(method: string, parameters: string): string {
  return (
    '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:q1="http://developer.intuit.com/" ' +
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">' +
    '<s:Body s:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/">' +
    `<q1:${method}>${parameters}</q1:${method}></s:Body></s:Envelope>`
  );
}

describe('calls of the Web Connector', () => {
  test.each<[string, Record<string, string | null>, AgentCall]>([
    ['clientVersion', { strVersion: '2.3.0.215' }, { kind: 'GREET', version: '2.3.0.215' }],
    ['clientVersion', { strVersion: '' }, { kind: 'GREET', version: null }],
    [
      'authenticate',
      { strUserName: 'ann', strPassword: 'a<b&c ' },
      { kind: 'SIGN_IN', username: 'ann', password: 'a<b&c ' },
    ],
    ['authenticate', {}, { kind: 'SIGN_IN', username: '', password: '' }],
    ['sendRequestXML', { ticket: 't', strHCPResponse: '' }, { kind: 'FETCH', ticket: 't', announcement: null }],
    [
      'connectionError',
      { ticket: 't', hresult: '0x80040408', message: 'No.' },
      { kind: 'UNREACHABLE', ticket: 't', code: '0x80040408', vendorMessage: 'No.' },
    ],
    [
      'connectionError',
      { ticket: 't', hresult: null, message: '' },
      { kind: 'UNREACHABLE', ticket: 't', code: '', vendorMessage: null },
    ],
    ['getLastError', { ticket: 't' }, { kind: 'EXPLAIN', ticket: 't' }],
    ['closeConnection', { ticket: ' t\n' }, { kind: 'CLOSE', ticket: 't' }],
  ])('reads %s with %j', async (method, parameters, call) => {
    await expect(read(callBody(method, parameters))).resolves.toEqual(call);
  });

  test.each(['strCompanyFileName', 'strCompanyFilename'])('reads the path of the books as %s', async (name) => {
    const call = await read(
      callBody('sendRequestXML', {
        ticket: 't',
        strHCPResponse: '<QBXML/>',
        [name]: 'C:\\Books\\Müller & Co.qbw',
        qbXMLCountry: 'US',
        qbXMLMajorVers: '16',
        qbXMLMinorVers: '0',
      }),
    );
    expect(call).toEqual({
      kind: 'FETCH',
      ticket: 't',
      announcement: {
        answers: '<QBXML/>',
        companyFile: 'C:\\Books\\Müller & Co.qbw',
        country: 'US',
        majorVersion: '16',
        minorVersion: '0',
      },
    });
  });

  it('reads style RPC, with prefixes, types and parameters in no namespace', async () => {
    const parameters = '<strUserName xsi:type="xsd:string">ann</strUserName><strPassword xsi:nil="true"/>';
    await expect(read(inStyleRpc('authenticate', parameters))).resolves.toEqual({
      kind: 'SIGN_IN',
      username: 'ann',
      password: '',
    });
  });

  it('reads a namespace without its slash, a header block, CDATA, comments, a byte order mark and white space in front', async () => {
    const body =
      '\ufeff \r\n<?xml version="1.0"?><e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/">' +
      '<e:Header><authenticate><strUserName>no</strUserName></authenticate></e:Header><!-- now --><e:Body>' +
      '<authenticate xmlns="http://developer.intuit.com"><strUserName>a<![CDATA[<n>]]>n<!-- ! --></strUserName>' +
      '</authenticate></e:Body></e:Envelope>\n';
    await expect(read(body)).resolves.toEqual({ kind: 'SIGN_IN', username: 'a<n>n', password: '' });
  });

  it('answers serverVersion by itself, without a parameter', async () => {
    const call = await read(callBody('serverVersion'));
    expect(call).toMatchObject({ kind: 'ANSWERED', reply: { status: 200 } });
    expect(call).toMatchObject({
      reply: { body: expect.stringContaining('<serverVersionResult>Elements</serverVersionResult>') as unknown },
    });
  });

  it('knows an answer by its ticket before the answer has come, and reads on when asked', async () => {
    const [begin, rest] = callBody('receiveResponseXML', { ticket: 't', response: '<a>ü</a>' }).split('<response>');
    let reads = 0;
    async function* body(): AsyncGenerator<Buffer> {
      yield Buffer.from(begin ?? '');
      reads += 1;
      yield Buffer.from(`<response>${rest}`);
    }
    const call = await readCall(HEADERS, body());
    expect(call).toMatchObject({ kind: 'DELIVER', ticket: 't' });
    expect(reads).toBe(0);
    await expect(delivered(call)).resolves.toEqual({ ticket: 't', document: '<a>ü</a>' });
  });

  it('reads no more of an answer than it is asked for', async () => {
    const chunk = Buffer.from(escapeText('<Memo>x</Memo>').repeat(1000));
    const [begin, end] = callBody('receiveResponseXML', { ticket: 't', response: '|' }).split('|');
    let chunks = 0;
    async function* body(): AsyncGenerator<Buffer> {
      yield Buffer.from(begin ?? '');
      for (; chunks < 100; chunks += 1) yield chunk;
      yield Buffer.from(end ?? '');
    }
    const call = await readCall(HEADERS, body());
    const delivery = call.kind === 'DELIVER' ? await call.open() : null;
    if (delivery?.kind !== 'ANSWER') throw new Error('An answer was expected.');
    const pieces = delivery.document[Symbol.asyncIterator]();
    for (let index = 0; index < 3; index += 1) await pieces.next();
    expect(chunks).toBeLessThan(5);
    let length = 0;
    for (let next = await pieces.next(); next.done !== true; next = await pieces.next()) length += next.value.length;
    expect(chunks).toBe(100);
    expect(length).toBe(97 * 14_000);
  });

  it('reads a code where there is no answer (gotcha 2)', async () => {
    const call = await read(
      callBody('receiveResponseXML', { ticket: 't', response: '', hresult: '0x80040400', message: 'No.' }),
    );
    await expect(delivered(call)).resolves.toEqual({
      ticket: 't',
      kind: 'FAILURE',
      code: '0x80040400',
      vendorMessage: 'No.',
    });
  });

  it('tells an answer that is none as a failure without a code of QuickBooks', async () => {
    const call = await read(callBody('receiveResponseXML', { ticket: 't', response: ' \n', hresult: '' }));
    await expect(delivered(call)).resolves.toMatchObject({ kind: 'FAILURE', code: 'EMPTY', vendorMessage: null });
  });

  it('reads an answer in CDATA, in pieces of comments, with references of every kind, and white space in front', async () => {
    const [begin, end] = callBody('receiveResponseXML', { ticket: 't', response: '|' }).split('|');
    const text =
      ' \n&lt;?xml?&gt;<![CDATA[<a b="]]]>]><!-- a > b -->&#169;&#x20AC;&amp;amp;&quot;&apos;&#x1F;<?p ?><![CDATA[]]>.';
    await expect(delivered(await read(`${begin}${text}${end}`))).resolves.toEqual({
      ticket: 't',
      document: '<?xml?><a b="]]>©€&amp;"\'\ufffd.',
    });
  });

  it('reads a ticket behind the answer, as far as that can be kept', async () => {
    const small = callBody('receiveResponseXML', { response: '<a/>', hresult: '', ticket: 't' });
    await expect(delivered(await read(small))).resolves.toEqual({ ticket: 't', document: '<a/>' });
    const large = callBody('receiveResponseXML', { response: 'a'.repeat(1024 * 1024 + 1), ticket: 't' });
    await expect(
      readCall(
        HEADERS,
        piecesOf(large, () => 65_536),
      ),
    ).resolves.toMatchObject({
      kind: 'ANSWERED',
      reply: { status: 200, body: expect.stringContaining('<receiveResponseXMLResult>-1<') as unknown },
    });
  });

  it('reads the same whatever the pieces that a call comes in, also beyond Latin letters (gotcha 8)', async () => {
    const document = '<?xml version="1.0" ?><Memo>Grüße &amp; "€" 𝄞 ]]> &#x80;</Memo>';
    const body = callBody('receiveResponseXML', { ticket: 'tö', response: document, hresult: '' }).replace(
      '<response>',
      '<response><![CDATA[ ]]><!-- - -->',
    );
    for (const bytes of [1, 2, 3, 5, 7, 64]) {
      await expect(
        delivered(
          await readCall(
            HEADERS,
            piecesOf(body, () => bytes),
          ),
        ),
      ).resolves.toEqual({
        ticket: 'tö',
        document,
      });
    }
    for (let seed = 1; seed <= 50; seed += 1) {
      const bytes = (index: number): number => ((index * 7919 + seed * 104_729) % 23) + 1;
      const call = await readCall(HEADERS, piecesOf(body, bytes));
      await expect(delivered(call)).resolves.toEqual({ ticket: 'tö', document });
    }
  });

  it('tells an answer that is cut at any byte as cut, never as a shorter one (gotcha 4)', async () => {
    const body = Buffer.from(
      callBody('receiveResponseXML', { ticket: 't', response: '<a>ü &lt;</a>', hresult: '', message: '' }),
    );
    const ticketEnd = body.indexOf('</ticket>') + '</ticket>'.length;
    for (let end = 1; end < body.length; end += 1) {
      const call = await read(body.subarray(0, end));
      expect(call.kind).toBe(end < ticketEnd ? 'ANSWERED' : 'DELIVER');
      if (call.kind === 'DELIVER') await expect(delivered(call)).rejects.toThrow(AgentAnswerCutError);
    }
  });

  it('has an answer to whatever bytes come, and no error but those of answers', async () => {
    const body = Buffer.from(
      callBody('receiveResponseXML', { ticket: 't', response: '<a b="ü">&lt;</a>', hresult: '0x1', message: 'm' }),
    );
    const next = randomNumbers(7);
    for (let turn = 0; turn < 500; turn += 1) {
      const spoilt = Buffer.from(body);
      for (let change = 0; change <= turn % 4; change += 1) {
        spoilt[Math.floor(next() * spoilt.length)] = Math.floor(next() * 256);
      }
      const call = await read(spoilt);
      const outcome = await delivered(call).catch((error: unknown) => error);
      if (outcome instanceof Error) expect([AgentAnswerCutError, VendorProtocolError]).toContain(outcome.constructor);
    }
  });

  it('tells a connection that breaks while an answer is read', async () => {
    const [begin] = callBody('receiveResponseXML', { ticket: 't', response: '<a>|</a>' }).split('|');
    async function* body(): AsyncGenerator<Buffer> {
      yield Buffer.from(begin ?? '');
      throw new Error('aborted');
    }
    await expect(delivered(await readCall(HEADERS, body()))).rejects.toThrow(AgentAnswerCutError);
  });

  it('tells an answer that is no well-formed text (gotcha 5)', async () => {
    const [begin, end] = callBody('receiveResponseXML', { ticket: 't', response: '|' }).split('|');
    for (const text of ['a&nbsp;b', 'a & b', 'a<QBXML/>', 'a</wrong>']) {
      await expect(delivered(await read(`${begin}${text}${end}`))).rejects.toThrow(VendorProtocolError);
    }
  });

  test.each([
    ['authenticate', '<authenticateResult><string></string><string>busy</string></authenticateResult>'],
    ['clientVersion', '<clientVersionResult></clientVersionResult>'],
    ['sendRequestXML', '<sendRequestXMLResult></sendRequestXMLResult>'],
    ['receiveResponseXML', '<receiveResponseXMLResult>-1</receiveResponseXMLResult>'],
    ['connectionError', '<connectionErrorResult>done</connectionErrorResult>'],
    ['getLastError', '<getLastErrorResult>This call of the Web Connector could not be read.'],
    ['closeConnection', '<closeConnectionResult>This call of the Web Connector could not be read.'],
  ])('ends the run with a result of %s, not with a fault, when the call cannot be read', async (method, result) => {
    const body = callBody(method, { strUserName: 'ann' }).replace('ann<', 'ann&nonsense;<');
    await expect(read(body)).resolves.toMatchObject({
      kind: 'ANSWERED',
      reply: {
        status: 200,
        contentType: 'text/xml; charset=utf-8',
        body: expect.stringContaining(result) as unknown,
      },
    });
  });

  it('answers methods that it does not need with an empty text', async () => {
    const call = await read(callBody('getInteractiveURL', { wcTicket: 't', sessionID: 's' }));
    expect(call).toMatchObject({
      reply: {
        status: 200,
        body: expect.stringContaining('<getInteractiveURLResult></getInteractiveURLResult>') as unknown,
      },
    });
  });

  test.each([
    ['an empty body', ''],
    ['white space', ' \n '],
    ['JSON', '{"a": 1}'],
    ['other XML', '<html><body/></html>'],
    ['an envelope without a call', callBody('x').replace(/<x.*<\/x>/, '')],
    ['a document type', `<!DOCTYPE x [<!ENTITY a "b">]>${callBody('authenticate').slice(38)}`],
  ])('answers %s with a fault', async (_name, body) => {
    await expect(read(body)).resolves.toMatchObject({
      kind: 'ANSWERED',
      reply: { status: 400, body: expect.stringContaining('<soap:Fault>') as unknown },
    });
  });

  it('reads no more than two megabytes of what is no answer', async () => {
    let bytes = 0;
    async function* body(): AsyncGenerator<Buffer> {
      yield Buffer.from(callBody('authenticate', { strUserName: 'a' }).split('a</')[0] ?? '');
      for (; bytes < 64 * 1024 * 1024; bytes += 65_536) yield Buffer.alloc(65_536, 'a');
    }
    await expect(readCall(HEADERS, body())).resolves.toMatchObject({ kind: 'ANSWERED', reply: { status: 200 } });
    expect(bytes).toBeLessThan(3 * 1024 * 1024);
  });
});
