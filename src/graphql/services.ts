import type { CatalogService } from '../services/catalog.service';
import type { InstanceReadService } from '../services/instance-read.service';
import type { InstanceService } from '../services/instance.service';
import type { OrganizationService } from '../services/organization.service';
import type { RecordReadService } from '../services/record-read.service';
import type { VendorActivityService } from '../services/vendor-activity.service';

/** What the graph is served from. */
export interface Services {
  readonly catalog: CatalogService;
  readonly instances: InstanceService;
  readonly instanceReads: InstanceReadService;
  readonly records: RecordReadService;
  readonly vendorActivity: VendorActivityService;
  readonly organizations: OrganizationService;
}
