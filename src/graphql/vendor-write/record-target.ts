import type { ElementResource } from '../../adapters/adapter';
import type { BookEntryKind } from '../../adapters/records';
import type { WriteName } from '../../adapters/writes';
import { RecordNotFoundError } from '../../errors';
import { decodeRecordId, isRecordId, type RecordKind, type RecordReference } from '../../record-id';
import type { GraphqlContext } from '../context';
import type { InputPath } from './input-problems';
import { WriteTarget } from './write-target';

/** A record that a write is about, and the instance that it is of. */
export interface RecordTarget {
  readonly target: WriteTarget;
  readonly record: RecordReference;
}

/** Throws for an id that names no record of these kinds in an instance of the caller, and where there is no such write. */
export async function openRecord(
  context: GraphqlContext,
  name: WriteName,
  { member, id, typeName, kinds }: { member: string; id: string; typeName: string; kinds: readonly RecordKind[] },
): Promise<RecordTarget> {
  const record = decodeRecordId(id);
  const isMeant = record !== null && kinds.includes(record.kind);
  const instance = isMeant ? await context.loaders.instances.load(record.instanceId) : null;
  if (record === null || instance === null) throw new RecordNotFoundError(typeName, id, { path: ['input', member] });
  return { target: await WriteTarget.open(context, instance.id, name), record };
}

type NamedKind = Exclude<BookEntryKind, 'COMPANY'> | 'EMPLOYEE';

const NAMED: Readonly<Record<NamedKind, readonly [ElementResource, typeName: string]>> = {
  SUPPLIER: ['SUPPLIERS', 'Supplier'],
  CUSTOMER: ['CUSTOMERS', 'Customer'],
  LEDGER_ACCOUNT: ['LEDGER_ACCOUNTS', 'LedgerAccount'],
  TRACKING_CLASS: ['TRACKING_CLASSES', 'TrackingClass'],
  DEPARTMENT: ['DEPARTMENTS', 'Department'],
  EMPLOYEE: ['EMPLOYEES', 'Employee'],
};

/** The vendor's id of a record of the instance, from its id here or the vendor's own. */
export function remoteIdOf({ problems, context, instance }: WriteTarget, path: InputPath, kind: NamedKind, id: string) {
  const [resource, typeName] = NAMED[kind];
  if (isRecordId(id)) {
    const reference = decodeRecordId(id);
    if (reference?.kind === kind && reference.instanceId === instance.id) return reference.remoteId;
  } else {
    const canonical = context.services.records.canonicalRemoteId(instance.elementKey, resource, id);
    if (canonical !== null && canonical !== '') return canonical;
  }
  problems.notFound(path, typeName, id);
  return '';
}

export function optionalRemoteIdOf(
  target: WriteTarget,
  path: InputPath,
  kind: NamedKind,
  id: string | null | undefined,
): string | null {
  return id == null ? null : remoteIdOf(target, path, kind, id);
}

/** What is left out stays out, and null stays null. */
export function changedRemoteIdOf(
  target: WriteTarget,
  path: InputPath,
  kind: NamedKind,
  id: string | null | undefined,
): string | null | undefined {
  return id == null ? id : remoteIdOf(target, path, kind, id);
}
