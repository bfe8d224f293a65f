import type { VendorAdapter } from '../adapter';
import { taxifyCatalog } from './catalog';

/** Taxify: in the catalogue, without operations. */
export const taxify: VendorAdapter = {
  catalog: taxifyCatalog,
  requestLimits: [
    {
      requests: 10,
      perSeconds: 1,
      scope: 'credentials',
      source: 'Taxify publishes no limit; this is our own restraint.',
    },
  ],
  resources: {},
};
