import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { decodeCursor, digestFilter, encodeCursor } from '../../persistence/keyset/cursor';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import type {
  VendorWriteFilter as ListFilter,
  VendorWriteRow,
} from '../../persistence/repositories/vendor-write.repository';
import { encodeRecordId } from '../../record-id';
import { requireCaller } from '../../services/caller-scope';
import { errorOfWrite } from '../../services/writes/write-failure';
import { defineConnection } from '../connection/define-connection';
import { ListSize } from '../connection/list-size';
import { PageArguments, requirePageSize } from '../connection/page-arguments';
import type { GraphqlContext } from '../context';
import { Instance } from '../instance/instance.type';
import { toUserError, type UserErrorValue } from '../user-error/to-user-error';
import { UserError } from '../user-error/user-error.type';
import { VendorWrite, VendorWriteFilter } from './vendor-write.type';

const LATEST_FIRST = { field: 'CREATED', direction: 'DESC' } as const;

export const VendorWriteConnection = defineConnection<VendorWriteRow>(
  { type: 'VendorWrite', plural: 'writes' },
  () => VendorWrite,
);
type VendorWriteList = InstanceType<typeof VendorWriteConnection>;

@Resolver(() => VendorWrite)
export class VendorWriteResolver {
  @Query(() => VendorWrite, { nullable: true, description: 'One write; null when it is not yours, or a month old.' })
  vendorWrite(
    @Ctx() context: GraphqlContext,
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
  ): Promise<VendorWriteRow | null> {
    requireCaller(context.request);
    return context.loaders.vendorWrites.load(id);
  }

  @FieldResolver(() => Instance, { nullable: true, description: 'Of which account.' })
  instance(@Root() write: VendorWriteRow, @Ctx() context: GraphqlContext): Promise<InstanceRow | null> {
    return context.loaders.instances.load(write.instanceId);
  }

  @FieldResolver(() => Boolean, {
    description: 'In a payload: this answer repeats that of an earlier request with the same key. Elsewhere false.',
  })
  isReplay(@Root() write: VendorWriteRow & { readonly isReplay?: boolean }): boolean {
    return write.isReplay ?? false;
  }

  @FieldResolver(() => [ID], {
    description:
      'Ids of the records that it made, as the queries of their types take them; empty until it has succeeded.',
  })
  createdIds(@Root() { instanceId, createdRecords }: VendorWriteRow): string[] {
    return createdRecords.map(({ kind, remoteId }) => encodeRecordId(kind, instanceId, remoteId));
  }

  @FieldResolver(() => UserError, { nullable: true, description: 'Why it did not succeed; null while it may.' })
  error(@Root() write: VendorWriteRow): UserErrorValue | null {
    const error = errorOfWrite(write);
    return error && toUserError(error);
  }
}

@Resolver(() => Instance)
export class InstanceVendorWritesResolver {
  @ListSize()
  @FieldResolver(() => VendorWriteConnection, {
    nullable: true,
    description:
      'What was asked of the vendor in the last 30 days, latest first, and what came of it. Changes of tax documents are not among them: `TaxDocument.history` has those.',
  })
  vendorWrites(
    @Root() instance: InstanceRow,
    @Ctx() context: GraphqlContext,
    @Args(() => PageArguments) { first, after }: PageArguments,
    @Arg('filter', () => VendorWriteFilter, {
      nullable: true,
      description: 'Conditions; all that are given must hold.',
    })
    filter?: VendorWriteFilter | null,
  ): VendorWriteList {
    const conditions = toListFilter(filter ?? {});
    // A cursor is good for this instance alone.
    const filterDigest = digestFilter([instance.id, 'vendorWrites', conditions]);
    const scope = { organizationId: instance.organizationId, instanceId: instance.id };
    const position = after == null ? null : decodeCursor(after, { order: LATEST_FIRST, filterDigest });
    const { vendorWriteLists } = context.loaders;
    const query = { filter: conditions, order: LATEST_FIRST, first: requirePageSize(first), after: position };
    return new VendorWriteConnection({
      readPage: () => vendorWriteLists.page(scope, query),
      readCount: () => vendorWriteLists.count(scope, conditions),
      isContinued: position !== null,
      toCursor: (of) => encodeCursor({ order: LATEST_FIRST, filterDigest, position: of }),
    });
  }
}

function toListFilter({ status, resource, idempotencyKey, createdAt }: VendorWriteFilter): ListFilter {
  return { status, resource, idempotencyKey, createdFrom: createdAt?.from, createdBefore: createdAt?.until };
}
