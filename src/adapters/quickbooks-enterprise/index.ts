import type { VendorAdapter } from '../adapter';
import { webConnector } from './agent';
import { quickbooksEnterpriseCatalog } from './catalog';
import { webConnectorAgent } from './sandbox';

/** QuickBooks Enterprise: its program calls us, so there is no limit to keep. */
export const quickbooksEnterprise: VendorAdapter = {
  catalog: quickbooksEnterpriseCatalog,
  requestLimits: [],
  resources: {},
  agent: webConnector,
  sandboxAgent: webConnectorAgent,
};
