import type { RecordBatch } from '../records';
import type { WriteAnswer } from '../writes';
import type { QuickbooksObject } from './client';
import type { WritableEntity } from './entity';
import { textOf } from './mapping/raw-object';
import { BOOK_ENTITIES, needsHomeCurrency } from './operations/book-entities';

type Told = Pick<WriteAnswer<unknown>, 'batch' | 'changed'>;

/** What written objects are in our records; what cannot be told without asking for more is to be read again. */
export function written(name: WritableEntity | 'Attachable', objects: readonly QuickbooksObject[]): Told {
  const entity = BOOK_ENTITIES.find((one) => one.name === name);
  if (entity === undefined) return {};
  const isTold = !needsHomeCurrency(entity, objects);
  const { batch, rejected } = entity.toBatch(isTold ? objects : [], null);
  const unread = isTold ? rejected : objects;
  const remoteIds = unread.flatMap(({ Id }) => textOf(Id) ?? []);
  return { batch, ...(remoteIds.length > 0 && { changed: [{ resource: entity.resource, remoteIds }] }) };
}

/** The same as far as it can be told. */
export function batchOf(name: WritableEntity, object: QuickbooksObject): RecordBatch {
  return written(name, [object]).batch ?? {};
}
