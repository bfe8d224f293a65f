import type { VendorConnection } from '../adapter';
import type { RecordBatch } from '../records';
import { VendorStaleRecordError, type CurrentRecord, type VendorRejectedError } from '../vendor-error';
import type { WriteIdentity } from '../writes';
import type { QuickbooksObject } from './client';
import { findCurrent, isStale, newerOf, readCurrent, versionOf } from './current-object';
import type { WritableEntity } from './entity';
import { sendObject } from './write-call';

/** How often a change is sent in all that somebody else comes before. */
export const TRIES = 3;

export interface ObjectUpdate {
  readonly entity: WritableEntity;
  readonly kind: CurrentRecord['kind'];
  readonly remoteId: string;
  /** Null: whatever it is now. */
  readonly expectedVersion: string | null;
  /** What is sent, made of the object as it is now; throws what is wrong with it. */
  readonly merge: (current: QuickbooksObject) => QuickbooksObject;
  /** The least that an update has to say of the object, its id and `SyncToken` included. */
  readonly unchanged: (current: QuickbooksObject) => QuickbooksObject;
  readonly toBatch: (object: QuickbooksObject) => RecordBatch;
}

/**
 * Reads, changes and sends an object; answers it as it is afterwards. What somebody else changes in between is not
 * overwritten: the change is applied anew, or refused with a `VendorStaleRecordError` where the caller expects a version.
 */
export async function updateObject(
  connection: VendorConnection,
  update: ObjectUpdate,
  identity: WriteIdentity,
): Promise<QuickbooksObject> {
  const { entity, remoteId, expectedVersion } = update;
  for (let attempt = 1; ; attempt++) {
    const current = await readCurrent(connection, entity, remoteId);
    if (expectedVersion !== null && versionOf(current) !== expectedVersion) {
      return confirmOlder(connection, update, current, identity);
    }
    try {
      const sent = await send(connection, update, update.merge(current), identity);
      return newerOf(sent, current);
    } catch (error) {
      if (!isStale(error)) throw error;
      if (expectedVersion !== null || attempt >= TRIES) throw await staleError(connection, update, error);
    }
  }
}

/**
 * The object has another version than the caller expects, perhaps by this very write, sent before under the same key:
 * QuickBooks tells. What is sent for that changes nothing, since its version is not the object's.
 */
async function confirmOlder(
  connection: VendorConnection,
  update: ObjectUpdate,
  current: QuickbooksObject,
  identity: WriteIdentity,
): Promise<QuickbooksObject> {
  if (!identity.isKeyed) throw stale(update, current);
  const object = { ...update.unchanged(current), SyncToken: update.expectedVersion, sparse: true };
  try {
    await send(connection, update, object, identity);
    return current;
  } catch (error) {
    if (isStale(error)) throw stale(update, current, error);
    throw error;
  }
}

/**
 * Each try is the same call to QuickBooks, which remembers what it did, not what it refused: whichever try it was that came
 * through, a repeat under the same key is told of it, and changes nothing.
 */
function send(
  connection: VendorConnection,
  { entity, remoteId }: ObjectUpdate,
  object: QuickbooksObject,
  identity: WriteIdentity,
): Promise<QuickbooksObject> {
  const purpose = `${entity.toLowerCase()}.update`;
  return sendObject(connection, entity, { purpose, object, part: `update ${remoteId}` }, identity);
}

async function staleError(
  connection: VendorConnection,
  update: ObjectUpdate,
  error: VendorRejectedError,
): Promise<VendorStaleRecordError> {
  return stale(update, await findCurrent(connection, update.entity, update.remoteId), error);
}

/** `current` is the object as it is now; null when it is gone. */
export function stale(
  { kind, remoteId, toBatch }: Pick<ObjectUpdate, 'kind' | 'remoteId' | 'toBatch'>,
  current: QuickbooksObject | null,
  error: VendorRejectedError | null = null,
): VendorStaleRecordError {
  const message = 'Somebody has changed the record since it was read; nothing was changed. Read it again and decide.';
  const words = error && {
    vendorCode: error.vendorCode,
    vendorMessage: error.vendorMessage,
    vendorRequestId: error.vendorRequestId,
    cause: error,
  };
  const record = current && { kind, remoteId, batch: toBatch(current) };
  return new VendorStaleRecordError(message, record, { path: ['expectedVersion'], ...words });
}
