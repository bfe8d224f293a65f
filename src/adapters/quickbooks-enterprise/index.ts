import type { VendorAdapter } from '../adapter';
import { webConnector } from './agent';
import { quickbooksEnterpriseCatalog } from './catalog';
import { bookResources } from './resources';
import { webConnectorAgent } from './sandbox';

/** QuickBooks Enterprise: its program calls us, so there is no limit to keep. */
export const quickbooksEnterprise: VendorAdapter = {
  catalog: quickbooksEnterpriseCatalog,
  requestLimits: [],
  resources: { ...bookResources },
  agent: webConnector,
  sandboxAgent: webConnectorAgent,
};
