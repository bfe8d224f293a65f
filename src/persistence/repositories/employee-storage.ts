import type { EmployeeRecord } from '../../adapters/records';
import { indexedText, searchText, sortText } from './derived-columns';
import { EMPLOYEE_OWN_COLUMNS, toEmployeeRow, type EmployeeColumns } from './employee-row';
import { toStoredMemberships } from './policy-membership-storage';
import type { TrackedTable } from './record-change';
import { recordUpsert, type StoredColumns } from './record-upsert';

export const TRACKED_EMPLOYEES: TrackedTable<EmployeeColumns> = {
  resourceOf: () => 'EMPLOYEES',
  columns: EMPLOYEE_OWN_COLUMNS,
  longFields: { vendorFields: 'vendor_fields' },
  graphNames: { managerRemoteId: 'manager', approverRemoteId: 'approver' },
  kindOf: () => 'EMPLOYEE',
  toRow: toEmployeeRow,
};

/** Writing employees: every column with its type, and what a record has in it. */
export const EMPLOYEE_UPSERT = recordUpsert(
  'employees',
  ['remote_id'],
  {
    remote_id: 'text',
    email: 'text',
    name: 'text',
    name_sort: 'text',
    search_text: 'text',
    first_name: 'text',
    last_name: 'text',
    employee_number: 'text',
    manager_remote_id: 'text',
    approver_remote_id: 'text',
    role: 'text',
    vendor_role: 'text',
    is_active: 'boolean',
    hired_on: 'date',
    released_on: 'date',
    custom_fields: 'jsonb',
    vendor_fields: 'jsonb',
  },
  TRACKED_EMPLOYEES,
);

export function toStoredEmployee(employee: EmployeeRecord): StoredColumns {
  return {
    remote_id: employee.remoteId,
    email: indexedText(employee.email),
    name: employee.name,
    // By name, else by e-mail address; the vendor's id where there is neither.
    name_sort: sortText(employee.name ?? employee.email ?? employee.remoteId),
    search_text: searchText(employee.name, employee.email, employee.employeeNumber),
    first_name: employee.firstName,
    last_name: employee.lastName,
    employee_number: indexedText(employee.employeeNumber),
    manager_remote_id: indexedText(employee.managerRemoteId),
    approver_remote_id: employee.approverRemoteId,
    role: employee.role,
    vendor_role: employee.vendorRole,
    is_active: employee.isActive,
    hired_on: employee.hiredOn,
    released_on: employee.releasedOn,
    custom_fields: employee.customFields,
    vendor_fields: employee.vendorFields,
    // No column: there so that an employee whose memberships changed has changed.
    memberships: toStoredMemberships(employee),
  };
}
