import type { Logger } from 'pino';
import type { VendorAdapter } from '../adapters/adapter';
import type { Clock } from '../clock';
import type { EncryptionKey } from '../config';
import { JobQueue } from '../jobs/job-queue';
import type { Metrics } from '../metrics';
import type { Database } from '../persistence/database';
import { LeaseRepository } from '../persistence/repositories/lease.repository';
import { createRequestContext, type RequestContext } from '../request-context';
import { Encryption } from '../security/encryption';
import { BackgroundTasks } from '../services/background-tasks';
import { CatalogService } from '../services/catalog.service';
import { composeSharedRows, type SharedRows } from './shared-rows';

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

/** What every subject stands on. */
export interface Foundation {
  /** Of the process itself: for work that no request asked for. */
  readonly context: RequestContext;
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly encryption: Encryption;
  readonly tasks: BackgroundTasks;
  readonly jobs: JobQueue;
  readonly leases: LeaseRepository;
  readonly catalog: CatalogService;
  readonly publicUrl: string;
  readonly rows: SharedRows;
}

export function composeFoundation(options: ServiceOptions): Foundation {
  const { database, clock, logger, metrics, publicUrl = 'http://localhost:4000' } = options;
  const context = createRequestContext({ logger });
  return {
    context,
    database,
    clock,
    logger,
    metrics,
    encryption: new Encryption(options.encryptionKeys),
    tasks: new BackgroundTasks(logger),
    jobs: new JobQueue(database, clock, context),
    leases: new LeaseRepository(database, clock),
    catalog: new CatalogService(options.adapters, { sandboxOrigin: options.sandboxOrigin }),
    publicUrl,
    rows: composeSharedRows(database),
  };
}
