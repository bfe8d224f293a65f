import type { VendorConnection } from '../adapter';
import type { PolicyTagGroupValue } from '../records';
import { VendorNotFoundError } from '../vendor-error';
import { getPolicies } from './client';
import { canonicalPolicyId } from './policy-id';
import { toTagGroups } from './policy-mapping';
import { isRawRecord } from './raw-record';

/** The tags that a policy has now, level by level. Throws where the account of the credentials cannot see them. */
export async function readPolicyTags(
  connection: VendorConnection,
  purpose: string,
  policyRemoteId: string,
): Promise<readonly PolicyTagGroupValue[]> {
  const recordPath = ['policyRemoteId'];
  const info = await getPolicies(connection, purpose, [policyRemoteId], ['tags'], { recordPath });
  const key = Object.keys(info).find((id) => canonicalPolicyId(id) === policyRemoteId);
  const sections = key === undefined ? undefined : info[key];
  const groups = isRawRecord(sections) ? toTagGroups(sections.tags) : null;
  if (groups !== null) return groups;
  const message = `Expensify does not show the tags of policy ${policyRemoteId}: there is none, or the account of the credentials may not see it.`;
  throw new VendorNotFoundError(message, { path: recordPath });
}

/**
 * Whether levels may depend on each other: Expensify shows such tags in one list, their names joined with colons, where
 * a single tag with a colon in its name looks the same.
 */
export function mayDepend(groups: readonly PolicyTagGroupValue[]): boolean {
  const [only] = groups;
  return groups.length === 1 && only?.name === null && only.tags.some(({ name }) => name.includes(':'));
}
