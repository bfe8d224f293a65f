import { expensify } from '../../src/adapters/expensify';
import { ExportInputCheck } from '../../src/services/exports/export-input-check';
import type { DaysInput } from '../../src/services/exports/export-input';

describe('the days of an export', () => {
  function daysOf(createdOrSubmittedOn: DaysInput) {
    const check = new ExportInputCheck(expensify, 'instance', '2026-11-20');
    const order = check.reportOrder(expensify.exports!, {
      instanceId: 'instance',
      selection: { createdOrSubmittedOn },
      format: 'CSV',
      includeReceipts: false,
      dryRun: false,
    });
    expect(check.errors).toEqual([]);
    return order.request.selection.days;
  }

  it('are a year, up to a day ahead, where an end is left out', () => {
    expect(daysOf({ from: '2026-11-01' })).toEqual({ from: '2026-11-01', to: '2026-11-21' });
    expect(daysOf({ to: '2026-11-20' })).toEqual({ from: '2025-11-21', to: '2026-11-20' });
    expect(daysOf({})).toBeNull();
  });

  it('are days that can be written, however long ago', () => {
    expect(daysOf({ to: '0000-06-01' })).toEqual({ from: '0000-01-01', to: '0000-06-01' });
  });
});
