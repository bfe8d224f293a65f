import type { InstanceScope } from '../../persistence/keyset/list-scope';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import type { GraphqlContext } from '../context';
import { toListFreshness } from './list-freshness';
import { requireMaxAge } from './max-age';
import { narrowFilter, type RecordConditions } from './record-condition';
import type { RecordConnection } from './record-connection';
import type { RecordFilter } from './record-filter.input';
import type { Selected } from './page-needs';
import { orderOf, toConnection, type RecordListArguments, type RecordListKind } from './record-list';
import { requireListOperation } from './unsupported-list';

/** Records of one instance, refreshed before as the cache rules say. Throws when there is nothing to show. */
export async function openInstanceList<
  Row,
  Scope extends object,
  Given extends RecordFilter,
  Filter extends RecordConditions,
  Field extends string,
>(
  kind: RecordListKind<Row, Scope | InstanceScope, Given, Filter, Field>,
  context: GraphqlContext,
  instance: InstanceRow,
  page: RecordListArguments<Given, Field>,
  maxAge: number | null | undefined,
  selected?: Selected,
): Promise<RecordConnection<Row>> {
  const read = { instance, resource: kind.resource, maxAgeSeconds: requireMaxAge(maxAge) };
  const order = orderOf(kind, page);
  requireListOperation(kind, context.services.catalog, instance);
  const given = page.filter ?? null;
  const filter = given && narrowFilter(context, kind.resource, instance, given, await kind.toFilter(given, context));
  // Made before the vendor is asked: a list whose arguments are refused needs no fresh records.
  const connection = toConnection(kind, context, {
    scope: { organizationId: instance.organizationId, instanceId: instance.id },
    filter,
    order,
    page,
    selected,
    identity: [instance.id, given ?? {}],
    readFreshness: async () =>
      toListFreshness([{ instance, freshness: await context.loaders.preparedLists.load(read) }]),
  });
  await context.loaders.preparedLists.load(read);
  return connection;
}
