import type { PageOf } from '../../persistence/keyset/keyset-page';
import type { InstanceScope } from '../../persistence/keyset/list-scope';
import type {
  VendorWriteFilter,
  VendorWriteQuery,
  VendorWriteRepository,
  VendorWriteRow,
} from '../../persistence/repositories/vendor-write.repository';
import type { RequestContext } from '../../request-context';
import { isWithinScope, requireCaller, toVisibleScopes } from '../caller-scope';
import type { InstanceReadService } from '../instance-read.service';

/** What was asked of vendors, as callers see it: their organization's. */
export class VendorWriteLogService {
  constructor(
    private readonly instances: InstanceReadService,
    private readonly writes: VendorWriteRepository,
  ) {}

  /** In the order of the ids; null for what the caller does not see. */
  async findByIds(context: RequestContext, ids: readonly string[]): Promise<(VendorWriteRow | null)[]> {
    const caller = requireCaller(context);
    const rows = await this.writes.findByIds(context, ids);
    const visible = rows.filter(
      (row) => row.organizationId === caller.organizationId && isWithinScope(caller, row.instanceId),
    );
    // Writes of an instance that is gone are gone with it, at once.
    const instances = await this.instances.findByIds(
      context,
      visible.map(({ instanceId }) => instanceId),
    );
    const byId = new Map(visible.flatMap((row, index) => (instances[index] === null ? [] : [[row.id, row] as const])));
    return ids.map((id) => byId.get(id) ?? null);
  }

  /** Latest first; one page a scope, in one statement. */
  page(
    context: RequestContext,
    scopes: readonly InstanceScope[],
    query: VendorWriteQuery,
  ): Promise<PageOf<VendorWriteRow>[]> {
    return this.writes.listForInstances(context, toVisibleScopes(context, scopes), query);
  }

  count(
    context: RequestContext,
    scopes: readonly InstanceScope[],
    filter: VendorWriteFilter | null,
  ): Promise<number[]> {
    return this.writes.countForInstances(context, toVisibleScopes(context, scopes), filter);
  }
}
