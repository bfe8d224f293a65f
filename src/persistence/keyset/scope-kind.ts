import { ElementsError } from '../../errors';
import type { InstanceScope, OrganizationScope } from './list-scope';

/** One kind of scope: the condition that narrows the rows `t` to the scope `s`. */
export interface ScopeKind {
  readonly condition: string;
  /** Whether a scope is one instance, or several of an organization. */
  readonly isOfOneInstance: boolean;
}

/** A scope as a statement takes it; `parent` is what narrows it within its instance, such as a report's remote id. */
export interface BoundScope {
  readonly organizationId: string;
  readonly instanceIds?: readonly string[];
  readonly instanceId?: string;
  readonly parent?: string;
}

/** How a list can be narrowed by a parent. */
export interface Narrowing<Scope> {
  readonly parentOf: (scope: Scope) => string | undefined;
  /** On `t`, with `s.parent`. */
  readonly condition: string;
}

const OF_ORGANIZATION = 't.organization_id = s.organization_id AND t.instance_id = ANY (s.instance_ids)';
const OF_INSTANCE = 't.instance_id = s.instance_id';

/**
 * The scopes of one call, which are all of one kind: one statement answers them together.
 * @param named the instances that the filter names, if it does: no others of an organization need to be looked at.
 */
export function bindScopes<Scope extends OrganizationScope | InstanceScope>(
  scopes: readonly Scope[],
  narrowing: Narrowing<Scope> | null = null,
  named: ReadonlySet<string> | null = null,
): { readonly kind: ScopeKind; readonly scopes: readonly BoundScope[] } {
  const bound = scopes.map((scope) => within(named, toBoundScope(scope, narrowing?.parentOf(scope))));
  const isOfOneInstance = bound.every(({ instanceIds }) => instanceIds === undefined || instanceIds.length === 1);
  const isNarrowed = bound.some(({ parent }) => parent !== undefined);
  if (bound.some((scope) => kindOf(scope) !== kindOf(bound[0]))) {
    throw new ElementsError('INTERNAL_SERVER_ERROR', 'The scopes of one list call are not all of one kind.');
  }
  const condition = [
    isOfOneInstance ? OF_INSTANCE : OF_ORGANIZATION,
    ...(isNarrowed && narrowing ? [narrowing.condition] : []),
  ];
  return {
    kind: { condition: condition.join(' AND '), isOfOneInstance },
    // One instance is asked for as such: its index is narrower than the organization's.
    scopes: isOfOneInstance
      ? bound.map(({ instanceIds, ...scope }) => ({ instanceId: instanceIds?.[0], ...scope }))
      : bound,
  };
}

function toBoundScope(scope: OrganizationScope | InstanceScope, parent: string | undefined): BoundScope {
  const { organizationId } = scope;
  if ('instanceIds' in scope) return { organizationId, instanceIds: scope.instanceIds };
  return { organizationId, instanceId: scope.instanceId, parent };
}

function within(named: ReadonlySet<string> | null, scope: BoundScope): BoundScope {
  if (named === null || scope.instanceIds === undefined) return scope;
  return { ...scope, instanceIds: scope.instanceIds.filter((instanceId) => named.has(instanceId)) };
}

function kindOf(scope: BoundScope | undefined): string {
  if (scope?.instanceIds !== undefined) return 'organization';
  return scope?.parent === undefined ? 'instance' : 'parent';
}
