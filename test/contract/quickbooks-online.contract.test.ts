import { quickbooksOnline } from '../../src/adapters/quickbooks-online';
import { describeAdapter } from './adapter.contract';

describe('QuickBooks Online', () => {
  describeAdapter(quickbooksOnline);
});
