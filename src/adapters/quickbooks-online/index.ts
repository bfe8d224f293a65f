import { createHash } from 'node:crypto';
import type { VendorAdapter } from '../adapter';
import { quickbooksOnlineCatalog } from './catalog';
import { checkConnection } from './check';
import { quickbooksInbound } from './inbound';
import { quickbooksOAuth } from './oauth';
import { financialReports, REPORT_OPERATIONS } from './operations/financial-reports';
import { receiptLinks } from './operations/receipt-links';
import { quickbooksPlatformResources } from './platform-resources';
import { bookResources } from './resources';
import { createQuickBooksSandbox } from './sandbox';
import { APP_KEY, APP_SECRET, REALM } from './settings';
import { quickbooksWrites } from './writes';
import { watched } from './watched-resources';

const LIMITS_PAGE = 'https://developer.intuit.com/app/developer/qbo/docs/learn/rest-api-features';

/** QuickBooks Online, through Intuit's accounting service. */
export const quickbooksOnline: VendorAdapter = {
  catalog: quickbooksOnlineCatalog,
  requestLimits: [
    { requests: 10, perSeconds: 1, scope: 'company', source: LIMITS_PAGE },
    { requests: 500, perSeconds: 60, scope: 'company', source: LIMITS_PAGE },
  ],
  resources: { ...watched(bookResources), FINANCIAL_REPORTS: REPORT_OPERATIONS },
  receiptLinks,
  platformResources: quickbooksPlatformResources,
  writes: quickbooksWrites,
  financialReports,
  inbound: quickbooksInbound,
  oauth: quickbooksOAuth,
  check: checkConnection,
  // The limits are counted by company and app; tokens come and go.
  budgetScope: ({ [APP_KEY]: key, [APP_SECRET]: secret, [REALM]: realm }) =>
    createHash('sha256')
      .update(JSON.stringify([key, secret, realm]))
      .digest('hex'),
  createSandbox: createQuickBooksSandbox,
};
