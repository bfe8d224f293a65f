import type { VendorAdapter } from '../adapter';
import { quickbooksEnterpriseCatalog } from './catalog';

/** QuickBooks Enterprise: in the catalogue, without operations. It calls us, so there is no limit to keep. */
export const quickbooksEnterprise: VendorAdapter = {
  catalog: quickbooksEnterpriseCatalog,
  requestLimits: [],
  resources: {},
};
