import { quickbooksOnline } from '../../src/adapters/quickbooks-online';
import type { QuickBooksSandbox } from '../../src/adapters/quickbooks-online/sandbox';
import { connectedClient, SANDBOX_REALM } from '../support/quickbooks-client';
import { describeAdapter } from './adapter.contract';

describe('QuickBooks Online', () => {
  describeAdapter(quickbooksOnline, {
    connect: async (sandbox, baseUrl) => {
      const client = await connectedClient({ sandbox: sandbox as QuickBooksSandbox, baseUrl });
      return { 'quickbooks.realm.id': SANDBOX_REALM, 'oauth.user.token': client.getToken().access_token };
    },
  });
});
