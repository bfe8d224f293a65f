import type { Policy, Tag } from '../data/company';
import type { JobAnswer, JobContext } from '../job';
import { JobError } from '../job-error';
import { checkGrant } from '../policy-access';
import { asTyped, encodeEntities, joinTagLevels, type Encode } from '../text-encoding';

type Section = (policy: Policy, encode: Encode) => unknown;

const SECTIONS: Readonly<Record<string, Section>> = {
  categories: (policy, encode) => policy.categories.map(({ name, ...rest }) => ({ name: encode(name), ...rest })),
  reportFields: (policy, encode) =>
    policy.reportFields.map(({ name, type, values }) => ({ values: values.map(encode), name: encode(name), type })),
  tags: toTags,
  tax: (policy, encode) => toTax(policy, encode),
  employees: toEmployees,
};
// A plain member may not read these.
const ADMIN_SECTIONS = ['tax', 'employees'];

/** `get` / `policy`: the sections that `fields` names, of each policy that the account sees. */
export function getPolicy({ description, company, faults }: JobContext): JobAnswer {
  const settings = description.inputSettings;
  const ids = settings.optionalTexts('policyIDList');
  if (ids === null || ids.length === 0) throw new JobError(410, "Required parameter 'policyIDList' is missing");
  const fields = settings.optionalTexts('fields');
  if (fields === null || fields.length === 0) throw new JobError(410, "Required parameter 'fields' is missing");
  const userEmail = settings.optionalText('userEmail');
  if (userEmail !== null) checkGrant(company, faults, userEmail);
  const known = ids
    .map((id) => company.policies.find((policy) => policy.id === id))
    .filter((policy) => policy !== undefined);
  if (known.length < ids.length && faults.has('unknown-policy')) throw new JobError(404, 'Policy not found');
  for (const policy of known) checkRole(policy, fields);
  const encode = faults.has('entities') ? asTyped : encodeEntities;
  const policyInfo = Object.fromEntries(known.map((policy) => [policy.id, toSections(policy, fields, encode)]));
  return { kind: 'envelope', body: { responseCode: 200, policyInfo } };
}

function checkRole(policy: Policy, fields: readonly string[]): void {
  const refused = fields.find((field) => ADMIN_SECTIONS.includes(field));
  if (policy.role !== 'admin' && refused !== undefined) {
    throw new JobError(403, `Only policy admins may read '${refused}' of policy ${policy.id}`);
  }
}

function toSections(policy: Policy, fields: readonly string[], encode: Encode): Record<string, unknown> {
  const known = fields.filter((field) => Object.hasOwn(SECTIONS, field));
  return Object.fromEntries(known.map((field) => [field, SECTIONS[field]!(policy, encode)]));
}

/** Two shapes: a flat list, where dependent levels are joined, or a list of levels. */
function toTags({ tags }: Policy, encode: Encode): unknown {
  const toTag = ({ glCode, name, enabled }: Tag): Tag => ({ glCode, name: encode(name), enabled });
  if (tags.kind === 'flat') return tags.tags.map(toTag);
  if (tags.kind === 'levels') return tags.levels.map((level) => ({ name: level.name, tags: level.tags.map(toTag) }));
  return tags.paths.map((path) => ({
    glCode: path.map(({ glCode }) => glCode).join(':'),
    name: encode(joinTagLevels(path.map(({ name }) => name))),
    enabled: path.every(({ enabled }) => enabled),
  }));
}

function toTax({ tax }: Policy, encode: Encode): unknown {
  if (tax === null) return {};
  const rates = tax.rates.map(({ rate, name, rateID }) => ({ rate, name: encode(name), rateID }));
  return { default: tax.default, rates, name: encode(tax.name) };
}

function toEmployees(policy: Policy, encode: Encode): unknown {
  return policy.employees.map(({ email, role, submitsTo, forwardsTo, employeeID, customField1, customField2 }) => ({
    email,
    role,
    submitsTo,
    ...(forwardsTo === null ? {} : { forwardsTo }),
    employeeID,
    customField1: encode(customField1 ?? employeeID),
    customField2: encode(customField2),
  }));
}
