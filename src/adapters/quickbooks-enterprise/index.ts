import type { VendorAdapter } from '../adapter';
import { webConnector } from './agent';
import { quickbooksEnterpriseCatalog } from './catalog';
import { financialReports, REPORT_OPERATIONS } from './operations/financial-reports';
import { quickbooksEnterprisePlatformResources } from './platform-resources';
import { bookResources } from './resources';
import { webConnectorAgent } from './sandbox';
import { quickbooksEnterpriseWrites, withWrites } from './writes';

/** QuickBooks Enterprise: its program calls us, so there is no limit to keep. */
export const quickbooksEnterprise: VendorAdapter = {
  catalog: quickbooksEnterpriseCatalog,
  requestLimits: [],
  resources: { ...withWrites(bookResources), FINANCIAL_REPORTS: REPORT_OPERATIONS },
  platformResources: quickbooksEnterprisePlatformResources,
  writes: quickbooksEnterpriseWrites,
  financialReports,
  agent: webConnector,
  sandboxAgent: webConnectorAgent,
};
