import type { VendorConnection } from '../../adapter';
import { RequestProblems } from '../../request-problems';
import type { ExpenseRuleChange, VendorWrites, WriteAnswer } from '../../writes';
import { REQUIRES_POLICY_ADMIN } from '../errors';
import { canonicalRuleId } from '../rule-id';
import { runJob, type Job } from '../job-transport';
import { createExpenseRuleJob, updateExpenseRuleJob, type RuleSettings } from '../write-jobs';

/**
 * Sets up what expenses of a member are filled in with. Expensify never tells the number of a new rule, and cannot be
 * asked for rules: the one way to learn it is a `VendorConflictError` for a rule that is there already.
 */
export const createExpenseRule: NonNullable<VendorWrites['createExpenseRule']> = {
  resource: 'EXPENSE_RULES',
  operation: 'CREATE',
  async run(connection: VendorConnection, request: ExpenseRuleChange) {
    const job = createExpenseRuleJob(toSettings(request, new RequestProblems()));
    return runRuleJob(connection, 'expenseRules.create', job, { repeatable: false, recordPath: ['policyRemoteId'] });
  },
};

/** Replaces what a rule fills in. */
export const updateExpenseRule: NonNullable<VendorWrites['updateExpenseRule']> = {
  resource: 'EXPENSE_RULES',
  operation: 'UPDATE',
  async run(connection: VendorConnection, request: ExpenseRuleChange & { readonly ruleRemoteId: string }) {
    const problems = new RequestProblems();
    const number = canonicalRuleId(request.ruleRemoteId);
    if (number === null) {
      problems.add(['ruleRemoteId'], 'Expensify counts rules: this is no number of one.', {
        expected: 'a whole number',
      });
    }
    const job = updateExpenseRuleJob(Number(number), toSettings(request, problems));
    return runRuleJob(connection, 'expenseRules.update', job, { repeatable: true, recordPath: ['ruleRemoteId'] });
  },
};

async function runRuleJob(
  connection: VendorConnection,
  purpose: string,
  job: Job,
  { repeatable, recordPath }: { readonly repeatable: boolean; readonly recordPath: readonly string[] },
): Promise<WriteAnswer<null>> {
  const needs = { role: REQUIRES_POLICY_ADMIN, accountPath: ['employeeEmail'], recordPath };
  await runJob(connection, { purpose, job, repeatable, needs }, () => undefined);
  return { result: null };
}

function toSettings(request: ExpenseRuleChange, problems: RequestProblems): RuleSettings {
  const { policyRemoteId, employeeEmail, tag, defaultBillable } = request;
  if (tag === null && defaultBillable === null) {
    problems.add([], 'A rule has to do something.', { expected: 'tag, defaultBillable, or both' });
  }
  if (tag?.trim() === '') problems.add(['tag'], 'The name of the tag is empty.');
  problems.throwIfAny();
  return {
    policyID: policyRemoteId,
    employeeEmail,
    actions: { tag: tag ?? undefined, defaultBillable: defaultBillable ?? undefined },
  };
}
