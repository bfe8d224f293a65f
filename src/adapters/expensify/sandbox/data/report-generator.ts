import { REPORT_TOPICS } from './catalogue';
import type { Company, Employee, Policy } from './company';
import { generateExpenses } from './expense-generator';
import { parseReportId, ScatteredIds, toReportId } from './identifiers';
import { Random } from './random';
import type { ReportState, StoredExpense, StoredReport } from './records';

const DAY = 86_400_000;
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']; // prettier-ignore
const HISTORY_DAYS = 730;
/** A realistic two years of a company of forty. */
export const DEFAULT_REPORTS = 480;
const GOLDEN_RATIO = 0.618_033_988_749;
// Room for more expenses than any report has.
const EXPENSES_PER_REPORT = 64;

/**
 * Makes report number i of a company from the seed and i alone: nothing is held, so a hundred thousand reports cost
 * nothing until they are read. Report 0 is the newest.
 */
export class ReportGenerator {
  private readonly reportIds: ScatteredIds;
  private readonly transactionIds: ScatteredIds;

  constructor(
    private readonly seed: number,
    private readonly company: Company,
    readonly count: number,
    private readonly anchor: number,
  ) {
    // Long ids seen at the vendor lie between 5.6e14 and 8.2e15; live transaction ids have 19 digits.
    this.reportIds = new ScatteredIds(52, 1n << 49n, seed * 7919 + 1, 2_862_933_555_777_941_757n);
    this.transactionIds = new ScatteredIds(
      62,
      1_000_000_000_000_000_000n,
      seed * 104_729 + 1,
      3_202_034_522_624_059_733n,
    );
  }

  /** Number of the report with that id, in either form; null when there is none. */
  indexOf(reportID: string): number | null {
    const longId = parseReportId(reportID);
    const index = longId === null ? null : this.reportIds.indexOf(longId);
    return index !== null && index < this.count ? index : null;
  }

  report(index: number): StoredReport {
    const random = Random.at(this.seed, 3, index);
    const policy = random.pick(this.company.reporting);
    const employee = random.pick(policy.employees.slice(1));
    const longID = this.reportIds.at(index);
    const createdAt = this.createdAt(index, random);
    return {
      reportID: toReportId(longID),
      longID: longID.toString(),
      name: nameReport(createdAt, random),
      policyID: policy.id,
      accountEmail: employee.email,
      createdAt,
      ...this.lifeOf(createdAt, index, random),
      approverEmail: employee.submitsTo,
      fields: fieldsOf(policy, createdAt, random),
    };
  }

  expenses(index: number, report: StoredReport): StoredExpense[] {
    const policy = this.company.policies.find(({ id }) => id === report.policyID)!;
    const employee = this.company.findEmployee(report.accountEmail) as Employee;
    const random = Random.at(this.seed, 4, index);
    const idAt = (place: number): string => this.transactionIds.at(index * EXPENSES_PER_REPORT + place).toString();
    return generateExpenses(random, report, policy, employee, idAt);
  }

  /** An id for a record that is added later: beyond those of the generated ones. */
  addedReportId(number: number): bigint {
    return this.reportIds.at(2 ** 40 + number);
  }

  addedTransactionId(number: number): string {
    return this.transactionIds.at(2 ** 50 + number).toString();
  }

  /** Evenly over two years, newest first, at a minute of a working day. */
  private createdAt(index: number, random: Random): number {
    const age = ((index + random.next()) / this.count) * HISTORY_DAYS;
    const day = Math.floor(this.anchor / DAY - age) * DAY;
    const at = day + random.integer(8 * 3600, 18 * 3600) * 1000;
    return at < this.anchor ? at : at - DAY;
  }

  /** Walks the report through its states as far as the anchor allows; some get stuck on the way. */
  private lifeOf(createdAt: number, index: number, random: Random) {
    const step = (from: number, least: number, most: number): number =>
      from + random.integer(least * 1440, most * 1440) * 60_000;
    // Spread evenly rather than drawn, so that a few dozen reports already have some of each.
    const stuck = (index * GOLDEN_RATIO + this.seed * 0.37) % 1;
    const submittedAt = step(createdAt, 1, 18);
    const approvedAt = step(submittedAt, 0, 9);
    const reimbursedAt = step(approvedAt, 1, 6);
    const archived = stuck > 0.93;
    const ach = random.chance(0.7);
    const reaches = (at: number, share: number): boolean => at < this.anchor && stuck >= share;
    const open = { submittedAt: null, approvedAt: null, reimbursedAt: null, reimbursement: null };
    if (!reaches(submittedAt, 0.04)) return { state: 'OPEN' as ReportState, ...open };
    if (!reaches(approvedAt, 0.08)) return { state: 'SUBMITTED' as ReportState, ...open, submittedAt };
    if (archived) return { state: 'ARCHIVED' as ReportState, ...open, submittedAt, approvedAt };
    if (!reaches(reimbursedAt, 0.14)) return { state: 'APPROVED' as ReportState, ...open, submittedAt, approvedAt };
    const reimbursement = { ach, entryID: String(100_000_000_000_000 + index * 7) };
    return { state: 'REIMBURSED' as ReportState, submittedAt, approvedAt, reimbursedAt, reimbursement };
  }
}

function nameReport(createdAt: number, random: Random): string {
  const date = new Date(createdAt);
  return `${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()} – ${random.pick(REPORT_TOPICS)}`;
}

function fieldsOf(policy: Policy, createdAt: number, random: Random): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const { name, type, values } of policy.reportFields) {
    if (type === 'formula') continue;
    if (type === 'dropdown') fields[name] = random.pick(values);
    else if (type === 'date') fields[name] = new Date(createdAt - DAY).toISOString().slice(0, 10);
    else fields[name] = random.chance(0.6) ? random.pick(REPORT_TOPICS) : '';
  }
  return fields;
}
