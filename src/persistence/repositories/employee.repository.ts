import type { EmployeeRecord } from '../../adapters/records';
import type { RequestContext } from '../../request-context';
import type { StatementRunner } from '../database';
import type { ListQuery, PageOf } from '../keyset/keyset-page';
import { readCounts, readPages } from '../keyset/list-reader';
import { bindScopes } from '../keyset/scope-kind';
import {
  EMPLOYEE_NARROWING,
  EMPLOYEE_SORTS,
  EMPLOYEE_TABLE,
  employeeConditions,
  instancesOfEmployees,
  type EmployeeListFilter,
  type EmployeeListScope,
  type EmployeeSortField,
} from './employee-list';
import {
  EMPLOYEE_COLUMNS,
  MEMBERSHIP_COLUMNS,
  toEmployeeRow,
  toMembershipRow,
  type EmployeeColumns,
  type EmployeeRow,
  type MembershipColumns,
  type PolicyMembershipRow,
} from './employee-row';
import { EMPLOYEE_UPSERT, TRACKED_EMPLOYEES, toStoredEmployee } from './employee-storage';
import type { PersonKey, RecordKey } from './list-condition';
import { replaceMemberships } from './policy-membership-storage';
import type { RecordChange } from './record-change';
import { deleteRecords, recordDeletion } from './record-deletion';
import {
  findAgedRecords,
  findRecordGroups,
  findRecords,
  findVendorFields,
  recordLookup,
  type Aged,
} from './record-lookup';
import { upsertRecords, type StoreCounts, type StoreTarget } from './record-upsert';

export type { EmployeeListFilter, EmployeeListScope, EmployeeOrderField } from './employee-list';
export type { EmployeeRow, PolicyMembershipRow } from './employee-row';

export type EmployeeListQuery = ListQuery<EmployeeListFilter, EmployeeSortField>;

const BY_KEYS = recordLookup('find_employees', 'employees', EMPLOYEE_COLUMNS);
const AGED_BY_KEYS = recordLookup('find_aged_employees', 'employees', EMPLOYEE_COLUMNS, { agedBy: 'EMPLOYEES' });
const BY_EMAIL = recordLookup('find_employees_by_email', 'employees', EMPLOYEE_COLUMNS, {
  remoteIdColumn: 'email',
  orderBy: 't.remote_id',
});
const MEMBERSHIPS = recordLookup('find_policy_memberships', 'policy_memberships', MEMBERSHIP_COLUMNS, {
  remoteIdColumn: 'employee_remote_id',
  orderBy: 't.policy_remote_id',
});
const VENDOR_FIELDS = recordLookup('find_employee_vendor_fields', 'employees', 't.vendor_fields');

const DELETE_EMPLOYEES =
  'DELETE FROM employees t WHERE t.instance_id = $1::uuid AND t.organization_id = $2::uuid AND t.fetched_at < $3::timestamptz';
/** Their memberships go with them. */
const DELETE_MEMBERSHIPS = `memberships_gone AS (
  DELETE FROM policy_memberships m USING gone g WHERE m.instance_id = $1::uuid AND m.employee_remote_id = g.remote_id)`;

const DELETE_NOT_FETCHED = recordDeletion(TRACKED_EMPLOYEES, DELETE_EMPLOYEES, [DELETE_MEMBERSHIPS]);
const DELETE_BY_IDS = recordDeletion(TRACKED_EMPLOYEES, `${DELETE_EMPLOYEES} AND t.remote_id = ANY ($4::text[])`, [
  DELETE_MEMBERSHIPS,
]);

/** Our copies of vendors' employees, with their memberships in policies. */
export class EmployeeRepository {
  constructor(private readonly runner: StatementRunner) {}

  /**
   * Two statements: the employees, and their memberships, which become exactly what the records say. What has the same
   * content as before keeps its `changedAt`; otherwise, also when only memberships differ, it becomes `fetchedAt`.
   */
  async storeEmployees(
    context: RequestContext,
    runner: StatementRunner,
    target: StoreTarget,
    employees: readonly EmployeeRecord[],
    fetchedAt: Date,
    changes: RecordChange[] | null = null,
  ): Promise<{ readonly employees: StoreCounts }> {
    const stored = employees.map(toStoredEmployee);
    const told: RecordChange[] | null = changes && [];
    const counts = await upsertRecords(context, runner, EMPLOYEE_UPSERT, target, stored, fetchedAt, told);
    if (employees.length > 0) {
      const moved = await replaceMemberships(context, runner, target, employees);
      changes?.push(...(told ?? []).map((change) => withMemberships(change, moved)));
    }
    return { employees: { ...counts, deleted: 0 } };
  }

