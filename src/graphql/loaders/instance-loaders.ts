import DataLoader from 'dataloader';
import type { LimitUsage } from '../../adapters/http/budget-policy';
import type { CompanyCardValue } from '../../adapters/records';
import type { AgentSessionRow } from '../../persistence/repositories/agent-session.repository';
import type { InstanceScope } from '../../persistence/keyset/list-scope';
import type { ChangeEvent, ChangeEventFilter } from '../../persistence/repositories/change-event.repository';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import type { ReportExportRow } from '../../persistence/repositories/report-export.repository';
import type { SyncRunRow } from '../../persistence/repositories/sync-run.repository';
import type { VendorCallFilter, VendorCallRow } from '../../persistence/repositories/vendor-call.repository';
import type { VendorWriteFilter, VendorWriteRow } from '../../persistence/repositories/vendor-write.repository';
import type {
  WebhookDeliveryFilter,
  WebhookDeliveryRow,
} from '../../persistence/repositories/webhook-delivery.repository';
import type { RequestContext } from '../../request-context';
import type { ShownAgent } from '../../services/agents/agent-read.service';
import type { InstanceAuthorization } from '../../services/oauth/instance-authorization.service';
import type { ConfigurationEntry } from '../../services/instance-settings';
import type { NotificationState } from '../../services/webhooks/notification.service';
import { encodeFinancialReportId } from '../../services/financial-reports/financial-report-id';
import type {
  FinancialReportRead,
  ReadFinancialReport,
} from '../../services/financial-reports/financial-report.service';
import type { Services } from '../services';
import { createGroupedLoader } from './grouped-loader';
import { ListLoader } from './list.loader';

/** A receipt that is kept without a link. */
export interface ReceiptLinkKey {
  readonly instance: InstanceRow;
  readonly remoteId: string;
}

/** The cards of a domain, as an instance's credentials can see them. */
export interface DomainCardsKey {
  readonly instance: InstanceRow;
  readonly domain: string;
}

/** How many sessions of an agent are shown. */
const SESSIONS_SHOWN = 10;

/** What hangs on instances. */
export interface InstanceLoaders {
  readonly instances: DataLoader<string, InstanceRow | null>;
  readonly agents: DataLoader<InstanceRow, ShownAgent | null, string>;
  readonly agentSessions: DataLoader<string, readonly AgentSessionRow[]>;
  readonly pendingAgentWork: DataLoader<string, number>;
  readonly authorizations: DataLoader<InstanceRow, InstanceAuthorization | null, string>;
  readonly configuration: DataLoader<InstanceRow, readonly ConfigurationEntry[], string>;
  readonly requestBudgets: DataLoader<InstanceRow, readonly LimitUsage[], string>;
  readonly notifications: DataLoader<InstanceRow, NotificationState, string>;
  readonly financialReports: DataLoader<FinancialReportRead, ReadFinancialReport | null, string>;
  readonly domainCards: DataLoader<DomainCardsKey, readonly CompanyCardValue[], string>;
  readonly receiptLinks: DataLoader<ReceiptLinkKey, string | null, string>;
  readonly deliveryLists: ListLoader<InstanceScope, WebhookDeliveryFilter, 'CREATED', WebhookDeliveryRow>;
  readonly eventLists: ListLoader<InstanceScope, ChangeEventFilter, 'RECORDED', ChangeEvent>;
  readonly reportExports: DataLoader<string, ReportExportRow | null>;
  readonly reportExportLists: ListLoader<InstanceScope, null, 'CREATED', ReportExportRow>;
  readonly syncRuns: DataLoader<string, SyncRunRow | null>;
  readonly syncRunLists: ListLoader<InstanceScope, null, 'CREATED', SyncRunRow>;
  readonly vendorCallLists: ListLoader<InstanceScope, VendorCallFilter, 'STARTED', VendorCallRow>;
  readonly vendorWrites: DataLoader<string, VendorWriteRow | null>;
  readonly vendorWriteLists: ListLoader<InstanceScope, VendorWriteFilter, 'CREATED', VendorWriteRow>;
}

export function createInstanceLoaders(request: RequestContext, services: Services): InstanceLoaders {
  const { authorizations, changeEvents, instanceReads, notifications, syncRuns, vendorActivity, vendorWriteLog } =
    services;
  const byId = { cacheKeyFn: (instance: InstanceRow) => instance.id };
  return {
    instances: new DataLoader((ids) => instanceReads.findByIds(request, ids)),
    agents: new DataLoader((instances) => services.agents.describe(request, instances), byId),
    agentSessions: new DataLoader((ids) => services.agents.latestSessions(request, ids, SESSIONS_SHOWN)),
    pendingAgentWork: new DataLoader((ids) => services.agents.countPending(request, ids)),
    authorizations: new DataLoader((instances) => authorizations.describe(request, instances), byId),
    configuration: new DataLoader((instances) => instanceReads.describeConfiguration(request, instances), byId),
    requestBudgets: new DataLoader((instances) => vendorActivity.budgetsOf(request, instances), byId),
    notifications: new DataLoader((instances) => notifications.statesOf(request, instances), byId),
    financialReports: new DataLoader<FinancialReportRead, ReadFinancialReport | null, string>(
      (reads) => services.financialReports.find(request, reads),
      { cacheKeyFn: (read) => `${encodeFinancialReportId(read)} ${read.maxAgeSeconds}` },
    ),
    domainCards: createDomainCardsLoader(request, services),
    receiptLinks: createGroupedLoader<ReceiptLinkKey, string | null>({
      textOf: ({ instance, remoteId }) => `${instance.id} ${remoteId}`,
      groupOf: ({ instance }) => instance.id,
      load: (keys) => {
        const remoteIds = keys.map(({ remoteId }) => remoteId);
        return services.receiptLinks.find(request, keys[0].instance, remoteIds);
      },
    }),
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
    reportExports: new DataLoader((ids) => services.reportExports.findByIds(request, ids)),
    reportExportLists: new ListLoader({
      readPages: (scopes, query) => services.reportExports.page(request, scopes, query),
      readCounts: (scopes) => services.reportExports.count(request, scopes),
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
    vendorWrites: new DataLoader((ids) => vendorWriteLog.findByIds(request, ids)),
    vendorWriteLists: new ListLoader({
      readPages: (scopes, query) => vendorWriteLog.page(request, scopes, query),
      readCounts: (scopes, filter) => vendorWriteLog.count(request, scopes, filter),
    }),
  };
}

/** One request to the vendor for each domain of an instance, whatever asks for it and how often. */
function createDomainCardsLoader(request: RequestContext, { companyCards }: Services): InstanceLoaders['domainCards'] {
  return createGroupedLoader({
    textOf: ({ instance, domain }) => `${instance.id} ${domain.trim().toLowerCase()}`,
    groupOf: ({ instance, domain }) => `${instance.id} ${domain}`,
    load: async ([{ instance, domain }]) => [await companyCards.listCards(request, instance, domain)],
  });
}

function idsOf(scopes: readonly InstanceScope[]): string[] {
  return scopes.map(({ instanceId }) => instanceId);
}
