import type { ChangesRequest, ReadEvent, VendorConnection } from '../../adapter';
import { readExport } from '../report-export';
import { addDays, spansBefore } from '../spans';
import { readKnownReports } from './known-reports';

/** Days that are read again: time zones differ by a day, and `approvedAfter` may mean after that day or from it on. */
const OVERLAP_DAYS = 2;
/** Expensify refuses a longer stretch. What was approved before is final, and read again when everything is. */
const APPROVALS_DAYS = 364;
const PURPOSE = 'reports.changes';

/** Where a read of changes was cut: it goes on with the step behind. */
const AFTER_WINDOW = 'changes:window';
const AFTER_APPROVED = 'changes:approved';
const AFTER_KNOWN = 'changes:known:';

/**
 * What changed, as far as Expensify can be asked: it has no filter by the time of a change. First the reports that were
 * opened or submitted since, then those approved since, whatever their age, then every report of ours to which something
 * may still happen, by its ID. An edit of a report that was final is seen when everything is read again.
 */
export async function* readChanges(connection: VendorConnection, request: ChangesRequest): AsyncGenerator<ReadEvent> {
  const { checkpoint = '', unseenIds } = request;
  const from = addDays(request.since.toISOString().slice(0, 10), -OVERLAP_DAYS);
  const tomorrow = addDays(connection.clock.now().toISOString().slice(0, 10), 1);
  const wasCut = [AFTER_WINDOW, AFTER_APPROVED].includes(checkpoint) || checkpoint.startsWith(AFTER_KNOWN);
  if (!wasCut) {
    for (const span of spansBefore(from, addDays(tomorrow, 1))) {
      yield* readExport(connection, PURPOSE, { startDate: span.startDate, endDate: span.endDate });
      if (unseenIds !== undefined) yield* readKnownReports(connection, PURPOSE, unseenIds(span));
    }
    yield { kind: 'checkpoint', checkpoint: AFTER_WINDOW, progress: 0.2 };
  }
  if (!wasCut || checkpoint === AFTER_WINDOW) {
    // Of reports that nobody has approved the filter keeps all: the states leave them out.
    const earliest = addDays(tomorrow, -APPROVALS_DAYS);
    const approvedAfter = from < earliest ? earliest : from;
    yield* readExport(connection, PURPOSE, { approvedAfter, endDate: tomorrow, states: 'APPROVED,REIMBURSED' });
    yield { kind: 'checkpoint', checkpoint: AFTER_APPROVED, progress: 0.4 };
  }
  const after = checkpoint.startsWith(AFTER_KNOWN) ? checkpoint.slice(AFTER_KNOWN.length) : null;
  yield* readKnownReports(connection, PURPOSE, request.unfinishedIds, {
    after,
    name: (lastId) => AFTER_KNOWN + lastId,
  });
}
