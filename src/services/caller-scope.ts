import { UnauthenticatedError } from '../errors';
import type { Caller, RequestContext } from '../request-context';

/** Who is asking; throws `UnauthenticatedError` when nobody known is. */
export function requireCaller(context: RequestContext): Caller {
  if (context.caller === null) {
    throw new UnauthenticatedError(
      'This needs an Authorization header: "User <user secret>, Organization <organization secret>".',
    );
  }
  return context.caller;
}

/** Whether the request may see an instance of its organization: an instance token narrows it to one. */
export function isWithinScope(caller: Caller, instanceId: string): boolean {
  return caller.instanceId === null || caller.instanceId === instanceId;
}
