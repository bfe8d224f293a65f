import { quickbooksEnterprise } from '../../src/adapters/quickbooks-enterprise';
import { describeAdapter } from './adapter.contract';

describe('QuickBooks Enterprise', () => {
  describeAdapter(quickbooksEnterprise);
});
