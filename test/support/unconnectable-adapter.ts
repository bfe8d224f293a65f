import type { VendorAdapter } from '../../src/adapters/adapter';

/** A vendor that is in the catalogue only: nobody can be asked whether credentials are good, and nobody calls. */
export const unconnectable: VendorAdapter = {
  catalog: {
    key: 'unconnectable',
    elementId: 3,
    name: 'Unconnectable Books',
    description: 'In the catalogue.',
    hub: 'finance',
    authentication: 'CREDENTIALS',
    provisioningFlows: ['CREDENTIALS'],
    configurationFields: [],
  },
  requestLimits: [],
  resources: {},
};
