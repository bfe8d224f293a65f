import type { EmployeeRecord } from '../../adapters/records';
import type { RequestContext } from '../../request-context';
import type { StatementRunner } from '../database';
import { formatAmount } from '../money-format';
import { storable } from '../storable-text';
import type { StoreTarget, StoredColumns } from './record-upsert';

/** The memberships of the employees become exactly these: others of theirs go, equal ones are left alone. */
const REPLACE_MEMBERSHIPS = `
  WITH input AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset($4::jsonb) AS r (employee_remote_id text, policy_remote_id text, role text,
      submits_to_remote_id text, forwards_to_remote_id text, approval_limit_amount numeric, approval_limit_currency text,
      over_limit_approver_remote_id text)
  ), gone AS (
    DELETE FROM policy_memberships t
    WHERE t.instance_id = $1::uuid AND t.employee_remote_id = ANY ($3::text[]) AND NOT EXISTS (
      SELECT FROM input i WHERE i.employee_remote_id = t.employee_remote_id AND i.policy_remote_id = t.policy_remote_id)
    RETURNING t.employee_remote_id
  ), written AS (
  INSERT INTO policy_memberships AS t (instance_id, organization_id, employee_remote_id, policy_remote_id, role,
    submits_to_remote_id, forwards_to_remote_id, approval_limit_amount, approval_limit_currency,
    over_limit_approver_remote_id)
  SELECT $1::uuid, $2::uuid, i.* FROM input i ORDER BY i.employee_remote_id, i.policy_remote_id
  ON CONFLICT (instance_id, employee_remote_id, policy_remote_id) DO UPDATE SET
    role = EXCLUDED.role, submits_to_remote_id = EXCLUDED.submits_to_remote_id,
    forwards_to_remote_id = EXCLUDED.forwards_to_remote_id, approval_limit_amount = EXCLUDED.approval_limit_amount,
    approval_limit_currency = EXCLUDED.approval_limit_currency,
    over_limit_approver_remote_id = EXCLUDED.over_limit_approver_remote_id
  WHERE (t.role, t.submits_to_remote_id, t.forwards_to_remote_id, t.approval_limit_amount, t.approval_limit_currency,
    t.over_limit_approver_remote_id) IS DISTINCT FROM (EXCLUDED.role, EXCLUDED.submits_to_remote_id,
    EXCLUDED.forwards_to_remote_id, EXCLUDED.approval_limit_amount, EXCLUDED.approval_limit_currency,
    EXCLUDED.over_limit_approver_remote_id)
    RETURNING t.employee_remote_id
  )
  SELECT employee_remote_id FROM gone UNION SELECT employee_remote_id FROM written`;

/** By policy, each policy once. */
export function toStoredMemberships(employee: EmployeeRecord): StoredColumns[] {
  const byPolicy = new Map<string, StoredColumns>();
  for (const membership of employee.memberships) {
    const limit = membership.approvalLimit;
    byPolicy.set(membership.policyRemoteId, {
      employee_remote_id: employee.remoteId,
      policy_remote_id: membership.policyRemoteId,
      role: membership.role,
      submits_to_remote_id: membership.submitsToRemoteId,
      forwards_to_remote_id: membership.forwardsToRemoteId,
      approval_limit_amount: limit && formatAmount(limit.amount, limit.currency),
      approval_limit_currency: limit && limit.currency,
      over_limit_approver_remote_id: membership.overLimitApproverRemoteId,
    });
  }
  return [...byPolicy.entries()].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, columns]) => columns);
}

/**
 * One statement for the memberships of all these employees; of two records of one employee, the last. Answers whose
 * memberships are not what they were, by remote id.
 */
export async function replaceMemberships(
  context: RequestContext,
  runner: StatementRunner,
  target: StoreTarget,
  employees: readonly EmployeeRecord[],
): Promise<ReadonlySet<string>> {
  const last = new Map(employees.map((employee) => [employee.remoteId, employee]));
  const memberships = [...last.values()].flatMap(toStoredMemberships);
  const changed = await runner.query<{ employee_remote_id: string }>(context, {
    name: 'replace_policy_memberships',
    text: REPLACE_MEMBERSHIPS,
    values: [
      target.instanceId,
      target.organizationId,
      storable([...last.keys()]),
      JSON.stringify(storable(memberships)),
    ],
  });
  return new Set(changed.map((row) => row.employee_remote_id));
}
