import { InvalidValueError } from '../../errors';
import type { KeysetPosition } from '../../persistence/keyset/keyset-page';
import { noPage } from './next-pages';
import { compareOrdered, fromPosition, orderValuesOf, toPosition, type Ordered } from './record-order';
import type { Match, RecordScan, ScanPlan } from './record-scan';

/** An order that our tables have no index for is made of the records: of so many at most. */
const MOST_ORDERED = 50_000;

/** Where a record stands, and what it is found again by: of all that are looked at, no more is held. */
interface Place {
  readonly ordered: Ordered;
  readonly remoteId: string;
}

export interface OrderedPageRequest {
  readonly after: KeysetPosition | null;
  /** From 1; null for the first. */
  readonly page: number | null;
  readonly pageSize: number;
}

export interface MatchPage {
  readonly matches: readonly Match[];
  /** Behind which the next page begins; null on the last. */
  readonly next: KeysetPosition | null;
}

/**
 * A page in an order that is made of the records: all that are selected are looked at, and those of the page read once more.
 * One that is gone by then is missing.
 */
export async function orderedPage(
  scanOf: (plan: ScanPlan) => RecordScan,
  plan: ScanPlan,
  request: OrderedPageRequest,
): Promise<MatchPage> {
  const withOneMore = await placesOf(scanOf(plan), plan, request);
  const places = withOneMore.slice(0, request.pageSize);
  const last = places.at(-1);
  if (last === undefined) return { matches: [], next: null };
  const remoteId = [...new Set(places.map((place) => place.remoteId))];
  const found = new Map<string, Match>();
  const narrowed = scanOf({ ...plan, candidates: { ...plan.candidates, remoteId } });
  for await (const match of narrowed.matches(null, 0, places.length)) found.set(keyOf(match.position.key), match);
  return {
    matches: places.flatMap(({ ordered }) => found.get(keyOf(ordered.key)) ?? []),
    next: withOneMore.length > places.length ? toPosition(last.ordered) : null,
  };
}

/** Of the page, and of one record behind it. */
async function placesOf(
  scan: RecordScan,
  { question: { orderBy } }: ScanPlan,
  { after, page, pageSize }: OrderedPageRequest,
): Promise<Place[]> {
  const behind = after && fromPosition(after, orderBy);
  if (after !== null && behind === null) throw noPage();
  const most = (page ?? 1) * pageSize + 1;
  const compare = (a: Place, b: Place): number => compareOrdered(a.ordered, b.ordered, orderBy);
  let best: Place[] = [];
  let seen = 0;
  for await (const { record, row, position } of scan.matches(null, 0, MOST_ORDERED)) {
    if ((seen += 1) > MOST_ORDERED) throw tooMany(orderBy.map(({ field }) => field).join(', '));
    const ordered = { values: orderValuesOf(record, orderBy), key: position.key };
    if (behind !== null && compareOrdered(ordered, behind, orderBy) <= 0) continue;
    best.push({ ordered, remoteId: row.remoteId });
    if (best.length >= 2 * most + 1_000) best = best.sort(compare).slice(0, most);
  }
  return best.sort(compare).slice(((page ?? 1) - 1) * pageSize, most);
}

function keyOf(key: readonly string[]): string {
  return JSON.stringify(key);
}

function tooMany(fields: string): InvalidValueError {
  const message = `More than ${MOST_ORDERED} records would have to be ordered by ${fields}: narrow \`where\`, or leave \`orderBy\` out.`;
  return new InvalidValueError('LIMIT_EXCEEDED', message, { path: ['orderBy'] });
}
