import DataLoader from 'dataloader';
import type { LimitUsage } from '../../adapters/http/budget-policy';
import type { InstanceScope } from '../../persistence/keyset/list-scope';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import type { VendorCallFilter, VendorCallRow } from '../../persistence/repositories/vendor-call.repository';
import type { RequestContext } from '../../request-context';
import type { ConfigurationEntry } from '../../services/instance-settings';
import type { Services } from '../services';
import { ListLoader } from './list.loader';

/** What hangs on instances. */
export interface InstanceLoaders {
  readonly instances: DataLoader<string, InstanceRow | null>;
  readonly configuration: DataLoader<InstanceRow, readonly ConfigurationEntry[], string>;
  readonly requestBudgets: DataLoader<InstanceRow, readonly LimitUsage[], string>;
  readonly vendorCallLists: ListLoader<InstanceScope, VendorCallFilter, 'STARTED', VendorCallRow>;
}

export function createInstanceLoaders(request: RequestContext, services: Services): InstanceLoaders {
  const { instanceReads, vendorActivity } = services;
  const byId = { cacheKeyFn: (instance: InstanceRow) => instance.id };
  return {
    instances: new DataLoader((ids) => instanceReads.findByIds(request, ids)),
    configuration: new DataLoader((instances) => instanceReads.describeConfiguration(request, instances), byId),
    requestBudgets: new DataLoader((instances) => vendorActivity.budgetsOf(request, instances), byId),
    vendorCallLists: new ListLoader({
      readPages: (scopes, query) => vendorActivity.pageCalls(request, scopes, query),
      readCounts: (scopes, filter) => vendorActivity.countCalls(request, scopes, filter),
    }),
  };
}
