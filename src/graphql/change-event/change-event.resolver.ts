import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import type { PageOf } from '../../persistence/keyset/keyset-page';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import { encodeRecordId } from '../../record-id';
import { requireCaller } from '../../services/caller-scope';
import type { ChangeEvent as ChangeEventRow, ChangeEventFilter as ListFilter } from '../../services/change-event';
import { requireEventCursor } from '../../services/change-event.service';
import { defineConnection } from '../connection/define-connection';
import { ListSize } from '../connection/list-size';
import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE, requirePageSize } from '../connection/page-arguments';
import type { GraphqlContext } from '../context';
import { Instance } from '../instance/instance.type';
import { findRecord } from '../vendor-record/find-record';
import { VendorRecord } from '../vendor-record/vendor-record.type';
import { ChangeEvent, ChangeEventFilter, InstanceChangeEventFilter } from './change-event.type';

export const ChangeEventConnection = defineConnection<ChangeEventRow>(
  { type: 'ChangeEvent', plural: 'changes, oldest first: read on with `after` to miss none' },
  () => ChangeEvent,
);
type ChangeEventList = InstanceType<typeof ChangeEventConnection>;

const OLDEST_FIRST = { field: 'RECORDED', direction: 'ASC' } as const;

@ArgsType()
class ChangeEventArguments {
  @Field(() => Int, { defaultValue: DEFAULT_PAGE_SIZE, description: `Page size, 1 to ${MAX_PAGE_SIZE}.` })
  first!: number;

  @Field(() => String, {
    nullable: true,
    description:
      "`endCursor` of the page before, or an event's `id`, under any filter. A page without events that was asked for " +
      'with `after` ends where it began: asking again and again with `endCursor` misses none.',
  })
  after?: string | null;
}

@Resolver(() => ChangeEvent)
export class ChangeEventResolver {
  @ListSize()
  @Query(() => ChangeEventConnection, {
    nullable: true,
    description: 'What changed in the last 30 days, oldest first: read on with `after` to miss none.',
  })
  async changeEvents(
    @Ctx() context: GraphqlContext,
    @Args(() => ChangeEventArguments) page: ChangeEventArguments,
    @Arg('filter', () => ChangeEventFilter, {
      nullable: true,
      description: 'Conditions; all that are given must hold.',
    })
    filter?: ChangeEventFilter | null,
  ): Promise<ChangeEventList> {
    requireCaller(context.request);
    const { request, services } = context;
    const conditions = await toListFilter(context, filter ?? {});
    const { first, after } = requirePage(page);
    let read: Promise<PageOf<ChangeEventRow>> | null = null;
    return toConnection(after, {
      readPage: () => (read ??= services.changeEvents.page(request, { filter: conditions, first, after })),
      readCount: () => services.changeEvents.count(request, conditions),
    });
  }

  @FieldResolver(() => Instance, { nullable: true, description: 'Where.' })
  instance(@Root() event: ChangeEventRow, @Ctx() { loaders }: GraphqlContext): Promise<InstanceRow | null> {
    return loaders.instances.load(event.instanceId);
  }

  @FieldResolver(() => ID, {
    nullable: true,
    description: 'Id of the record in this graph, also after it is gone; null for changes of the instance itself.',
  })
  recordId(@Root() { recordKind, instanceId, remoteId }: ChangeEventRow): string | null {
    return recordKind === null || remoteId === null ? null : encodeRecordId(recordKind, instanceId, remoteId);
  }

  @FieldResolver(() => VendorRecord, { nullable: true, description: 'The record as it is now; null when it is gone.' })
  async record(@Root() event: ChangeEventRow, @Ctx() context: GraphqlContext): Promise<object | null> {
    const { recordKind: kind, instanceId, remoteId } = event;
    return kind === null || remoteId === null ? null : findRecord({ kind, instanceId, remoteId }, context);
  }
}

@Resolver(() => Instance)
export class InstanceEventsResolver {
  @ListSize()
  @FieldResolver(() => ChangeEventConnection, {
    nullable: true,
    description: 'What changed in it in the last 30 days, oldest first: read on with `after` to miss none.',
  })
  events(
    @Root() instance: InstanceRow,
    @Ctx() { loaders }: GraphqlContext,
    @Args(() => ChangeEventArguments) page: ChangeEventArguments,
    @Arg('filter', () => InstanceChangeEventFilter, {
      nullable: true,
      description: 'Conditions; all that are given must hold.',
    })
    filter?: InstanceChangeEventFilter | null,
  ): ChangeEventList {
    const { first, after } = requirePage(page);
    const conditions = toRecordConditions(filter ?? {});
    const scope = { organizationId: instance.organizationId, instanceId: instance.id };
    const query = {
      filter: conditions,
      order: OLDEST_FIRST,
      first,
      after: after === null ? null : { value: after, key: [after] },
    };
    return toConnection(after, {
      // The loader keeps what it has read for the request.
      readPage: () => loaders.eventLists.page(scope, query),
      readCount: () => loaders.eventLists.count(scope, conditions),
    });
  }
}

function requirePage({ first, after }: ChangeEventArguments): { first: number; after: string | null } {
  return { first: requirePageSize(first), after: requireEventCursor(after ?? null) };
}

function toConnection(
  after: string | null,
  reads: { readPage: () => Promise<PageOf<ChangeEventRow>>; readCount: () => Promise<number> },
): ChangeEventList {
  return new ChangeEventConnection({
    ...reads,
    isContinued: after !== null,
    endCursorWhenEmpty: after,
    toCursor: ({ key: [id = ''] }) => id,
  });
}

async function toListFilter(context: GraphqlContext, filter: ChangeEventFilter): Promise<ListFilter> {
  const { instanceId, elementKey } = filter;
  const conditions = toRecordConditions(filter);
  if (instanceId == null && elementKey == null) return conditions;
  const { request, services } = context;
  const instances = await services.instanceReads.listMatching(request, {
    ids: instanceId ?? undefined,
    elementKeys: elementKey ?? undefined,
  });
  return { ...conditions, instanceIds: instances.map(({ id }) => id) };
}

function toRecordConditions({ resource, kind, recordId }: InstanceChangeEventFilter): ListFilter {
  return { resources: resource, kinds: kind, recordIds: recordId };
}
