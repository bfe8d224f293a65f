import { jsonReply, xmlReply, type Reply } from './reply';
import { xmlDocument } from './xml';

/** An error of the layer in front of the accounting service, which has shapes of its own. */
export interface GatewayFault {
  readonly status: number;
  readonly code: string;
  readonly type: 'AUTHENTICATION' | 'SERVICE';
  readonly message: string;
  readonly detail: string | null;
}

const INVALID_TOKEN = { 'www-authenticate': 'Bearer realm="Intuit", error="invalid_token"' };

export function authenticationFailed(detail: string): GatewayFault {
  const message = 'message=AuthenticationFailed; errorCode=003200; statusCode=401';
  return { status: 401, code: '3200', type: 'AUTHENTICATION', message, detail };
}

/** What OAuth 1.0a tokens get. */
export function applicationAuthenticationFailed(detail: string): GatewayFault {
  const message = 'message=ApplicationAuthenticationFailed; errorCode=003200; statusCode=401';
  return { status: 401, code: '3200', type: 'AUTHENTICATION', message, detail };
}

/** The token is good, and not for this: another company, another host, another scope. */
export function authorizationFailed(): GatewayFault {
  const message = 'message=ApplicationAuthorizationFailed; errorCode=003100; statusCode=403';
  return { status: 403, code: '3100', type: 'SERVICE', message, detail: null };
}

export function internalServerError(): GatewayFault {
  const message = 'message=InternalServerError; errorCode=003100; statusCode=500';
  return { status: 500, code: '3100', type: 'SERVICE', message, detail: null };
}

/** Before December 2016 with status 403. */
export function throttleExceeded(status: 429 | 403 = 429): GatewayFault {
  const message = `message=ThrottleExceeded; errorCode=003001; statusCode=${status}`;
  return { status, code: '3001', type: 'SERVICE', message, detail: 'The request limit was reached.  Try again later' };
}

/** JSON when it is asked for, and XML otherwise, as everything in this API. */
export function gatewayReply(fault: GatewayFault, form: 'json' | 'xml', at: Date): Reply {
  const headers = fault.status === 401 ? INVALID_TOKEN : {};
  return form === 'json'
    ? jsonReply(fault.status, jsonBody(fault, at), headers)
    : xmlReply(fault.status, xmlBody(fault, at), headers);
}

function jsonBody({ message, detail, code, type }: GatewayFault, at: Date): object {
  return {
    warnings: null,
    intuitObject: null,
    fault: { error: [{ message, detail, code, element: null }], type },
    report: null,
    queryResponse: null,
    batchItemResponse: [],
    attachableResponse: [],
    syncErrorResponse: null,
    requestId: null,
    time: at.getTime(),
    status: null,
    cdcresponse: [],
  };
}

function xmlBody({ message, detail, code, type }: GatewayFault, at: Date): string {
  const error = { '@code': code, Message: message, ...(detail === null ? {} : { Detail: detail }) };
  return xmlDocument({
    IntuitResponse: {
      '@time': at.toISOString(),
      '@xmlns': 'http://schema.intuit.com/finance/v3',
      Fault: { '@type': type, Error: error },
    },
  });
}
