import type { WebhookHttp } from '../adapters/http/webhook-http';
import type { NotificationListener } from '../persistence/notification-listener';
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
  readonly listener: NotificationListener;
  readonly instanceReads: InstanceReadService;
  readonly syncRuns: SyncRunService;
  readonly reportExports: ReportExportService;
  readonly webhookHttp: WebhookHttp;
  /** Routers that may be called back. */
  readonly callbackOrigins: readonly string[];
}

/** What callers are told without asking again. */
export interface LiveUpdateParts {
  readonly callbacks: SubscriptionCallbacks;
  readonly changeSubscriptions: ChangeSubscriptionService;
  readonly syncProgress: SyncProgress;
  readonly exportProgress: ReportExportProgress;
  /** Ends what callers listen to. */
  readonly close: () => Promise<void>;
}

export function composeLiveUpdates(foundation: Foundation, dependencies: LiveUpdateDependencies): LiveUpdateParts {
  const { context, clock, rows } = foundation;
  const { listener, instanceReads, syncRuns, reportExports, webhookHttp, callbackOrigins } = dependencies;
  const callbacks = new SubscriptionCallbacks({ origins: callbackOrigins, http: webhookHttp, clock });
  const changeFeed = new ChangeFeed({ events: rows.changeEvents, listener, context, clock });
  const syncProgress = new SyncProgress(listener, syncRuns, clock);
  const exportProgress = new ReportExportProgress(listener, reportExports, clock);
  return {
    callbacks,
    changeSubscriptions: new ChangeSubscriptionService(changeFeed, instanceReads, rows.changeEvents),
    syncProgress,
    exportProgress,
    close: async () => {
      await callbacks.close();
      await changeFeed.close();
      await syncProgress.close();
      await exportProgress.close();
    },
  };
}
