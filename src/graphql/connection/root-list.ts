import type { ElementResource } from '../../adapters/adapter';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import type { OrganizationScope } from '../../persistence/keyset/list-scope';
import { requireCaller } from '../../services/caller-scope';
import type { GraphqlContext } from '../context';
import { toListFreshness } from './list-freshness';
import type { ListFreshness } from './list-freshness.type';
import { canonicalRemoteIds, type RecordConditions } from './record-condition';
import type { RecordConnection } from './record-connection';
import type { RecordFilter } from './record-filter.input';
import type { Selected } from './page-needs';
import { orderOf, toConnection, type RecordListArguments, type RecordListKind } from './record-list';

/** Records of all the instances that the caller may see and the filter selects, from our copy: no vendor is called. */
export async function openRootList<
  Row,
  Scope extends object,
  Given extends RecordFilter,
  Filter extends RecordConditions,
  Field extends string,
>(
  kind: RecordListKind<Row, Scope | OrganizationScope, Given, Filter, Field>,
  context: GraphqlContext,
  page: RecordListArguments<Given, Field>,
  selected?: Selected,
): Promise<RecordConnection<Row>> {
  const { organizationId } = requireCaller(context.request);
  const given = page.filter ?? null;
  const order = orderOf(kind, page);
  const instances = await findInstances(context, kind.resource, given);
  const filter = given && (await kind.toFilter(given, context));
  const remoteId = canonicalRemoteIds(context, kind.resource, instances, given?.remoteId);
  return toConnection(kind, context, {
    scope: { organizationId, instanceIds: instances.map(({ id }) => id) },
    filter: filter && { ...filter, remoteId },
    order,
    page,
    selected,
    identity: ['*', given ?? {}],
    readFreshness: () => describeFreshness(context, kind.resource, instances),
  });
}

async function findInstances(
  { request, services, loaders }: GraphqlContext,
  resource: ElementResource,
  filter: RecordFilter | null,
): Promise<InstanceRow[]> {
  const instances = await services.instanceReads.listMatching(request, {
    ids: filter?.instanceId ?? undefined,
    elementKeys: filter?.elementKey ?? undefined,
    tags: filter?.instanceTag ?? undefined,
  });
  // The records of the page will ask for them again.
  for (const instance of instances) loaders.instances.prime(instance.id, instance);
  return instances.filter(({ elementKey }) => services.catalog.find(elementKey)?.resources[resource] !== undefined);
}

async function describeFreshness(
  { loaders }: GraphqlContext,
  resource: ElementResource,
  instances: readonly InstanceRow[],
): Promise<ListFreshness> {
  const sources = await Promise.all(
    instances.map(async (instance) => ({ instance, freshness: await loaders.freshness.load({ instance, resource }) })),
  );
  return toListFreshness(sources);
}
