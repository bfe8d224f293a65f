import type { Logger } from 'pino';
import type { VendorAdapter } from './adapters/adapter';
import { createAddressGuard } from './adapters/http/address-guard';
import { createVendorHttpFactory } from './adapters/http/http-client';
import { createRequestBudget } from './adapters/http/request-budget';
import { BufferedVendorCallLog } from './adapters/http/vendor-call-log';
import type { Clock } from './clock';
import type { EncryptionKey } from './config';
import type { Services } from './graphql/services';
import type { Metrics } from './metrics';
import type { Database } from './persistence/database';
import { AbsentRecordRepository } from './persistence/repositories/absent-record.repository';
import { CallerRepository } from './persistence/repositories/caller.repository';
import { EmployeeRepository } from './persistence/repositories/employee.repository';
import { ExpenseRepository } from './persistence/repositories/expense.repository';
import { FreshnessRepository } from './persistence/repositories/freshness.repository';
import { IdempotencyKeyRepository } from './persistence/repositories/idempotency-key.repository';
import { InstanceConfigurationRepository } from './persistence/repositories/instance-configuration.repository';
import { InstanceRepository } from './persistence/repositories/instance.repository';
import { LeaseRepository } from './persistence/repositories/lease.repository';
import { OrganizationRepository } from './persistence/repositories/organization.repository';
import { PolicyRepository } from './persistence/repositories/policy.repository';
import { RecordPurgeRepository } from './persistence/repositories/record-purge.repository';
import { RecordStatisticsRepository } from './persistence/repositories/record-statistics.repository';
import { ReportRepository } from './persistence/repositories/report.repository';
import { VendorBudgetRepository } from './persistence/repositories/vendor-budget.repository';
import { VendorCallRepository } from './persistence/repositories/vendor-call.repository';
import { createRequestContext, type RequestContext } from './request-context';
import { Encryption } from './security/encryption';
import { Authentication } from './services/authentication.service';
import { BackgroundTasks } from './services/background-tasks';
import { CatalogService } from './services/catalog.service';
import { ConfigurationCheckService } from './services/configuration-check.service';
import { FreshnessService } from './services/freshness.service';
import { HousekeepingService } from './services/housekeeping.service';
import { IdempotencyService } from './services/idempotency.service';
import { InstanceHealthService } from './services/instance-health.service';
import { InstanceReadService } from './services/instance-read.service';
import { InstanceService } from './services/instance.service';
import { KeyRotationService } from './services/key-rotation.service';
import { OrganizationService } from './services/organization.service';
import { RecordFetchService } from './services/record-fetch.service';
import { RecordLookupService } from './services/record-lookup.service';
import { RecordReadService } from './services/record-read.service';
import { RecordStore } from './services/record-store';
import { ResourceLoadService } from './services/resource-load.service';
import { VendorActivityService } from './services/vendor-activity.service';
import { VendorConnectionService } from './services/vendor-connection.service';

export interface ServiceOptions {
  readonly database: Database;
  readonly adapters: readonly VendorAdapter[];
  readonly encryptionKeys: readonly EncryptionKey[];
  /** Where the sandboxes listen; null where vendors are live. */
  readonly sandboxOrigin: string | null;
  /** Origins that may be called although they are private. */
  readonly privateOrigins: readonly string[];
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly clock: Clock;
}

/** What the service is made of, put together by hand in one place. */
export interface ServiceParts {
  /** What the graph is served from. */
  readonly services: Services;
  readonly authentication: Authentication;
  readonly keyRotation: KeyRotationService;
  readonly housekeeping: HousekeepingService;
  readonly tasks: BackgroundTasks;
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
  const { database, clock, logger, metrics } = options;
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
  const store = new RecordStore(
    new ReportRepository(database),
    new ExpenseRepository(database),
    new PolicyRepository(database),
    new EmployeeRepository(database),
  );

  const exempt = options.sandboxOrigin === null ? [] : [options.sandboxOrigin];
  const guard = createAddressGuard({ exemptOrigins: [...exempt, ...options.privateOrigins] });
  const budgetLog = new VendorBudgetRepository(database);
  const budgets = createRequestBudget({ store: budgetLog, clock });
  const callLog = new BufferedVendorCallLog({ store: vendorCalls, context });
  const vendorHttp = createVendorHttpFactory({ guard, budgets, callLog, metrics, clock });
  const connections = new VendorConnectionService(catalog, configuration, encryption, vendorHttp.open, clock);

  const health = new InstanceHealthService(instances, clock);
  const loads = new ResourceLoadService({
    connections,
    freshness: freshnessRows,
    leases,
    health,
    store,
    statistics: new RecordStatisticsRepository(database),
    database,
    tasks,
    clock,
  });
  const instanceReads = new InstanceReadService(catalog, instances, configuration);
  const freshness = new FreshnessService(catalog, freshnessRows, loads, connections, budgets, metrics, clock);
  const fetcher = new RecordFetchService(connections, leases, absent, store, health, database, tasks, clock);
  const lookup = new RecordLookupService(catalog, instanceReads, freshness, fetcher, tasks, clock);
  const idempotency = new IdempotencyService(idempotencyKeys, encryption, clock);

  return {
    services: {
      catalog,
      instances: new InstanceService(
        catalog,
        new ConfigurationCheckService(catalog, connections, guard, clock),
        instances,
        freshnessRows,
        leases,
        idempotency,
        database,
        encryption,
        clock,
      ),
      instanceReads,
      records: new RecordReadService(catalog, store, freshness, lookup),
      vendorActivity: new VendorActivityService(catalog, connections, budgets, vendorCalls),
      organizations: new OrganizationService(new OrganizationRepository(database), clock),
    },
    authentication: new Authentication(new CallerRepository(database), () => clock.now()),
    keyRotation: new KeyRotationService(configuration, idempotencyKeys, encryption),
    housekeeping: new HousekeepingService(
      instances,
      new RecordPurgeRepository(database),
      vendorCalls,
      budgetLog,
      leases,
      absent,
      idempotencyKeys,
      tasks,
      clock,
    ),
    tasks,
    context,
    flushCallLog: () => callLog.flush(),
    beginStop: () => tasks.beginStop(),
    close: async () => {
      await tasks.stop();
      await vendorHttp.close();
      await callLog.close();
    },
  };
}
