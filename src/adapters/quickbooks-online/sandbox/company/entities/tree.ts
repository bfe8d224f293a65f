import type { Writing } from '../entity-definition';
import { faults } from '../fault';
import { referenceAt, textAt, type JsonObject } from '../json';

const DELETED_SUFFIX = ' (deleted)';
const MAX_LEVELS = 5;

interface TreeShape {
  readonly entity: string;
  /** The field that says that an object lies below another. */
  readonly flag: string;
}

/** Names in a tree: unique below their parent, spelled out with colons, five levels deep at most. */
export function prepareTree(record: JsonObject, writing: Writing, shape: TreeShape): void {
  if (textAt(record, 'Name') === undefined) throw faults.missing('Name');
  const parentId = referenceAt(record, 'ParentRef');
  record[shape.flag] = parentId !== undefined;
  record['Active'] ??= true;
  const name = markDeleted(String(record['Name']), record['Active'] === true, writing.existing);
  record['Name'] = name;
  record['FullyQualifiedName'] = [...ancestors(parentId, record, writing, shape.entity), name].join(':');
  refuseSameName(record, writing, shape.entity);
}

/** Deactivating adds a suffix to the name, which frees the plain one; activating takes it off again. */
export function markDeleted(name: string, active: boolean, existing: JsonObject | null): string {
  const wasActive = existing === null || existing['Active'] !== false;
  if (active === wasActive) return name;
  if (!active) return name.endsWith(DELETED_SUFFIX) ? name : name + DELETED_SUFFIX;
  return name.endsWith(DELETED_SUFFIX) ? name.slice(0, -DELETED_SUFFIX.length) : name;
}

/** Writes the names below a renamed object anew. */
export function renameChildren(record: JsonObject, entity: string, { store }: Pick<Writing, 'store'>): void {
  for (const child of store.all(entity)) {
    if (referenceAt(child, 'ParentRef') !== record['Id']) continue;
    const own = textAt(child, 'Name') ?? textAt(child, 'DisplayName');
    const full = `${String(record['FullyQualifiedName'])}:${own ?? ''}`;
    if (child['FullyQualifiedName'] === full) continue;
    const renamed = { ...child, FullyQualifiedName: full };
    store.put(entity, renamed);
    renameChildren(renamed, entity, { store });
  }
}

function ancestors(parentId: string | undefined, record: JsonObject, { store }: Writing, entity: string): string[] {
  const names: string[] = [];
  for (let id = parentId; id !== undefined;) {
    const parent = store.find(entity, id);
    if (parent === undefined || id === record['Id'] || names.length === MAX_LEVELS - 1) {
      throw faults.business(`Invalid parent: ${entity} ${String(parentId)} cannot be the parent, or lies too deep.`);
    }
    names.unshift(String(parent['Name']));
    id = referenceAt(parent, 'ParentRef');
  }
  return names;
}

function refuseSameName(record: JsonObject, { store }: Writing, entity: string): void {
  const wanted = String(record['FullyQualifiedName']).toLowerCase();
  for (const other of store.all(entity)) {
    if (other['Id'] !== record['Id'] && String(other['FullyQualifiedName']).toLowerCase() === wanted) {
      throw faults.duplicateName();
    }
  }
}
