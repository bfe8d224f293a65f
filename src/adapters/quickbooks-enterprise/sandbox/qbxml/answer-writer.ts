import type { Value } from '../company/records';

const TEXT_ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export function escapeXml(text: string): string {
  return /[&<>"]/.test(text) ? text.replaceAll(/[&<>"]/g, (character) => TEXT_ESCAPES[character]!) : text;
}

/** Nothing for what is not there; the element once for each value of a list. */
export function writeElement(name: string, value: Value | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return `<${name}>${escapeXml(value)}</${name}>`;
  if (isValues(value)) return value.map((one) => writeElement(name, one)).join('');
  const content = Object.entries(value).map(([child, inner]) => writeElement(child, inner));
  return `<${name}>${content.join('')}</${name}>`;
}

export type Attributes = readonly (readonly [name: string, value: string | undefined])[];

export function writeAttributes(attributes: Attributes): string {
  const given = attributes.filter(([, value]) => value !== undefined);
  return given.map(([name, value]) => ` ${name}="${escapeXml(value!)}"`).join('');
}

function isValues(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}
