import { readAnswer } from '../../src/adapters/quickbooks-enterprise/sandbox/web-connector/soap/answer';
import { encodeEnvelope } from '../../src/adapters/quickbooks-enterprise/sandbox/web-connector/soap/envelope';
import type { SoapCall } from '../../src/adapters/quickbooks-enterprise/sandbox/web-connector/soap/soap-call';
import { envelope, soapBody } from '../support/soap-service';

type Form = Parameters<typeof encodeEnvelope>[1];

const RECEIVE: SoapCall = {
  method: 'receiveResponseXML',
  parameters: {
    ticket: 't',
    response: { parts: ['<?xml version="1.0" ?>\r\n<A>', '"Müller" & Söhne</A>'] },
    hresult: '',
    message: '',
  },
};

function encode(call: SoapCall, form: Partial<Form> = {}): string {
  return Buffer.concat([
    ...encodeEnvelope(call, { style: 'Document', emptyParameters: 'self-closed', ...form }),
  ]).toString();
}

function answered(body: string | Buffer, status = 200, contentType = 'text/xml; charset=utf-8') {
  return readAnswer('authenticate', { status, contentType, body: Buffer.from(body) }, 'Document');
}

describe('A request of the Web Connector', () => {
  it('is written as the .NET client writes it', () => {
    expect(encode(RECEIVE)).toBe(
      '<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" ' +
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"><soap:Body>' +
        '<receiveResponseXML xmlns="http://developer.intuit.com/"><ticket>t</ticket>' +
        '<response>&lt;?xml version="1.0" ?&gt;&#xD;\n&lt;A&gt;"Müller" &amp; Söhne&lt;/A&gt;</response>' +
        '<hresult /><message /></receiveResponseXML></soap:Body></soap:Envelope>',
    );
  });

  it('writes an empty parameter in either of three ways', () => {
    expect(encode(RECEIVE, { emptyParameters: 'empty' })).toContain('<hresult></hresult><message></message>');
    expect(encode(RECEIVE, { emptyParameters: 'missing' })).toContain('</response></receiveResponseXML>');
    expect(encode({ method: 'serverVersion', parameters: {} })).toContain(
      '<soap:Body><serverVersion xmlns="http://developer.intuit.com/" /></soap:Body>',
    );
  });

  it('is written as a remote procedure call where the set-up file wants that', () => {
    const call: SoapCall = {
      method: 'sendRequestXML',
      parameters: { ticket: 't', strHCPResponse: '', qbXMLMajorVers: 13 },
    };
    const body = encode(call, { style: 'RPC' });
    expect(body).toContain('<soap:Body soap:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/">');
    expect(body).toContain(
      '<q1:sendRequestXML xmlns:q1="http://developer.intuit.com/"><ticket xsi:type="xsd:string">t</ticket>' +
        '<strHCPResponse xsi:type="xsd:string" /><qbXMLMajorVers xsi:type="xsd:int">13</qbXMLMajorVers></q1:sendRequestXML>',
    );
  });

  it('is written with prefixes in the wrapped style', () => {
    const body = encode({ method: 'getLastError', parameters: { ticket: 't' } }, { style: 'DocWrapped' });
    expect(body).toContain(
      '<ns1:getLastError xmlns:ns1="http://developer.intuit.com/"><ns1:ticket>t</ns1:ticket></ns1:getLastError>',
    );
  });

  it('keeps characters whole whose halves come in two parts', () => {
    const parts = ['a'.repeat(64 * 1024) + '\uD83D', '\uDE00 end'];
    const body = encode({ method: 'receiveResponseXML', parameters: { response: { parts } } });
    expect(body).toContain('a\u{1F600} end');
  });
});

describe('An answer to the Web Connector', () => {
  it('is read for its result', () => {
    expect(answered(envelope('authenticate', ['ticket', ''])).strings()).toEqual(['ticket', '']);
    expect(answered(envelope('authenticate', '<a & b>')).text()).toBe('<a & b>');
    expect(answered(envelope('authenticate', 37)).integer()).toBe(37);
  });

  it.each<[string, () => unknown, RegExp]>([
    ['a byte order mark', () => answered(`\uFEFF${envelope('authenticate', '')}`), /byte order mark/],
    ['white space before its declaration', () => answered(`\n${envelope('authenticate', '')}`), /White space/],
    ['nothing at all', () => answered(''), /empty/],
    ['no text/xml', () => answered(envelope('authenticate', ''), 200, 'text/html'), /content type "text\/html"/],
    ['another status', () => answered('Bad gateway', 502), /HTTP status 502/],
    ['a Fault', () => answered(fault('No such ticket'), 500), /Fault: No such ticket/],
    ['a Fault under 200', () => answered(fault('Broken')), /Fault: Broken/],
    ['bytes that are not UTF-8', () => answered(Buffer.from([0x3c, 0xff, 0x3e])), /UTF-8/],
    ['markup that is not well-formed', () => answered(`${envelope('authenticate', '')}<stray>`), /well-formed/],
    ['a document type', () => answered(`<!DOCTYPE a>${envelope('authenticate', '')}`), /document type/],
    ['no envelope', () => answered('<html></html>'), /html in no namespace/],
    ['an empty body', () => answered(soapBody('')), /body of the answer is empty/],
    ['the answer to another method', () => answered(envelope('clientVersion', '')), /clientVersionResponse/],
    [
      'another namespace',
      () => answered(inNamespace('http://developer.intuit.com')),
      /instead of authenticateResponse/,
    ],
    ['a nil result', () => answered(result('xsi:nil="true" />')).text(), /Object reference.*authenticateResult/],
    [
      'no result',
      () => answered(soapBody('<authenticateResponse xmlns="http://developer.intuit.com/" />')).text(),
      /Object reference/,
    ],
    ['qbXML that is not escaped', () => answered(result('><QBXML/></authenticateResult>')).text(), /QBXML.*escaped/],
    ['a padded number', () => answered(envelope('authenticate', ' 50')).integer(), /whole number/],
    ['no number', () => answered(envelope('authenticate', 'done')).integer(), /whole number/],
    ['text for a list', () => answered(envelope('authenticate', 'nvu')).strings(), /not a list/],
  ])('is refused for %s', (_, read, message) => {
    expect(read).toThrow(message);
  });
});

function fault(text: string): string {
  return soapBody(`<soap:Fault><faultcode>soap:Server</faultcode><faultstring>${text}</faultstring></soap:Fault>`);
}

function inNamespace(namespace: string): string {
  return soapBody(`<authenticateResponse xmlns="${namespace}"><authenticateResult/></authenticateResponse>`);
}

function result(rest: string): string {
  return soapBody(
    '<authenticateResponse xmlns="http://developer.intuit.com/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">' +
      `<authenticateResult ${rest}</authenticateResponse>`,
  );
}
