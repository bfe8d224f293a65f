import type { VendorConnection } from '../../adapter';
import { RequestProblems } from '../../request-problems';
import { VendorProtocolError } from '../../vendor-error';
import type { EmployeesUpdated, UpdateEmployeesRequest, VendorWrites, WriteAnswer } from '../../writes';
import { checkEmployees, toFeedEntry } from '../employee-feed';
import { toEmployeesUpdated } from '../employees-updated';
import type { Envelope } from '../envelope';
import { REQUIRES_DOMAIN_ADMIN } from '../errors';
import { runJob } from '../job-transport';
import { checkPolicyCurrencies } from '../policy-currency';
import { readBoolean } from '../raw-record';
import { updateEmployeesJob, type EmployeesSettings } from '../write-jobs';

const TIMEOUT_MS = 150_000;
const PURPOSE = 'employees.update';

const PRIMARY_POLICY = {
  UNCHANGED: 'none',
  NEW_EMPLOYEES: 'new_employees',
  ALL_EMPLOYEES: 'all_employees',
} as const;

/** Invites, changes and removes members of policies, through the advanced employee updater. */
export const updateEmployees: NonNullable<VendorWrites['updateEmployees']> = {
  resource: 'EMPLOYEES',
  operation: 'UPDATE',
  async run(connection: VendorConnection, request: UpdateEmployeesRequest) {
    const problems = new RequestProblems();
    checkEmployees(request, problems);
    const entries = request.employees.map((employee, index) => toFeedEntry(employee, ['employees', index], problems));
    problems.throwIfAny();
    await checkPolicyCurrencies(connection, PURPOSE, amountsOf(request), problems);
    problems.throwIfAny();
    const call = {
      purpose: PURPOSE,
      job: updateEmployeesJob(toSettings(request)),
      formFields: { data: JSON.stringify({ Employees: entries }) },
      // A second time would tell no difference any more, and send mails again.
      repeatable: request.dryRun,
      timeoutMs: TIMEOUT_MS,
      needs: { role: REQUIRES_DOMAIN_ADMIN },
    };
    const result = await runJob(connection, call, (envelope) => {
      checkDryRun(envelope, request);
      return toEmployeesUpdated(envelope.fields, request.employees);
    });
    return toAnswer(request, result);
  },
};

function toSettings(request: UpdateEmployeesRequest): EmployeesSettings {
  const { dryRun, primaryPolicy, approvalChains, notify, summaryRecipients } = request;
  return {
    'dry-run': dryRun,
    setEmployeePrimaryPolicy: PRIMARY_POLICY[primaryPolicy],
    shouldFixApprovalChains: approvalChains !== 'UNCHANGED',
    fixFirstLevelManagersOnly: approvalChains === 'FIRST_LEVEL',
    shouldSkipNotificationEmail: !notify,
    recipients: summaryRecipients.length === 0 ? null : summaryRecipients.join(','),
  };
}

/** Whoever asked for a trial has to hear of it when it was none. */
function checkDryRun({ fields }: Envelope, { dryRun }: UpdateEmployeesRequest): void {
  if (!dryRun || readBoolean(fields['dry-run']) !== false) return;
  throw new VendorProtocolError(
    'Expensify was asked for a dry run, and says that it was none: look there what changed.',
  );
}

function toAnswer(request: UpdateEmployeesRequest, result: EmployeesUpdated): WriteAnswer<EmployeesUpdated> {
  const isPartial = result.items.some(({ outcome }) => outcome !== 'DONE');
  const emails = request.employees.flatMap(({ email }, index) => (isSkipped(result, index) ? [] : [email]));
  if (request.dryRun || emails.length === 0) return { result, isPartial };
  return { result, isPartial, changed: [{ resource: 'EMPLOYEES', remoteIds: [...new Set(emails)] }] };
}

function isSkipped({ items }: EmployeesUpdated, index: number): boolean {
  return items[index]?.outcome === 'SKIPPED';
}

function amountsOf({ employees }: UpdateEmployeesRequest) {
  return employees.flatMap(({ approvalLimit: money, policyRemoteId }, index) => {
    if (money === null || policyRemoteId === null) return [];
    return [{ path: ['employees', index, 'approvalLimit'], money, policyRemoteIds: [policyRemoteId] }];
  });
}
