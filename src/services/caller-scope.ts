import { NIL } from 'uuid';
import { UnauthenticatedError } from '../errors';
import type { InstanceScope, OrganizationScope } from '../persistence/keyset/list-scope';
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

/** The scopes as far as the caller may see them, whatever they say: of the rest, there is nothing. */
export function toVisibleScopes<Scope extends OrganizationScope | InstanceScope>(
  context: RequestContext,
  scopes: readonly Scope[],
): Scope[] {
  const caller = requireCaller(context);
  return scopes.map((scope) => {
    if ('instanceIds' in scope) {
      const instanceIds = scope.instanceIds.filter((id) => isWithinScope(caller, id));
      return { ...scope, organizationId: caller.organizationId, instanceIds };
    }
    const isVisible = isWithinScope(caller, scope.instanceId);
    return { ...scope, organizationId: isVisible ? caller.organizationId : NIL };
  });
}

/** Reads what the caller may see of the keys; in the result, `absent` stands for the others. */
export async function withVisibleKeys<Key extends { readonly instanceId: string }, Result>(
  context: RequestContext,
  keys: readonly Key[],
  absent: Result,
  read: (organizationId: string, keys: readonly Key[]) => Promise<readonly Result[]>,
): Promise<Result[]> {
  const caller = requireCaller(context);
  const isVisible = keys.map((key) => isWithinScope(caller, key.instanceId));
  const results = [
    ...(await read(
      caller.organizationId,
      keys.filter((_, index) => isVisible[index]),
    )),
  ];
  return isVisible.map((visible) => (visible ? (results.shift() ?? absent) : absent));
}
