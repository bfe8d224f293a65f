import type { Logger } from 'pino';
import type { VendorAdapter } from './adapters/adapter';
import { createAddressGuard } from './adapters/http/address-guard';
import { createVendorHttpFactory } from './adapters/http/http-client';
import { createRequestBudget } from './adapters/http/request-budget';
import { BufferedVendorCallLog } from './adapters/http/vendor-call-log';
import { createWebhookHttp } from './adapters/http/webhook-http';
import type { Clock } from './clock';
import type { EncryptionKey } from './config';
import type { Services } from './graphql/services';
import { JobQueue } from './jobs/job-queue';
import type { Metrics } from './metrics';
import type { Database } from './persistence/database';
import { NotificationListener } from './persistence/notification-listener';
import { AbsentRecordRepository } from './persistence/repositories/absent-record.repository';
import { BookEntryRepository } from './persistence/repositories/book-entry.repository';
import { BulkJobRepository } from './persistence/repositories/bulk-job.repository';
import { CallerRepository } from './persistence/repositories/caller.repository';
import { ChangeEventRepository } from './persistence/repositories/change-event.repository';
import { EmployeeRepository } from './persistence/repositories/employee.repository';
import { ExpenseReceiptRepository } from './persistence/repositories/expense-receipt.repository';
import { ExpenseRepository } from './persistence/repositories/expense.repository';
import { FinancialReportRepository } from './persistence/repositories/financial-report.repository';
import { FreshnessRepository } from './persistence/repositories/freshness.repository';
import { IdempotencyKeyRepository } from './persistence/repositories/idempotency-key.repository';
import { InstanceConfigurationRepository } from './persistence/repositories/instance-configuration.repository';
import { ACCESS_CHANGES_CHANNEL, InstanceRepository } from './persistence/repositories/instance.repository';
import { LeaseRepository } from './persistence/repositories/lease.repository';
import { OAuthConsentRepository } from './persistence/repositories/oauth-consent.repository';
import { OrganizationRepository } from './persistence/repositories/organization.repository';
import { PolicyRepository } from './persistence/repositories/policy.repository';
import { RecordPurgeRepository } from './persistence/repositories/record-purge.repository';
import { RecordStatisticsRepository } from './persistence/repositories/record-statistics.repository';
import { ReportExportFileRepository } from './persistence/repositories/report-export-file.repository';
import { ReportExportRepository } from './persistence/repositories/report-export.repository';
import { ReportRepository } from './persistence/repositories/report.repository';
import { ReturnUrlRepository } from './persistence/repositories/return-url.repository';
import { SyncRunRepository } from './persistence/repositories/sync-run.repository';
import { SyncScheduleRepository } from './persistence/repositories/sync-schedule.repository';
import { TaxCodeRepository } from './persistence/repositories/tax-code.repository';
import { TaxDocumentChangeRepository } from './persistence/repositories/tax-document-change.repository';
import { TaxDocumentRepository } from './persistence/repositories/tax-document.repository';
import { VendorAccountRepository } from './persistence/repositories/vendor-account.repository';
import { VendorBudgetRepository } from './persistence/repositories/vendor-budget.repository';
import { VendorCallRepository } from './persistence/repositories/vendor-call.repository';
import { VendorNoticeRepository } from './persistence/repositories/vendor-notice.repository';
import { VendorWriteRepository } from './persistence/repositories/vendor-write.repository';
import { WebhookChannelRepository } from './persistence/repositories/webhook-channel.repository';
import { WebhookDeliveryRepository } from './persistence/repositories/webhook-delivery.repository';
import { createRequestContext, type RequestContext } from './request-context';
import { Encryption } from './security/encryption';
import { LinkSigner } from './security/link-signature';
import { AccessWatch } from './services/access-watch';
import { KnownCallers } from './services/known-callers';
import { Authentication } from './services/authentication.service';
import { BackgroundTasks } from './services/background-tasks';
import { CatalogService } from './services/catalog.service';
import { ChangeFeed } from './services/change-feed';
import { ChangeSubscriptionService } from './services/change-subscription.service';
import { ChangeEventService } from './services/change-event.service';
import { CompanyCardService } from './services/company-card.service';
import { ConfigurationCheckService } from './services/configuration-check.service';
import { BulkExecutionService } from './services/data/bulk/bulk-execution.service';
import { BulkJobService } from './services/data/bulk/bulk-job.service';
import { DataReadService } from './services/data/data-read.service';
import { DataWriteService } from './services/data/data-write.service';
import { DirectReadService } from './services/direct-read.service';
import { ExportDownloadService } from './services/exports/export-download.service';
import { ExportFileStore } from './services/exports/export-file-store';
import { registerExportJobs } from './services/exports/export-jobs';
import { ExportRetention } from './services/exports/export-retention';
import { ReportExportExecutionService } from './services/exports/report-export-execution.service';
import { ReportExportProgress } from './services/exports/report-export-progress';
import { ReportExportService } from './services/exports/report-export.service';
import { FinancialReportReader } from './services/financial-reports/financial-report-reader';
import { FinancialReportService } from './services/financial-reports/financial-report.service';
import { FreshnessService } from './services/freshness.service';
import { HealthCheckService } from './services/health-check.service';
import { HousekeepingService } from './services/housekeeping.service';
import { IdempotencyService } from './services/idempotency.service';
import { InstanceHealthService } from './services/instance-health.service';
import { InstanceRemovalService } from './services/instance-removal.service';
import { InstanceReadService } from './services/instance-read.service';
import { InstanceStatusService } from './services/instance-status.service';
import { InstanceSettingsWriter } from './services/instance-settings-writer';
import { InstanceService } from './services/instance.service';
import { KeyRotationService } from './services/key-rotation.service';
import { GrantExchange } from './services/oauth/grant-exchange';
import { ConsentCallback } from './services/oauth/consent-callback';
import { ConsentCompletionService } from './services/oauth/consent-completion.service';
import { ConsentPageService } from './services/oauth/consent-page.service';
import { ConsentRequestService } from './services/oauth/consent-request.service';
import { ConsentVault } from './services/oauth/consent-vault';
import { GrantReturn } from './services/oauth/grant-return';
import { GrantUpkeepService } from './services/oauth/grant-upkeep.service';
import { InstanceAuthorizationService } from './services/oauth/instance-authorization.service';
import { ReauthenticationService } from './services/oauth/reauthentication.service';
import { ReturnUrlService } from './services/oauth/return-url.service';
import { OrganizationService } from './services/organization.service';
import { ProvisioningService } from './services/provisioning.service';
import { ReceiptLinkService } from './services/receipt-link.service';
import { RecordFetchService } from './services/record-fetch.service';
import { RecordLookupService } from './services/record-lookup.service';
import { RecordReadService } from './services/record-read.service';
import { RecordStore } from './services/record-store';
import { ResourceLoadService } from './services/resource-load.service';
import { SubscriptionCallbacks } from './services/subscription-callbacks';
import { LocalSync } from './services/sync/local-sync';
import { PollingService } from './services/sync/polling.service';
import { registerSyncJobs } from './services/sync/sync-jobs';
import { SyncExecutionService } from './services/sync/sync-execution.service';
import { SyncProgress } from './services/sync/sync-progress';
import { SyncRunService } from './services/sync/sync-run.service';
import { SyncRunStarter } from './services/sync/sync-run-starter';
import { SYNC_TASK } from './services/sync/sync-task';
import { TaxAccess } from './services/tax/tax-access';
import { TaxAddressService } from './services/tax/tax-address.service';
import { TaxChangeRun } from './services/tax/tax-change-run';
import { TaxCodeService } from './services/tax/tax-code.service';
import { TaxDocumentReadService } from './services/tax/tax-document-read.service';
import { TaxDocumentTurns } from './services/tax/tax-document-turns';
import { TaxDocumentService } from './services/tax/tax-document.service';
import { VendorActivityService } from './services/vendor-activity.service';
import { NoticeExecutionService } from './services/vendor-notices/notice-execution.service';
import { NoticeReceiver } from './services/vendor-notices/notice-receiver.service';
import { NoticedRecordService } from './services/vendor-notices/noticed-record.service';
import { VendorConnectionService } from './services/vendor-connection.service';
import { NotificationService } from './services/webhooks/notification.service';
import { WebhookDispatcher } from './services/webhooks/webhook-dispatcher';
import { WebhookSender } from './services/webhooks/webhook-sender';
import { WebhookSwitch } from './services/webhooks/webhook-switch';
import { VendorWriteLogService } from './services/writes/vendor-write-log.service';
import { VendorWriteService } from './services/writes/vendor-write.service';
import { WriteTurns } from './services/writes/write-turns';
import type { AgentWork } from './services/agents/agent-work';
import { InstanceAgentService } from './services/agents/instance-agent.service';
import { type AgentParts, composeAgents } from './compose-agents';
import { composeAgentWork } from './compose-agent-work';
import { InstanceAgentRepository } from './persistence/repositories/instance-agent.repository';
import { CarriedRequests } from './services/writes/carried-request';
import { WriteQueue, type AgentFactsSource } from './services/writes/write-queue';
import { WriteSettler } from './services/writes/write-settler';
import { WrittenRecordsService } from './services/writes/written-records.service';

