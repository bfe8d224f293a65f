import type { LimitUsage } from '../adapters/http/budget-policy';
import type { RequestBudget } from '../adapters/http/request-budget';
import type { PageOf } from '../persistence/keyset/keyset-page';
import type { InstanceScope } from '../persistence/keyset/list-scope';
import type { InstanceRow } from '../persistence/repositories/instance.repository';
import type {
  VendorCallFilter,
  VendorCallQuery,
  VendorCallRepository,
  VendorCallRow,
} from '../persistence/repositories/vendor-call.repository';
import type { RequestContext } from '../request-context';
import { toVisibleScopes } from './caller-scope';
import type { CatalogService } from './catalog.service';
import type { VendorConnectionService } from './vendor-connection.service';

/** What we did at vendors for an instance, and what we still may do. */
export class VendorActivityService {
  constructor(
    private readonly catalog: CatalogService,
    private readonly connections: VendorConnectionService,
    private readonly budgets: RequestBudget,
    private readonly calls: VendorCallRepository,
  ) {}

  /** Latest first; one page a scope, in one statement. */
  pageCalls(
    context: RequestContext,
    scopes: readonly InstanceScope[],
    query: VendorCallQuery,
  ): Promise<PageOf<VendorCallRow>[]> {
    return this.calls.listForInstances(context, toVisibleScopes(context, scopes), query);
  }

  countCalls(
    context: RequestContext,
    scopes: readonly InstanceScope[],
    filter: VendorCallFilter | null,
  ): Promise<number[]> {
    return this.calls.countForInstances(context, toVisibleScopes(context, scopes), filter);
  }

  /** What is left of each instance's limits, in the order of the instances: two statements for all. */
  async budgetsOf(
    context: RequestContext,
    instances: readonly InstanceRow[],
  ): Promise<readonly (readonly LimitUsage[])[]> {
    const keys = await this.connections.budgetKeysOf(context, instances);
    const asked = instances.map((instance, index) => ({
      budgetKey: keys[index] ?? '',
      limits: this.catalog.get(instance.elementKey).requestLimits,
    }));
    return this.budgets.usage(context, asked);
  }
}
