import type { EmployeeRole } from '../../adapters/records';
import type { InstanceScope, OrganizationScope } from '../keyset/list-scope';
import type { ConditionsOf, ListTable } from '../keyset/list-statement';
import type { SortColumn } from '../keyset/sort-column';
import { ListConditions } from './list-condition';
import { POLICY_COLUMNS } from './policy-row';

export type PolicyListScope = OrganizationScope | InstanceScope;

export type PolicyOrderField = 'NAME' | 'CHANGED';

/** With an order that no change of a record moves: for who reads a list to its end. */
export type PolicySortField = PolicyOrderField | 'REMOTE_ID';

export interface PolicyListFilter {
  readonly remoteId?: readonly string[] | null;
  readonly accessRole?: readonly EmployeeRole[] | null;
  /** Part of the name, case ignored. */
  readonly text?: string | null;
  /** Changed in our records at or after this instant. */
  readonly changedSince?: Date | null;
}

export const POLICY_TABLE: ListTable = {
  name: 'policies',
  columns: POLICY_COLUMNS,
  keyColumns: ['instance_id', 'remote_id'],
};

export const POLICY_SORTS: Readonly<Record<PolicySortField, SortColumn>> = {
  REMOTE_ID: { column: 'remote_id', type: 'text', nullable: false },
  NAME: { column: 'name_sort', type: 'text', nullable: false },
  CHANGED: { column: 'changed_at', type: 'timestamptz', nullable: false },
};

export function policyConditions(filter: PolicyListFilter | null): ConditionsOf {
  return (bound) => {
    const list = new ListConditions(bound);
    list.anyOf('remote_id', filter?.remoteId);
    list.anyOf('access_role', filter?.accessRole);
    list.contains('search_text', filter?.text);
    list.since('changed_at', filter?.changedSince);
    return list.conditions;
  };
}
