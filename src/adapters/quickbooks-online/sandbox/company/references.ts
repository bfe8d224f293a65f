import type { CompanyStore } from './company-store';
import { findEntity } from './entities';
import { faults } from './fault';
import type { Field, Fields } from './field';
import { isObject, textAt, toJson, type JsonObject, type JsonValue } from './json';

const CURRENCIES: Readonly<Record<string, string>> = {
  USD: 'United States Dollar',
  CAD: 'Canadian Dollar',
  EUR: 'Euro',
  GBP: 'British Pound Sterling',
  AUD: 'Australian Dollar',
};

/**
 * Refuses references to objects that are not there or were made inactive; those that were stored before may stay. Says
 * which kind of name a reference is to, where it can be several. Throws a `CompanyFault` with code 2500.
 */
export function checkReferences(
  record: JsonObject,
  fields: Fields,
  store: CompanyStore,
  stored: JsonObject | null,
): void {
  const known = stored === null ? '' : toJson(stored);
  eachReference(record, fields, '', (reference, field, path) => {
    if (field.to[0] === 'Currency') return;
    const found = lookUp(reference, field.to, store);
    const word = findEntity(field.to[0]!)?.referenceWord ?? field.to[0]!;
    const id = String(reference['value']);
    if (found === undefined) throw faults.badReference(word, id, path);
    const wasThere = known.includes(`"value":${JSON.stringify(id)}`);
    if (found.record['Active'] === false && !wasThere) throw faults.badReference(word, id, path);
    if (field.to.length > 1) reference['type'] = found.entity;
    else delete reference['type'];
  });
}

/** Adds to every reference the name of what it is to, as it is now. */
export function nameReferences(record: JsonObject, fields: Fields, store: CompanyStore): void {
  eachReference(record, fields, '', (reference, field) => {
    if (field.unnamed === true) return;
    const { value, type } = reference;
    const name = field.to[0] === 'Currency' ? CURRENCIES[String(value)] : nameOf(reference, field.to, store);
    delete reference['type'];
    if (name !== undefined) reference['name'] = name;
    if (type !== undefined) reference['type'] = type;
  });
}

export function displayNameOf(entity: string, id: string, store: CompanyStore): string | undefined {
  const record = store.find(entity, id);
  return record === undefined ? undefined : findEntity(entity)?.displayName?.(record);
}

/** The payee of a transaction or line: what kind of name, its id and what it is called. */
export function payeeOf(reference: JsonObject | undefined, store: CompanyStore, kinds: readonly string[]) {
  const found = reference === undefined ? undefined : lookUp(reference, kinds, store);
  if (found === undefined) return undefined;
  const id = String(found.record['Id']);
  return { kind: found.entity, id, name: displayNameOf(found.entity, id, store) ?? '' };
}

type Reference = Extract<Field, { kind: 'reference' }>;

function eachReference(
  record: JsonObject,
  fields: Fields,
  path: string,
  visit: (reference: JsonObject, field: Reference, path: string) => void,
): void {
  for (const [name, value] of Object.entries(record)) {
    const field = fields[name];
    if (field !== undefined) eachReferenceIn(value, field, path === '' ? name : `${path}.${name}`, visit);
  }
}

function eachReferenceIn(
  value: JsonValue | undefined,
  field: Field,
  path: string,
  visit: (reference: JsonObject, field: Reference, path: string) => void,
): void {
  if (field.kind === 'list' && Array.isArray(value)) {
    for (const item of value) eachReferenceIn(item, field.of, path, visit);
  } else if (field.kind === 'structure' && isObject(value)) eachReference(value, field.fields, path, visit);
  else if (field.kind === 'reference' && isObject(value)) visit(value, field, path);
}

function nameOf(reference: JsonObject, kinds: readonly string[], store: CompanyStore): string | undefined {
  const found = lookUp(reference, kinds, store);
  return found === undefined ? undefined : findEntity(found.entity)?.displayName?.(found.record);
}

/** Names share their ids, so that a reference without a type can be to one object only. */
function lookUp(reference: JsonObject, kinds: readonly string[], store: CompanyStore) {
  const type = textAt(reference, 'type');
  const wanted = kinds.length > 1 && type !== undefined ? kinds.filter((kind) => kind === type) : kinds;
  const id = String(reference['value']);
  for (const entity of wanted) {
    const record = store.find(entity, id);
    if (record !== undefined) return { entity, record };
  }
  return undefined;
}
