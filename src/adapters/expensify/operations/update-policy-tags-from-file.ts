import { parse } from 'csv-parse/sync';
import type { VendorConnection } from '../../adapter';
import { RequestProblems } from '../../request-problems';
import type { PolicyTagsFileChange, VendorWrites } from '../../writes';
import { changePolicies } from '../policy-change';
import { updatePolicyJob, type TagsSection } from '../write-jobs';

/** Replaces all tags of a policy by those of a file, which may say what depends on what. */
export const updatePolicyTagsFromFile: NonNullable<VendorWrites['updatePolicyTagsFromFile']> = {
  resource: 'POLICIES',
  operation: 'UPDATE',
  async run(connection: VendorConnection, request: PolicyTagsFileChange) {
    check(request);
    const { policyRemoteId, content } = request;
    return changePolicies(connection, {
      purpose: 'policies.updateTagsFromFile',
      job: updatePolicyJob([policyRemoteId], { tags: toSection(request) }),
      policyRemoteIds: [policyRemoteId],
      recordPath: ['policyRemoteId'],
      file: content,
    });
  },
};

function toSection(request: PolicyTagsFileChange): TagsSection {
  const { isDependent, required } = request;
  const config = {
    dependency: isDependent,
    glCodes: request.hasLedgerCodes,
    header: request.hasHeader,
    // One word for all levels where they depend on each other, else a list.
    setRequired: required.length === 0 ? undefined : isDependent ? required[0] : required,
    fileType: request.fileType === 'CSV' ? 'csv' : 'tsv',
  } as const;
  return { source: 'file', action: 'replace', config };
}

function check(request: PolicyTagsFileChange): void {
  const problems = new RequestProblems();
  const { isDependent, required, fileType } = request;
  const levels = countLevels(request);
  if (levels === null) problems.add(['content'], `The content cannot be read as ${fileType}.`);
  else if (levels === 0) problems.add(['content'], 'The content has no tags.');
  else if (isDependent && required.length > 1) {
    const message = 'Levels that depend on each other are required together, or not: give one value for all of them.';
    problems.add(['required'], message, { expected: 'one value' });
  } else if (!isDependent && required.length > 0 && required.length !== levels) {
    const message = `The content has ${levels} levels of tags, and ${required.length} values say whether they are required.`;
    problems.add(['required'], message, { expected: `${levels} values` });
  }
  problems.throwIfAny();
}

/** Null where it is no such table. */
function countLevels({ content, fileType, hasHeader, hasLedgerCodes }: PolicyTagsFileChange): number | null {
  const rows = parseRows(content, fileType === 'CSV' ? ',' : '\t');
  if (rows === null) return null;
  const columns = Math.max(0, ...rows.map((row) => row.length));
  return rows.length <= (hasHeader ? 1 : 0) ? 0 : Math.ceil(columns / (hasLedgerCodes ? 2 : 1));
}

function parseRows(content: string, delimiter: string): string[][] | null {
  try {
    return parse(content, { bom: true, delimiter, relax_column_count: true, skip_empty_lines: true });
  } catch {
    return null;
  }
}
