import type { VendorConnection } from '../adapter';
import type { RequestPath, RequestProblems } from '../request-problems';
import type { WriteAnswer } from '../writes';
import { REQUIRES_POLICY_ADMIN, type JobNeeds } from './errors';
import { runJob, type Job } from './job-transport';

export interface PolicyChange {
  readonly purpose: string;
  readonly job: Job;
  readonly policyRemoteIds: readonly string[];
  /** Where the request names them. */
  readonly recordPath: readonly string[];
  /** Form field beside the job. */
  readonly file?: string;
}

/**
 * Runs a job that says how a policy is to be, so that saying it twice does no harm. The answer is a bare success: what the
 * policies are now has to be read.
 */
export async function changePolicies(connection: VendorConnection, change: PolicyChange): Promise<WriteAnswer<null>> {
  const { purpose, job, policyRemoteIds, recordPath, file } = change;
  const needs: JobNeeds = { role: REQUIRES_POLICY_ADMIN, recordPath };
  const formFields = file === undefined ? undefined : { file };
  await runJob(connection, { purpose, job, repeatable: true, needs, formFields }, () => undefined);
  return { result: null, changed: [{ resource: 'POLICIES', remoteIds: policyRemoteIds }] };
}

/** Of two entries with one name Expensify would keep one, and does not say which. */
export function checkNames(
  items: readonly { readonly name: string }[],
  path: RequestPath,
  what: string,
  problems: RequestProblems,
): void {
  const seen = new Set<string>();
  items.forEach(({ name }, index) => {
    const place = [...path, index, 'name'];
    if (name.trim() === '') problems.add(place, `Expensify takes no ${what} without a name.`);
    else if (seen.has(name)) problems.add(place, `There is another ${what} of this name before.`);
    seen.add(name);
  });
}

export function checkPolicies(policyRemoteIds: readonly string[], problems: RequestProblems): void {
  if (policyRemoteIds.length === 0) problems.add(['policyRemoteIds'], 'There is no policy to change.');
}
