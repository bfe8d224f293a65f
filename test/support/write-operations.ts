import { ERROR_FIELDS } from './instance-operations';

const WRITE = `write {
  id name resource operation status idempotencyKey isReplay requestId createdAt sentAt settledAt
  doneCount skippedCount failedCount instance { id } error { ...ErrorFields }
}`;
const POLICY = 'id remoteId name';

/** Mutations that ask a vendor to change something, with everything that their payloads can say. Each takes `$input`. */
export const WRITE_MUTATIONS = {
  createReport: mutation('createReport', 'reportId report { id name status submitterEmail expenses { totalCount } }'),
  createExpenses: mutation(
    'createExpenses',
    `expenses { id merchant amount { amount currency } }
     results { outcome reason expense { id merchant } error { ...ErrorFields } }`,
  ),
  markReportsReimbursed: mutation(
    'markReportsReimbursed',
    `reports { id status }
     results { reportId outcome reason report { id status vendorStatus } error { ...ErrorFields } }`,
  ),
  createPolicy: mutation('createPolicy', `policyId policy { ${POLICY} }`),
  updatePolicyCategories: mutation(
    'updatePolicyCategories',
    `policies { ${POLICY} categories(first: 500) { nodes { name enabled ledgerCode } } }`,
  ),
  updatePolicyTags: mutation(
    'updatePolicyTags',
    `policy { ${POLICY} tagGroups { name tags(first: 500) { nodes { name } } } }`,
  ),
  updatePolicyTagsFromFile: mutation(
    'updatePolicyTagsFromFile',
    `policy { ${POLICY} tagGroups { name tags(first: 500) { nodes { name } } } }`,
  ),
  updatePolicyReportFields: mutation(
    'updatePolicyReportFields',
    `policies { ${POLICY} reportFields { name type values } }`,
  ),
  setTagApprovers: mutation('setTagApprovers', `policy { ${POLICY} }`),
  createExpenseRule: mutation('createExpenseRule', ''),
  updateExpenseRule: mutation('updateExpenseRule', ''),
  updateEmployees: mutation(
    'updateEmployees',
    `employees { id email }
     results { email outcome reason employee { id email role } error { ...ErrorFields } }
     updatedCount added { policyRemoteId policy { id } emails } removed { policyRemoteId policy { id } emails }
     domainGroups { domainGroupRemoteId emails }`,
  ),
} as const;

export type WriteMutation = keyof typeof WRITE_MUTATIONS;

function mutation(field: string, result: string): string {
  const type = `${field.charAt(0).toUpperCase()}${field.slice(1)}Input`;
  return `mutation ($input: ${type}!) { ${field}(input: $input) { ${result} ${WRITE} errors { ...ErrorFields } } }
  ${ERROR_FIELDS}`;
}

/** Ids that an input can name. */
export interface WriteIds {
  readonly Instance: string;
  readonly Report: string;
  readonly Policy: string;
  readonly Employee: string;
}

const EXPENSE = { merchant: 'Lunch', date: '2026-08-01', amount: { amount: '12.30', currency: 'USD' } };

/** An input of each that names every kind of id that it can, and that nothing is wrong with. */
export const WRITE_INPUTS: Readonly<Record<WriteMutation, (ids: WriteIds) => Record<string, unknown>>> = {
  createReport: ({ Instance, Policy, Employee }) => ({
    instanceId: Instance,
    name: 'Fair',
    submitter: { id: Employee },
    policyId: Policy,
  }),
  createExpenses: ({ Instance, Report, Policy, Employee }) => ({
    instanceId: Instance,
    employee: { id: Employee },
    reportId: Report,
    policyId: Policy,
    expenses: [EXPENSE],
  }),
  markReportsReimbursed: ({ Report }) => ({ reportIds: [Report], paymentSource: 'Bank' }),
  createPolicy: ({ Instance }) => ({ instanceId: Instance, name: 'New' }),
  updatePolicyCategories: ({ Instance, Policy }) => ({
    instanceId: Instance,
    policyIds: [Policy],
    mode: 'MERGE',
    categories: [{ name: 'Fairs' }],
  }),
  updatePolicyTags: ({ Instance, Policy }) => ({
    instanceId: Instance,
    policyId: Policy,
    mode: 'MERGE',
    levels: [{ required: false, tags: [{ name: 'Fairs' }] }],
  }),
  updatePolicyTagsFromFile: ({ Instance, Policy }) => ({
    instanceId: Instance,
    policyId: Policy,
    content: 'Department\nFairs\n',
  }),
  updatePolicyReportFields: ({ Instance, Policy }) => ({
    instanceId: Instance,
    policyIds: [Policy],
    mode: 'MERGE',
    fields: [{ name: 'Stand', type: 'TEXT' }],
  }),
  setTagApprovers: ({ Instance, Policy }) => ({
    instanceId: Instance,
    policyId: Policy,
    approvers: [{ tag: 'Fairs', approverEmail: 'ann@example.com' }],
  }),
  createExpenseRule: ({ Instance, Policy, Employee }) => ({
    instanceId: Instance,
    policyId: Policy,
    employee: { id: Employee },
    tag: 'Fairs',
  }),
  updateExpenseRule: ({ Instance, Policy, Employee }) => ({
    instanceId: Instance,
    policyId: Policy,
    employee: { id: Employee },
    tag: 'Fairs',
    ruleRemoteId: '1',
  }),
  updateEmployees: ({ Instance, Policy }) => ({
    instanceId: Instance,
    employees: [
      {
        email: 'new@example.com',
        employeeNumber: '1',
        managerEmail: 'ann@example.com',
        policyId: Policy,
        additionalPolicyIds: [Policy],
      },
    ],
    dryRun: true,
  }),
};

/** The input with an id at its place: within a list, in its first item. */
export function withIdAt(input: unknown, path: readonly string[], id: string): unknown {
  if (Array.isArray(input)) return [withIdAt(input[0], path, id), ...input.slice(1)];
  const [member, ...rest] = path;
  if (member === undefined) return id;
  const fields = input as Readonly<Record<string, unknown>>;
  return { ...fields, [member]: withIdAt(fields[member], rest, id) };
}