  /** Forgets what was last fetched before `since`. Answers how many employees. */
  async deleteNotFetchedSince(
    context: RequestContext,
    runner: StatementRunner,
    target: StoreTarget,
    since: Date,
    changes: RecordChange[] | null = null,
  ): Promise<number> {
    const values = [target.instanceId, target.organizationId, since];
    return deleteRecords(context, runner, DELETE_NOT_FETCHED, values, changes);
  }

  /** Forgets these unless they were fetched at `since` or later. How many. */
  deleteByIds(
    context: RequestContext,
    runner: StatementRunner,
    target: StoreTarget,
    remoteIds: readonly string[],
    since: Date,
    changes: RecordChange[] | null = null,
  ): Promise<number> {
    const values = [target.instanceId, target.organizationId, since, remoteIds];
    return deleteRecords(context, runner, DELETE_BY_IDS, values, changes);
  }

  /** In the order of the keys; null for what is not there, or not the organization's. */
  findByKeys(
    context: RequestContext,
    organizationId: string,
    keys: readonly RecordKey[],
  ): Promise<(EmployeeRow | null)[]> {
    return findRecords<EmployeeColumns, EmployeeRow>(
      context,
      this.runner,
      BY_KEYS,
      organizationId,
      keys,
      toEmployeeRow,
    );
  }

  /** The same, each with what its age is judged by. */
  findAged(
    context: RequestContext,
    organizationId: string,
    keys: readonly RecordKey[],
  ): Promise<(Aged<EmployeeRow> | null)[]> {
    return findAgedRecords<EmployeeColumns, EmployeeRow>(
      context,
      this.runner,
      AGED_BY_KEYS,
      organizationId,
      keys,
      toEmployeeRow,
    );
  }

  /** Who has the e-mail address (case ignored); of several the first by remote id. */
  findByEmails(
    context: RequestContext,
    organizationId: string,
    people: readonly PersonKey[],
  ): Promise<(EmployeeRow | null)[]> {
    const keys = people.map(({ instanceId, email }) => ({ instanceId, remoteId: email.toLowerCase() }));
    return findRecords<EmployeeColumns, EmployeeRow>(
      context,
      this.runner,
      BY_EMAIL,
      organizationId,
      keys,
      toEmployeeRow,
    );
  }

  /** The memberships of each employee, by policy. */
  async findMemberships(
    context: RequestContext,
    organizationId: string,
    keys: readonly RecordKey[],
  ): Promise<PolicyMembershipRow[][]> {
    const groups = await findRecordGroups<MembershipColumns>(context, this.runner, MEMBERSHIPS, organizationId, keys);
    return groups.map((group) => group.map(toMembershipRow));
  }

  findVendorFields(
    context: RequestContext,
    organizationId: string,
    keys: readonly RecordKey[],
  ): Promise<(Readonly<Record<string, unknown>> | null)[]> {
    return findVendorFields(context, this.runner, VENDOR_FIELDS, organizationId, keys);
  }

  /** One page a scope, in the order of the scopes, which are all of one kind. */
  async listPages(
    context: RequestContext,
    scopes: readonly EmployeeListScope[],
    query: EmployeeListQuery,
  ): Promise<PageOf<EmployeeRow>[]> {
    const request = {
      ...bindScopes(scopes, EMPLOYEE_NARROWING, instancesOfEmployees(query.filter)),
      table: EMPLOYEE_TABLE,
      conditions: employeeConditions(query.filter),
      sort: EMPLOYEE_SORTS[query.order.field],
      direction: query.order.direction,
      first: query.first,
      after: query.after,
    };
    return readPages(context, this.runner, request, toEmployeeRow);
  }

  /** How many match in each scope. */
  count(
    context: RequestContext,
    scopes: readonly EmployeeListScope[],
    filter: EmployeeListFilter | null,
  ): Promise<number[]> {
    const conditions = employeeConditions(filter);
    return readCounts(context, this.runner, {
      ...bindScopes(scopes, EMPLOYEE_NARROWING, instancesOfEmployees(filter)),
      table: EMPLOYEE_TABLE,
      conditions,
    });
  }
}

/** Memberships are kept apart from the row that a change is told by. */
function withMemberships(change: RecordChange, moved: ReadonlySet<string>): RecordChange {
  if (change.before === null || !moved.has(change.remoteId)) return change;
  return { ...change, changedFields: [...change.changedFields, 'memberships'] };
}
