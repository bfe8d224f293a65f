import { CATEGORIES } from '../data/catalogue';
import { NO_TAGS, TITLE, type Employee, type Policy } from '../data/company';
import { toDateTime } from '../data/expense-generator';
import { Random } from '../data/random';
import type { JobAnswer, JobContext } from '../job';
import { JobError } from '../job-error';

const PLANS = ['team', 'corporate'];

/** `create` / `policy`: our account owns it and is its only member. The one job that labels its answer as JSON. */
export function createPolicy({ description, company, reports, now }: JobContext): JobAnswer {
  const settings = description.inputSettings;
  const name = settings.optionalText('policyName');
  // Recorded under 500, unlike the same complaint elsewhere.
  if (name === null || name.trim() === '') throw new JobError(500, "Required parameter 'policyName' is missing");
  const type = settings.optionalText('plan') || 'team';
  if (!PLANS.includes(type)) throw new JobError(410, "Argument 'plan' is missing or malformed");
  const owner = company.findEmployee(company.apiAccount) as Employee;
  const policy: Policy = {
    id: Random.at(reports.nextNumber(), 6).hex(16).toUpperCase(),
    name,
    type,
    outputCurrency: 'USD',
    owner: owner.email,
    role: 'admin',
    created: toDateTime(now().getTime()),
    categories: CATEGORIES.filter(({ enabled }) => enabled).map(({ name: category }) => ({
      name: category,
      glCode: '',
      payrollCode: '',
      enabled: true,
    })),
    tags: NO_TAGS,
    tax: null,
    reportFields: [TITLE],
    employees: [{ ...owner, role: 'admin', submitsTo: owner.email, forwardsTo: null }],
  };
  company.put(policy);
  const body = { responseCode: 200, policyID: policy.id, policyName: name };
  return { kind: 'envelope', body, contentType: 'application/json' };
}
