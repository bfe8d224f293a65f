import { moneyNumber, parseDecimal, plainNumber, roundMoney } from './decimal';
import { faults } from './fault';
import type { Field, Fields } from './field';
import { isNumber, isObject, type JsonObject, type JsonValue } from './json';

const DATE = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
/** Sent by clients that echo what they read, or meant for the server alone. */
const IGNORED = new Set(['domain', 'sparse', 'status', 'time']);
const LINK_FIELDS = ['value', 'name', 'type'];

/**
 * What of `given` can be stored: fields the entity has, in its order, with values of their kind. Null and empty texts
 * count as absent, read-only fields are left out. Throws a `CompanyFault` for the first thing that is wrong.
 */
export function readFields(given: JsonObject, fields: Fields, entity: string, path = ''): JsonObject {
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(fields, name) && !(path === '' && IGNORED.has(name))) throw unknownField(name, entity, fields);
  }
  const read: JsonObject = {};
  for (const [name, field] of Object.entries(fields)) {
    if (field.readOnly === true) continue;
    const value = readValue(given[name], field, entity, path === '' ? name : `${path}.${name}`);
    if (value !== undefined) read[name] = value;
  }
  return read;
}

/** The fields of a record in the order of its entity. */
export function inOrder(record: JsonObject, fields: Fields): JsonObject {
  const ordered: JsonObject = {};
  for (const [name, field] of Object.entries(fields)) {
    const value = record[name];
    if (value !== undefined) ordered[name] = orderedValue(value, field);
  }
  return ordered;
}

function orderedValue(value: JsonValue, field: Field): JsonValue {
  if (field.kind === 'list' && Array.isArray(value)) return value.map((item) => orderedValue(item, field.of));
  return field.kind === 'structure' && isObject(value) ? inOrder(value, field.fields) : value;
}

function readValue(value: JsonValue | undefined, field: Field, entity: string, path: string): JsonValue | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  switch (field.kind) {
    case 'any':
      return value;
    case 'structure':
      return readFields(asObject(value, path), field.fields, entity, path);
    case 'list':
      return readList(value, field.of, entity, path);
    case 'reference':
      return readReference(asObject(value, path), path);
    case 'flag':
      return readFlag(value, path);
    case 'money':
    case 'decimal':
    case 'whole':
      return readNumber(value, field, path);
    case 'text':
    case 'date':
    case 'instant':
    case 'choice':
      return readText(value, field, path);
  }
}

function readList(value: JsonValue, of: Field, entity: string, path: string): JsonValue {
  // A single object counts as a list of one, as the service's own JSON reader has it.
  const items = Array.isArray(value) ? value : [value];
  return items.map((item) => readValue(item, of, entity, path)).filter((item) => item !== undefined);
}

function readReference(given: JsonObject, path: string): JsonObject | undefined {
  const unknown = Object.keys(given).find((name) => !LINK_FIELDS.includes(name));
  if (unknown !== undefined) throw faults.invalidProperty(`Unrecognized field "${unknown}" (class ReferenceType)`);
  const { value, type } = given;
  if (value === undefined || value === null || value === '') return undefined;
  const id = isNumber(value) ? value.value : value;
  if (typeof id !== 'string') throw faults.badValue(path, 'value', 'a text');
  return typeof type === 'string' ? { value: id, type } : { value: id };
}

function readFlag(value: JsonValue, path: string): boolean {
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw faults.badValue(path, show(value), 'true, false');
}

function readNumber(value: JsonValue, field: Field, path: string): JsonValue {
  const number = parseDecimal(value);
  if (number === null || number.abs().isGreaterThan('99999999999')) throw faults.badNumber(path, show(value));
  if (field.kind === 'money') return moneyNumber(roundMoney(number));
  if (field.kind === 'whole' && !number.isInteger()) throw faults.badNumber(path, show(value));
  return plainNumber(number, field.kind === 'decimal' ? field.scale : 0);
}

function readText(value: JsonValue, field: Field, path: string): string {
  const text = isNumber(value) ? value.value : value;
  if (typeof text !== 'string') throw faults.invalidProperty(`${path}: ${show(value)}`);
  if (field.kind === 'date') return readDate(text, path);
  if (field.kind === 'choice' && !field.values.includes(text)) {
    throw faults.badValue(path, text, field.values.join(', '));
  }
  if (field.kind !== 'text') return text;
  if (field.max !== undefined && text.length > field.max) throw faults.tooLong(path, field.max, text.length);
  if (field.forbidden?.test(text) === true || hasControlCharacter(text)) throw faults.badCharacters(path, text);
  return text;
}

/** What XML cannot carry; tabs and line breaks it can. */
function hasControlCharacter(text: string): boolean {
  return [...text].some((character) => character < ' ' && !'\t\n\r'.includes(character));
}

function readDate(text: string, path: string): string {
  const day = text.slice(0, 10);
  const instant = new Date(`${day}T00:00:00Z`);
  const real = DATE.test(day) && !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(day);
  if (real && (text.length === 10 || text[10] === 'T')) return day;
  throw faults.badValue(path, text, 'a date as YYYY-MM-DD');
}

function asObject(value: JsonValue, path: string): JsonObject {
  if (isObject(value)) return value;
  throw faults.invalidProperty(`${path}: ${show(value)}`);
}

function unknownField(name: string, entity: string, fields: Fields): Error {
  const known = Object.keys(fields);
  const listed = known
    .slice(0, 8)
    .map((field) => `"${field}"`)
    .join(', ');
  return faults.invalidProperty(
    `Unrecognized field "${name}" (class com.intuit.schema.finance.v3.${entity}), not marked as ignorable ` +
      `(${known.length} known properties: ${listed} [truncated]])\n`,
  );
}

function show(value: JsonValue): string {
  return typeof value === 'string' ? value : isNumber(value) ? value.value : JSON.stringify(value).slice(0, 60);
}
