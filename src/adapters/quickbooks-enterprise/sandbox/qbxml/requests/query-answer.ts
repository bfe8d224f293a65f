import { NO_MATCH, OK, status, StatusError } from '../status';
import type { Outcome, RequestContext } from '../request-context';
import { textAt, type XmlElement } from '../xml-element';

export interface Search<Record> {
  readonly records: readonly Record[];
  /** What was asked for by id or name and is not there. */
  readonly missing?: readonly string[];
}

/** What a query finds, and how its answer is written. */
export interface Query<Record extends { readonly id: string }> {
  readonly search: () => Search<Record>;
  readonly find: (id: string) => Record | undefined;
  readonly write: (record: Record) => string;
}

/** Hands out what was found as the attributes of the request ask: counted, page by page, or so many at most. */
export function answerQuery<Record extends { readonly id: string }>(
  request: XmlElement,
  context: RequestContext,
  query: Query<Record>,
): Outcome {
  const { iterator, metaData } = request.attributes;
  if (iterator !== undefined) return answerPage(request, context, query);
  const { records, missing = [] } = query.search();
  const limit = Number(textAt(request, 'MaxReturned') ?? Infinity);
  const returned = records.slice(0, limit);
  const found = missing.length > 0 ? status.incomplete(missing) : returned.length === 0 ? NO_MATCH : OK;
  if (metaData === 'MetaDataOnly') return { status: found, retCount: records.length, rows: [] };
  const outcome = { status: found, rows: writeAll(returned, query.write) };
  return metaData === 'MetaDataAndResponseData' ? { ...outcome, retCount: returned.length } : outcome;
}

function answerPage<Record extends { readonly id: string }>(
  request: XmlElement,
  { iterators }: RequestContext,
  { search, find, write }: Query<Record>,
): Outcome {
  const { iterator, iteratorID = '', metaData } = request.attributes;
  if (iterator === 'Stop') {
    iterators.stop(request.name, iteratorID);
    return { status: OK, iteratorRemainingCount: 0, iteratorID, rows: [] };
  }
  const size = textAt(request, 'MaxReturned');
  if (size === undefined) throw new StatusError(status.missingElement('MaxReturned'));
  const next =
    iterator === 'Start'
      ? iterators.start(request.name, idsOf(search().records), Number(size))
      : iterators.next(request.name, iteratorID, Number(size));
  const page = next.page.map((id) => find(id)).filter((record) => record !== undefined);
  return {
    status: page.length === 0 && next.remaining === 0 ? NO_MATCH : OK,
    ...(metaData === 'MetaDataAndResponseData' ? { retCount: page.length } : {}),
    iteratorRemainingCount: next.remaining,
    iteratorID: next.id,
    rows: writeAll(page, write),
  };
}

function idsOf(records: readonly { readonly id: string }[]): string[] {
  return records.map(({ id }) => id);
}

function* writeAll<Record>(records: readonly Record[], write: (record: Record) => string): Iterable<string> {
  for (const record of records) yield write(record);
}
