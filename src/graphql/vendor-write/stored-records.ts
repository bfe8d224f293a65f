import type { EmployeeRow } from '../../persistence/repositories/employee-row';
import type { ExpenseRow } from '../../persistence/repositories/expense-row';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import type { PolicyRow } from '../../persistence/repositories/policy-row';
import type { ReportRow } from '../../persistence/repositories/report-row';
import type { GraphqlContext } from '../context';

/*
 * Records that a write was about, from our copy, by the vendor's id: what is not there could not be read yet, and an answer
 * to a write does not wait for that again.
 */

type ByRemoteId<Row> = ReadonlyMap<string, Row>;

interface Page {
  readonly filter: { readonly remoteId: readonly string[] };
  readonly first: number;
  readonly after: null;
}

function pageOf(remoteIds: readonly string[], kinds = 1): Page {
  const remoteId = [...new Set(remoteIds)];
  return { filter: { remoteId }, first: Math.max(1, remoteId.length * kinds), after: null };
}

function byRemoteId<Row extends { readonly remoteId: string }>(rows: readonly Row[]): ByRemoteId<Row> {
  return new Map(rows.map((row) => [row.remoteId, row]));
}

function scopeOf({ organizationId, id }: InstanceRow) {
  return { organizationId, instanceId: id };
}

export async function storedReports(
  { loaders }: GraphqlContext,
  instance: InstanceRow,
  remoteIds: readonly string[],
): Promise<ByRemoteId<ReportRow>> {
  const order = { field: 'CREATED', direction: 'DESC' } as const;
  const { rows } = await loaders.reportLists.page(scopeOf(instance), { ...pageOf(remoteIds), order });
  return byRemoteId(rows);
}

export async function storedExpenses(
  { loaders }: GraphqlContext,
  instance: InstanceRow,
  remoteIds: readonly string[],
): Promise<ByRemoteId<ExpenseRow>> {
  const order = { field: 'DATE', direction: 'DESC' } as const;
  // A vendor may give one id to several kinds of expenses.
  const { rows } = await loaders.expenseLists.page(scopeOf(instance), { ...pageOf(remoteIds, 4), order });
  return byRemoteId(rows);
}

export async function storedPolicies(
  { loaders }: GraphqlContext,
  instance: InstanceRow,
  remoteIds: readonly string[],
): Promise<ByRemoteId<PolicyRow>> {
  const order = { field: 'NAME', direction: 'ASC' } as const;
  const { rows } = await loaders.policyLists.page(scopeOf(instance), { ...pageOf(remoteIds), order });
  return byRemoteId(rows);
}

/** By e-mail address, in lower case. */
export async function storedEmployees(
  { loaders }: GraphqlContext,
  instance: InstanceRow,
  emails: readonly string[],
): Promise<ReadonlyMap<string, EmployeeRow>> {
  const order = { field: 'NAME', direction: 'ASC' } as const;
  const email = [...new Set(emails)];
  const query = { filter: { email }, first: Math.max(1, email.length * 2), after: null, order };
  const { rows } = await loaders.employeeLists.page(scopeOf(instance), query);
  return new Map(rows.flatMap((row) => (row.email === null ? [] : [[row.email, row] as const])));
}
