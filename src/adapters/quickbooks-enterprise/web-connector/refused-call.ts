import type { AgentHttpReply } from '../../agent';
import { faultReply, textReply, textsReply } from './soap-reply';
import type { UnreadableCallError } from './unreadable-call';

/** A result of receiveResponseXML below 0: the Web Connector asks what was wrong. */
export const NOT_TAKEN = '-1';

/**
 * What ends a run with words instead of a failure of the client's, for calls that cannot be read: a SOAP fault to one of
 * these would be logged as a defect of this service, and nothing else be shown.
 */
export function refusedCall(method: string | null, error: UnreadableCallError): AgentHttpReply {
  const message = `This call of the Web Connector could not be read. ${error.message}`;
  switch (method) {
    case null:
      return faultReply(error.message);
    case 'authenticate':
      // Not `nvu`: who it is, and whether the password is good, is not known.
      return textsReply(method, ['', 'busy']);
    case 'sendRequestXML':
    case 'clientVersion':
      return textReply(method, '');
    case 'receiveResponseXML':
      return textReply(method, NOT_TAKEN);
    case 'connectionError':
      return textReply(method, 'done');
    default:
      return textReply(method, message);
  }
}
