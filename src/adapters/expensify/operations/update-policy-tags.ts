import type { VendorConnection } from '../../adapter';
import { RequestProblems } from '../../request-problems';
import type { PolicyTagsChange, VendorWrites } from '../../writes';
import { changePolicies, checkNames } from '../policy-change';
import { readPolicyTags } from '../policy-tags';
import { ALWAYS_ENABLED, mergeTagLevels } from '../tag-merge';
import { updatePolicyJob, type TagLevel, type TagsSection } from '../write-jobs';

const PURPOSE = 'policies.updateTags';

/**
 * Sets the tags of a policy whose levels do not depend on each other. `MERGE` keeps what is not named, which Expensify's
 * own "merge" does not: the tags are read, added to, and sent whole. What someone else adds between the two is lost.
 */
export const updatePolicyTags: NonNullable<VendorWrites['updatePolicyTags']> = {
  resource: 'POLICIES',
  operation: 'UPDATE',
  async run(connection: VendorConnection, request: PolicyTagsChange) {
    check(request);
    const { policyRemoteId } = request;
    const tags = request.mode === 'REPLACE' ? toReplacement(request) : await toMerge(connection, request);
    const job = updatePolicyJob([policyRemoteId], { tags });
    const policyRemoteIds = [policyRemoteId];
    return changePolicies(connection, { purpose: PURPOSE, job, policyRemoteIds, recordPath: ['policyRemoteId'] });
  },
};

function check({ levels, mode }: PolicyTagsChange): void {
  const problems = new RequestProblems();
  if (levels.length === 0) problems.add(['levels'], 'There is no level of tags to change.');
  levels.forEach(({ name, tags }, index) => {
    checkNames(tags, ['levels', index, 'tags'], 'tag', problems);
    if (mode === 'REPLACE' && levels.length > 1) checkOneOfSeveral(name, tags, index, problems);
  });
  const named = levels.filter(({ name }) => name !== null);
  if (new Set(named.map(({ name }) => name)).size < named.length) {
    problems.add(['levels'], 'Two levels have the same name.');
  }
  problems.throwIfAny();
}

function checkOneOfSeveral(
  name: string | null,
  tags: PolicyTagsChange['levels'][number]['tags'],
  index: number,
  problems: RequestProblems,
): void {
  if (name === null) problems.add(['levels', index, 'name'], 'Where there are several levels, each needs a name.');
  tags.forEach(({ enabled }, place) => {
    if (!enabled) problems.add(['levels', index, 'tags', place, 'enabled'], ALWAYS_ENABLED);
  });
}

function toReplacement({ levels }: PolicyTagsChange): TagsSection {
  const data = levels.map((level): TagLevel => ({ ...toLevel(level), ...nameOf(level, levels.length) }));
  return { source: 'inline', action: 'replace', data };
}

function nameOf({ name }: PolicyTagsChange['levels'][number], count: number): Pick<TagLevel, 'name'> {
  return count > 1 && name !== null ? { name } : {};
}

function toLevel({ required, tags }: PolicyTagsChange['levels'][number]): TagLevel {
  return {
    setRequired: required ?? undefined,
    tags: tags.map(({ name, enabled, ledgerCode }) => ({ name, enabled, glCode: ledgerCode ?? undefined })),
  };
}

async function toMerge(connection: VendorConnection, request: PolicyTagsChange): Promise<TagsSection> {
  const before = await readPolicyTags(connection, PURPOSE, request.policyRemoteId);
  if (before.every(({ tags }) => tags.length === 0)) {
    check({ ...request, mode: 'REPLACE' });
    return toReplacement(request);
  }
  // Levels that are not sent stay as they are; those that are sent are whole.
  return { source: 'inline', action: 'merge', data: mergeTagLevels(before, request) };
}
