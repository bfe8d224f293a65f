import type { KnownIds, ReadEvent, VendorConnection } from '../../adapter';
import { readExport } from '../report-export';
import { canonicalReportId } from '../report-id';

/** Reports that one export job is asked for by ID. Expensify names no limit; ours bounds what one job can take. */
export const REPORTS_A_JOB = 500;

/**
 * Reads reports that we have by their IDs, in their order, and tells which of them Expensify does not know any more. After
 * each job `toCheckpoint` may name the place, for a read that goes on after it.
 */
export async function* readKnownReports(
  connection: VendorConnection,
  purpose: string,
  known: KnownIds,
  toCheckpoint?: { readonly after: string | null; readonly name: (lastId: string) => string },
): AsyncGenerator<ReadEvent> {
  let after = toCheckpoint?.after ?? null;
  for (;;) {
    const ids = await known(after, REPORTS_A_JOB);
    const last = ids.at(-1);
    if (last === undefined) return;
    yield* readByIds(connection, purpose, ids);
    if (toCheckpoint !== undefined) yield { kind: 'checkpoint', checkpoint: toCheckpoint.name(last) };
    if (ids.length < REPORTS_A_JOB) return;
    after = last;
  }
}

async function* readByIds(
  connection: VendorConnection,
  purpose: string,
  ids: readonly string[],
): AsyncGenerator<ReadEvent> {
  const missing = new Set(ids);
  let isAnyNameless = false;
  for await (const event of readExport(connection, purpose, { reportIDList: ids.join(',') })) {
    if (event.kind === 'records') event.batch.reports?.forEach(({ remoteId }) => missing.delete(remoteId));
    if (event.kind === 'rejected' && event.resource === 'REPORTS') {
      missing.delete(canonicalReportId(event.remoteId ?? '') ?? '');
      isAnyNameless ||= event.remoteId === null;
    }
    yield event;
  }
  // A report that could not be read, and does not say which it is, may be any of those that seem to be missing.
  if (missing.size > 0 && !isAnyNameless) yield { kind: 'gone', resource: 'REPORTS', remoteIds: [...missing] };
}
