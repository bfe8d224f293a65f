import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { ERROR_CODES } from '../../errors';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import type { SyncRunRow } from '../../persistence/repositories/sync-run.repository';
import { decodeCursor, digestFilter, encodeCursor } from '../../persistence/keyset/cursor';
import { requireCaller } from '../../services/caller-scope';
import { isRetryable } from '../../services/load-failure';
import { defineConnection } from '../connection/define-connection';
import { ListSize } from '../connection/list-size';
import { PageArguments, requirePageSize } from '../connection/page-arguments';
import type { GraphqlContext } from '../context';
import { ElementResource } from '../element/capability.type';
import { Instance } from '../instance/instance.type';
import { withPayloadErrors } from '../user-error/payload-errors';
import { toUserError, type UserErrorValue } from '../user-error/to-user-error';
import { UserError } from '../user-error/user-error.type';
import { CancelSyncRunInput, SyncInstanceInput } from './sync-run.input';
import { CancelSyncRunPayload, SyncInstancePayload } from './sync-run.payload';
import { SyncRun } from './sync-run.type';

const LATEST_FIRST = { field: 'CREATED', direction: 'DESC' } as const;

export const SyncRunConnection = defineConnection<SyncRunRow>({ type: 'SyncRun', plural: 'syncs' }, () => SyncRun);
type SyncRunList = InstanceType<typeof SyncRunConnection>;

@Resolver(() => SyncRun)
export class SyncRunResolver {
  @Query(() => SyncRun, { nullable: true, description: 'One sync; null when it is not yours, or a month old.' })
  syncRun(
    @Ctx() context: GraphqlContext,
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
  ): Promise<SyncRunRow | null> {
    requireCaller(context.request);
    return context.loaders.syncRuns.load(id);
  }

  @Mutation(() => SyncInstancePayload, {
    nullable: true,
    description:
      'Read an instance now. Every instance syncs by itself in its interval; this is for who cannot wait for it.',
  })
  syncInstance(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => SyncInstanceInput, { description: 'The instance, and what of it.' }) input: SyncInstanceInput,
  ): Promise<object> {
    const { id, resources = null, mode, waitSeconds } = input;
    return withPayloadErrors(context.request, async () => ({
      syncRun: await context.services.syncRuns.start(context.request, { instanceId: id, resources, mode, waitSeconds }),
    }));
  }

  @Mutation(() => CancelSyncRunPayload, {
    nullable: true,
    description: 'Stop a sync; what it has read stays. One that has ended stays as it is.',
  })
  cancelSyncRun(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => CancelSyncRunInput, { description: 'The sync.' }) input: CancelSyncRunInput,
  ): Promise<object> {
    return withPayloadErrors(context.request, async () => ({
      syncRun: await context.services.syncRuns.cancel(context.request, input.id),
    }));
  }

  @FieldResolver(() => Instance, { nullable: true, description: 'What was read.' })
  instance(@Root() run: SyncRunRow, @Ctx() context: GraphqlContext): Promise<InstanceRow | null> {
    return context.loaders.instances.load(run.instanceId);
  }

  @FieldResolver(() => ElementResource, {
    description: 'The first of `resources`: what the sync is of where it reads one list, with which the others come.',
  })
  resource(@Root() { resources }: SyncRunRow): string {
    return resources[0]!;
  }

  @FieldResolver(() => UserError, { nullable: true, description: 'What stopped it, when it failed, even in part.' })
  error(@Root() { errorCode, errorMessage }: SyncRunRow): UserErrorValue | null {
    if (errorCode === null) return null;
    const code = ERROR_CODES.find((known) => known === errorCode) ?? 'INTERNAL_SERVER_ERROR';
    return toUserError({ code, message: errorMessage ?? '', retryable: isRetryable(code) });
  }
}

@Resolver(() => Instance)
export class InstanceSyncRunsResolver {
  @ListSize()
  @FieldResolver(() => SyncRunConnection, {
    nullable: true,
    description: 'Every reading of its records in the last 30 days, latest first, whatever set it off.',
  })
  syncRuns(
    @Root() instance: InstanceRow,
    @Ctx() context: GraphqlContext,
    @Args(() => PageArguments) { first, after }: PageArguments,
  ): SyncRunList {
    // A cursor is good for this instance alone.
    const filterDigest = digestFilter([instance.id, 'syncRuns']);
    const scope = { organizationId: instance.organizationId, instanceId: instance.id };
    const position = after == null ? null : decodeCursor(after, { order: LATEST_FIRST, filterDigest });
    const { syncRunLists } = context.loaders;
    const query = { filter: null, order: LATEST_FIRST, first: requirePageSize(first), after: position };
    return new SyncRunConnection({
      readPage: () => syncRunLists.page(scope, query),
      readCount: () => syncRunLists.count(scope, null),
      isContinued: position !== null,
      toCursor: (of) => encodeCursor({ order: LATEST_FIRST, filterDigest, position: of }),
    });
  }
}
