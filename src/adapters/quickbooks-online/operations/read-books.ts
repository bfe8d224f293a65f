import type { ListRequest, ReadEvent, VendorConnection } from '../../adapter';
import { VendorPermissionError, VendorRejectedError } from '../../vendor-error';
import type { RawObject } from '../mapping/raw-object';
import { literal } from '../query';
import { BOOK_ENTITIES, needsHomeCurrency, tell, type BookEntity } from './book-entities';
import { askAll } from './company-query';
import { pageQuestion, placeBehind, readPage, type ConditionsOf, type Place } from './entity-pages';
import { HomeCurrency, PREFERENCES } from './home-currency';

const PURPOSE = 'books.list';

/**
 * Reads the whole books of a company, newest first: the first page of everything in one call, then what has more pages.
 * A checkpoint says what is left.
 */
export async function* listBooks(connection: VendorConnection, request: ListRequest): AsyncGenerator<ReadEvent> {
  const conditionsOf: ConditionsOf = ({ isDated }) => (isDated ? [`TxnDate >= ${literal(request.historyFrom)}`] : []);
  const home = new HomeCurrency(connection);
  const places = placesOf(request.checkpoint);
  yield* readEntities(connection, PURPOSE, conditionsOf, home, places);
}

/** `places`: what an earlier list has left; null for everything. */
export async function* readEntities(
  connection: VendorConnection,
  purpose: string,
  conditionsOf: ConditionsOf,
  home: HomeCurrency,
  places: readonly Place[] | null = null,
): AsyncGenerator<ReadEvent> {
  let left = places ?? (yield* readFirstPages(connection, purpose, conditionsOf, home));
  while (left.length > 0) {
    yield { kind: 'checkpoint', checkpoint: checkpointOf(left) };
    const [place, ...others] = left as [Place, ...Place[]];
    const { rows, next } = await readPage(connection, purpose, place, conditionsOf);
    yield* tellRows(place.entity, rows, home);
    left = next === null ? others : [next, ...others];
  }
}

async function* readFirstPages(
  connection: VendorConnection,
  purpose: string,
  conditionsOf: ConditionsOf,
  home: HomeCurrency,
): AsyncGenerator<ReadEvent, Place[]> {
  const begins = BOOK_ENTITIES.map((entity): Place => ({ entity, read: 0, lastId: null }));
  const questions = begins.map((place) => pageQuestion(place, conditionsOf));
  const answers = await askAll(connection, purpose, [PREFERENCES, ...questions]);
  const [preferences, ...pages] = answers;
  if (Array.isArray(preferences)) home.isTold(preferences);
  const left: Place[] = [];
  for (const [index, begin] of begins.entries()) {
    const rows = pages[index];
    if (rows === undefined || rows instanceof Error) {
      yield notReadable(begin.entity, rows);
      continue;
    }
    yield* tellRows(begin.entity, rows, home);
    left.push(...[placeBehind(begin, rows)].filter((place) => place !== null));
  }
  return left;
}

async function* tellRows(
  entity: BookEntity,
  rows: readonly RawObject[],
  home: HomeCurrency,
): AsyncGenerator<ReadEvent> {
  yield* tell(entity, rows, needsHomeCurrency(entity, rows) ? await home.get() : null);
}

/** What an edition does not have is refused. Throws what is no such refusal. */
function notReadable({ name, resource, isOptional }: BookEntity, error: Error | undefined): ReadEvent {
  const isRefusal = error instanceof VendorRejectedError || error instanceof VendorPermissionError;
  if (!isRefusal || isOptional !== true) throw error ?? new Error(`No answer for ${name}.`);
  return { kind: 'incomplete', resource, reason: `QuickBooks does not tell the ${name} objects: ${error.message}` };
}

function checkpointOf(places: readonly Place[]): string {
  return JSON.stringify(places.map(({ entity, read, lastId }) => [entity.name, read, lastId]));
}

/** Null for what is no checkpoint of ours: then everything is read. */
function placesOf(checkpoint: string | undefined): Place[] | null {
  const parsed = checkpoint === undefined ? null : parse(checkpoint);
  if (!Array.isArray(parsed)) return null;
  const places = parsed.map(toPlace);
  return places.every((place) => place !== null) ? places : null;
}

function toPlace(value: unknown): Place | null {
  if (!Array.isArray(value)) return null;
  const [name, read, lastId] = value as readonly unknown[];
  const entity = BOOK_ENTITIES.find((known) => known.name === name);
  if (entity === undefined || !Number.isInteger(read) || typeof lastId !== 'string') return null;
  return { entity, read: read as number, lastId };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
