import type { VendorConnection } from '../../adapter';
import { RequestProblems } from '../../request-problems';
import type { ItemResult, MarkReportsReimbursedRequest, VendorWrites, WriteAnswer } from '../../writes';
import type { Envelope } from '../envelope';
import { REQUIRES_POLICY_ADMIN } from '../errors';
import { runJob } from '../job-transport';
import { readRecords, readText, readToken } from '../raw-record';
import { canonicalReportId } from '../report-id';
import { toReportStatus } from '../report-status';
import { updateReportStatusJob } from '../write-jobs';

const LONGEST_SOURCE = 100;
const NOT_NAMED =
  "Expensify's answer does not name this report: there is none, or the account of the credentials may not see it.";
const NO_REASON = 'Expensify gives no reason.';

/** What Expensify's three lists say, by canonical report ID. */
type Outcomes = ReadonlyMap<string, ItemResult>;

/**
 * Notes approved reports as paid outside of Expensify; no money moves. The code of the answer is success also where
 * nothing was done, so that only its lists count: what was done, what was passed over, what failed.
 */
export const markReportsReimbursed: NonNullable<VendorWrites['markReportsReimbursed']> = {
  resource: 'REPORTS',
  operation: 'MARK_REIMBURSED',
  async run(connection: VendorConnection, request: MarkReportsReimbursedRequest) {
    check(request);
    const reportIds = [...new Set(request.reportRemoteIds)];
    const call = {
      purpose: 'reports.markReimbursed',
      job: updateReportStatusJob(reportIds, request.paymentSource ?? undefined),
      // A second time would call skipped what the first time did.
      repeatable: false,
      needs: { role: REQUIRES_POLICY_ADMIN, recordPath: ['reportRemoteIds'] },
      accepts: [200, 207],
    };
    return toAnswer(request, await runJob(connection, call, readOutcomes));
  },
};

function check({ reportRemoteIds, paymentSource }: MarkReportsReimbursedRequest): void {
  const problems = new RequestProblems();
  if (reportRemoteIds.length === 0) problems.add(['reportRemoteIds'], 'There is no report to mark as reimbursed.');
  if (paymentSource !== null && (paymentSource === '' || [...paymentSource].length > LONGEST_SOURCE)) {
    const expected = `1 to ${LONGEST_SOURCE} characters`;
    problems.add(['paymentSource'], `Expensify takes ${expected} as the source of a payment.`, { expected });
  }
  problems.throwIfAny();
}

/** IDs come back as they were sent or as numbers; lists may be missing. */
function readOutcomes({ fields }: Envelope): Outcomes {
  const outcomes = new Map<string, ItemResult>();
  const note = (id: unknown, toResult: (remoteId: string) => ItemResult): void => {
    const remoteId = canonicalReportId(readToken(id) ?? '');
    if (remoteId !== null) outcomes.set(remoteId, toResult(remoteId));
  };
  const done: unknown[] = Array.isArray(fields.reportIDs) ? fields.reportIDs : [];
  done.forEach((id) => note(id, (remoteId) => ({ outcome: 'DONE', remoteId })));
  for (const { reportID, reason } of readRecords(fields.skippedReports)) {
    note(reportID, () => ({ outcome: 'SKIPPED', reason: readText(reason) ?? NO_REASON }));
  }
  for (const { reportID, reason } of readRecords(fields.failedReports)) {
    note(reportID, () => ({ outcome: 'FAILED', reason: readText(reason) ?? NO_REASON }));
  }
  return outcomes;
}

function toAnswer(
  { reportRemoteIds }: MarkReportsReimbursedRequest,
  outcomes: Outcomes,
): WriteAnswer<{ readonly items: readonly ItemResult[] }> {
  const items = reportRemoteIds.map((id): ItemResult => outcomes.get(id) ?? { outcome: 'FAILED', reason: NOT_NAMED });
  const statuses = new Map(reportRemoteIds.map((id, index) => [id, statusOf(items[index])]));
  const unsettled = reportRemoteIds.filter((_id, index) => items[index]?.outcome !== 'SKIPPED');
  return {
    result: { items },
    isPartial: items.some(({ outcome }) => outcome !== 'DONE'),
    reportStatuses: [...statuses].flatMap(([remoteId, status]) => (status === null ? [] : [{ remoteId, ...status }])),
    // When it was paid, and how those are that failed, the answer does not tell.
    changed: unsettled.length === 0 ? [] : [{ resource: 'REPORTS', remoteIds: [...new Set(unsettled)] }],
  };
}

type Status = Pick<NonNullable<WriteAnswer<null>['reportStatuses']>[number], 'status' | 'vendorStatus'>;

/** A report that was passed over says where it stands: `Report is in status 'Open'`. */
function statusOf(item: ItemResult | undefined): Status | null {
  if (item?.outcome === 'DONE') return { status: 'REIMBURSED', vendorStatus: 'Reimbursed' };
  if (item?.outcome !== 'SKIPPED') return null;
  const label = /in status '([^']+)'/i.exec(item.reason)?.[1];
  const status = label === undefined ? 'UNKNOWN' : toReportStatus({ status: label });
  return label === undefined || status === 'UNKNOWN' ? null : { status, vendorStatus: label };
}
