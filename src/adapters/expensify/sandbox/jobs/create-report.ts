import type { Policy } from '../data/company';
import type { JobAnswer, JobContext } from '../job';
import { JobError } from '../job-error';
import type { JsonSection } from '../job-description';
import { parseExpense } from '../new-expense';
import { checkGrant } from '../policy-access';

/** `create` / `report`: an open report with expenses. Either all of it is created, or nothing. */
export function createReport({ description, company, reports, faults, credentials }: JobContext): JobAnswer {
  const settings = description.inputSettings;
  // Documented as required; a connector in use leaves it out and means itself.
  const accountEmail = (settings.optionalText('employeeEmail') || credentials.email).toLowerCase();
  const policyID = settings.requiredText('policyID');
  checkGrant(company, faults, accountEmail);
  const policy = company.findPolicy(policyID);
  if (policy === undefined || !policy.employees.some(({ email }) => email === company.presentAddress(accountEmail))) {
    throw new JobError(404, 'Policy not found');
  }
  const report = settings.section('report');
  if (report === null) throw new JobError(410, "Argument 'report' is missing or malformed");
  const name = report.requiredText('title');
  const fields = parseFields(report.section('fields'), policy);
  // The documented key is `date`; a client that sends `created` was seen to succeed.
  const expenses = settings.objects('expenses').map((expense) => parseExpense(expense, ['date', 'created'], policy));
  const { reportID } = reports.addReport({ name, accountEmail, policyID, fields });
  for (const expense of expenses) reports.addExpense(reportID, expense);
  return { kind: 'envelope', body: { responseCode: 200, reportName: name, reportID } };
}

/** Keys are names of the policy's fields with `_` for all but letters and digits; others are ignored without a word. */
function parseFields(given: JsonSection | null, policy: Policy): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const { name } of policy.reportFields) {
    const key = name.replace(/[^A-Za-z0-9]/g, '_');
    const value = given?.optionalText(key) ?? given?.optionalText(key.toLowerCase());
    if (value !== null && value !== undefined) fields[name] = value;
  }
  return fields;
}
