import type {
  ChangesRequest,
  GetManyOperation,
  ListOperation,
  ListRequest,
  ReadEvent,
  VendorConnection,
} from '../../adapter';
import { VendorUnavailableError } from '../../vendor-error';
import { readExport } from '../report-export';
import { daysOf, halvesOf, spansBefore, spansOfHistory, type Span } from '../spans';
import { readChanges } from './report-changes';
import { readKnownReports, REPORTS_A_JOB } from './known-reports';

/**
 * Reads reports with their expenses, newest first, span by span: a report falls into the span of the later of the days
 * it was opened and submitted. What we had in a span and was not told is asked for by ID: it may have been submitted, and
 * so moved to a span that was told before. A checkpoint is the first day of the span that was told last.
 */
export const listReports: ListOperation = {
  covers: ['REPORTS', 'EXPENSES'],
  // What is older than the history asked for is not told, and still exists.
  exhaustive: [],
  async *list(connection: VendorConnection, request: ListRequest): AsyncGenerator<ReadEvent> {
    const all = daysOf(spansOfHistory(request.historyFrom, connection.clock.now()));
    let left = spansToRead(connection, request);
    const purpose = 'reports.list';
    for (let span = left.shift(); span !== undefined; span = left.shift()) {
      const told = yield* readSpan(connection, purpose, span);
      if (!told) {
        left = [...(halvesOf(span) ?? []), ...left];
        continue;
      }
      if (request.unseenIds !== undefined) yield* readKnownReports(connection, purpose, request.unseenIds(span));
      yield { kind: 'checkpoint', checkpoint: span.startDate, progress: 1 - daysOf(left) / all };
    }
  },
  async *listChanges(connection: VendorConnection, request: ChangesRequest): AsyncGenerator<ReadEvent> {
    // One year and a month are two exports: what follows up needs as many.
    if (spansOfHistory(request.historyFrom, connection.clock.now()).length <= 2) {
      yield* listReports.list(connection, request);
    } else yield* readChanges(connection, request);
  },
};

/** False when the span is to be halved; then nothing counts as told. */
async function* readSpan(
  connection: VendorConnection,
  purpose: string,
  { startDate, endDate }: Span,
): AsyncGenerator<ReadEvent, boolean> {
  try {
    yield* readExport(connection, purpose, { startDate, endDate });
    return true;
  } catch (error) {
    if (tookTooLong(connection, error) && halvesOf({ startDate, endDate }) !== null) return false;
    throw error;
  }
}

/** Expensify renders an export while we wait, so a large account may need smaller ones. Not so when we hung up. */
function tookTooLong({ signal }: VendorConnection, error: unknown): boolean {
  return !signal?.aborted && error instanceof VendorUnavailableError && error.outcome === 'TIMED_OUT';
}

/** Reads reports with their expenses by ID, in one export job. */
export const getReports: GetManyOperation = {
  maxIds: REPORTS_A_JOB,
  async *getMany(connection: VendorConnection, remoteIds: readonly string[]): AsyncGenerator<ReadEvent> {
    if (remoteIds.length === 0) return;
    yield* readExport(connection, 'reports.get', { reportIDList: remoteIds.join(',') });
  },
};

/** A checkpoint that is none of ours starts the list anew. */
function spansToRead({ clock }: VendorConnection, { historyFrom, checkpoint }: ListRequest): Span[] {
  const goesOn = checkpoint !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(checkpoint);
  return goesOn ? spansBefore(historyFrom, checkpoint) : spansOfHistory(historyFrom, clock.now());
}
