import type { StoredExpense, StoredReport } from '../data/records';
import type { JobAnswer, JobContext } from '../job';
import { JobError } from '../job-error';
import type { JsonSection } from '../job-description';
import { parseDetailedExpense } from '../new-expense';
import { checkGrant } from '../policy-access';
import type { NewExpense } from '../report-store';
import { joinTagLevels } from '../text-encoding';

interface Wanted {
  readonly expense: NewExpense;
  /** Null: a report has to be opened. */
  readonly report: StoredReport | null;
}

/**
 * `create` / `expenses`. One that is malformed fails them all. What names no report is put together on one that the
 * vendor opens. The same `externalID` twice makes two expenses: nothing says that it tells them apart.
 */
export function createExpenses(context: JobContext): JobAnswer {
  const { description, company, reports, faults } = context;
  const asked = parseEmail(description.inputSettings.optionalText('employeeEmail'));
  checkGrant(company, faults, asked);
  const email = company.presentAddress(asked);
  const given = description.inputSettings.objects('transactionList');
  if (given.length === 0) throw new JobError(410, "'transactionList' parameter is missing or malformed");
  const wanted = given.map((expense) => parseWanted(expense, email, context));
  const kept = wanted.slice(0, wanted.length - (faults.number('lost-expenses') ?? 0));
  let opened: StoredReport | null = null;
  const transactionList = kept.map(({ expense, report }) => {
    const target = report ?? (opened ??= reports.addReport({ name: 'Expense Report', accountEmail: email }));
    return toAnswer(reports.addExpense(target.reportID, expense), target);
  });
  return { kind: 'envelope', body: { transactionList, responseCode: 200 } };
}

function parseEmail(given: string | null): string {
  if (given !== null && /^[^\s@]+@[^\s@]+$/.test(given)) return given.toLowerCase();
  throw new JobError(410, "'employeeEmail' parameter is missing or malformed");
}

function parseWanted(given: JsonSection, email: string, context: JobContext): Wanted {
  const { company, rules, faults } = context;
  const report = findReport(given.optionalText('reportID'), email, context);
  const policyID = report?.policyID ?? given.optionalText('policyID');
  const policy = policyID === null ? company.primaryPolicyOf(email) : company.findPolicy(policyID);
  if (policy === null || policy === undefined) throw new JobError(404, 'Policy not found');
  const own = rules.of({ policyID: policy.id, employeeEmail: email });
  return { report, expense: parseDetailedExpense(given, policy, own, faults.has('unknown-names')) };
}

function findReport(id: string | null, email: string, { reports }: JobContext): StoredReport | null {
  if (id === null || id === '') return null;
  const report = reports.find(id);
  if (report === undefined || report.accountEmail !== email) {
    throw new JobError(404, 'Report not found');
  }
  if (report.state === 'OPEN' || report.state === 'SUBMITTED') return report;
  throw new JobError(410, `Report ${id} can no longer be changed`);
}

/** The keys of a recorded answer. */
function toAnswer(expense: StoredExpense, report: StoredReport): Record<string, unknown> {
  return {
    amount: expense.amount,
    reportID: report.reportID,
    created: expense.created,
    merchant: expense.merchant,
    currency: expense.currency,
    comment: expense.comment,
    tag: joinTagLevels(expense.tags.map(({ name }) => name)),
    mcc: expense.mcc,
    category: expense.category,
    transactionID: expense.transactionID,
  };
}
