import { parseRule } from '../expense-rule-settings';
import type { JobAnswer, JobContext } from '../job';
import { JobError } from '../job-error';

/** `create` / `expenseRules`. The number of a rule is told only to those who try to create it again. */
export function createExpenseRules(context: JobContext): JobAnswer {
  const rule = parseRule(context);
  const same = context.rules.findSame(rule);
  if (same !== undefined) {
    throw new JobError(666, `Rule already exists with those actions, please update rule ${same.ruleID}`);
  }
  context.rules.add(rule);
  return { kind: 'envelope', body: { responseMessage: 'OK', responseCode: 200 } };
}
