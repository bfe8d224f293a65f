import type { ChangesRequest, ReadEvent, VendorConnection } from '../../adapter';
import { VendorProtocolError } from '../../vendor-error';
import { callCompany } from '../client';
import { fromFault } from '../errors';
import { faultOf } from '../fault';
import { instantOf, objectOf, objectsOf, textOf, type RawObject } from '../mapping/raw-object';
import { literal } from '../query';
import { BOOK_ENTITIES, needsHomeCurrency, tell, type BookEntity } from './book-entities';
import { HomeCurrency } from './home-currency';
import { readEntities } from './read-books';

const PURPOSE = 'books.changes';
const DAY_MS = 24 * 60 * 60_000;
/** Intuit looks back 30 days; what happens beyond is not said. */
const LOOK_BACK_MS = 29 * DAY_MS;
/** Times are in whole seconds, by Intuit's clock: what may fall between two reads is told by both. */
const OVERLAP_MS = 60_000;
/** Objects that one answer can hold. There is no next page. */
const MOST_OBJECTS = 1_000;

/** What changed, by kind. */
interface Captured {
  readonly entity: BookEntity;
  readonly objects: readonly RawObject[];
}

/** One call for all kinds of objects, where that can tell it all. */
export async function* listChangedBooks(
  connection: VendorConnection,
  { since }: ChangesRequest,
): AsyncGenerator<ReadEvent> {
  const home = new HomeCurrency(connection);
  const from = new Date(since.getTime() - OVERLAP_MS);
  const oldest = new Date(connection.clock.now().getTime() - LOOK_BACK_MS);
  const captured = await capture(connection, BOOK_ENTITIES, from < oldest ? oldest : from);
  for (const change of captured) yield* tellCaptured(change, home);
  if (from >= oldest && !isFull(captured)) return;
  const changedSince = [`MetaData.LastUpdatedTime >= ${literal(toTime(from))}`];
  yield* withoutCheckpoints(readEntities(connection, PURPOSE, () => changedSince, home));
  // Queries do not tell what was deleted.
  if (isFull(captured)) yield* deletions(connection, from < oldest ? oldest : from);
}

/** Goes on behind what each answer told last, kind by kind, while answers are full. */
async function* deletions(connection: VendorConnection, since: Date): AsyncGenerator<ReadEvent> {
  for (const entity of BOOK_ENTITIES) {
    let from: Date | null = since;
    while (from !== null) {
      const captured: Captured[] = await capture(connection, [entity], from);
      for (const change of captured) yield* tellDeleted(change);
      const latest: Date | null = latestOf(captured);
      from = isFull(captured) && latest !== null && latest > from ? latest : null;
    }
  }
}

async function capture(
  connection: VendorConnection,
  entities: readonly BookEntity[],
  since: Date,
): Promise<Captured[]> {
  const query = { entities: entities.map(({ name }) => name).join(','), changedSince: toTime(since) };
  const answer = await callCompany(connection, {
    purpose: PURPOSE,
    method: 'GET',
    path: 'cdc',
    query,
    repeatable: true,
  });
  if (!Array.isArray(answer.CDCResponse)) throw new VendorProtocolError('QuickBooks\' answer has no "CDCResponse".');
  const parts = objectsOf(answer.CDCResponse).flatMap((response) => objectsOf(response.QueryResponse));
  for (const part of parts) {
    const fault = faultOf(part);
    if (fault !== null) throw fromFault(200, fault);
  }
  return entities.map((entity) => ({ entity, objects: parts.flatMap((part) => objectsOf(part[entity.name])) }));
}

async function* tellCaptured(change: Captured, home: HomeCurrency): AsyncGenerator<ReadEvent> {
  const { entity, objects } = change;
  const present = objects.filter((object) => !isDeleted(object));
  yield* tell(entity, present, needsHomeCurrency(entity, present) ? await home.get() : null);
  yield* tellDeleted(change);
}

function* tellDeleted({ entity, objects }: Captured): Generator<ReadEvent> {
  const remoteIds = objects.filter(isDeleted).flatMap((object) => textOf(object.Id) ?? []);
  const { resource, expenseKind } = entity;
  if (remoteIds.length > 0) yield { kind: 'gone', resource, remoteIds, expenseKind };
}

function isDeleted({ status }: RawObject): boolean {
  return status === 'Deleted';
}

function isFull(captured: readonly Captured[]): boolean {
  return captured.reduce((sum, { objects }) => sum + objects.length, 0) >= MOST_OBJECTS;
}

function latestOf(captured: readonly Captured[]): Date | null {
  const times = captured.flatMap(({ objects }) =>
    objects.flatMap(({ MetaData }) => instantOf(objectOf(MetaData).LastUpdatedTime)?.getTime() ?? []),
  );
  return times.length === 0 ? null : new Date(times.reduce((left, right) => Math.max(left, right)));
}

/** A place in the changes is none in the books. */
async function* withoutCheckpoints(events: AsyncIterable<ReadEvent>): AsyncGenerator<ReadEvent> {
  for await (const event of events) if (event.kind !== 'checkpoint') yield event;
}

/** In whole seconds. */
function toTime(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`;
}
