import type { WebhookHttp } from '../adapters/http/webhook-http';
import { NotificationListener } from '../persistence/notification-listener';
import { CallerRepository } from '../persistence/repositories/caller.repository';
import { ACCESS_CHANGES_CHANNEL } from '../persistence/repositories/instance.repository';
import { AccessWatch } from '../services/access-watch';
import { Authentication } from '../services/authentication.service';
import { ChangeFeed } from '../services/change-feed';
import { ChangeSubscriptionService } from '../services/change-subscription.service';
import { ReportExportProgress } from '../services/exports/report-export-progress';
import type { ReportExportService } from '../services/exports/report-export.service';
import type { InstanceReadService } from '../services/instance-read.service';
import { SubscriptionCallbacks } from '../services/subscription-callbacks';
import { SyncProgress } from '../services/sync/sync-progress';
import type { SyncRunService } from '../services/sync/sync-run.service';
import type { Foundation } from './foundation';

export interface LiveUpdateDependencies {
  readonly instanceReads: InstanceReadService;
  readonly syncRuns: SyncRunService;
  readonly reportExports: ReportExportService;
  readonly webhookHttp: WebhookHttp;
  /** Routers that may be called back. */
  readonly callbackOrigins: readonly string[];
}

/** Who is calling, and what callers are told without asking again. */
export interface LiveUpdateParts {
  readonly authentication: Authentication;
  /** Whether those who subscribed may still listen. */
  readonly accessWatch: AccessWatch;
  readonly callbacks: SubscriptionCallbacks;
  readonly changeSubscriptions: ChangeSubscriptionService;
  readonly syncProgress: SyncProgress;
  readonly exportProgress: ReportExportProgress;
  /** Ends what callers listen to, then listening to the database. */
  readonly close: () => Promise<void>;
}

export function composeLiveUpdates(foundation: Foundation, dependencies: LiveUpdateDependencies): LiveUpdateParts {
  const { context, database, clock, logger, rows } = foundation;
  const { instanceReads, syncRuns, reportExports, webhookHttp, callbackOrigins } = dependencies;
  const authentication = new Authentication(new CallerRepository(database), () => clock.now());
  const accessWatch = new AccessWatch(context, authentication, clock);
  const callbacks = new SubscriptionCallbacks({ origins: callbackOrigins, http: webhookHttp, clock });
  const listener = new NotificationListener({ createClient: () => database.createClient(), clock, logger });
  listener.on(ACCESS_CHANGES_CHANNEL, (organizationId) => void accessWatch.check(organizationId));
  const changeFeed = new ChangeFeed({ events: rows.changeEvents, listener, context, clock });
  const syncProgress = new SyncProgress(listener, syncRuns, clock);
  const exportProgress = new ReportExportProgress(listener, reportExports, clock);
  return {
    authentication,
    accessWatch,
    callbacks,
    changeSubscriptions: new ChangeSubscriptionService(changeFeed, instanceReads, rows.changeEvents),
    syncProgress,
    exportProgress,
    close: async () => {
      await callbacks.close();
      await changeFeed.close();
      await syncProgress.close();
      await exportProgress.close();
      await listener.stop();
      accessWatch.close();
    },
  };
}
