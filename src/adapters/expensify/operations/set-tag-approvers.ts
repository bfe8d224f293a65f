import type { VendorConnection } from '../../adapter';
import type { PolicyTagGroupValue } from '../../records';
import { RequestProblems } from '../../request-problems';
import type { TagApproversChange, VendorWrites } from '../../writes';
import { changePolicies } from '../policy-change';
import { mayDepend, readPolicyTags } from '../policy-tags';
import { updateTagApproversJob } from '../write-jobs';

const PURPOSE = 'policies.setTagApprovers';

/**
 * Says who approves expenses with a tag. Expensify has approvers for tags of a single level only, and for tags that exist:
 * they are read first, so that neither is left to an answer that says nothing. Who approves now cannot be read.
 */
export const setTagApprovers: NonNullable<VendorWrites['setTagApprovers']> = {
  resource: 'POLICIES',
  operation: 'UPDATE',
  async run(connection: VendorConnection, request: TagApproversChange) {
    const { policyRemoteId, approvers } = request;
    const problems = new RequestProblems();
    if (approvers.length === 0) problems.add(['approvers'], 'There is no tag to set an approver of.');
    problems.throwIfAny();
    checkTags(await readPolicyTags(connection, PURPOSE, policyRemoteId), request);
    const tags = approvers.map(({ tag, approverEmail }) => ({ name: tag, approver: approverEmail ?? '' }));
    const job = updateTagApproversJob(policyRemoteId, tags);
    const change = { policyRemoteIds: [policyRemoteId], recordPath: ['policyRemoteId'] };
    return changePolicies(connection, { purpose: PURPOSE, job, ...change });
  },
};

function checkTags(groups: readonly PolicyTagGroupValue[], { approvers }: TagApproversChange): void {
  const problems = new RequestProblems();
  if (groups.length > 1 || mayDepend(groups)) {
    problems.add(
      ['policyRemoteId'],
      'The policy has several levels of tags; Expensify has approvers for a single one only.',
    );
    problems.throwIfAny();
  }
  const names = groups.flatMap(({ tags }) => tags.map(({ name }) => name));
  const seen = new Set<string>();
  approvers.forEach(({ tag }, index) => {
    const place = ['approvers', index, 'tag'];
    if (!names.includes(tag)) problems.add(place, 'The policy has no such tag.', { suggestions: names.slice(0, 20) });
    else if (seen.has(tag)) problems.add(place, 'An approver of this tag is given before.');
    seen.add(tag);
  });
  problems.throwIfAny();
}
