import { median, quantile, ratioOf, spreadOf } from '../../bench/parts/statistics';
import { atLeast, atMost, describeTarget, verdictOn } from '../../bench/target';

describe('the figures of the benchmarks', () => {
  it('have medians and quantiles between the closest ranks', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(quantile([10, 20, 30, 40, 50], 0.99)).toBeCloseTo(49.6);
    expect(() => median([])).toThrow('There is no quantile of nothing.');
  });

  it('have the lowest and the highest as spread', () => {
    expect(spreadOf([5, 9, 7])).toEqual({ median: 7, min: 5, max: 9 });
  });

  it('compare medians, and spread what stood side by side', () => {
    // A busy second round halves both: the ratio of that round is as good as any.
    expect(ratioOf([100, 50, 110], [50, 25, 44])).toEqual({ median: 100 / 44, min: 2, max: 2.5 });
  });

  it.each([
    [0.64, atLeast(0.65, 0.75), 'MISSED'],
    [0.65, atLeast(0.65, 0.75), 'met'],
    [0.75, atLeast(0.65, 0.75), 'goal met'],
    [3, atLeast(3), 'met'],
    [1.21, atMost(1.2), 'MISSED'],
    [1.2, atMost(1.2), 'met'],
    [0, atMost(0), 'met'],
  ])('of %d and a target are judged', (value, target, verdict) => {
    expect(verdictOn(value, target)).toBe(verdict);
  });

  it('say what they are to reach', () => {
    expect(describeTarget(atLeast(0.65, 0.75))).toBe('at least 0.65, goal 0.75');
    expect(describeTarget(atMost(100))).toBe('at most 100');
  });
});