export interface ServiceOptions {
  readonly database: Database;
  readonly adapters: readonly VendorAdapter[];
  readonly encryptionKeys: readonly EncryptionKey[];
  /** Where the sandboxes listen; null where vendors are live. */
  readonly sandboxOrigin: string | null;
  /** Origins that may be called although they are private. */
  readonly privateOrigins: readonly string[];
  /** Where this service is reached from outside, without a slash at the end. Default: `http://localhost:4000`. */
  readonly publicUrl?: string;
  /** Routers that may be called back. Default: none. */
  readonly subscriptionCallbackOrigins?: readonly string[];
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly clock: Clock;
}

/** What the service is made of, put together by hand in one place. */
export interface ServiceParts {
  /** What the graph is served from. */
  readonly services: Services;
  /** What our page for consents that were given does. */
  readonly consentCallback: ConsentCallback;
  readonly grantReturn: GrantReturn;
  readonly grantUpkeep: GrantUpkeepService;
  readonly returnUrls: ReturnUrlService;
  /** What vendors' messages are handed to, and what looks at them later. */
  /** What agents carry. */
  readonly agentWork: AgentWork;
  /** What they call, and what is kept of them. */
  readonly agents: AgentParts;
  readonly noticeReceiver: NoticeReceiver;
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
  const { database, clock, logger, metrics, publicUrl = 'http://localhost:4000' } = options;
  const context = createRequestContext({ logger });
  const encryption = new Encryption(options.encryptionKeys);
  const tasks = new BackgroundTasks(logger);
  const catalog = new CatalogService(options.adapters, { sandboxOrigin: options.sandboxOrigin });

