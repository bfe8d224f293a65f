import { payeesOf } from './affected-names';
import { AUTHOR } from './author';
import { copy, type Company } from './company';
import type { EntityDefinition } from './entity-definition';
import { refuseClosedPeriod } from './entities/transactions';
import { renameChildren } from './entities/tree';
import { faults } from './fault';
import { isNumber, objectAt, textAt, toJson, type JsonObject } from './json';
import { pacificDate, pacificTime } from './pacific-time';
import { inOrder, readFields } from './record-shape';
import { checkReferences } from './references';

export interface WriteOptions {
  /** `include=allowduplicatedocnum`. */
  readonly allowDuplicateNumber?: boolean;
  /** An update needs an id, a create must not have one. Absent = the id decides. */
  readonly operation?: 'create' | 'update';
  /** What the server itself knows of a new object: its id, and fields that clients cannot set. */
  readonly reserved?: { readonly id: string; readonly fields?: JsonObject };
}

/** Written by whom is shown on these only. */
const SIGNED = new Set(['Bill', 'VendorCredit']);

/** Creates or updates, as the object has an id or not; answers it as stored. Throws a `CompanyFault`. */
export function writeObject(
  company: Company,
  definition: EntityDefinition,
  given: JsonObject,
  options: WriteOptions = {},
): JsonObject {
  if (definition.writes === 'none') throw faults.unsupported(`Operation on ${definition.name}`);
  const id = idOf(given);
  if (options.operation === 'update' && id === undefined) throw faults.missing('Id');
  if (id !== undefined && options.operation !== 'create') return update(company, definition, given, id, options);
  if (definition.writes === 'update-only') throw faults.unsupported(`Operation create on ${definition.name}`);
  return create(company, definition, given, options);
}

/** What `operation=delete` answers. Throws a `CompanyFault`. */
export function deleteObject(company: Company, definition: EntityDefinition, given: JsonObject): JsonObject {
  if (definition.removal !== 'delete') throw faults.unsupported('Operation delete');
  const id = idOf(given);
  if (id === undefined) throw faults.missing('Id');
  const stored = company.store.find(definition.name, id);
  if (stored === undefined) throw faults.notFound();
  // Attachables were seen to go without one.
  if (definition.name !== 'Attachable' || given['SyncToken'] !== undefined) checkSyncToken(given, stored);
  refuseClosedPeriod(stored, company);
  const payees = payeesOf(stored);
  company.store.remove(definition.name, id, company.clock.now());
  touchNames(company, payees);
  company.tell(definition.name, id, 'Delete');
  return { domain: 'QBO', status: 'Deleted', Id: id };
}

/** Throws a `CompanyFault` with code 2030 for an id that no object could have. */
export function checkId(id: string): string {
  if (!/^[A-Z0-9]+$/.test(id) || (/[A-Z]/.test(id) && !['TAX', 'NON'].includes(id))) throw faults.invalidId(id);
  return id;
}

function idOf(given: JsonObject): string | undefined {
  const id = given['Id'];
  if (id === undefined || id === null || id === '') return undefined;
  return checkId(isNumber(id) ? id.value : String(id));
}

function create(company: Company, definition: EntityDefinition, given: JsonObject, options: WriteOptions): JsonObject {
  const { store } = company;
  const record = readFields(given, definition.fields, definition.name);
  requireFields(record, [...(definition.requiredOnCreate ?? []), ...(definition.requiredAlways ?? [])]);
  checkReferences(record, definition.fields, store, null);
  if (options.reserved !== undefined) Object.assign(record, options.reserved.fields, { Id: options.reserved.id });
  prepare(company, definition, record, given, null, options);
  const now = pacificTime(company.clock.now());
  record['Id'] ??= store.nextId(definition.sequence);
  record['SyncToken'] = '0';
  // An account has no time of its last change before it has been changed.
  record['MetaData'] = metaData(definition, now, definition.name === 'Account' ? undefined : now);
  return keep(company, definition, record, 'Create');
}

