import type { ReportSelection } from '../exports';
import type { ReportStatus } from '../records';
import { addDays } from './spans';

/** The longest stretch that Expensify takes. */
export const MAX_SPAN_DAYS = 365;

const STATE_OF_STATUS: Readonly<Partial<Record<ReportStatus, string>>> = {
  OPEN: 'OPEN',
  SUBMITTED: 'SUBMITTED',
  APPROVED: 'APPROVED',
  REIMBURSED: 'REIMBURSED',
  CLOSED: 'ARCHIVED',
};

/**
 * `inputSettings` of an export. Of ids, a first day and `approvedAfter` Expensify wants one, and a last day with each of
 * the days: where the caller says nothing, the last year.
 */
export function toInputSettings(selection: ReportSelection, now: Date): object {
  const { reportRemoteIds, policyRemoteIds, approvedAfter, notMarkedAs, limit, actingEmail } = selection;
  const filters = {
    reportIDList: reportRemoteIds?.join(','),
    policyIDList: policyRemoteIds?.join(','),
    ...toDays(selection, now),
    approvedAfter: approvedAfter ?? undefined,
    markedAsExported: notMarkedAs ?? undefined,
  };
  return {
    type: 'combinedReportData',
    filters,
    // Beside the filters: among them it is ignored.
    reportState: toStates(selection),
    // As text.
    limit: limit === null ? undefined : String(limit),
    employeeEmail: actingEmail ?? undefined,
  };
}

function toDays(
  { days, reportRemoteIds, approvedAfter }: ReportSelection,
  now: Date,
): { readonly startDate?: string; readonly endDate?: string } {
  if (days !== null) return { startDate: days.from, endDate: days.to };
  if (reportRemoteIds !== null) return {};
  // A day ahead, for reports dated in time zones where it is tomorrow already.
  const endDate = addDays(now.toISOString().slice(0, 10), 1);
  return approvedAfter === null ? { startDate: addDays(endDate, 1 - MAX_SPAN_DAYS), endDate } : { endDate };
}

/** The filter by the day of approval keeps what was never approved: the states leave that out. */
function toStates({ statuses, approvedAfter }: ReportSelection): string | undefined {
  if (statuses.length > 0) return statuses.flatMap((status) => STATE_OF_STATUS[status] ?? []).join(',');
  return approvedAfter === null ? undefined : 'APPROVED,REIMBURSED,ARCHIVED';
}
