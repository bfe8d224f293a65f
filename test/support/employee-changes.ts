import type { EmployeeChange } from '../../src/adapters/writes';

type Named = Pick<EmployeeChange, 'email' | 'employeeNumber' | 'policyRemoteId' | 'managerEmail'>;

/** A change of an employee that says no more than it must. */
export function employeeChange(values: Named & Partial<EmployeeChange>): EmployeeChange {
  return {
    firstName: null,
    lastName: null,
    additionalPolicyRemoteIds: [],
    forwardsToEmail: null,
    role: null,
    approvalLimit: null,
    overLimitApproverEmail: null,
    isTerminated: false,
    workerStatus: null,
    domainGroupRemoteId: null,
    removeFromOtherPolicies: false,
    defaultTags: [],
    customFields: [],
    ...values,
  };
}
