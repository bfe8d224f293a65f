import { EXPENSE_COLUMNS } from '../persistence/repositories/expense-row';
import { REPORT_COLUMNS } from '../persistence/repositories/report-row';

/** Whether a list of reports can be asked for this field of their rows by itself. */
export function isReportField(name: string): boolean {
  return REPORT_COLUMNS.has(name);
}

/** Whether a list of expenses can be asked for this field of their rows by itself. */
export function isExpenseField(name: string): boolean {
  return EXPENSE_COLUMNS.has(name);
}
