import { BadUserInputError } from '../../errors';
import { decodeCursor, digestFilter, encodeCursor } from '../../persistence/keyset/cursor';
import type { KeysetPosition, PageOf } from '../../persistence/keyset/keyset-page';
import type {
  InstanceListFilter,
  InstancePosition,
  InstanceRow,
} from '../../persistence/repositories/instance.repository';
import { isUuid } from '../../persistence/uuid';
import { requireCaller } from '../../services/caller-scope';
import { requirePageSize, type PageArguments } from '../connection/page-arguments';
import type { GraphqlContext } from '../context';
import { InstanceConnection, type InstanceList } from './instance.connection';
import type { InstanceFilter } from './instance.filter';

const BY_NAME = { field: 'NAME', direction: 'ASC' } as const;

/** A page of the caller's instances, by name. */
export function listInstances(
  context: GraphqlContext,
  filter: InstanceFilter,
  { first, after }: PageArguments,
): InstanceList {
  requireCaller(context.request);
  const { request, services } = context;
  const conditions = toListFilter(context, filter);
  const filterDigest = digestFilter(conditions);
  const position = after == null ? null : toPosition(decodeCursor(after, { order: BY_NAME, filterDigest }));
  const size = requirePageSize(first);
  let page: Promise<PageOf<InstanceRow>> | null = null;
  return new InstanceConnection({
    // Nobody waits for a page of which nothing is selected: its failure would be nobody's.
    readPage: () => (page ??= readPage(context, conditions, size, position)),
    readCount: () => services.instanceReads.count(request, conditions),
    isContinued: position !== null,
    toCursor: (of) => encodeCursor({ order: BY_NAME, filterDigest, position: of }),
  });
}

async function readPage(
  { request, services }: GraphqlContext,
  conditions: InstanceListFilter,
  size: number,
  position: InstancePosition | null,
): Promise<PageOf<InstanceRow>> {
  const rows = await services.instanceReads.page(request, conditions, size, position);
  const shown = rows.slice(0, size);
  return { rows: shown, positions: shown.map(positionOf), hasNextPage: rows.length > size };
}

function toListFilter({ services }: GraphqlContext, filter: InstanceFilter): InstanceListFilter {
  const inHubs = filter.hub?.flatMap((hub) => services.catalog.list(hub).map(({ catalog }) => catalog.key));
  return {
    elementKeys: bothOf(filter.elementKey ?? undefined, inHubs),
    statuses: filter.status ?? undefined,
    tags: filter.tag ?? undefined,
    text: filter.text ?? undefined,
  };
}

/** What both conditions allow; one that was not given allows everything. */
function bothOf(a: readonly string[] | undefined, b: readonly string[] | undefined): readonly string[] | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a.filter((value) => b.includes(value));
}

function positionOf(row: InstanceRow): KeysetPosition {
  return { value: row.name.toLowerCase(), key: [row.id] };
}

function toPosition({ value, key }: KeysetPosition): InstancePosition {
  const id = key[0] ?? '';
  if (isUuid(id)) return { name: value ?? '', id };
  throw new BadUserInputError('The value of "after" is not a cursor of this list: start again without it.', {
    path: ['after'],
  });
}
