import type { JobContext } from './job';
import { JobError } from './job-error';
import { getAdministeredPolicy } from './policy-access';
import type { ExpenseRule } from './sandbox-state';

/** What the creator and the updater of expense rules have in common. */
export function parseRule({ description, company }: JobContext): Omit<ExpenseRule, 'ruleID'> {
  const settings = description.inputSettings;
  const policy = getAdministeredPolicy(company, settings.requiredText('policyID'));
  const employeeEmail = company.presentAddress(settings.requiredText('employeeEmail'));
  if (!policy.employees.some(({ email }) => email === employeeEmail)) {
    throw new JobError(410, `${employeeEmail} is not a member of policy ${policy.id}`);
  }
  const given = settings.section('actions');
  const tag = given?.optionalText('tag') || undefined;
  const defaultBillable = given?.optionalBoolean('defaultBillable') ?? undefined;
  if (tag === undefined && defaultBillable === undefined) throw new JobError(410, "'actions' object malformed");
  const actions = {
    ...(tag === undefined ? {} : { tag }),
    ...(defaultBillable === undefined ? {} : { defaultBillable }),
  };
  return { policyID: policy.id, employeeEmail, actions };
}
