import { halvesOf, spansBefore, spansOfHistory } from '../../src/adapters/expensify/spans';

const TODAY = new Date('2026-08-15T12:00:00Z');
const DAY_MS = 86_400_000;

function days({ startDate, endDate }: { startDate: string; endDate: string }): number {
  return (Date.parse(endDate) - Date.parse(startDate)) / DAY_MS + 1;
}

describe('spans of history', () => {
  it('covers three years in four spans, the newest short', () => {
    const spans = spansOfHistory('2023-08-16', TODAY);
    expect(spans).toEqual([
      { startDate: '2026-07-17', endDate: '2026-08-16' },
      { startDate: '2025-07-17', endDate: '2026-07-16' },
      { startDate: '2024-07-17', endDate: '2025-07-16' },
      { startDate: '2023-08-16', endDate: '2024-07-16' },
    ]);
  });

  it('never asks for more than a year, and leaves no day out', () => {
    const spans = spansOfHistory('2016-08-17', TODAY);
    expect(spans.every((span) => days(span) <= 365)).toBe(true);
    const total = spans.reduce((sum, span) => sum + days(span), 0);
    expect(total).toBe(days({ startDate: '2016-08-17', endDate: '2026-08-16' }));
    for (const [index, span] of spans.slice(1).entries()) {
      expect(Date.parse(spans[index]!.startDate) - Date.parse(span.endDate)).toBe(DAY_MS);
    }
  });

  it('reaches into tomorrow, where it may be already', () => {
    expect(spansOfHistory('2026-08-15', TODAY)).toEqual([{ startDate: '2026-08-15', endDate: '2026-08-16' }]);
  });

  it('goes on before a day', () => {
    expect(spansBefore('2025-01-01', '2026-07-17')).toEqual([
      { startDate: '2025-07-17', endDate: '2026-07-16' },
      { startDate: '2025-01-01', endDate: '2025-07-16' },
    ]);
    expect(spansBefore('2025-01-01', '2025-01-01')).toEqual([]);
  });

  it('halves a span without losing a day, down to two weeks', () => {
    expect(halvesOf({ startDate: '2026-01-01', endDate: '2026-12-31' })).toEqual([
      { startDate: '2026-07-03', endDate: '2026-12-31' },
      { startDate: '2026-01-01', endDate: '2026-07-02' },
    ]);
    expect(halvesOf({ startDate: '2026-01-01', endDate: '2026-01-15' })).toEqual([
      { startDate: '2026-01-09', endDate: '2026-01-15' },
      { startDate: '2026-01-01', endDate: '2026-01-08' },
    ]);
    expect(halvesOf({ startDate: '2026-01-01', endDate: '2026-01-14' })).toBeNull();
  });
});
