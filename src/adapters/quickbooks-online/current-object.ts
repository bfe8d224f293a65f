import type { VendorConnection } from '../adapter';
import { VendorNotFoundError, VendorProtocolError, VendorRejectedError } from '../vendor-error';
import { callCompany, type QuickbooksObject } from './client';
import type { WritableEntity } from './entity';
import { isRawObject, textOf } from './mapping/raw-object';

/** An object as it is now. Throws a `VendorNotFoundError` when there is none. */
export async function readCurrent(
  connection: VendorConnection,
  entity: WritableEntity,
  remoteId: string,
): Promise<QuickbooksObject> {
  const name = entity.toLowerCase();
  const answer = await callCompany(connection, {
    purpose: `${name}.get`,
    method: 'GET',
    path: `${name}/${encodeURIComponent(remoteId)}`,
    repeatable: true,
  });
  const object = answer[entity];
  if (!isRawObject(object)) throw new VendorProtocolError(`QuickBooks' answer has no ${entity}.`);
  return object;
}

/** The same; null when there is none. */
export async function findCurrent(
  connection: VendorConnection,
  entity: WritableEntity,
  remoteId: string,
): Promise<QuickbooksObject | null> {
  try {
    return await readCurrent(connection, entity, remoteId);
  } catch (error) {
    if (error instanceof VendorNotFoundError) return null;
    throw error;
  }
}

/** A counter of the changes of an object. */
export function versionOf(object: QuickbooksObject): string {
  return textOf(object.SyncToken) ?? '';
}

/** The one that was changed more often: what a repeat is answered with may be old. */
export function newerOf(one: QuickbooksObject, other: QuickbooksObject): QuickbooksObject {
  return Number(versionOf(one)) >= Number(versionOf(other)) ? one : other;
}

export function isStale(error: unknown): error is VendorRejectedError {
  return error instanceof VendorRejectedError && error.code === 'STALE_RECORD';
}
