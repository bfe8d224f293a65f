import type { Policy, Tag } from '../data/company';
import type { JobAnswer, JobContext } from '../job';
import { JobError } from '../job-error';
import { getAdministeredPolicy } from '../policy-access';

/** `update` / `tagApprovers`, for policies with one level of tags. An empty approver takes the one there is away. */
export function updateTagApprovers({ description, company }: JobContext): JobAnswer {
  const policy = getAdministeredPolicy(company, description.inputSettings.requiredText('policyID'));
  const given = description.top.objects('tagApprovers');
  if (given.length === 0) throw new JobError(410, "'tagApprovers' object malformed");
  if (policy.tags.kind !== 'flat') throw new JobError(410, 'Tag approvers need tags of a single level');
  const approvers = new Map(
    given.map((one) => {
      const approver = one.optionalText('approver');
      if (approver === null) throw new JobError(410, "'tagApprovers' object malformed");
      return [one.requiredText('name'), company.presentAddress(approver)];
    }),
  );
  check(policy, policy.tags.tags, approvers);
  const tags = policy.tags.tags.map((tag) => withApprover(tag, approvers.get(tag.name)));
  company.put({ ...policy, tags: { ...policy.tags, tags } });
  return { kind: 'envelope', body: { responseCode: 200 } };
}

function check({ id, employees }: Policy, tags: readonly Tag[], approvers: ReadonlyMap<string, string>): void {
  for (const [name, approver] of approvers) {
    if (!tags.some((tag) => tag.name === name)) throw new JobError(410, `Tag '${name}' does not exist`);
    if (approver === '' || employees.some(({ email }) => email === approver)) continue;
    throw new JobError(410, `${approver} is not a member of policy ${id}`);
  }
}

function withApprover(tag: Tag, approver: string | undefined): Tag {
  if (approver === undefined) return tag;
  const { approver: _before, ...rest } = tag;
  return approver === '' ? rest : { ...rest, approver };
}
