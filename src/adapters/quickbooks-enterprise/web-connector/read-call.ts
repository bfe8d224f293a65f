import type { IncomingHttpHeaders } from 'node:http';
import type { AgentAnnouncement, AgentCall } from '../../agent';
import { ANNOUNCED } from './announcement';
import { readDelivery } from './delivery';
import { refusedCall } from './refused-call';
import { SoapReader } from './soap-reader';
import { textReply } from './soap-reply';
import { UnreadableCallError } from './unreadable-call';

/** What the Web Connector shows as "More information". */
const SERVER_VERSION = 'Elements';

/** By name; the first of a name counts. What was not sent is empty. */
type Parameters = ReadonlyMap<string, string>;

/** Reads a call as far as it has to. Never rejects for what was sent. */
export async function readCall(headers: IncomingHttpHeaders, body: AsyncIterable<Buffer>): Promise<AgentCall> {
  const reader = new SoapReader(body, headers['content-type']);
  try {
    return await callOf(reader);
  } catch (error) {
    if (!(error instanceof UnreadableCallError)) throw error;
    return { kind: 'ANSWERED', reply: refusedCall(reader.method, error) };
  }
}

async function callOf(reader: SoapReader): Promise<AgentCall> {
  const parameters = new Map<string, string>();
  for (;;) {
    const event = await reader.next();
    if (event === null) return wholeCall(reader.method ?? '', parameters);
    if (event.kind === 'METHOD' && event.name === 'receiveResponseXML') return readDelivery(reader);
    if (event.kind === 'PARAMETER' && !parameters.has(event.name)) parameters.set(event.name, event.value);
  }
}

function wholeCall(method: string, parameters: Parameters): AgentCall {
  const text = (name: string): string => parameters.get(name) ?? '';
  const ticket = text('ticket').trim();
  switch (method) {
    case 'clientVersion':
      return { kind: 'GREET', version: text('strVersion').trim() || null };
    case 'authenticate':
      return { kind: 'SIGN_IN', username: text('strUserName'), password: text('strPassword') };
    case 'sendRequestXML':
      return { kind: 'FETCH', ticket, announcement: announcementIn(text) };
    case 'connectionError':
      return {
        kind: 'UNREACHABLE',
        ticket,
        code: text('hresult').trim(),
        vendorMessage: text('message').trim() || null,
      };
    case 'getLastError':
      return { kind: 'EXPLAIN', ticket };
    case 'closeConnection':
      return { kind: 'CLOSE', ticket };
    default:
      return { kind: 'ANSWERED', reply: textReply(method, ownAnswer(method)) };
  }
}

/** Interactive methods are never asked for by us; whatever else there is may know what to do with an empty text. */
function ownAnswer(method: string): string {
  if (method === 'serverVersion' || method === 'getServerVersion') return SERVER_VERSION;
  return method === 'interactiveDone' ? 'Done' : '';
}

/** Only the first request of a session says what QuickBooks is. */
function announcementIn(text: (name: string) => string): AgentAnnouncement | null {
  const answers = text('strHCPResponse').trim();
  if (answers === '') return null;
  return {
    [ANNOUNCED.answers]: answers,
    // The second spelling is that of some clients.
    [ANNOUNCED.companyFile]: (text('strCompanyFileName') || text('strCompanyFilename')).trim(),
    [ANNOUNCED.country]: text('qbXMLCountry').trim(),
    [ANNOUNCED.majorVersion]: text('qbXMLMajorVers').trim(),
    [ANNOUNCED.minorVersion]: text('qbXMLMinorVers').trim(),
  };
}
