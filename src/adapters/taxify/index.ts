import { createHash } from 'node:crypto';
import type { VendorAdapter } from '../adapter';
import { taxifyCatalog } from './catalog';
import { checkCredentials } from './check';
import { vendorDocumentKey } from './document-key';
import { calculateTax } from './operations/calculate-tax';
import { cancelTax } from './operations/cancel-tax';
import { commitTax } from './operations/commit-tax';
import { listTaxCodes } from './operations/list-codes';
import { verifyAddress } from './operations/verify-address';
import { taxifyPlatformResources } from './platform-resources';
import { createTaxifySandbox } from './sandbox';

const US_ONLY = 'Addresses in the United States only.';

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
  resources: {
    TAX_DOCUMENTS: {
      operations: ['LIST', 'GET', 'CALCULATE', 'COMMIT', 'CANCEL'],
      details: [
        { operation: 'LIST', delivery: 'FROM_OUR_RECORDS', note: 'What was calculated through the instance.' },
        { operation: 'GET', delivery: 'FROM_OUR_RECORDS', note: 'Taxify cannot be asked for a document.' },
      ],
    },
    TAX_CODES: { operations: ['LIST'] },
    ADDRESSES: { operations: ['VERIFY'], details: [{ operation: 'VERIFY', delivery: 'IMMEDIATE', note: US_ONLY }] },
  },
  platformResources: taxifyPlatformResources,
  tax: {
    documentKey: vendorDocumentKey,
    calculate: calculateTax,
    commit: commitTax,
    cancel: cancelTax,
    verifyAddress,
    listCodes: (connection, kind) => listTaxCodes(connection, kind),
  },
  check: checkCredentials,
  // One key is one account. The partner's key counts too: whoever gives a wrong one must not use up another's limit.
  budgetScope: ({ 'api.key': apiKey, 'partner.key': partnerKey }) =>
    createHash('sha256')
      .update(JSON.stringify([apiKey, partnerKey ?? '']))
      .digest('hex'),
  createSandbox: createTaxifySandbox,
};
