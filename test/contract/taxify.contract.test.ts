import { taxify } from '../../src/adapters/taxify';
import { describeAdapter } from './adapter.contract';

describe('Taxify', () => {
  describeAdapter(taxify);
});
