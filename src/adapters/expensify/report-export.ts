import type { ReadEvent, VendorConnection } from '../adapter';
import type { ReportRecord } from '../records';
import { VendorNotFoundError, VendorProtocolError, VendorUnavailableError } from '../vendor-error';
import { downloadReports, exportReports, type ReportFilters } from './client';
import type { RawRecord } from './raw-record';
import { mapReport } from './report-mapping';

/** Small, so that a batch is stored and gone before the garbage collector takes it for something that stays. */
const BATCH_REPORTS = 25;
const BATCH_EXPENSES = 250;

/**
 * Waits between tries to download a file that is not there yet: two minutes in all, never less than five seconds,
 * because every try counts against the vendor's limit of twenty requests a minute.
 */
const NOT_READY_WAITS_MS = [5_000, 5_000, 10_000, 10_000, 15_000, 15_000, 30_000, 30_000];

/** Runs one export job to its end: two vendor calls, and one more for every further file or try. */
export async function* readExport(
  connection: VendorConnection,
  purpose: string,
  filters: ReportFilters,
): AsyncGenerator<ReadEvent> {
  for (const fileName of await exportReports(connection, `${purpose}.export`, filters)) {
    yield* toEvents(downloadWhenReady(connection, `${purpose}.download`, fileName));
  }
}

/** Tries again only while nothing was told; a file that breaks off later is an error. */
async function* downloadWhenReady(
  connection: VendorConnection,
  purpose: string,
  fileName: string,
): AsyncGenerator<RawRecord> {
  for (let tries = 0; ; tries++) {
    let told = false;
    try {
      for await (const report of downloadReports(connection, purpose, fileName)) {
        told = true;
        yield report;
      }
      return;
    } catch (error) {
      if (told || !mayBeNotReady(error)) throw error;
      await waitForFile(connection, tries, error);
    }
  }
}

/** No answer for "not ready" is documented: an empty file, an unknown name and an unreadable answer may all mean it. */
function mayBeNotReady(error: unknown): boolean {
  return error instanceof VendorNotFoundError || error instanceof VendorProtocolError;
}

async function waitForFile({ clock, signal }: VendorConnection, tries: number, cause: unknown): Promise<void> {
  const waitMs = NOT_READY_WAITS_MS[tries];
  if (waitMs !== undefined) return clock.sleep(waitMs, signal);
  const reason = cause instanceof Error ? ` Last answer: ${cause.message}` : '';
  throw new VendorUnavailableError(`Expensify did not deliver the export file after ${tries + 1} tries.${reason}`, {
    cause,
  });
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