  const instances = new InstanceRepository(database);
  const configuration = new InstanceConfigurationRepository(database);
  const freshnessRows = new FreshnessRepository(database);
  const leases = new LeaseRepository(database, clock);
  const absent = new AbsentRecordRepository(database);
  const idempotencyKeys = new IdempotencyKeyRepository(database);
  const vendorCalls = new VendorCallRepository(database);
  const vendorWrites = new VendorWriteRepository(database);
  const changeEvents = new ChangeEventRepository(database);
  const syncRuns = new SyncRunRepository(database);
  const store = new RecordStore(
    new ReportRepository(database),
    new ExpenseRepository(database),
    new PolicyRepository(database),
    new EmployeeRepository(database),
    new BookEntryRepository(database),
    new ExpenseReceiptRepository(database),
    changeEvents,
  );

  const exempt = options.sandboxOrigin === null ? [] : [options.sandboxOrigin];
  const guard = createAddressGuard({ exemptOrigins: [...exempt, ...options.privateOrigins] });
  const budgetLog = new VendorBudgetRepository(database);
  const budgets = createRequestBudget({ store: budgetLog, clock });
  const callLog = new BufferedVendorCallLog({ store: vendorCalls, context });
  const vendorHttp = createVendorHttpFactory({ guard, budgets, callLog, metrics, clock });
  const statuses = new InstanceStatusService(instances, changeEvents, clock);
  const grants = { configuration, leases, statuses, encryption, database, clock };
  const connections = new VendorConnectionService(catalog, vendorHttp.open, grants);
  const health = new InstanceHealthService(instances, statuses, clock);
  const jobs = new JobQueue(database, clock, context);
  const syncStarter = new SyncRunStarter(syncRuns, jobs, clock);
  const loads = new ResourceLoadService({
    starter: syncStarter,
    catalog,
    connections,
    freshness: freshnessRows,
    leases,
    health,
    store,
    statistics: new RecordStatisticsRepository(database),
    runs: syncRuns,
    writes: vendorWrites,
    database,
    metrics,
    tasks,
    clock,
  });
  const instanceReads = new InstanceReadService(catalog, instances, configuration);
  const freshness = new FreshnessService(catalog, freshnessRows, loads, connections, budgets, metrics, clock);
  const fetcher = new RecordFetchService(
    connections,
    leases,
    absent,
    freshnessRows,
    vendorWrites,
    store,
    health,
    database,
    tasks,
    clock,
  );
  const lookup = new RecordLookupService(catalog, instanceReads, freshness, fetcher, tasks, clock);

