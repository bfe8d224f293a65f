import type { EmployeeRole, MoneyValue } from './records';
import type { ItemResult } from './write-answer';

export interface EmployeeChange {
  readonly email: string;
  readonly employeeNumber: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly policyRemoteId: string | null;
  readonly additionalPolicyRemoteIds: readonly string[];
  readonly managerEmail: string | null;
  readonly forwardsToEmail: string | null;
  readonly role: Exclude<EmployeeRole, 'UNKNOWN'> | null;
  readonly approvalLimit: MoneyValue | null;
  readonly overLimitApproverEmail: string | null;
  readonly isTerminated: boolean;
  /** The vendor's word for how someone works, such as being on leave. */
  readonly workerStatus: string | null;
  readonly domainGroupRemoteId: string | null;
  readonly removeFromOtherPolicies: boolean;
  readonly defaultTags: readonly string[];
  readonly customFields: readonly { readonly name: string; readonly value: string }[];
}

export interface UpdateEmployeesRequest {
  readonly employees: readonly EmployeeChange[];
  /** Compute, and change nothing. */
  readonly dryRun: boolean;
  /** Whether the policy becomes what they report on by default. */
  readonly primaryPolicy: 'UNCHANGED' | 'NEW_EMPLOYEES' | 'ALL_EMPLOYEES';
  /** Invite approvers to the policies in which they approve. */
  readonly approvalChains: 'UNCHANGED' | 'FIRST_LEVEL' | 'ALL_LEVELS';
  /** Send invitations by mail. */
  readonly notify: boolean;
  /** Who gets a summary by mail. */
  readonly summaryRecipients: readonly string[];
}

export interface EmployeesUpdated {
  /** In the order of the request. */
  readonly items: readonly ItemResult[];
  /** As the vendor counts them. */
  readonly updatedCount: number | null;
  readonly added: readonly { readonly policyRemoteId: string; readonly emails: readonly string[] }[];
  readonly removed: readonly { readonly policyRemoteId: string; readonly emails: readonly string[] }[];
  readonly domainGroups: readonly { readonly domainGroupRemoteId: string; readonly emails: readonly string[] }[];
}
