import type { ExpenseRecord, ReportRecord } from '../../src/adapters/records';
import { buildExpense, buildReport, usd } from '../../test/support/record-builders';

export const REPORTS = 100;
export const EXPENSES_PER_REPORT = 10;

/** A page of reports with expenses, filled as a vendor fills them. */
export function buildList(): ReportRecord[] {
  return Array.from({ length: REPORTS }, (_, index) => {
    const remoteId = `R${String(index).padStart(8, '0')}`;
    const createdAt = new Date(Date.UTC(2026, 0, 1 + index, 9));
    return buildReport(remoteId, {
      name: `Trip to customer ${index}`,
      status: 'APPROVED',
      total: usd('1234.50'),
      submitterEmail: 'ann@example.com',
      createdAt,
      createdOn: createdAt.toISOString().slice(0, 10),
      expenses: Array.from({ length: EXPENSES_PER_REPORT }, (_, place) => buildListedExpense(remoteId, place)),
    });
  });
}

function buildListedExpense(reportRemoteId: string, place: number): ExpenseRecord {
  return buildExpense(`${reportRemoteId}-${place}`, {
    reportRemoteId,
    amount: usd(`${10 + place}.25`),
    merchant: `Merchant number ${place}`,
    description: 'Dinner with the customer after the fair',
    date: `2026-01-${String(10 + place)}`,
    category: { name: 'Meals', ledgerCode: '6640' },
    billable: false,
    reimbursable: true,
  });
}