  const financialReports = new FinancialReportRepository(database);
  const reportReader = new FinancialReportReader(financialReports, connections, health, leases, database, tasks, clock);

  const syncSchedules = new SyncScheduleRepository(database);
  const polling = new PollingService(catalog, syncSchedules, syncStarter, database, clock);
  const syncExecution = new SyncExecutionService({
    catalog,
    instances,
    freshness: freshnessRows,
    loads,
    runs: syncRuns,
    schedules: syncSchedules,
    jobs,
    database,
    tasks,
    metrics,
    clock,
  });
  const localSync = new LocalSync(catalog, instances, syncStarter, syncExecution, syncRuns, jobs, database, clock);
  registerSyncJobs(jobs, { context, execution: syncExecution, polling });
  const checks = { catalog, connections, instances, statuses, leases, jobs, database, tasks, clock };
  const healthChecks = new HealthCheckService(checks);
  healthChecks.registerJobs(context);
  const idempotency = new IdempotencyService(idempotencyKeys, encryption, clock);
  const written = new WrittenRecordsService(catalog, store, freshnessRows, freshness, fetcher, database, tasks, clock);
  const carriedRequests = new CarriedRequests(encryption);
  const agentRows = new InstanceAgentRepository(database);
  const agentFacts: AgentFactsSource = {
    factsOf: async (of, instanceId) => (await agentRows.findByInstances(of, [instanceId]))[0]?.facts ?? {},
  };
  const agentWork = composeAgentWork({
    catalog,
    runs: syncRuns,
    execution: syncExecution,
    starter: syncStarter,
    freshness: freshnessRows,
    financialReports,
    reportReader,
    callLog,
    connections,
    writes: vendorWrites,
    requests: carriedRequests,
    settler: new WriteSettler({ health, writes: vendorWrites, written, database, clock }),
    idempotency,
    database,
    clock,
  });
  const writes = new VendorWriteService({
    catalog,
    instances: instanceReads,
    connections,
    health,
    idempotency,
    writes: vendorWrites,
    written,
    turns: new WriteTurns(leases, clock),
    queue: new WriteQueue(connections, agentFacts, vendorWrites, carriedRequests, database, clock),
    database,
    tasks,
    clock,
  });

  const exports = new ReportExportRepository(database);
  const exportFiles = new ReportExportFileRepository(database);
  const exportExecution = new ReportExportExecutionService({
    catalog,
    instances,
    connections,
    health,
    exports,
    files: exportFiles,
    store: new ExportFileStore(database, exports, exportFiles, leases),
    leases,
    encryption,
    jobs,
    tasks,
    clock,
  });
  registerExportJobs(jobs, { context, execution: exportExecution, exports, clock });
  const reportExports = new ReportExportService({
    catalog,
    instances: instanceReads,
    exports,
    idempotency,
    encryption,
    jobs,
    database,
    clock,
  });
  const exportDownloads = new ExportDownloadService(
    exportFiles,
    new LinkSigner(options.encryptionKeys, 'exports'),
    publicUrl,
    clock,
  );

  const taxAccess = new TaxAccess(catalog, instanceReads, connections, statuses, database);
  const taxRows = new TaxDocumentRepository(database);
  const taxChanges = new TaxDocumentChangeRepository(database);
  const taxDocumentReads = new TaxDocumentReadService(taxRows, taxChanges);
  const taxDocuments = new TaxDocumentService(
    taxAccess,
    taxDocumentReads,
    taxRows,
    new TaxChangeRun(taxRows, taxChanges, changeEvents, database, clock),
    new TaxDocumentTurns(leases, tasks, clock),
    idempotency,
    tasks,
    database,
    clock,
  );

