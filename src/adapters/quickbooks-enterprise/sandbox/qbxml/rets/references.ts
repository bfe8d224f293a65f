import type { Company } from '../../company/company';
import type { Aggregate, CustomField, Value } from '../../company/records';

/** `{ListID, FullName}` of an object of a list; nothing when it is gone. */
export function referenceTo(company: Company, id: string | undefined): Aggregate | undefined {
  const record = id === undefined ? undefined : company.listObjectOf(id);
  return record && { ListID: record.id, FullName: company.fullName(record) };
}

/** A kept element as answers tell it. */
export function tellField(company: Company, element: string, value: Value | undefined): Value | undefined {
  if (!element.endsWith('Ref')) return value;
  if (typeof value === 'string') return referenceTo(company, value);
  return Array.isArray(value) ? value.map((one: Value) => tellField(company, element, one) ?? '') : value;
}

/** Fields of the owners that a query names. */
export function dataExtensions(custom: readonly CustomField[], owners: readonly string[]): Aggregate[] {
  const asked = custom.filter(({ ownerId }) => owners.some((owner) => owner.toLowerCase() === ownerId.toLowerCase()));
  return asked.map(({ ownerId, name, type, value }) => ({
    ...(ownerId === '0' ? {} : { OwnerID: ownerId }),
    DataExtName: name,
    DataExtType: type,
    DataExtValue: value,
  }));
}

/** An address as it is printed: its lines, then the place. */
export function addressBlock(address: Value | undefined): Aggregate | undefined {
  if (typeof address !== 'object' || Array.isArray(address)) return undefined;
  const { City, State, PostalCode, ...lines } = address as Aggregate;
  const place = [[City, State].filter(Boolean).join(', '), PostalCode].filter(Boolean).join(' ');
  const texts = [...Object.values(lines), place].filter((line) => typeof line === 'string' && line !== '');
  return Object.fromEntries(texts.slice(0, 5).map((line, index) => [`Addr${index + 1}`, line]));
}
