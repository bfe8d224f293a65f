import { toDateTime } from './data/expense-generator';
import type { FullReport, StoredExpense } from './data/records';
import { STATE_LABELS } from './template-model';
import { joinTagLevels } from './text-encoding';

const LINES_A_PAGE = 46;

/** A report as pages of lines; with receipts, each has a page of its own at the end. */
export function reportPages({ report, policy, expenses }: FullReport, withReceipts: boolean): string[][] {
  const total = expenses.reduce((sum, { convertedAmount }) => sum + (convertedAmount ?? 0), 0);
  const lines = [
    report.name,
    `Report ${report.reportID} (${report.longID})`,
    `${policy.name}, submitted by ${report.accountEmail}`,
    `Status: ${STATE_LABELS[report.state]}, created ${toDateTime(report.createdAt)}`,
    `Total: ${money(total, policy.outputCurrency)}`,
    '',
    ...expenses.map(expenseLine),
  ];
  const receipts = withReceipts ? expenses.flatMap(receiptPage) : [];
  return [...pagesOf(lines), ...receipts];
}

function pagesOf(lines: readonly string[]): string[][] {
  const pages: string[][] = [];
  for (let at = 0; at < lines.length; at += LINES_A_PAGE) pages.push(lines.slice(at, at + LINES_A_PAGE));
  return pages;
}

function expenseLine(expense: StoredExpense): string {
  const { modifiedCreated, created, modifiedMerchant, merchant, modifiedAmount, amount, currency, category, tags } =
    expense;
  const tag = joinTagLevels(tags.map(({ name }) => name));
  const parts = [
    modifiedCreated ?? created,
    modifiedMerchant ?? merchant,
    money(modifiedAmount ?? amount ?? 0, currency),
  ];
  return [...parts, category, tag].filter(Boolean).join('   ');
}

function receiptPage(expense: StoredExpense): string[][] {
  if (expense.receipt === null) return [];
  return [[`Receipt ${expense.receipt.id}`, expense.receipt.filename, expenseLine(expense)]];
}

function money(hundredths: number, currency: string): string {
  return `${(hundredths / 100).toFixed(2)} ${currency}`;
}
