import type { Policy, TagSet } from '../data/company';
import type { JobAnswer, JobContext } from '../job';
import { JobError } from '../job-error';
import type { JobDescription } from '../job-description';
import { changeCategories } from '../policy-changes/categories';
import { changeTagsInline } from '../policy-changes/inline-tags';
import { changeReportFields } from '../policy-changes/report-fields';
import { readTagFile } from '../policy-changes/tag-file';
import { getAdministeredPolicy } from '../policy-access';

/**
 * `update` / `policy`: categories, tags and report fields, of one policy or of several alike. The sections stand beside
 * `inputSettings`; inside it they are ignored and the answer is a 200 all the same. Nothing is changed when a part of it
 * cannot be.
 */
export function updatePolicy({ description, parameters, company }: JobContext): JobAnswer {
  const settings = description.inputSettings;
  const one = settings.optionalText('policyID');
  const ids = one === null || one === '' ? settings.optionalTexts('policyIDList') : [one];
  if (ids === null || ids.length === 0) throw new JobError(410, "Required parameter 'policyID' is missing");
  const policies = ids.map((id) => getAdministeredPolicy(company, id));
  const changed = policies.map((policy) => change(policy, description, parameters.get('file')));
  for (const policy of changed) company.put(policy);
  return { kind: 'envelope', body: { responseCode: 200 } };
}

function change(policy: Policy, description: JobDescription, file: string | undefined): Policy {
  for (const name of ['categories', 'tags', 'reportFields']) {
    if (description.top.has(name) && description.section(name) === null) {
      throw new JobError(410, `'${name}' object malformed`);
    }
  }
  const [categories, reportFields] = [description.section('categories'), description.section('reportFields')];
  return {
    ...policy,
    categories: categories === null ? policy.categories : changeCategories(policy.categories, categories),
    tags: changeTags(policy.tags, description, file),
    reportFields: reportFields === null ? policy.reportFields : changeReportFields(policy.reportFields, reportFields),
  };
}

function changeTags(before: TagSet, description: JobDescription, file: string | undefined): TagSet {
  const section = description.section('tags');
  if (section === null) return before;
  const source = section.optionalText('source');
  if (source === 'inline') return changeTagsInline(before, section);
  if (source === 'file') return readTagFile(section, file);
  throw new JobError(410, "'tags' object malformed");
}
