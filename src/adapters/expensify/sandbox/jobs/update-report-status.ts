import type { StoredReport } from '../data/records';
import type { JobAnswer, JobContext } from '../job';
import { JobError } from '../job-error';
import { selectReports } from '../report-filter';
import { STATE_LABELS } from '../template-model';

interface Refusal {
  readonly reason: string;
  readonly reportID: string;
}

/**
 * `update` / `reportStatus`: marks approved reports as reimbursed; no money moves. Reports that are not approved are
 * skipped, all under 200, as was recorded; the 207 of the documentation is a switch.
 */
export function updateReportStatus({ description, reports, faults, now }: JobContext): JobAnswer {
  const settings = description.inputSettings;
  const status = settings.requiredText('status');
  if (status !== 'REIMBURSED') throw new JobError(410, `Status '${status}' is not supported`);
  const paymentSource = settings.optionalText('paymentSource') ?? undefined;
  if (settings.has('paymentSource') && !/^.{1,100}$/su.test(paymentSource ?? '')) {
    throw new JobError(410, "Argument 'paymentSource' is missing or malformed");
  }
  const filters = settings.section('filters');
  const asSent = filters?.optionalList('reportIDList') ?? null;
  if (asSent === null && !filters?.has('startDate'))
    throw new JobError(410, "Required parameter 'startDate' is missing");
  const selected = [...selectReports(settings, reports, faults, now())()];
  const idOf = (report: StoredReport): string =>
    asSent?.find((id) => id === report.longID || id === report.reportID) ?? report.reportID;
  const skippedReports = selected
    .filter(({ state }) => state !== 'APPROVED')
    .map((report) => ({ reason: `Report is in status '${STATE_LABELS[report.state]}'`, reportID: idOf(report) }));
  const approved = selected.filter(({ state }) => state === 'APPROVED');
  const failing = approved.slice(0, faults.number('failed-reports') ?? 0);
  const failedReports = failing.map((report) => ({ reason: 'Internal error', reportID: idOf(report) }));
  const paid = approved.slice(failing.length);
  for (const { reportID } of paid) reports.reimburse(reportID, false, paymentSource);
  return toAnswer(paid.map(idOf), skippedReports, failedReports, faults.has('partial-success') ? 207 : 200);
}

/** Lists that are empty are left out, apart from that of the reports that were changed. */
function toAnswer(
  reportIDs: readonly string[],
  skippedReports: readonly Refusal[],
  failedReports: readonly Refusal[],
  partial: number,
): JobAnswer {
  const skipped = skippedReports.length === 0 ? {} : { skippedReports };
  const failed = failedReports.length === 0 ? {} : { failedReports };
  const responseCode = skippedReports.length + failedReports.length === 0 ? 200 : partial;
  return { kind: 'envelope', body: { ...skipped, ...failed, reportIDs, responseCode }, lines: true };
}
