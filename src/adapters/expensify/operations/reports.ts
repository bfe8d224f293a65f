import type { GetManyOperation, ListOperation, ListRequest, ReadEvent, VendorConnection } from '../../adapter';
import { VendorUnavailableError } from '../../vendor-error';
import { readExport } from '../report-export';
import { halvesOf, spansBefore, spansOfHistory, type Span } from '../spans';

/**
 * Reads reports with their expenses, newest first, span by span: a report falls into the span of the later of the days
 * it was opened and submitted. A checkpoint is the first day of the span that was told last.
 */
export const listReports: ListOperation = {
  covers: ['REPORTS', 'EXPENSES'],
  // What is older than the history asked for is not told, and still exists.
  exhaustive: [],
  async *list(connection: VendorConnection, request: ListRequest): AsyncGenerator<ReadEvent> {
    const spans = spansToRead(connection, request);
    for (let span = spans.shift(); span !== undefined; span = spans.shift()) {
      try {
        yield* readExport(connection, 'reports.list', { startDate: span.startDate, endDate: span.endDate });
      } catch (error) {
        const halves = tookTooLong(connection, error) ? halvesOf(span) : null;
        if (halves === null) throw error;
        spans.unshift(...halves);
        continue;
      }
      yield { kind: 'checkpoint', checkpoint: span.startDate };
    }
  },
};

/** Expensify renders an export while we wait, so a large account may need smaller ones. Not so when we hung up. */
function tookTooLong({ signal }: VendorConnection, error: unknown): boolean {
  return !signal?.aborted && error instanceof VendorUnavailableError && error.outcome === 'TIMED_OUT';
}

/** Reads reports with their expenses by ID, in one export job. */
export const getReports: GetManyOperation = {
  maxIds: 100,
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
