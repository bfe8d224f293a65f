import type { VendorConnection } from '../../adapter';
import { textOf, type RawObject } from '../mapping/raw-object';
import { MOST_ROWS, select } from '../query';
import type { BookEntity } from './book-entities';
import { ask, type Question } from './company-query';

/** How much of one kind of object was read. */
export interface Place {
  readonly entity: BookEntity;
  /** Rows so far. */
  readonly read: number;
  /** Id of the last of them; null before the first. */
  readonly lastId: string | null;
}

/** Conditions on the objects of a kind. */
export type ConditionsOf = (entity: BookEntity) => readonly string[];

/** Newest first, in an order that no change moves anything in. */
const ORDER = 'Id DESC';
/** How far back is gone for what a deletion has moved, at first. */
const STEP_BACK = 50;

/**
 * The next page. It begins with the last row of the page before: where something was deleted meanwhile, rows have moved to
 * where they would be passed over, and the page begins behind that row.
 */
export function pageQuestion({ entity, read }: Place, conditionsOf: ConditionsOf): Question {
  if (entity.isSingle) return { entity: entity.name, statement: select({ entity: entity.name }) };
  const where = entity.canBeInactive ? ['Active IN (true,false)', ...conditionsOf(entity)] : conditionsOf(entity);
  const statement = select({ entity: entity.name, where, orderBy: ORDER, start: Math.max(1, read) });
  return { entity: entity.name, statement };
}

/** What is behind a page; null when it was the last. */
export function placeBehind(place: Place, rows: readonly RawObject[]): Place | null {
  if (rows.length < MOST_ROWS) return null;
  return { entity: place.entity, read: Math.max(0, place.read - 1) + rows.length, lastId: idAt(rows, -1) };
}

/** Reads the next page, going back as far as it takes to pass over nothing. */
export async function readPage(
  connection: VendorConnection,
  purpose: string,
  place: Place,
  conditionsOf: ConditionsOf,
): Promise<{ readonly rows: readonly RawObject[]; readonly next: Place | null }> {
  let from = place;
  for (let step = STEP_BACK; ; step *= 2) {
    const rows = await ask(connection, purpose, pageQuestion(from, conditionsOf));
    if (from.read <= 1 || goesOn(rows, place.lastId)) {
      return { rows: rows.filter((row) => textOf(row.Id) !== place.lastId), next: placeBehind(from, rows) };
    }
    from = { ...from, read: Math.max(0, from.read - step) };
  }
}

/** Whether a page begins where the one before ended, or before that. */
function goesOn(rows: readonly RawObject[], lastId: string | null): boolean {
  const first = idAt(rows, 0);
  if (first === null || lastId === null) return false;
  const areNumbers = /^\d+$/.test(first) && /^\d+$/.test(lastId);
  return first === lastId || (areNumbers && BigInt(first) > BigInt(lastId));
}

function idAt(rows: readonly RawObject[], index: number): string | null {
  return textOf(rows.at(index)?.Id);
}