  const channels = new WebhookChannelRepository(database);
  const deliveries = new WebhookDeliveryRepository(database);
  const webhookHttp = createWebhookHttp(guard, clock);
  const sender = new WebhookSender({
    database,
    configuration,
    channels,
    deliveries,
    catalog,
    encryption,
    http: webhookHttp,
    metrics,
    clock,
  });

  const subscriptionCallbacks = new SubscriptionCallbacks({
    origins: options.subscriptionCallbackOrigins ?? [],
    http: webhookHttp,
    clock,
  });
  const listener = new NotificationListener({ createClient: () => database.createClient(), clock, logger });
  const callers = new CallerRepository(database);
  const knownCallers = new KnownCallers(callers, listener, clock);
  const authentication = new Authentication(knownCallers, () => clock.now());
  // Who stays is looked up each time.
  const accessWatch = new AccessWatch(context, new Authentication(callers, () => clock.now()), clock);
  listener.on(ACCESS_CHANGES_CHANNEL, (organizationId) => {
    knownCallers.forget(organizationId);
    void accessWatch.check(organizationId);
  });
  const changeFeed = new ChangeFeed({ events: changeEvents, listener, context, clock });
  const syncRunService = new SyncRunService(
    catalog,
    instanceReads,
    syncRuns,
    syncStarter,
    jobs,
    database,
    tasks,
    metrics,
    clock,
  );
  const syncProgress = new SyncProgress(listener, syncRunService, clock);
  const reportExportProgress = new ReportExportProgress(listener, reportExports, clock);

  const agents = composeAgents({
    catalog,
    instances,
    configuration,
    statuses,
    authentication,
    encryption,
    work: agentWork,
    database,
    publicUrl,
    metrics,
    clock,
  });

  const check = new ConfigurationCheckService(catalog, connections, guard, clock);
  const exchange = new GrantExchange(connections, clock, `${publicUrl}/oauth/callback`);
  const settings = new InstanceSettingsWriter(encryption, new WebhookSwitch(encryption, clock));
  const provisioning = new ProvisioningService(
    catalog,
    check,
    exchange,
    idempotency,
    settings,
    agents.setups,
    database,
    clock,
  );
  const instanceService = new InstanceService(
    catalog,
    check,
    instances,
    statuses,
    freshnessRows,
    leases,
    settings,
    database,
    encryption,
    clock,
    (organizationId) => knownCallers.forget(organizationId),
  );
  const consents = new OAuthConsentRepository(database);
  const vault = new ConsentVault(encryption);
  const returns = new GrantReturn({ catalog, exchange, consents, vault, database, clock });
  const flowParts = { catalog, exchange, returns, consents, vault, database, clock };
  const organizations = new OrganizationRepository(database);
  const returnUrls = new ReturnUrlService(new ReturnUrlRepository(database), organizations, clock);
  const consentParts = { ...flowParts, check, instances: instanceService };
  const authorizations = new InstanceAuthorizationService(catalog, configuration);
  const upkeepParts = { catalog, authorizations, connections, instances, statuses, jobs, database, tasks, clock };
  const grantUpkeep = new GrantUpkeepService(upkeepParts);
  grantUpkeep.registerJobs(context);
  jobs.registerCron('return-grants', '* * * * *', () => returns.round(context));

  const notices = new VendorNoticeRepository(database);
  const noticeExecution = new NoticeExecutionService({
    notices,
    reports: financialReports,
    records: new NoticedRecordService(
      catalog,
      connections,
      freshnessRows,
      absent,
      store,
      leases,
      database,
      tasks,
      clock,
    ),
    instances,
    health,
    leases,
    jobs,
    database,
    clock,
  });
  noticeExecution.registerJobs(context);
  const noticeReceiver = new NoticeReceiver(
    catalog,
    new VendorAccountRepository(database),
    notices,
    financialReports,
    encryption,
    jobs,
    database,
    clock,
  );

