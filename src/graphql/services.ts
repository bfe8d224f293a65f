import type { CatalogService } from '../services/catalog.service';
import type { ChangeSubscriptionService } from '../services/change-subscription.service';
import type { CompanyCardService } from '../services/company-card.service';
import type { ChangeEventService } from '../services/change-event.service';
import type { ExportDownloadService } from '../services/exports/export-download.service';
import type { ReportExportProgress } from '../services/exports/report-export-progress';
import type { ReportExportService } from '../services/exports/report-export.service';
import type { InstanceReadService } from '../services/instance-read.service';
import type { InstanceRemovalService } from '../services/instance-removal.service';
import type { InstanceService } from '../services/instance.service';
import type { InstanceAuthorizationService } from '../services/oauth/instance-authorization.service';
import type { OAuthFlowService } from '../services/oauth/oauth-flow.service';
import type { ReauthenticationService } from '../services/oauth/reauthentication.service';
import type { OrganizationService } from '../services/organization.service';
import type { ProvisioningService } from '../services/provisioning.service';
import type { RecordReadService } from '../services/record-read.service';
import type { SyncProgress } from '../services/sync/sync-progress';
import type { SyncRunService } from '../services/sync/sync-run.service';
import type { VendorActivityService } from '../services/vendor-activity.service';
import type { VendorWriteLogService } from '../services/writes/vendor-write-log.service';
import type { VendorWriteService } from '../services/writes/vendor-write.service';
import type { NotificationService } from '../services/webhooks/notification.service';

/** What the graph is served from. */
export interface Services {
  readonly catalog: CatalogService;
  readonly instances: InstanceService;
  readonly provisioning: ProvisioningService;
  readonly instanceRemoval: InstanceRemovalService;
  readonly reauthentication: ReauthenticationService;
  readonly oauthFlows: OAuthFlowService;
  readonly authorizations: InstanceAuthorizationService;
  readonly instanceReads: InstanceReadService;
  readonly changeEvents: ChangeEventService;
  readonly records: RecordReadService;
  readonly companyCards: CompanyCardService;
  readonly changeSubscriptions: ChangeSubscriptionService;
  readonly vendorActivity: VendorActivityService;
  readonly reportExports: ReportExportService;
  readonly reportExportProgress: ReportExportProgress;
  readonly exportDownloads: ExportDownloadService;
  readonly syncRuns: SyncRunService;
  readonly syncProgress: SyncProgress;
  readonly notifications: NotificationService;
  readonly vendorWrites: VendorWriteService;
  readonly vendorWriteLog: VendorWriteLogService;
  readonly organizations: OrganizationService;
}
