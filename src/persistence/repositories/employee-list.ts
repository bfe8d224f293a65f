import type { EmployeeRole } from '../../adapters/records';
import type { InstanceScope, OrganizationScope, PolicyScope } from '../keyset/list-scope';
import type { ConditionsOf, ListTable } from '../keyset/list-statement';
import type { Narrowing } from '../keyset/scope-kind';
import type { SortColumn } from '../keyset/sort-column';
import { EMPLOYEE_COLUMNS } from './employee-row';
import { ListConditions, namedInstances, recordPairs, type RecordKey } from './list-condition';

export type EmployeeListScope = OrganizationScope | InstanceScope | PolicyScope;

export type EmployeeOrderField = 'NAME' | 'EMAIL' | 'CHANGED';

/** With an order that no change of a record moves: for who reads a list to its end. */
export type EmployeeSortField = EmployeeOrderField | 'REMOTE_ID';

export interface EmployeeListFilter {
  readonly remoteId?: readonly string[] | null;
  /** Members of one of these. */
  readonly policies?: readonly RecordKey[] | null;
  /** Case ignored. */
  readonly email?: readonly string[] | null;
  readonly employeeNumber?: readonly string[] | null;
  /** Those who report to one of these. */
  readonly managers?: readonly RecordKey[] | null;
  readonly role?: readonly EmployeeRole[] | null;
  readonly isActive?: boolean | null;
  /** Part of the name, e-mail address or personnel number, case ignored. */
  readonly text?: string | null;
  /** Changed in our records at or after this instant. */
  readonly changedSince?: Date | null;
}

export const EMPLOYEE_TABLE: ListTable = {
  name: 'employees',
  columns: EMPLOYEE_COLUMNS,
  keyColumns: ['instance_id', 'remote_id'],
};

export const EMPLOYEE_SORTS: Readonly<Record<EmployeeSortField, SortColumn>> = {
  REMOTE_ID: { column: 'remote_id', type: 'text', nullable: false },
  NAME: { column: 'name_sort', type: 'text', nullable: false },
  EMAIL: { column: 'email', type: 'text', nullable: true },
  CHANGED: { column: 'changed_at', type: 'timestamptz', nullable: false },
};

export const EMPLOYEE_NARROWING: Narrowing<EmployeeListScope> = {
  parentOf: (scope) => ('policyRemoteId' in scope ? scope.policyRemoteId : undefined),
  condition: `EXISTS (SELECT FROM policy_memberships m WHERE m.instance_id = s.instance_id
    AND m.policy_remote_id = s.parent AND m.employee_remote_id = t.remote_id)`,
};

export function instancesOfEmployees(filter: EmployeeListFilter | null): ReadonlySet<string> | null {
  return namedInstances(filter?.policies, filter?.managers);
}

export function employeeConditions(filter: EmployeeListFilter | null): ConditionsOf {
  return (bound) => {
    const list = new ListConditions(bound);
    list.anyOf('remote_id', filter?.remoteId);
    addPolicyCondition(list, filter);
    list.anyOfIgnoringCase('email', filter?.email);
    list.anyOf('employee_number', filter?.employeeNumber);
    list.anyOfPairs('manager_remote_id', recordPairs(filter?.managers));
    list.anyOf('role', filter?.role);
    list.is('is_active', filter?.isActive);
    list.contains('search_text', filter?.text);
    list.since('changed_at', filter?.changedSince);
    return list.conditions;
  };
}

function addPolicyCondition(list: ListConditions, filter: EmployeeListFilter | null): void {
  const policies = recordPairs(filter?.policies);
  if (policies == null) return;
  list.add(`EXISTS (SELECT FROM policy_memberships m WHERE m.instance_id = t.instance_id
    AND m.employee_remote_id = t.remote_id AND ${list.pairsCondition('m', 'policy_remote_id', policies)})`);
}
