import type { VendorConnection } from '../../adapter';
import { RequestProblems } from '../../request-problems';
import { VendorProtocolError } from '../../vendor-error';
import type { CreateExpensesRequest, ItemResult, VendorWrites, WriteAnswer } from '../../writes';
import { matchTransactions, toCreatedExpense } from '../created-expense';
import type { Envelope } from '../envelope';
import { REQUIRES_GRANT } from '../errors';
import { toTransaction } from '../expense-draft';
import { runJob } from '../job-transport';
import { readRecords, readToken, type RawRecord } from '../raw-record';
import { canonicalReportId } from '../report-id';
import { createExpensesJob } from '../write-jobs';

const NOT_ANSWERED =
  "Expensify's answer does not name this expense: it may not have been created. Look there before sending it again.";

/** Creates expenses; those without a report are put on one that Expensify opens for them. */
export const createExpenses: NonNullable<VendorWrites['createExpenses']> = {
  resource: 'EXPENSES',
  operation: 'CREATE',
  async run(connection: VendorConnection, request: CreateExpensesRequest) {
    const { employeeEmail, reportRemoteId, policyRemoteId, expenses } = request;
    const problems = new RequestProblems();
    if (expenses.length === 0) problems.add(['expenses'], 'There is no expense to create.');
    if (employeeEmail === null) problems.add(['employeeEmail'], 'Expensify has to know whose expenses they are.');
    const target = { reportID: reportRemoteId ?? undefined, policyID: policyRemoteId ?? undefined };
    const transactions = expenses.map((draft, index) => toTransaction(draft, target, ['expenses', index], problems));
    problems.throwIfAny();
    const call = {
      purpose: 'expenses.create',
      job: createExpensesJob(employeeEmail ?? '', transactions),
      repeatable: false,
      needs: {
        role: REQUIRES_GRANT,
        accountPath: ['employeeEmail'],
        recordPath: reportRemoteId === null ? ['policyRemoteId'] : ['reportRemoteId'],
      },
    };
    const created = await runJob(connection, call, readTransactions);
    return toAnswer(request, matchTransactions(expenses, created));
  },
};

function readTransactions({ fields }: Envelope): RawRecord[] {
  if (Array.isArray(fields.transactionList)) return readRecords(fields.transactionList);
  throw new VendorProtocolError("Expensify's answer about new expenses has no `transactionList`.");
}

function toAnswer(
  request: CreateExpensesRequest,
  created: readonly (RawRecord | null)[],
): WriteAnswer<{ readonly items: readonly ItemResult[] }> {
  const records = request.expenses.flatMap((draft, index) => {
    const raw = created[index] ?? null;
    return (raw === null ? null : toCreatedExpense(raw, draft, request)) ?? [];
  });
  const reportIds = [
    request.reportRemoteId,
    ...created.map((raw) => canonicalReportId(readToken(raw?.reportID) ?? '')),
  ];
  return {
    result: { items: created.map(toItem) },
    isPartial: created.includes(null),
    batch: { expenses: records },
    // Their totals, and what the answer does not tell of the expenses.
    changed: [{ resource: 'REPORTS', remoteIds: [...new Set(reportIds)].filter((id) => id !== null) }],
  };
}

function toItem(raw: RawRecord | null): ItemResult {
  if (raw === null) return { outcome: 'FAILED', reason: NOT_ANSWERED };
  return { outcome: 'DONE', remoteId: readToken(raw.transactionID) };
}
