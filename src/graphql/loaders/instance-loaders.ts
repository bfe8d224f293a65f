import DataLoader from 'dataloader';
import type { LimitUsage } from '../../adapters/http/budget-policy';
import type { InstanceScope } from '../../persistence/keyset/list-scope';
import type { ChangeEvent, ChangeEventFilter } from '../../persistence/repositories/change-event.repository';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import type { SyncRunRow } from '../../persistence/repositories/sync-run.repository';
import type { VendorCallFilter, VendorCallRow } from '../../persistence/repositories/vendor-call.repository';
import type {
  WebhookDeliveryFilter,
  WebhookDeliveryRow,
} from '../../persistence/repositories/webhook-delivery.repository';
import type { RequestContext } from '../../request-context';
import type { ConfigurationEntry } from '../../services/instance-settings';
import type { NotificationState } from '../../services/webhooks/notification.service';
import type { Services } from '../services';
import { ListLoader } from './list.loader';

/** What hangs on instances. */
export interface InstanceLoaders {
  readonly instances: DataLoader<string, InstanceRow | null>;
  readonly configuration: DataLoader<InstanceRow, readonly ConfigurationEntry[], string>;
  readonly requestBudgets: DataLoader<InstanceRow, readonly LimitUsage[], string>;
  readonly notifications: DataLoader<InstanceRow, NotificationState, string>;
  readonly deliveryLists: ListLoader<InstanceScope, WebhookDeliveryFilter, 'CREATED', WebhookDeliveryRow>;
  readonly eventLists: ListLoader<InstanceScope, ChangeEventFilter, 'RECORDED', ChangeEvent>;
  readonly syncRuns: DataLoader<string, SyncRunRow | null>;
  readonly syncRunLists: ListLoader<InstanceScope, null, 'CREATED', SyncRunRow>;
  readonly vendorCallLists: ListLoader<InstanceScope, VendorCallFilter, 'STARTED', VendorCallRow>;
}

export function createInstanceLoaders(request: RequestContext, services: Services): InstanceLoaders {
  const { changeEvents, instanceReads, notifications, syncRuns, vendorActivity } = services;
  const byId = { cacheKeyFn: (instance: InstanceRow) => instance.id };
  return {
    instances: new DataLoader((ids) => instanceReads.findByIds(request, ids)),
    configuration: new DataLoader((instances) => instanceReads.describeConfiguration(request, instances), byId),
    requestBudgets: new DataLoader((instances) => vendorActivity.budgetsOf(request, instances), byId),
    notifications: new DataLoader((instances) => notifications.statesOf(request, instances), byId),
    deliveryLists: new ListLoader({
      readPages: (scopes, query) => notifications.pageDeliveries(request, scopes, query),
      readCounts: (scopes, filter) => notifications.countDeliveries(request, scopes, filter),
    }),
    eventLists: new ListLoader({
      readPages: (scopes, { filter, first, after }) =>
        changeEvents.pagesOfInstances(request, idsOf(scopes), {
          filter: filter ?? {},
          first,
          after: after?.value ?? null,
        }),
      readCounts: (scopes, filter) => changeEvents.countsOfInstances(request, idsOf(scopes), filter ?? {}),
    }),
    syncRuns: new DataLoader((ids) => syncRuns.findByIds(request, ids)),
    syncRunLists: new ListLoader({
      readPages: (scopes, query) => syncRuns.page(request, scopes, query),
      readCounts: (scopes) => syncRuns.count(request, scopes),
    }),
    vendorCallLists: new ListLoader({
      readPages: (scopes, query) => vendorActivity.pageCalls(request, scopes, query),
      readCounts: (scopes, filter) => vendorActivity.countCalls(request, scopes, filter),
    }),
  };
}

function idsOf(scopes: readonly InstanceScope[]): string[] {
  return scopes.map(({ instanceId }) => instanceId);
}
