import type { ElementResource, GetManyOperation, ReadEvent, VendorConnection } from '../../adapter';
import type { RawObject } from '../mapping/raw-object';
import { canonicalObjectId } from '../object-id';
import { isOneOf, select } from '../query';
import { BOOK_ENTITIES, needsHomeCurrency, tell, type BookEntity } from './book-entities';
import { ask, askAll, type Question } from './company-query';
import { HomeCurrency } from './home-currency';

/** Statements are not to grow without bounds; Intuit names none. */
const MOST_IDS = 100;

/** Reads objects of one resource by id; of the kinds of expenses, which are numbered apart, all in one call. */
export function booksById(resource: ElementResource): GetManyOperation {
  const entities = BOOK_ENTITIES.filter((entity) => entity.resource === resource);
  return {
    maxIds: MOST_IDS,
    async *getMany(connection: VendorConnection, remoteIds: readonly string[]): AsyncGenerator<ReadEvent> {
      // Intuit refuses a whole statement for one value that is no number.
      const ids = remoteIds.filter((id) => canonicalObjectId(id) === id);
      if (ids.length === 0) return;
      const home = new HomeCurrency(connection);
      const found = await readAll(connection, `${resource.toLowerCase()}.get`, entities, ids);
      for (const [index, entity] of entities.entries()) {
        const objects = found[index] ?? [];
        yield* tell(entity, objects, needsHomeCurrency(entity, objects) ? await home.get() : null);
      }
    },
  };
}

async function readAll(
  connection: VendorConnection,
  purpose: string,
  entities: readonly BookEntity[],
  ids: readonly string[],
): Promise<RawObject[][]> {
  const questions = entities.map((entity) => questionOf(entity, ids));
  const [only, ...others] = questions;
  if (only !== undefined && others.length === 0) return [await ask(connection, purpose, only)];
  const answers = await askAll(connection, purpose, questions);
  return answers.map((answer) => {
    if (answer instanceof Error) throw answer;
    return answer;
  });
}

function questionOf({ name, canBeInactive, isSingle }: BookEntity, ids: readonly string[]): Question {
  if (isSingle) return { entity: name, statement: select({ entity: name }) };
  const where = [isOneOf('Id', ids), ...(canBeInactive ? ['Active IN (true,false)'] : [])];
  return { entity: name, statement: select({ entity: name, where, limit: ids.length }) };
}
