import type { Company } from '../../company/company';
import type { Aggregate, Value } from '../../company/records';
import type { XmlElement } from '../xml-element';
import { isReference, resolveReference } from './resolve-reference';

/**
 * Elements of a write as they are kept: references as ids, an element that stands there empty as `undefined`.
 *
 * @throws {StatusError} 3140
 */
export function readFields(
  element: XmlElement,
  company: Company,
  where: string,
  without: readonly string[],
): Aggregate {
  const fields: Record<string, Value | undefined> = {};
  for (const child of element.children.filter(({ name }) => !without.includes(name))) {
    const value = readValue(child, company, where);
    const before = fields[child.name];
    fields[child.name] = before === undefined ? value : ([before, value].flat() as Value[]);
  }
  return fields;
}

function readValue(element: XmlElement, company: Company, where: string): Value | undefined {
  if (isReference(element.name)) return resolveReference(element, company, where)?.id;
  if (element.children.length > 0) return toAggregate(element);
  return element.text === '' ? undefined : element.text;
}

function toAggregate(element: XmlElement): Aggregate {
  return Object.fromEntries(
    element.children.map((child) => [child.name, child.children.length > 0 ? toAggregate(child) : child.text]),
  );
}
