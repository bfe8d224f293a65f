import type { VendorConnection } from '../../adapter';
import { RequestProblems } from '../../request-problems';
import { VendorProtocolError } from '../../vendor-error';
import type { CreateReportRequest, ExpenseDraft, VendorWrites } from '../../writes';
import type { Envelope } from '../envelope';
import { REQUIRES_GRANT } from '../errors';
import { checkMerchant, toAmount } from '../expense-draft';
import { runJob } from '../job-transport';
import { readToken } from '../raw-record';
import { canonicalReportId } from '../report-id';
import { createReportJob, type NewReport } from '../write-jobs';

/** Creates an open report, with expenses of no more than merchant, day and amount. The answer tells its ID alone. */
export const createReport: NonNullable<VendorWrites['createReport']> = {
  resource: 'REPORTS',
  operation: 'CREATE',
  async run(connection: VendorConnection, request: CreateReportRequest) {
    const call = {
      purpose: 'reports.create',
      job: createReportJob(toNewReport(request)),
      repeatable: false,
      needs: { role: REQUIRES_GRANT, accountPath: ['submitterEmail'], recordPath: ['policyRemoteId'] },
    };
    const reportRemoteId = await runJob(connection, call, readReportId);
    return { result: { reportRemoteId }, changed: [{ resource: 'REPORTS', remoteIds: [reportRemoteId] }] };
  },
};

function toNewReport(request: CreateReportRequest): NewReport {
  const problems = new RequestProblems();
  const { name, submitterEmail, policyRemoteId } = request;
  if (policyRemoteId === null) problems.add(['policyRemoteId'], 'A report of Expensify is always under a policy.');
  if (name.trim() === '') problems.add(['name'], 'Expensify takes no report without a name.');
  const fields = toFields(request, problems);
  const expenses = request.expenses.map((expense, index) => toExpense(expense, index, problems));
  problems.throwIfAny();
  return {
    policyID: policyRemoteId ?? '',
    employeeEmail: submitterEmail,
    report: { title: name, fields },
    // The documentation disagrees with itself on whether the list has to be there: an empty one satisfies both.
    expenses,
  };
}

/** Expensify knows fields by their names with `_` for every character but letters and digits. */
function toFields(
  { customFields }: CreateReportRequest,
  problems: RequestProblems,
): Record<string, string> | undefined {
  if (customFields.length === 0) return undefined;
  const fields = new Map<string, string>();
  customFields.forEach(({ name, value }, index) => {
    const key = name.replace(/[^A-Za-z0-9]/g, '_');
    if (fields.has(key)) {
      problems.add(['customFields', index, 'name'], `Expensify takes this for a field given before: both are ${key}.`);
    }
    fields.set(key, value);
  });
  return Object.fromEntries(fields);
}

function toExpense(
  draft: ExpenseDraft,
  index: number,
  problems: RequestProblems,
): NonNullable<NewReport['expenses']>[number] {
  const path = ['expenses', index];
  checkMerchant(draft, path, problems);
  for (const member of unsupportedMembers(draft)) {
    problems.add(
      [...path, member],
      `With a new report Expensify takes nothing of an expense but merchant, day and amount, and no \`${member}\`: create ` +
        'the report without this expense, then the expense on it.',
    );
  }
  const amount = toAmount(draft.amount, [...path, 'amount'], problems);
  return { merchant: draft.merchant, currency: draft.amount.currency, date: draft.date, amount };
}

function unsupportedMembers(draft: ExpenseDraft): string[] {
  const optional = ['description', 'category', 'billable', 'reimbursable', 'tax', 'externalReference'] as const;
  const given: string[] = optional.filter((member) => draft[member] !== null);
  return draft.tags.length === 0 ? given : [...given, 'tags'];
}

function readReportId({ fields }: Envelope): string {
  const id = canonicalReportId(readToken(fields.reportID) ?? '');
  if (id !== null) return id;
  throw new VendorProtocolError("Expensify's answer does not tell the ID of the new report.");
}
