import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type {
  VendorCallFilter as ListFilter,
  VendorCallRow,
} from '../../persistence/repositories/vendor-call.repository';
import { decodeCursor, digestFilter, encodeCursor } from '../../persistence/keyset/cursor';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import { defineConnection } from '../connection/define-connection';
import { ListSize } from '../connection/list-size';
import { PageArguments, requirePageSize } from '../connection/page-arguments';
import type { GraphqlContext } from '../context';
import { Instance } from '../instance/instance.type';
import { VendorCall, VendorCallFilter } from './vendor-call.type';

const LATEST_FIRST = { field: 'STARTED', direction: 'DESC' } as const;

export const VendorCallConnection = defineConnection<VendorCallRow>(
  { type: 'VendorCall', plural: 'requests to a vendor' },
  () => VendorCall,
);
type VendorCallList = InstanceType<typeof VendorCallConnection>;

@Resolver(() => Instance)
export class InstanceVendorCallsResolver {
  @ListSize()
  @FieldResolver(() => VendorCallConnection, {
    nullable: true,
    description: 'Every request made to the vendor for it in the last 30 days, latest first, secrets removed.',
  })
  vendorCalls(
    @Root() instance: InstanceRow,
    @Ctx() context: GraphqlContext,
    @Args(() => PageArguments) { first, after }: PageArguments,
    @Arg('filter', () => VendorCallFilter, {
      nullable: true,
      description: 'Conditions; all that are given must hold.',
    })
    filter?: VendorCallFilter | null,
  ): VendorCallList {
    const conditions = toListFilter(filter ?? {});
    // A cursor is good for this instance alone.
    const filterDigest = digestFilter([instance.id, conditions]);
    const scope = { organizationId: instance.organizationId, instanceId: instance.id };
    const position = after == null ? null : decodeCursor(after, { order: LATEST_FIRST, filterDigest });
    const { vendorCallLists } = context.loaders;
    const query = { filter: conditions, order: LATEST_FIRST, first: requirePageSize(first), after: position };
    return new VendorCallConnection({
      // The loader keeps what it has read for the request.
      readPage: () => vendorCallLists.page(scope, query),
      readCount: () => vendorCallLists.count(scope, conditions),
      isContinued: position !== null,
      toCursor: (of) => encodeCursor({ order: LATEST_FIRST, filterDigest, position: of }),
    });
  }
}

@Resolver(() => VendorCall)
export class VendorCallResolver {
  @FieldResolver(() => Instance, { nullable: true, description: 'For which instance.' })
  instance(@Root() call: VendorCall, @Ctx() context: GraphqlContext): Promise<InstanceRow | null> {
    return context.loaders.instances.load(call.instanceId);
  }
}

function toListFilter({ outcome, purpose, requestId, startedAt }: VendorCallFilter): ListFilter {
  return { outcome, purpose, requestId, startedFrom: startedAt?.from, startedBefore: startedAt?.until };
}
