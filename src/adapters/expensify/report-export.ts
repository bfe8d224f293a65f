import type { ReadEvent, VendorConnection } from '../adapter';
import type { ReportRecord } from '../records';
import { downloadReports, exportReports, type ReportFilters } from './client';
import { downloadWhenReady } from './download-when-ready';
import type { RawRecord } from './raw-record';
import { mapReport } from './report-mapping';

/** Small, so that a batch is stored and gone before the garbage collector takes it for something that stays. */
const BATCH_REPORTS = 50;
const BATCH_EXPENSES = 500;

/** Runs one export job to its end: two vendor calls, and one more for every further file or try. */
export async function* readExport(
  connection: VendorConnection,
  purpose: string,
  filters: ReportFilters,
): AsyncGenerator<ReadEvent> {
  for (const fileName of await exportReports(connection, `${purpose}.export`, filters)) {
    const download = () => downloadReports(connection, `${purpose}.download`, fileName);
    yield* toEvents(downloadWhenReady(connection, download));
  }
}

async function* toEvents(rawReports: AsyncIterable<RawRecord>): AsyncGenerator<ReadEvent> {
  let reports: ReportRecord[] = [];
  let expenses = 0;
  for await (const raw of rawReports) {
    const { report, rejection, rejectedExpenses } = mapReport(raw);
    if (rejection !== null) yield { kind: 'rejected', resource: 'REPORTS', ...rejection };
    for (let i = 0; i < rejectedExpenses; i++) yield rejectedExpense(report);
    if (report === null) continue;
    reports.push(report);
    expenses += report.expenses.length;
    if (reports.length < BATCH_REPORTS && expenses < BATCH_EXPENSES) continue;
    yield { kind: 'records', batch: { reports } };
    reports = [];
    expenses = 0;
  }
  if (reports.length > 0) yield { kind: 'records', batch: { reports } };
}

function rejectedExpense(report: ReportRecord | null): ReadEvent {
  const reason = `An expense of report ${report?.remoteId ?? 'unknown'} has no transactionID.`;
  return { kind: 'rejected', resource: 'EXPENSES', remoteId: null, reason };
}
