import type { CategoryTemplate } from '../data/catalogue';
import { JobError } from '../job-error';
import type { JsonSection } from '../job-description';
import { parseSection } from './section';

type CategoryChange = Pick<CategoryTemplate, 'name' | 'enabled'> & Partial<CategoryTemplate>;

/** `categories` of `update`/`policy`. Here `merge` keeps what is not listed. */
export function changeCategories(before: readonly CategoryTemplate[], section: JsonSection): CategoryTemplate[] {
  const { merge, data } = parseSection(section, 'categories');
  const changes = new Map(data.map(parseCategory).map((category) => [category.name, category]));
  const kept = merge ? before.map((category) => ({ ...category, ...changes.get(category.name) })) : [];
  const known = new Set(kept.map(({ name }) => name));
  const added = [...changes.values()].filter(({ name }) => !known.has(name));
  return [...kept, ...added.map((category) => ({ glCode: '', payrollCode: '', ...category }))];
}

function parseCategory(given: JsonSection): CategoryChange {
  const name = given.optionalText('name');
  const enabled = given.raw('enabled');
  if (name === null || name === '' || typeof enabled !== 'boolean') throw malformed();
  return {
    name,
    enabled,
    ...optional('glCode', given.optionalText('glCode')),
    ...optional('payrollCode', given.optionalText('payrollCode')),
    ...optional('commentHint', given.optionalText('commentHint')),
    ...optional('areCommentsRequired', given.optionalBoolean('areCommentsRequired')),
    ...optional('maxExpenseAmount', given.optionalInteger('maxExpenseAmount')),
  };
}

function optional<K extends string, V>(key: K, value: V | null): { readonly [N in K]?: V } {
  return value === null ? {} : ({ [key]: value } as { [N in K]: V });
}

function malformed(): JobError {
  return new JobError(410, "'categories' object malformed");
}
