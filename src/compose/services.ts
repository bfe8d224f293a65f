import type { Services } from '../graphql/services';
import type { JobQueue } from '../jobs/job-queue';
import type { RequestContext } from '../request-context';
import type { AccessWatch } from '../services/access-watch';
import type { AgentWork } from '../services/agents/agent-work';
import type { Authentication } from '../services/authentication.service';
import type { BackgroundTasks } from '../services/background-tasks';
import { ChangeEventService } from '../services/change-event.service';
import { CompanyCardService } from '../services/company-card.service';
import type { ExportDownloadService } from '../services/exports/export-download.service';
import type { ReportExportExecutionService } from '../services/exports/report-export-execution.service';
import type { HealthCheckService } from '../services/health-check.service';
import type { HousekeepingService } from '../services/housekeeping.service';
import type { KeyRotationService } from '../services/key-rotation.service';
import type { ConsentCallback } from '../services/oauth/consent-callback';
import type { GrantReturn } from '../services/oauth/grant-return';
import type { GrantUpkeepService } from '../services/oauth/grant-upkeep.service';
import type { ReturnUrlService } from '../services/oauth/return-url.service';
import { ReceiptLinkService } from '../services/receipt-link.service';
import type { SubscriptionCallbacks } from '../services/subscription-callbacks';
import type { LocalSync } from '../services/sync/local-sync';
import type { PollingService } from '../services/sync/polling.service';
import type { SyncExecutionService } from '../services/sync/sync-execution.service';
import { VendorActivityService } from '../services/vendor-activity.service';
import type { NoticeExecutionService } from '../services/vendor-notices/notice-execution.service';
import type { NoticeReceiver } from '../services/vendor-notices/notice-receiver.service';
import type { VendorConnectionService } from '../services/vendor-connection.service';
import type { WebhookDispatcher } from '../services/webhooks/webhook-dispatcher';
import type { AgentParts } from './agents';
import type { ServiceOptions } from './foundation';
import { closeSubjects, composeSubjects, type Subjects } from './subjects';

/** What the service is made of, put together by hand in one place. */
export interface ServiceParts {
  /** What the graph is served from. */
  readonly services: Services;
  /** What our page for consents that were given does. */
  readonly consentCallback: ConsentCallback;
  readonly grantReturn: GrantReturn;
  readonly grantUpkeep: GrantUpkeepService;
  readonly returnUrls: ReturnUrlService;
  /** What agents carry. */
  readonly agentWork: AgentWork;
  /** What they call, and what is kept of them. */
  readonly agents: AgentParts;
  /** What vendors' messages are handed to. */
  readonly noticeReceiver: NoticeReceiver;
  /** What looks at them later. */
  readonly noticeExecution: NoticeExecutionService;
  /** To vendors, with the grants of instances. */
  readonly connections: VendorConnectionService;
  readonly authentication: Authentication;
  /** Whether those who subscribed may still listen. */
  readonly accessWatch: AccessWatch;
  readonly subscriptionCallbacks: SubscriptionCallbacks;
  readonly keyRotation: KeyRotationService;
  readonly housekeeping: HousekeepingService;
  readonly webhooks: WebhookDispatcher;
  readonly tasks: BackgroundTasks;
  /** Anybody may add jobs; they run where it was started. */
  readonly jobs: JobQueue;
  readonly polling: PollingService;
  readonly healthChecks: HealthCheckService;
  readonly localSync: LocalSync;
  readonly syncExecution: SyncExecutionService;
  readonly exportDownloads: ExportDownloadService;
  readonly exportExecution: ReportExportExecutionService;
  /** How late the sync that is longest due is: not put into the queue, or put there and not begun. */
  readonly syncLagSeconds: () => Promise<number>;
  /** Of the process itself: for work that no request asked for. */
  readonly context: RequestContext;
  /** Writes the vendor calls that were noted so far. */
  readonly flushCallLog: () => Promise<void>;
  /** Ends every wait for a vendor: who waits is answered with what is stored. To be called before `close`. */
  readonly beginStop: () => void;
  /** Ends background work, then connections to vendors, then writes what is left of the call log. */
  readonly close: () => Promise<void>;
}

export function composeServices(options: ServiceOptions): ServiceParts {
  const subjects = composeSubjects(options);
  const { foundation, vendors, syncs, reportExports, webhooks, live, agents, instances, consents, notices } = subjects;
  const { tasks, jobs, context } = foundation;
  return {
    services: servicesOf(subjects),
    consentCallback: consents.callback,
    grantReturn: consents.grantReturn,
    grantUpkeep: consents.grantUpkeep,
    returnUrls: consents.returnUrls,
    agentWork: subjects.agentWork,
    agents,
    noticeReceiver: notices.receiver,
    noticeExecution: notices.execution,
    connections: vendors.connections,
    authentication: subjects.callers.authentication,
    accessWatch: subjects.callers.accessWatch,
    subscriptionCallbacks: live.callbacks,
    keyRotation: subjects.upkeep.keyRotation,
    housekeeping: subjects.upkeep.housekeeping,
    webhooks: webhooks.dispatcher,
    tasks,
    jobs,
    polling: syncs.polling,
    healthChecks: instances.healthChecks,
    localSync: syncs.localSync,
    syncExecution: syncs.execution,
    exportDownloads: reportExports.downloads,
    exportExecution: reportExports.execution,
    syncLagSeconds: syncs.lagSeconds,
    context,
    flushCallLog: () => vendors.callLog.flush(),
    beginStop: () => tasks.beginStop(),
    close: () => closeSubjects(subjects),
  };
}

function servicesOf(subjects: Subjects): Services {
  const { foundation, vendors, records, writes, reportExports, taxes, live, instances, consents, data } = subjects;
  const { catalog, rows } = foundation;
  return {
    catalog,
    instances: instances.service,
    provisioning: instances.provisioning,
    instanceRemoval: instances.removal,
    reauthentication: instances.reauthentication,
    consentPages: consents.pages,
    consentRequests: consents.requests,
    consentCompletion: consents.completion,
    authorizations: consents.authorizations,
    instanceReads: records.instanceReads,
    changeEvents: new ChangeEventService(rows.changeEvents),
    records: records.records,
    data: data.reads,
    bulkJobs: data.bulkJobs,
    dataWrites: data.writes,
    notifications: subjects.webhooks.notifications,
    companyCards: new CompanyCardService(catalog, vendors.directReads),
    receiptLinks: new ReceiptLinkService(catalog, vendors.directReads),
    financialReports: subjects.statements.service,
    changeSubscriptions: live.changeSubscriptions,
    agentSetups: instances.agentSetups,
    agents: subjects.agents.reads,
    vendorWrites: writes.service,
    vendorWriteLog: writes.log,
    vendorActivity: new VendorActivityService(catalog, vendors.connections, vendors.budgets, rows.vendorCalls),
    reportExports: reportExports.service,
    reportExportProgress: live.exportProgress,
    exportDownloads: reportExports.downloads,
    taxDocuments: taxes.documents,
    taxDocumentReads: taxes.documentReads,
    taxCodes: taxes.codes,
    taxAddresses: taxes.addresses,
    syncRuns: subjects.syncs.runs,
    syncProgress: live.syncProgress,
    organizations: consents.organizations,
  };
}
