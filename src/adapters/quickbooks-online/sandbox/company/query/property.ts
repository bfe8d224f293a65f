import type { EntityDefinition } from '../entity-definition';
import { faults } from '../fault';
import type { Field, Fields } from '../field';
import { isNumber, isObject, type JsonObject, type JsonValue } from '../json';

const ALWAYS = ['Id', 'MetaData.CreateTime', 'MetaData.LastUpdatedTime'];

/** A path that WHERE and ORDERBY can use, with the kind of what is found there. */
export interface Property {
  readonly path: string;
  /** A word is the same in capitals and small letters. */
  readonly kind: 'text' | 'word' | 'id' | 'number' | 'flag' | 'instant';
}

/** Throws a `CompanyFault` with code 4001 for what the entity has not, or does not let be filtered by. */
export function filterableProperty(definition: EntityDefinition, given: string): Property {
  const path = given.replace(/\.value$/, (suffix) => (given.includes('EntityRef') ? suffix : ''));
  if ([...ALWAYS, ...definition.filterable].includes(path)) return propertyAt(definition, path);
  if (!exists(definition.fields, path.split('.'))) {
    throw faults.queryValidation(`Property ${given} not found for Entity ${definition.name}`);
  }
  throw faults.queryValidation(`property '${given}' is not queryable`);
}

export function propertyAt(definition: EntityDefinition, path: string): Property {
  return { path, kind: kindOf(definition, path) };
}

/** Throws a `CompanyFault` with code 4001 for what a list of fields cannot name. */
export function selectableProperty(definition: EntityDefinition, given: string): string {
  const name = given.replace(/\.\*$/, '').split('.')[0]!;
  const field = definition.fields[name];
  const nested = given.includes('.') && name !== 'MetaData' && !given.endsWith('.*');
  if (field === undefined || nested || (field.kind === 'structure' && name !== 'MetaData')) {
    throw faults.queryValidation(`Property ${given} not found for Entity ${definition.name}`);
  }
  if (definition.hidden?.includes(name) === true) {
    throw faults.queryValidation(`property '${given}' is not queryable`);
  }
  return name;
}

/** Every value that lies at a path: lists on the way count with each of their members. */
export function valuesAt(record: JsonObject, path: string): string[] {
  const values = followPath(record, path);
  // A new account has no time of its last change: it was changed when it was made.
  const unchanged = values.length === 0 && path === 'MetaData.LastUpdatedTime';
  return unchanged ? followPath(record, 'MetaData.CreateTime') : values;
}

function followPath(record: JsonObject, path: string): string[] {
  let found: JsonValue[] = [record];
  for (const step of path.split('.')) {
    // Only here is a field spelled otherwise in queries than in answers.
    const name = step === 'Type' && path.startsWith('AttachableRef') ? 'type' : step;
    found = found.flatMap((value) => (isObject(value) ? members(value[name]) : []));
  }
  return found.map(asText).filter((text) => text !== null);
}

function members(value: JsonValue | undefined): JsonValue[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

function asText(value: JsonValue): string | null {
  if (isNumber(value)) return value.value;
  if (isObject(value)) return typeof value['value'] === 'string' ? value['value'] : null;
  return typeof value === 'string' ? value : typeof value === 'boolean' ? String(value) : null;
}

function kindOf(definition: EntityDefinition, path: string): Property['kind'] {
  if (path === 'Id') return 'id';
  if (path === 'AttachableRef.EntityRef.Type') return 'word';
  if (path.startsWith('MetaData.')) return 'instant';
  const field = definition.fields[path.split('.')[0]!];
  if (field?.kind === 'reference') return 'id';
  if (field?.kind === 'flag') return 'flag';
  return field !== undefined && ['money', 'decimal', 'whole'].includes(field.kind) ? 'number' : 'text';
}

function exists(fields: Fields, [name, ...rest]: readonly string[]): boolean {
  const field = fields[name ?? ''];
  if (field === undefined) return false;
  return rest.length === 0 || exists(fieldsOf(field), rest);
}

function fieldsOf(field: Field): Fields {
  if (field.kind === 'structure') return field.fields;
  return field.kind === 'list' ? fieldsOf(field.of) : {};
}
