import { JobError } from '../job-error';
import { asObject, JsonSection } from '../job-description';

export interface PolicySection {
  /** Otherwise what is not listed goes. */
  readonly merge: boolean;
  readonly data: readonly JsonSection[];
}

/** What the sections of `update`/`policy` have in common. Throws for one without an action or without a list. */
export function parseSection(section: JsonSection, name: string): PolicySection {
  const action = section.optionalText('action');
  const data = section.raw('data');
  const items = Array.isArray(data) ? data.map(asObject) : [null];
  if ((action !== 'merge' && action !== 'replace') || !items.every((item) => item !== null)) {
    throw new JobError(410, `'${name}' object malformed`);
  }
  return { merge: action === 'merge', data: items.map((item) => new JsonSection(item)) };
}
