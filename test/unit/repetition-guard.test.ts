import { VendorProtocolError } from '../../src/adapters/vendor-error';
import { RepetitionGuard } from '../../src/services/repetition-guard';
import { buildReport } from '../support/record-builders';

const batch = (...ids: string[]) => ({ reports: ids.map((remoteId) => buildReport(remoteId)) });

describe('the guard against a vendor that repeats itself', () => {
  it('notices a place that a list comes to twice', () => {
    const guard = new RepetitionGuard();
    guard.passed('one');
    guard.passed('two');
    expect(() => guard.passed('one')).toThrow(VendorProtocolError);
  });

  it('notices the same page again and again', () => {
    const guard = new RepetitionGuard();
    const page = batch('R1', 'R2');
    guard.told(page);
    guard.told(page);
    expect(() => guard.told(page)).toThrow('The vendor told the same 2 records 3 times in one list');
  });

  it('lets single records and other pages come as often as they like', () => {
    const guard = new RepetitionGuard();
    for (let time = 0; time < 5; time++) guard.told(batch('R1'));
    for (let page = 0; page < 5; page++) guard.told(batch('R1', `R${page}`));
  });
});
