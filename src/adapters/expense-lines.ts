import type { ExpenseLineValue, ExpenseRecord } from './records';

/** What all lines say; null where they differ. */
export function saidByAll(
  lines: readonly ExpenseLineValue[],
  of: (line: ExpenseLineValue) => string | null,
): string | null {
  const values = new Set(lines.map(of));
  return values.size === 1 ? ([...values][0] ?? null) : null;
}

/** The category of the whole: that of all lines. */
export function categoryOfAll(lines: readonly ExpenseLineValue[]): ExpenseRecord['category'] {
  const name = saidByAll(lines, ({ category }) => category && category.name);
  return name === null ? null : { name, ledgerCode: null };
}

/** Any line that is to be charged on makes the whole so. */
export function isAnyBillable(lines: readonly ExpenseLineValue[]): boolean | null {
  if (lines.some(({ billable }) => billable === true)) return true;
  return lines.some(({ billable }) => billable === false) ? false : null;
}
