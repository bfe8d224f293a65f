import type { PageOf } from '../../persistence/keyset/keyset-page';
import type { InstanceScope } from '../../persistence/keyset/list-scope';
import type {
  VendorWriteFilter,
  VendorWriteQuery,
  VendorWriteRepository,
  VendorWriteRow,
} from '../../persistence/repositories/vendor-write.repository';
import type { RequestContext } from '../../request-context';
import { toVisibleScopes } from '../caller-scope';
import type { InstanceReadService } from '../instance-read.service';
import { visibleByIds } from '../visible-rows';

/** What was asked of vendors, as callers see it: their organization's. */
export class VendorWriteLogService {
  constructor(
    private readonly instances: InstanceReadService,
    private readonly writes: VendorWriteRepository,
  ) {}

  /** In the order of the ids; null for what the caller does not see. */
  findByIds(context: RequestContext, ids: readonly string[]): Promise<(VendorWriteRow | null)[]> {
    return visibleByIds(context, this.instances, ids, (all) => this.writes.findByIds(context, all));
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
