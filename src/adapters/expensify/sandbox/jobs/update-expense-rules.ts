import { parseRule } from '../expense-rule-settings';
import type { JobAnswer, JobContext } from '../job';
import { JobError } from '../job-error';

/** `update` / `expenseRules`: other actions for a rule whose number is known. */
export function updateExpenseRules(context: JobContext): JobAnswer {
  const ruleID = context.description.inputSettings.optionalInteger('ruleID');
  if (ruleID === null) throw new JobError(410, "Required parameter 'ruleID' is missing");
  const rule = parseRule(context);
  const before = context.rules.find(ruleID);
  if (before === undefined || before.policyID !== rule.policyID || before.employeeEmail !== rule.employeeEmail) {
    throw new JobError(404, 'Rule not found');
  }
  context.rules.put({ ...rule, ruleID });
  return { kind: 'envelope', body: { responseMessage: 'OK', responseCode: 200 } };
}