  const records = new RecordReadService(catalog, store, freshness, lookup);
  const data = new DataReadService(catalog, records, taxDocumentReads);
  const bulkRows = new BulkJobRepository(database);
  const bulkParts = { catalog, instances: instanceReads, data, rows: bulkRows, leases, jobs, database, tasks, clock };
  new BulkExecutionService(bulkParts).registerJobs(context);
  const directReads = new DirectReadService(connections, health, database, tasks, clock);

  return {
    services: {
      catalog,
      instances: instanceService,
      provisioning,
      instanceRemoval: new InstanceRemovalService(catalog, instanceService, exchange, leases, clock),
      reauthentication: new ReauthenticationService(catalog, check, exchange, instanceService, agents.setups),
      consentPages: new ConsentPageService(catalog, check, exchange),
      consentRequests: new ConsentRequestService({ ...consentParts, returnUrls }),
      consentCompletion: new ConsentCompletionService({ ...consentParts, provisioning }),
      authorizations,
      instanceReads,
      changeEvents: new ChangeEventService(changeEvents),
      records,
      data,
      bulkJobs: new BulkJobService(jobs, bulkRows, database, clock),
      dataWrites: new DataWriteService(data, writes, taxDocuments, taxDocumentReads),
      notifications: new NotificationService(catalog, instanceReads, sender, database, tasks, clock),
      companyCards: new CompanyCardService(catalog, directReads),
      receiptLinks: new ReceiptLinkService(catalog, directReads),
      financialReports: new FinancialReportService(
        catalog,
        instanceReads,
        financialReports,
        reportReader,
        metrics,
        clock,
      ),
      changeSubscriptions: new ChangeSubscriptionService(changeFeed, instanceReads, changeEvents),
      agentSetups: new InstanceAgentService(instanceService, agents.setups),
      agents: agents.reads,
      vendorWrites: writes,
      vendorWriteLog: new VendorWriteLogService(instanceReads, vendorWrites),
      vendorActivity: new VendorActivityService(catalog, connections, budgets, vendorCalls),
      reportExports,
      reportExportProgress,
      exportDownloads,
      taxDocuments,
      taxDocumentReads,
      taxCodes: new TaxCodeService(taxAccess, new TaxCodeRepository(database), leases, database, tasks, clock),
      taxAddresses: new TaxAddressService(taxAccess, clock),
      syncRuns: syncRunService,
      syncProgress,
      organizations: new OrganizationService(organizations, clock),
    },
    consentCallback: new ConsentCallback({ ...flowParts, returnUrls }),
    grantReturn: returns,
    grantUpkeep,
    returnUrls,
    agentWork,
    agents,
    noticeReceiver,
    noticeExecution,
    connections,
    authentication,
    accessWatch,
    subscriptionCallbacks,
    keyRotation: new KeyRotationService(
      configuration,
      idempotencyKeys,
      exports,
      consents,
      vault,
      vendorWrites,
      encryption,
    ),
    housekeeping: new HousekeepingService(
      instances,
      new RecordPurgeRepository(database),
      changeEvents,
      vendorCalls,
      vendorWrites,
      budgetLog,
      leases,
      absent,
      idempotencyKeys,
      channels,
      deliveries,
      new ExportRetention(exports, exportFiles, clock),
      agents.upkeep,
      bulkRows,
      tasks,
      clock,
    ),
    webhooks: new WebhookDispatcher(channels, sender, tasks, clock),
    tasks,
    jobs,
    polling,
    healthChecks,
    localSync,
    syncExecution,
    exportDownloads,
    exportExecution,
    syncLagSeconds: async () => {
      const lags = [syncSchedules.lagSeconds(context, clock.now()), jobs.lagSeconds(SYNC_TASK)];
      return Math.max(...(await Promise.all(lags)));
    },
    context,
    flushCallLog: () => callLog.flush(),
    beginStop: () => tasks.beginStop(),
    close: async () => {
      await subscriptionCallbacks.close();
      await changeFeed.close();
      await syncProgress.close();
      await reportExportProgress.close();
      await listener.stop();
      accessWatch.close();
      // Jobs end because the tasks that they wait for do.
      await Promise.all([tasks.stop(), jobs.stop()]);
      await vendorHttp.close();
      await webhookHttp.close();
      await callLog.close();
    },
  };
}
