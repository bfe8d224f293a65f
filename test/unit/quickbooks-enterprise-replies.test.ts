import type { AgentCall, AgentReply } from '../../src/adapters/agent';
import { webConnector } from '../../src/adapters/quickbooks-enterprise/agent';

const SIGN_IN: AgentCall = { kind: 'SIGN_IN', username: 'u', password: 'p' };
const FETCH: AgentCall = { kind: 'FETCH', ticket: 't', announcement: null };
const DELIVER: AgentCall = { kind: 'DELIVER', ticket: 't', open: () => Promise.reject(new Error('not opened')) };
const UNREACHABLE: AgentCall = { kind: 'UNREACHABLE', ticket: 't', code: '0x80040408', vendorMessage: null };
const EXPLAIN: AgentCall = { kind: 'EXPLAIN', ticket: 't' };
const CLOSE: AgentCall = { kind: 'CLOSE', ticket: 't' };

/** What stands in the result of the method. */
function result(call: AgentCall, reply: AgentReply, method: string): string {
  const { status, contentType, body } = webConnector.writeReply(call, reply);
  expect({ status, contentType }).toEqual({ status: 200, contentType: 'text/xml; charset=utf-8' });
  const begin =
    '<?xml version="1.0" encoding="utf-8"?>' +
    '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>' +
    `<${method}Response xmlns="http://developer.intuit.com/"><${method}Result>`;
  const end = `</${method}Result></${method}Response></soap:Body></soap:Envelope>`;
  expect(body.startsWith(begin)).toBe(true);
  expect(body.endsWith(end)).toBe(true);
  return body.slice(begin.length, -end.length);
}

describe('answers to the Web Connector', () => {
  test.each<[string, AgentReply, string]>([
    ['work', { kind: 'SIGNED_IN', ticket: 't', accountPlace: null }, '<string>t</string><string></string>'],
    [
      'work in a company file',
      { kind: 'SIGNED_IN', ticket: 't', accountPlace: 'C:\\A & B.qbw' },
      '<string>t</string><string>C:\\A &amp; B.qbw</string>',
    ],
    ['no work (gotcha 3)', { kind: 'NOTHING_TO_DO', ticket: 't' }, '<string>t</string><string>none</string>'],
    ['a wrong password', { kind: 'SIGN_IN_REFUSED' }, '<string></string><string>nvu</string>'],
    ['being busy', { kind: 'BUSY' }, '<string></string><string>busy</string>'],
  ])('tell of %s with two strings, no more and no fewer (gotchas 11 and 12)', (_name, reply, strings) => {
    expect(result(SIGN_IN, reply, 'authenticate')).toBe(strings);
  });

  it('hand over a request as a text, letter for letter (gotcha 5)', () => {
    const document = '<?xml version="1.0"?><a b="1">\'&amp;\'\r\n&#228;</a>';
    expect(result(FETCH, { kind: 'REQUEST', document }, 'sendRequestXML')).toBe(
      '&lt;?xml version=&quot;1.0&quot;?&gt;&lt;a b=&quot;1&quot;&gt;&apos;&amp;amp;&apos;&#xD;\n&amp;#228;&lt;/a&gt;',
    );
  });

  it('say an empty text where there is no request, never nothing at all (gotcha 3)', () => {
    expect(result(FETCH, { kind: 'NO_REQUEST' }, 'sendRequestXML')).toBe('');
  });

  test.each([
    [0, '0'],
    [37.9, '37'],
    [99, '99'],
    [100, '100'],
    [250, '100'],
    [-3, '0'],
  ])('tell %d percent as %s', (percent, text) => {
    expect(result(DELIVER, { kind: 'TAKEN', percent }, 'receiveResponseXML')).toBe(text);
  });

  it('tell an answer that was not taken below zero', () => {
    expect(result(DELIVER, { kind: 'NOT_TAKEN' }, 'receiveResponseXML')).toBe('-1');
  });

  test.each<[AgentReply, string]>([
    [{ kind: 'GIVE_UP' }, 'done'],
    [{ kind: 'TRY_AGAIN', accountPlace: null }, ''],
    [{ kind: 'TRY_AGAIN', accountPlace: '\\\\server\\books.qbw' }, '\\\\server\\books.qbw'],
  ])('tell what to do about a connection error: %j', (reply, text) => {
    expect(result(UNREACHABLE, reply, 'connectionError')).toBe(text);
  });

  it('explain with the text that is told, and never with a blank one (gotcha 6)', () => {
    expect(result(EXPLAIN, { kind: 'TOLD', text: 'Open <QuickBooks>.' }, 'getLastError')).toBe(
      'Open &lt;QuickBooks&gt;.',
    );
    expect(result(EXPLAIN, { kind: 'TOLD', text: ' \n' }, 'getLastError')).toMatch(/\S/);
  });

  it('end with a text', () => {
    expect(result(CLOSE, { kind: 'CLOSED', text: 'Done.' }, 'closeConnection')).toBe('Done.');
    expect(result(CLOSE, { kind: 'CLOSED', text: '' }, 'closeConnection')).toBe('OK');
  });

  it('greet without a warning', () => {
    expect(result({ kind: 'GREET', version: '2.3.0.215' }, { kind: 'GREETED' }, 'clientVersion')).toBe('');
  });

  it('leave out what XML cannot hold', () => {
    expect(result(EXPLAIN, { kind: 'TOLD', text: 'a\u0000\u001b\ud800b\ufffe😀' }, 'getLastError')).toBe('ab😀');
  });

  test.each<[string, AgentCall, string]>([
    ['authenticate', SIGN_IN, '<string></string><string>busy</string>'],
    ['sendRequestXML', FETCH, ''],
    ['receiveResponseXML', DELIVER, '-1'],
    ['connectionError', UNREACHABLE, 'done'],
  ])('refuse %s where the reply is of another call', (method, call, text) => {
    expect(result(call, { kind: 'GREETED' }, method)).toBe(text);
  });
});