function update(
  company: Company,
  definition: EntityDefinition,
  given: JsonObject,
  id: string,
  options: WriteOptions,
): JsonObject {
  const { store } = company;
  const stored = store.find(definition.name, id);
  if (stored === undefined) throw faults.notFound();
  if (given['SyncToken'] === undefined) throw faults.missing('SyncToken');
  checkSyncToken(given, stored);
  const read = readFields(given, definition.fields, definition.name);
  requireFields(read, definition.requiredAlways ?? []);
  const sparse = given['sparse'] === true || given['sparse'] === 'true';
  if (!sparse) requireFields(read, definition.requiredOnCreate ?? []);
  const record = merge(definition, copy(stored), read, given, sparse);
  checkReferences(record, definition.fields, store, stored);
  prepare(company, definition, record, given, copy(stored), options);
  if (isSame(definition, record, stored)) return stored;
  record['SyncToken'] = String(BigInt(String(stored['SyncToken'])) + 1n);
  const created = textAt(objectAt(stored, 'MetaData'), 'CreateTime') ?? '';
  record['MetaData'] = metaData(definition, created, pacificTime(company.clock.now()));
  return keep(company, definition, record, 'Update', payeesOf(stored));
}

function prepare(
  company: Company,
  definition: EntityDefinition,
  record: JsonObject,
  given: JsonObject,
  existing: JsonObject | null,
  options: WriteOptions,
): void {
  definition.prepare?.(record, {
    store: company.store,
    existing,
    given,
    today: pacificDate(company.clock.now()),
    allowDuplicateNumber: options.allowDuplicateNumber === true,
  });
}

/** A sparse update keeps the top-level fields that it leaves out; a null in it clears one. A full one keeps none. */
function merge(
  definition: EntityDefinition,
  stored: JsonObject,
  read: JsonObject,
  given: JsonObject,
  sparse: boolean,
): JsonObject {
  const kept: JsonObject = {};
  for (const [name, value] of Object.entries(stored)) {
    const server = definition.fields[name]?.readOnly === true;
    if (server || (sparse && !Object.hasOwn(given, name)) || name === 'Active') kept[name] = value;
  }
  return { ...kept, ...read, Id: stored['Id'], SyncToken: stored['SyncToken'], MetaData: stored['MetaData'] };
}

function keep(
  company: Company,
  definition: EntityDefinition,
  record: JsonObject,
  operation: 'Create' | 'Update',
  formerPayees: readonly string[] = [],
): JsonObject {
  const ordered = inOrder(record, definition.fields);
  company.store.put(definition.name, ordered);
  if (definition.fields['FullyQualifiedName'] !== undefined) renameChildren(ordered, definition.name, company);
  touchNames(company, [...formerPayees, ...payeesOf(ordered)]);
  company.tell(definition.name, String(ordered['Id']), operation);
  return ordered;
}

/** A bill changes its vendor's balance: the vendor counts as written, although its token stays. */
function touchNames(company: Company, ids: readonly string[]): void {
  const now = pacificTime(company.clock.now());
  for (const id of new Set(ids)) {
    const vendor = company.store.find('Vendor', id);
    if (vendor === undefined) continue;
    company.store.put('Vendor', { ...vendor, MetaData: { ...objectAt(vendor, 'MetaData'), LastUpdatedTime: now } });
  }
}

function requireFields(record: JsonObject, names: readonly string[]): void {
  const missing = names.find((name) => record[name] === undefined);
  if (missing !== undefined) throw faults.missing(missing);
}

function checkSyncToken(given: JsonObject, stored: JsonObject): void {
  const token = given['SyncToken'];
  const sent = isNumber(token) ? token.value : token;
  if (sent === undefined) throw faults.missing('SyncToken');
  if (sent !== stored['SyncToken']) throw faults.stale(AUTHOR.name);
}

function isSame(definition: EntityDefinition, record: JsonObject, stored: JsonObject): boolean {
  return toJson(inOrder(record, definition.fields)) === toJson(inOrder(stored, definition.fields));
}

function metaData(definition: EntityDefinition, created: string, updated: string | undefined): JsonObject {
  return {
    CreateTime: created,
    ...(SIGNED.has(definition.name) ? { LastModifiedByRef: { value: AUTHOR.id } } : {}),
    ...(updated === undefined ? {} : { LastUpdatedTime: updated }),
  };
}
