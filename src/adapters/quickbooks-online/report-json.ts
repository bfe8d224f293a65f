import { isLosslessNumber } from 'lossless-json';

/** An object somewhere in a report. */
export type ReportObject = Readonly<Record<string, unknown>>;

/** The object there; null when there is none. */
export function objectAt(value: unknown, name: string): ReportObject | null {
  const inner = isObject(value) ? value[name] : undefined;
  return isObject(inner) ? inner : null;
}

/** The objects in the list there; a list of one may stand without its brackets. */
export function listAt(value: unknown, name: string): readonly ReportObject[] {
  const inner = isObject(value) ? value[name] : undefined;
  if (Array.isArray(inner)) return inner.filter(isObject);
  return isObject(inner) ? [inner] : [];
}

/** The text there, be it written as text or as a number; null when there is none, or it is blank. */
export function textAt(value: unknown, name: string): string | null {
  const inner = isObject(value) ? value[name] : undefined;
  const text = typeof inner === 'string' ? inner.trim() : isNumber(inner) ? String(inner) : '';
  return text === '' ? null : text;
}

function isObject(value: unknown): value is ReportObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isNumber(value);
}

/** Numbers come as objects that keep their digits. */
function isNumber(value: unknown): value is { toString(): string } {
  return typeof value === 'number' || isLosslessNumber(value);
}
