import type { Company } from './company';
import type { CustomField } from './records';

const SEPARATOR = '\n';

/** GUIDs are the same in either case; names are not. */
function keyOf(ownerId: string, name: string): string {
  return ownerId.toLowerCase() + SEPARATOR + name;
}

export function readPrivate(company: Company, ownerId: string, name: string): string | null {
  return company.privateData.get(keyOf(ownerId, name)) ?? null;
}

export function writePrivate(company: Company, ownerId: string, name: string, value: string): void {
  company.privateData.set(keyOf(ownerId, name), value);
}

export function deletePrivate(company: Company, ownerId: string, name: string): void {
  company.privateData.delete(keyOf(ownerId, name));
}

/** Everything that applications keep with the company, as custom fields of theirs. */
export function privateFieldsOf(company: Company): CustomField[] {
  return [...company.privateData].map(([key, value]) => {
    const [ownerId = '', name = ''] = key.split(SEPARATOR);
    return { ownerId, name, type: 'STR255TYPE', value };
  });
}
