import type { AgentCall, AgentHttpReply, AgentReply } from '../../agent';
import { NOT_TAKEN } from './refused-call';
import { textReply, textsReply } from './soap-reply';

/** A blank answer to getLastError is shown as "see log" alone. */
const NOTHING_KNOWN = 'Elements ended this run. What is wrong is shown at the connection.';

/** Exactly as the Web Connector takes it. A reply that is none to this call is written as this call's refusal. */
export function writeReply(call: AgentCall, reply: AgentReply): AgentHttpReply {
  switch (call.kind) {
    case 'GREET':
      return textReply('clientVersion', '');
    case 'SIGN_IN':
      return textsReply('authenticate', signInTexts(reply));
    case 'FETCH':
      return textReply('sendRequestXML', reply.kind === 'REQUEST' ? reply.document : '');
    case 'DELIVER':
      return textReply('receiveResponseXML', reply.kind === 'TAKEN' ? percent(reply.percent) : NOT_TAKEN);
    case 'UNREACHABLE':
      return textReply('connectionError', reply.kind === 'TRY_AGAIN' ? (reply.accountPlace ?? '') : 'done');
    case 'EXPLAIN':
      return textReply('getLastError', (reply.kind === 'TOLD' ? reply.text.trim() : '') || NOTHING_KNOWN);
    case 'CLOSE':
      return textReply('closeConnection', (reply.kind === 'CLOSED' ? reply.text.trim() : '') || 'OK');
    case 'ANSWERED':
      return call.reply;
  }
}

/** Two of them: with a third, the run would be put off, and with a fifth the client fails. */
function signInTexts(reply: AgentReply): readonly [ticket: string, word: string] {
  switch (reply.kind) {
    case 'SIGNED_IN':
      return [reply.ticket, reply.accountPlace ?? ''];
    case 'NOTHING_TO_DO':
      return [reply.ticket, 'none'];
    case 'SIGN_IN_REFUSED':
      return ['', 'nvu'];
    default:
      return ['', 'busy'];
  }
}

function percent(value: number): string {
  return String(Math.min(100, Math.max(0, Math.trunc(value))));
}
