import type { ElementResource } from '../../adapters/adapter';
import type { ListOrder } from '../../persistence/keyset/keyset-page';
import { ListCursors } from '../../services/list-cursors';
import type { GraphqlContext } from '../context';
import type { ListLoader } from '../loaders/list.loader';
import type { Loaders } from '../loaders/loaders';
import type { ListFreshness } from './list-freshness.type';
import { pageNeeds, type RowFields, type Selected } from './page-needs';
import { requirePageSize, type PageArguments } from './page-arguments';
import type { RecordConnection, RecordConnectionOptions } from './record-connection';
import type { RecordFilter } from './record-filter.input';

/** The arguments of a list, as a client gives them. */
export interface RecordListArguments<Given, Field extends string> extends PageArguments {
  readonly filter?: Given | null;
  readonly orderBy?: ListOrder<Field> | null;
}

/** What the lists of one noun have in common, wherever they hang. */
export interface RecordListKind<Row, Scope extends object, Given extends RecordFilter, Filter, Field extends string> {
  readonly resource: ElementResource;
  /** In a sentence, such as `reports`. */
  readonly plural: string;
  readonly Connection: new (options: RecordConnectionOptions<Row>) => RecordConnection<Row>;
  readonly defaultOrder: ListOrder<Field>;
  readonly lists: (loaders: Loaders) => ListLoader<Scope, Filter, Field, Row>;
  /** The client's conditions, ids decoded. An id that cannot be one of ours matches nothing. */
  readonly toFilter: (given: Given, context: GraphqlContext) => Filter | Promise<Filter>;
  /** For wide rows: what each field of the graph needs of them. Left out, rows are read whole. */
  readonly rowFields?: RowFields;
  /** Throws a `BadUserInputError` for an order that needs a condition which is not given. */
  readonly checkOrder?: (order: ListOrder<Field>, given: Given | null) => void;
}

/** One list, of one scope. */
export interface RecordList<Scope, Filter, Field extends string> {
  readonly scope: Scope;
  readonly filter: Filter | null;
  readonly order: ListOrder<Field>;
  readonly page: PageArguments;
  /** What is selected of the connection; left out, it is everything. */
  readonly selected?: Selected;
  /** What decides which rows are listed, in the client's words: a cursor is good for no other. */
  readonly identity: unknown;
  readonly readFreshness: () => Promise<ListFreshness>;
}

/** The order asked for, or the usual one. */
export function orderOf<Row, Scope extends object, Given extends RecordFilter, Filter, Field extends string>(
  kind: RecordListKind<Row, Scope, Given, Filter, Field>,
  { filter, orderBy }: RecordListArguments<Given, Field>,
): ListOrder<Field> {
  const order = orderBy ?? kind.defaultOrder;
  kind.checkOrder?.(order, filter ?? null);
  return order;
}

/** A list as a connection. Throws a `BadUserInputError` for arguments that it cannot have; reads nothing yet. */
export function toConnection<Row, Scope extends object, Given extends RecordFilter, Filter, Field extends string>(
  kind: RecordListKind<Row, Scope, Given, Filter, Field>,
  { loaders }: GraphqlContext,
  { scope, filter, order, page, selected, identity, readFreshness }: RecordList<Scope, Filter, Field>,
): RecordConnection<Row> {
  const first = requirePageSize(page.first);
  const cursors = new ListCursors(order, identity);
  const after = cursors.decode(page.after);
  const lists = kind.lists(loaders);
  const needs = selected && kind.rowFields ? pageNeeds(selected, kind.rowFields) : null;
  return new kind.Connection({
    readPage: () => lists.page(scope, { filter, order, first, after, needs }),
    readCount: () => lists.count(scope, filter),
    toCursor: (position) => cursors.encode(position),
    isContinued: after !== null,
    readFreshness,
  });
}
