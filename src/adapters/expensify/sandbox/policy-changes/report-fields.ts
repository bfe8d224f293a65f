import { TITLE, type ReportField } from '../data/company';
import { JobError } from '../job-error';
import { JsonSection, type JsonObject } from '../job-description';
import { parseSection } from './section';

const TYPES = ['text', 'dropdown', 'date'];

/** `reportFields` of `update`/`policy`. The title is there whatever is sent. */
export function changeReportFields(before: readonly ReportField[], section: JsonSection): ReportField[] {
  const { merge, data } = parseSection(section, 'reportFields');
  const changes = new Map(data.map(parseField).map((field) => [field.name, field]));
  const fixed = before.filter(({ name, type }) => name === TITLE.name && type === TITLE.type);
  const kept = merge
    ? before.map((field) => (fixed.includes(field) ? field : (changes.get(field.name) ?? field)))
    : fixed;
  const known = new Set(kept.map(({ name }) => name));
  return [...kept, ...[...changes.values()].filter(({ name }) => !known.has(name))];
}

function parseField(given: JsonSection): ReportField {
  const name = given.optionalText('name');
  const type = given.optionalText('type') ?? '';
  if (name === null || name === '' || !TYPES.includes(type)) throw malformed();
  const values = type === 'dropdown' ? parseValues(given.raw('values')) : [];
  const defaultValue = given.optionalText('defaultValue');
  return { name, type, values, ...(defaultValue === null ? {} : { defaultValue }) };
}

/** All texts, or all objects; mixed lists are refused. */
function parseValues(given: unknown): string[] {
  if (!Array.isArray(given)) throw malformed();
  if (given.every((value) => typeof value === 'string')) return given;
  if (!given.every((value): value is JsonObject => typeof value === 'object' && value !== null)) throw malformed();
  return given.map((value) => {
    const section = new JsonSection(value);
    // The documentation's table says `value`, its example `name`.
    const name = section.optionalText('name') ?? section.optionalText('value');
    if (name === null) throw malformed();
    return name;
  });
}

function malformed(): JobError {
  return new JobError(410, "'reportFields' object malformed");
}
