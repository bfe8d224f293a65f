import { wantedOfEmployees } from '../mapping/employee-mapping';
import { versionNumber } from '../qbxml/versions';
import type { QbxmlRequest } from '../qbxml/write-message-set';
import type { QbxmlBody } from '../qbxml/write-request';
import { BOOK_FEEDS, isTransaction, type BookFeed } from './book-feeds';
import { DELETION_FEEDS, deletionsSince } from './deletions';
import type { PageCursor, ReadState } from './read-state';

/**
 * Objects of a kind that come with the first request. Those of which there are no more need no iterator, and how many
 * iterators QuickBooks keeps at a time is not known.
 */
export const FIRST_PAGE = 100;
/** Objects of a page. QuickBooks does nothing else while it makes one, and people wait before it. */
export const PAGE = 200;

/** What there is once in a company. */
export const COMPANY_QUERIES = ['Company', 'Host', 'Preferences'] as const;

/** Everything at once: lists whole where there are no pages, and the first of all others. */
export function firstQuestions(state: ReadState, version: string): QbxmlRequest[] {
  const company = COMPANY_QUERIES.map((name): QbxmlRequest => ({
    kind: `${name}Query`,
    attributes: { requestID: name },
  }));
  const feeds = BOOK_FEEDS.map((feed): QbxmlRequest => {
    const body = { ...(feed.iterates ? { MaxReturned: FIRST_PAGE } : {}), ...conditionsOn(feed, state, version) };
    return { kind: `${feed.name}Query`, attributes: { requestID: feed.name }, body };
  });
  const deletions = (state.mode === 'CHANGES' ? DELETION_FEEDS : []).map((feed): QbxmlRequest => {
    return {
      kind: `${feed.name}Query`,
      attributes: { requestID: feed.name },
      body: deletionsSince(feed, state.from[feed.name]),
    };
  });
  return [...company, ...feeds, ...deletions];
}

/** The next page of a kind, of which there is more. */
export function pageQuestion(
  feed: BookFeed,
  state: ReadState,
  cursor: PageCursor | null,
  version: string,
): QbxmlRequest {
  const iteration =
    cursor === null
      ? ({ iterator: 'Start' } as const)
      : ({ iterator: 'Continue', iteratorID: cursor.iteratorID } as const);
  // The conditions have to be the same on every page.
  const body = { MaxReturned: PAGE, ...conditionsOn(feed, state, version) };
  return { kind: `${feed.name}Query`, attributes: { requestID: feed.name, ...iteration }, body };
}

function conditionsOn(feed: BookFeed, { mode, from, historyFrom }: ReadState, version: string): QbxmlBody {
  const since = mode === 'CHANGES' ? { FromModifiedDate: from[feed.name] } : null;
  if (isTransaction(feed)) {
    const range =
      since === null ? { TxnDateRangeFilter: { FromTxnDate: historyFrom } } : { ModifiedDateRangeFilter: since };
    return { ...range, IncludeLineItems: true };
  }
  const all = { ActiveStatus: 'All', ...since };
  if (feed.name !== 'Employee') return all;
  return { ...all, IncludeRetElement: wantedOfEmployees(versionNumber(version)), OwnerID: ['0'] };
}
