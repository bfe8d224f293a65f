import { createHash } from 'node:crypto';
import type { VendorAdapter } from '../adapter';
import { taxifyCatalog } from './catalog';
import { checkCredentials } from './check';
import { createTaxifySandbox } from './sandbox';

/** Taxify, through its JSON service. */
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
  check: checkCredentials,
  // One key is one account. The partner's key counts too: whoever gives a wrong one must not use up another's limit.
  budgetScope: ({ 'api.key': apiKey, 'partner.key': partnerKey }) =>
    createHash('sha256')
      .update(JSON.stringify([apiKey, partnerKey ?? '']))
      .digest('hex'),
  createSandbox: createTaxifySandbox,
};
