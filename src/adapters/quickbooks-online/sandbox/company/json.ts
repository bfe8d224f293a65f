import { isLosslessNumber, LosslessNumber, parse, stringify } from 'lossless-json';

/** A JSON value whose numbers keep the digits that they were written with. */
export type JsonValue = string | boolean | null | LosslessNumber | JsonValue[] | JsonObject;

export interface JsonObject {
  [key: string]: JsonValue | undefined;
}

/** Throws a `SyntaxError` for what is not JSON. */
export function parseJson(text: string): JsonValue {
  return parse(text) as JsonValue;
}

export function toJson(value: JsonValue | undefined): string {
  return stringify(value) ?? 'null';
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isNumber(value);
}

export function isNumber(value: unknown): value is LosslessNumber {
  return isLosslessNumber(value);
}

/** Only for whole numbers that are small, such as a number of rows. */
export function wholeNumber(value: number): LosslessNumber {
  return new LosslessNumber(String(value));
}

export function textAt(object: JsonObject | undefined, key: string): string | undefined {
  const value = object?.[key];
  return typeof value === 'string' ? value : undefined;
}

export function objectAt(object: JsonObject | undefined, key: string): JsonObject | undefined {
  const value = object?.[key];
  return isObject(value) ? value : undefined;
}

export function objectsAt(object: JsonObject | undefined, key: string): JsonObject[] {
  const value = object?.[key];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** The id that a reference (`{ "value": "42", "name": … }`) holds. */
export function referenceAt(object: JsonObject | undefined, key: string): string | undefined {
  return textAt(objectAt(object, key), 'value');
}
