import type { InstanceScope } from '../../persistence/keyset/list-scope';
import { RecordNotFoundError } from '../../errors';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import type { GraphqlContext } from '../context';
import { toListFreshness } from './list-freshness';
import type { ListFreshness } from './list-freshness.type';
import { narrowFilter, type RecordConditions } from './record-condition';
import type { RecordConnection } from './record-connection';
import type { RecordFilter } from './record-filter.input';
import type { Selected } from './page-needs';
import { orderOf, toConnection, type RecordListArguments, type RecordListKind } from './record-list';

/** A record that a list hangs on. */
export interface ListParent<Scope extends InstanceScope> {
  /** Of the record: its cursors are good for no other. */
  readonly id: string;
  readonly scope: Scope;
}

/** Records that belong to another record, from our copy: no vendor is called. */
export async function openNestedList<
  Row,
  Scope extends object,
  ParentScope extends Scope & InstanceScope,
  Given extends RecordFilter,
  Filter extends RecordConditions,
  Field extends string,
>(
  kind: RecordListKind<Row, Scope, Given, Filter, Field>,
  context: GraphqlContext,
  { id, scope }: ListParent<ParentScope>,
  page: RecordListArguments<Given, Field>,
  selected?: Selected,
): Promise<RecordConnection<Row>> {
  const given = page.filter ?? null;
  return toConnection(kind, context, {
    scope,
    filter: given && (await filterWithin(kind, context, scope, given)),
    order: orderOf(kind, page),
    page,
    selected,
    identity: [id, given ?? {}],
    readFreshness: () => describeFreshness(kind, context, scope),
  });
}

async function filterWithin<
  Row,
  Scope extends object,
  Given extends RecordFilter,
  Filter extends RecordConditions,
  Field extends string,
>(
  kind: RecordListKind<Row, Scope, Given, Filter, Field>,
  context: GraphqlContext,
  scope: InstanceScope,
  given: Given,
): Promise<Filter> {
  const instance = await getInstance(context, scope);
  return narrowFilter(context, kind.resource, instance, given, await kind.toFilter(given, context));
}

async function describeFreshness(
  { resource }: Pick<RecordListKind<unknown, object, RecordFilter, unknown, string>, 'resource'>,
  context: GraphqlContext,
  scope: InstanceScope,
): Promise<ListFreshness> {
  const instance = await getInstance(context, scope);
  return toListFreshness([{ instance, freshness: await context.loaders.freshness.load({ instance, resource }) }]);
}

/** Of a record that is being shown: gone only when it is deleted at this moment. */
async function getInstance({ loaders }: GraphqlContext, { instanceId }: InstanceScope): Promise<InstanceRow> {
  const instance = await loaders.instances.load(instanceId);
  if (instance === null) throw new RecordNotFoundError('Instance', instanceId);
  return instance;
}
