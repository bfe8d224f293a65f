import type { Policy, PolicyRole } from '../data/company';
import type { JobAnswer, JobContext } from '../job';
import { checkGrant } from '../policy-access';
import { asTyped, encodeEntities, type Encode } from '../text-encoding';

/** `get` / `policyList`. */
export function getPolicyList({ description, company, faults }: JobContext): JobAnswer {
  const settings = description.inputSettings;
  const userEmail = settings.optionalText('userEmail');
  if (userEmail !== null) checkGrant(company, faults, userEmail);
  const encode = faults.has('entities') ? asTyped : encodeEntities;
  const policyList = company.policies
    .map((policy) => ({ policy, role: roleOf(policy, userEmail) }))
    .filter(({ role }) => role !== null && (settings.raw('adminOnly') !== true || role === 'admin'))
    .map(({ policy, role }) => toEntry(policy, role!, encode));
  return { kind: 'envelope', body: { policyList, responseCode: 200 } };
}

function roleOf(policy: Policy, userEmail: string | null): PolicyRole | null {
  if (userEmail === null) return policy.role;
  return policy.employees.find(({ email }) => email === userEmail.toLowerCase())?.role ?? null;
}

/** With the keys that live answers carry beyond the documented ones. */
function toEntry(policy: Policy, role: PolicyRole, encode: Encode): Record<string, unknown> {
  return {
    outputCurrency: policy.outputCurrency,
    owner: policy.owner,
    role,
    name: encode(policy.name),
    id: policy.id,
    type: policy.type,
    created: policy.created,
    approvalMode: 'ADVANCED',
    autoReimbursement: '',
    avatarURL: '',
    isPolicyExpenseChatEnabled: 'true',
    areCategoriesEnabled: true,
    areTagsEnabled: policy.tags.kind !== 'levels' || policy.tags.levels.some(({ tags }) => tags.length > 0),
    areReportFieldsEnabled: policy.reportFields.length > 1,
    areConnectionsEnabled: false,
    areDistanceRatesEnabled: true,
    areWorkflowsEnabled: policy.type !== 'free',
    eReceipts: false,
    tax: { trackingEnabled: policy.tax !== null },
    invoice: { markUp: 0 },
    maxExpenseAge: 90,
    maxExpenseAmount: 200000,
    maxExpenseAmountNoReceipt: 7500,
    ownerAccountID: policy.employees.find(({ email }) => email === policy.owner)?.accountID ?? 4_711_001,
  };
}
