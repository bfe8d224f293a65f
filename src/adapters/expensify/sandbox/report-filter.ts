import { parseReportId } from './data/identifiers';
import { REPORT_STATES, type StoredReport } from './data/records';
import type { ExpensifyFaults } from './faults';
import { JobError } from './job-error';
import type { JsonSection } from './job-description';
import type { ReportStore } from './report-store';

const DAY = 86_400_000;

/** Which reports an export takes. Days are inclusive UTC days, as milliseconds of their start. */
interface ReportFilter {
  readonly reportIDs: readonly string[] | null;
  readonly policyIDs: ReadonlySet<string> | null;
  readonly from: number | null;
  readonly to: number | null;
  readonly approvedAfter: number | null;
  readonly notMarked: string | null;
  readonly states: ReadonlySet<string> | null;
  readonly accountEmail: string | null;
  readonly limit: number;
}

/** The reports that `inputSettings` asks for, made while they are walked over. Throws a `JobError` at once. */
export function selectReports(
  settings: JsonSection,
  reports: ReportStore,
  faults: ExpensifyFaults,
  now: Date,
): () => Generator<StoredReport> {
  const filter = parseFilter(settings, faults, now);
  return function* () {
    let left = filter.limit;
    for (const report of candidates(filter, reports)) {
      if (left === 0) return;
      if (!matches(filter, report, reports)) continue;
      left--;
      yield report;
    }
  };
}

function* candidates({ reportIDs }: ReportFilter, reports: ReportStore): Generator<StoredReport> {
  if (reportIDs === null) {
    yield* reports.all();
    return;
  }
  const seen = new Set<string>();
  for (const id of reportIDs) {
    const report = reports.find(id);
    if (report === undefined || seen.has(report.reportID)) continue;
    seen.add(report.reportID);
    yield report;
  }
}

function matches(filter: ReportFilter, report: StoredReport, reports: ReportStore): boolean {
  const decisive = Math.max(report.createdAt, report.submittedAt ?? 0);
  if (filter.policyIDs !== null && !filter.policyIDs.has(report.policyID)) return false;
  if (filter.states !== null && !filter.states.has(report.state)) return false;
  if (filter.from !== null && decisive < filter.from) return false;
  if (filter.to !== null && decisive >= filter.to + DAY) return false;
  // Looks at approved reports only: one that nobody approved yet stays in.
  if (filter.approvedAfter !== null && report.approvedAt !== null && report.approvedAt < filter.approvedAfter + DAY)
    return false;
  if (filter.notMarked !== null && reports.isMarked(report.reportID, filter.notMarked)) return false;
  if (filter.accountEmail === null) return true;
  return report.accountEmail === filter.accountEmail && report.state !== 'OPEN';
}

function parseFilter(settings: JsonSection, faults: ExpensifyFaults, now: Date): ReportFilter {
  const filters = settings.section('filters');
  const reportIDs = filters?.optionalList('reportIDList') ?? null;
  const startDate = filters?.optionalDate('startDate') ?? null;
  const endDate = filters?.optionalDate('endDate') ?? null;
  const approvedAfter = filters?.optionalDate('approvedAfter') ?? null;
  if (reportIDs === null && startDate === null && approvedAfter === null) {
    const code = faults.has('anchor-missing') ? 500 : 410;
    throw new JobError(code, "One of 'reportIDList', 'startDate' or 'approvedAfter' is required");
  }
  if (!faults.has('date-span')) checkSpan(startDate ?? approvedAfter, endDate, now);
  const policyIDs = filters?.optionalList('policyIDList') ?? null;
  const email = settings.optionalText('employeeEmail');
  return {
    reportIDs: reportIDs?.filter((id) => parseReportId(id) !== null) ?? null,
    policyIDs: policyIDs && new Set(policyIDs),
    from: toDayOrNull(startDate),
    to: toDayOrNull(endDate),
    approvedAfter: toDayOrNull(approvedAfter),
    notMarked: filters?.optionalText('markedAsExported') || null,
    states: parseStates(settings),
    accountEmail: email === '' ? null : (email?.toLowerCase() ?? null),
    limit: parseLimit(settings),
  };
}

function toDay(date: string): number {
  return Date.parse(`${date}T00:00:00Z`);
}

function toDayOrNull(date: string | null): number | null {
  return date === null ? null : toDay(date);
}

function checkSpan(start: string | null, end: string | null, now: Date): void {
  if (start === null) return;
  const latest = new Date(`${start}T00:00:00Z`);
  latest.setUTCFullYear(latest.getUTCFullYear() + 1);
  if (end === null && latest.getTime() < now.getTime() - DAY) {
    throw new JobError(410, "'endDate' is required when 'startDate' or 'approvedAfter' is more than one year ago");
  }
  if (end !== null && toDay(end) > latest.getTime()) {
    throw new JobError(410, "The time between the start date and 'endDate' may not exceed one year");
  }
}

function parseStates(settings: JsonSection): Set<string> | null {
  const states = settings.optionalList('reportState');
  const unknown = states?.find((state) => !REPORT_STATES.some((known) => known === state));
  if (unknown !== undefined) throw new JobError(410, "Argument 'reportState' is missing or malformed");
  return states && new Set(states);
}

function parseLimit(settings: JsonSection): number {
  if (!settings.has('limit')) return Number.POSITIVE_INFINITY;
  const text = settings.optionalText('limit') ?? '';
  if (!/^\d+$/.test(text)) throw new JobError(410, "Argument 'limit' is missing or malformed");
  return Number(text);
}
