import type { CustomFieldValue, EmployeeRole, MoneyValue } from '../../adapters/records';
import { encodeRecordId } from '../../record-id';
import { toMoney } from '../money-format';

/** A stored employee, ready to be served. Memberships and vendor fields are read apart. */
export interface EmployeeRow {
  readonly id: string;
  readonly instanceId: string;
  readonly remoteId: string;
  readonly email: string | null;
  readonly name: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly employeeNumber: string | null;
  readonly managerRemoteId: string | null;
  readonly approverRemoteId: string | null;
  readonly role: EmployeeRole;
  readonly vendorRole: string | null;
  readonly isActive: boolean | null;
  readonly hiredOn: string | null;
  readonly releasedOn: string | null;
  readonly customFields: readonly CustomFieldValue[];
  readonly changedAt: Date;
  readonly fetchedAt: Date;
}

/** One employee in one policy. */
export interface PolicyMembershipRow {
  readonly instanceId: string;
  readonly employeeRemoteId: string;
  readonly policyRemoteId: string;
  readonly role: EmployeeRole;
  readonly submitsToRemoteId: string | null;
  readonly forwardsToRemoteId: string | null;
  readonly approvalLimit: MoneyValue | null;
  readonly overLimitApproverRemoteId: string | null;
}

/**
 * As somebody's latest report has it, for vendors that name people there and nowhere else. Looked up when read: the
 * employee's own record, and when it changed, stay what the vendor said.
 */
const NAME_ON_LATEST_REPORT = `(SELECT r.submitter_name FROM reports r
    WHERE r.instance_id = t.instance_id AND r.submitter_email = t.email
      AND r.submitter_name IS NOT NULL AND r.created_sort IS NOT NULL
    ORDER BY r.created_sort DESC, r.remote_id DESC LIMIT 1)`;

const OTHER_COLUMNS = `t.instance_id, t.remote_id, t.email, t.first_name, t.last_name, t.employee_number,
  t.manager_remote_id, t.approver_remote_id, t.role, t.vendor_role, t.is_active, t.hired_on::text, t.released_on::text,
  t.custom_fields, t.changed_at, t.fetched_at`;

/** The columns that a row is made of, of `t`. */
export const EMPLOYEE_COLUMNS = `${OTHER_COLUMNS}, coalesce(t.name, ${NAME_ON_LATEST_REPORT}) AS name`;

/** The same with the name as the employee's own record has it. */
export const EMPLOYEE_OWN_COLUMNS = `${OTHER_COLUMNS}, t.name`;

export interface EmployeeColumns {
  readonly instance_id: string;
  readonly remote_id: string;
  readonly email: string | null;
  readonly name: string | null;
  readonly first_name: string | null;
  readonly last_name: string | null;
  readonly employee_number: string | null;
  readonly manager_remote_id: string | null;
  readonly approver_remote_id: string | null;
  readonly role: EmployeeRole;
  readonly vendor_role: string | null;
  readonly is_active: boolean | null;
  readonly hired_on: string | null;
  readonly released_on: string | null;
  readonly custom_fields: readonly CustomFieldValue[];
  readonly changed_at: Date;
  readonly fetched_at: Date;
}

/** The columns that a membership is made of, of `t`. */
export const MEMBERSHIP_COLUMNS = `t.instance_id, t.employee_remote_id, t.policy_remote_id, t.role, t.submits_to_remote_id,
  t.forwards_to_remote_id, t.approval_limit_amount, t.approval_limit_currency, t.over_limit_approver_remote_id`;

export interface MembershipColumns {
  readonly instance_id: string;
  readonly employee_remote_id: string;
  readonly policy_remote_id: string;
  readonly role: EmployeeRole;
  readonly submits_to_remote_id: string | null;
  readonly forwards_to_remote_id: string | null;
  readonly approval_limit_amount: string | null;
  readonly approval_limit_currency: string | null;
  readonly over_limit_approver_remote_id: string | null;
}

export function toEmployeeRow(columns: EmployeeColumns): EmployeeRow {
  return {
    id: encodeRecordId('EMPLOYEE', columns.instance_id, columns.remote_id),
    instanceId: columns.instance_id,
    remoteId: columns.remote_id,
    email: columns.email,
    name: columns.name,
    firstName: columns.first_name,
    lastName: columns.last_name,
    employeeNumber: columns.employee_number,
    managerRemoteId: columns.manager_remote_id,
    approverRemoteId: columns.approver_remote_id,
    role: columns.role,
    vendorRole: columns.vendor_role,
    isActive: columns.is_active,
    hiredOn: columns.hired_on,
    releasedOn: columns.released_on,
    customFields: columns.custom_fields,
    changedAt: columns.changed_at,
    fetchedAt: columns.fetched_at,
  };
}

export function toMembershipRow(columns: MembershipColumns): PolicyMembershipRow {
  return {
    instanceId: columns.instance_id,
    employeeRemoteId: columns.employee_remote_id,
    policyRemoteId: columns.policy_remote_id,
    role: columns.role,
    submitsToRemoteId: columns.submits_to_remote_id,
    forwardsToRemoteId: columns.forwards_to_remote_id,
    approvalLimit: toMoney(columns.approval_limit_amount, columns.approval_limit_currency),
    overLimitApproverRemoteId: columns.over_limit_approver_remote_id,
  };
}
