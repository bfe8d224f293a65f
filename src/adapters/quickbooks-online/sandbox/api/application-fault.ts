import { pacificTimeWithMilliseconds } from '../company/pacific-time';
import type { Reply } from '../reply';

/** An error of the accounting service, in the shape that it has there. */
export interface ApplicationFault {
  readonly status: number;
  /** Spelled as in the vendor's schema. */
  readonly type: 'ValidationFault' | 'SystemFault' | 'AuthorizatonFault';
  readonly code: string;
  readonly message: string;
  readonly detail: string;
  readonly element?: string;
}

export function applicationFaultReply(fault: ApplicationFault, at: Date): Reply {
  const { status, type, code, message, detail, element } = fault;
  const error = { Message: message, Detail: detail, code, ...(element === undefined ? {} : { element }) };
  return {
    status,
    headers: { 'content-type': 'application/json;charset=utf-8' },
    body: JSON.stringify({ Fault: { Error: [error], type }, time: pacificTimeWithMilliseconds(at) }),
  };
}

const SYSTEM = 'An application error has occurred while processing your request';

export const applicationFaults = {
  adminLost: {
    status: 403,
    type: 'AuthorizatonFault',
    code: '120',
    message: 'Authorization Failure',
    detail: 'Authorization Failure : The user who connected the company is not one of its administrators.',
  },
  subscriptionEnded: {
    status: 403,
    type: 'ValidationFault',
    code: '6190',
    message: 'Invalid Company Status',
    detail: 'Subscription period has ended or canceled or there was a billing problem : You can not make changes.',
  },
  staleObject: {
    status: 400,
    type: 'ValidationFault',
    code: '5010',
    message: 'Stale Object Error',
    detail:
      'Stale Object Error : You and Craig Whitaker were working on this at the same time. Craig Whitaker finished ' +
      'before you did, so your work was not saved.',
    element: '',
  },
  hidden: {
    status: 200,
    type: 'SystemFault',
    code: '10000',
    message: SYSTEM,
    detail: 'System Failure Error: java.lang.IllegalStateException',
    element: 'SystemFailureError',
  },
} as const satisfies Record<string, ApplicationFault>;

/** What a path without a proper realm id gets; never an authorization error. Null for a realm that is a number. */
export function realmFault(realmId: string, path: string): ApplicationFault | null {
  if (/^\d+$/.test(realmId)) return null;
  if (realmId === '') {
    const relative = `/v3/company${path}`;
    return {
      status: 400,
      type: 'ValidationFault',
      code: '500',
      message: 'Unsupported Operation',
      detail: `Operation Could not find resource for relative : ${relative} of full path: ${relative} is not supported.`,
      element: 'Operation',
    };
  }
  return {
    status: 400,
    type: 'ValidationFault',
    code: '6000',
    message: 'A business validation error has occurred while processing your request',
    detail: `Business Validation Error: Unexpected Internal Error. (-30000) The company ${realmId} has no context.`,
    element: '',
  };
}
