import type { VendorAdapter } from '../adapter';
import { quickbooksOnlineCatalog } from './catalog';

const LIMITS_PAGE = 'https://developer.intuit.com/app/developer/qbo/docs/learn/rest-api-features';

/** QuickBooks Online: in the catalogue, without operations. */
export const quickbooksOnline: VendorAdapter = {
  catalog: quickbooksOnlineCatalog,
  requestLimits: [
    { requests: 10, perSeconds: 1, scope: 'company', source: LIMITS_PAGE },
    { requests: 500, perSeconds: 60, scope: 'company', source: LIMITS_PAGE },
  ],
  resources: {},
};
