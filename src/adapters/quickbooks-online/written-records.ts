import type { VendorConnection } from '../adapter';
import type { RecordBatch } from '../records';
import type { WriteAnswer } from '../writes';
import type { QuickbooksObject } from './client';
import type { WritableEntity } from './entity';
import { instantOf, objectOf, textOf } from './mapping/raw-object';
import { BOOK_ENTITIES, needsHomeCurrency } from './operations/book-entities';

type CreatableEntity = WritableEntity | 'Attachable';
type Told = Pick<WriteAnswer<unknown>, 'batch' | 'changed'>;

/** Clocks differ, and answers are waited for. */
const REPEATED_AFTER_MS = 10 * 60_000;

/** What written objects are in our records; what cannot be told without asking for more is to be read again. */
export function written(name: CreatableEntity, objects: readonly QuickbooksObject[]): Told {
  const entity = BOOK_ENTITIES.find((one) => one.name === name);
  if (entity === undefined) return {};
  const isTold = !needsHomeCurrency(entity, objects);
  const { batch, rejected } = entity.toBatch(isTold ? objects : [], null);
  const unread = isTold ? rejected : objects;
  const remoteIds = unread.flatMap(({ Id }) => textOf(Id) ?? []);
  return { batch, ...(remoteIds.length > 0 && { changed: [{ resource: entity.resource, remoteIds }] }) };
}

/**
 * The same of an object that was just created, unless it was so long ago: then a key was used again, and QuickBooks has
 * repeated an answer that the object may not be like any more.
 */
export function writtenNew({ clock }: VendorConnection, name: CreatableEntity, object: QuickbooksObject): Told {
  const createdAt = instantOf(objectOf(object.MetaData).CreateTime);
  if (createdAt === null || clock.now().getTime() - createdAt.getTime() < REPEATED_AFTER_MS)
    return written(name, [object]);
  const { resource } = BOOK_ENTITIES.find((one) => one.name === name) ?? {};
  const remoteId = textOf(object.Id);
  return resource === undefined || remoteId === null ? {} : { changed: [{ resource, remoteIds: [remoteId] }] };
}

/** The same as far as it can be told. */
export function batchOf(name: WritableEntity, object: QuickbooksObject): RecordBatch {
  return written(name, [object]).batch ?? {};
}
