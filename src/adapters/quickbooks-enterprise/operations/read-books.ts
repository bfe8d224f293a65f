import type { ChangesRequest, ListRequest, ReadEvent, VendorConnection } from '../../adapter';
import type { AgentLine } from '../../agent';
import { VendorProtocolError, VendorUnavailableError } from '../../vendor-error';
import { lineOf } from '../agent-line';
import { askMessageSet } from '../qbxml/ask-message-set';
import type { AnswerEvent } from '../qbxml/answer-event';
import type { QbxmlRequest } from '../qbxml/write-message-set';
import { pollMinutes } from '../web-connector/poll-interval';
import { AnswerReader } from './answer-reader';
import { BOOK_FEEDS, feedOf, type BookFeed } from './book-feeds';
import { FIRST_PAGE, firstQuestions, pageQuestion } from './book-questions';
import { marksAfter } from './change-marks';
import {
  beginAll,
  beginChanges,
  progressOf,
  stateIn,
  watermarkOf,
  type PageCursor,
  type ReadState,
} from './read-state';

/** So often pages may begin again in one list: QuickBooks forgets where they were when it is restarted. */
const MOST_RESTARTS = 20;

/**
 * Reads the whole books, transactions from the first day of the history on: everything once, in one exchange, then page by
 * page what there is more of. QuickBooks tells no page newest first.
 */
export function listBooks(connection: VendorConnection, request: ListRequest): AsyncGenerator<ReadEvent> {
  return readBooks(connection, stateIn(request.checkpoint, 'ALL'), () => beginAll(request));
}

/** Reads what was changed or deleted since. */
export function listChangedBooks(connection: VendorConnection, request: ChangesRequest): AsyncGenerator<ReadEvent> {
  const begin = (): ReadState => beginChanges(request, pollMinutes(connection.configuration));
  return readBooks(connection, stateIn(request.checkpoint, 'CHANGES'), begin);
}

async function* readBooks(
  connection: VendorConnection,
  reached: ReadState | null,
  begin: () => ReadState,
): AsyncGenerator<ReadEvent> {
  const line = lineOf(connection);
  let state = reached ?? begin();
  // With this, whatever is asked first is the same when the answer has come.
  if (reached === null) yield checkpointOf(state);
  for (const gap of state.gaps) yield { kind: 'incomplete', ...gap };
  while (state.left === null || state.left.length > 0) {
    state = state.left === null ? yield* readFirst(line, state) : yield* readPage(line, state, state.left);
    yield checkpointOf(state);
  }
  const marks = marksAfter(state.marks, state.seen, connection.clock.now());
  yield { kind: 'watermark', watermark: watermarkOf(state, marks) };
}

async function* readFirst(line: AgentLine, state: ReadState): AsyncGenerator<ReadEvent, ReadState> {
  const reader = new AnswerReader(state, line.facts, false);
  const ask = (version: string): QbxmlRequest[] => firstQuestions(state, version);
  const { answers, names } = await exchange(line, 'books', ask);
  yield* reader.read(answers, names);
  yield* reader.tellCompany();
  const missing = names.filter((name) => !reader.summaries.has(name));
  if (missing.length > 0) throw new VendorProtocolError(`QuickBooks did not answer for ${missing.join(', ')}.`);
  const left = BOOK_FEEDS.filter(({ name, iterates }) => {
    return iterates === true && (reader.summaries.get(name)?.objects ?? 0) >= FIRST_PAGE;
  });
  return after(state, reader, { left: left.map(({ name }) => name), cursor: null });
}

async function* readPage(
  line: AgentLine,
  state: ReadState,
  left: readonly string[],
): AsyncGenerator<ReadEvent, ReadState> {
  const [name = '', ...others] = left;
  const feed = feedOf(name);
  if (feed === undefined) return { ...state, left: others, cursor: null };
  // An iterator ends with its session; then the pages begin again, and tell some for the second time.
  const cursor = state.cursor?.sessionId === line.sessionId ? state.cursor : null;
  const reader = new AnswerReader(state, line.facts, cursor !== null);
  const key = `books/${name}/${state.restarts}/${cursor?.read ?? 'start'}`;
  const { answers, names } = await exchange(line, key, (version) => [pageQuestion(feed, state, cursor, version)]);
  yield* reader.read(answers, names);
  if (reader.isLost) return beginAgain(state, feed);
  const next = nextCursor(line, feed, reader, cursor);
  return after(state, reader, { left: next === null ? others : left, cursor: next });
}

function nextCursor(
  { sessionId }: AgentLine,
  { name }: BookFeed,
  reader: AnswerReader,
  cursor: PageCursor | null,
): PageCursor | null {
  const summary = reader.summaries.get(name);
  if (summary === undefined) throw new VendorProtocolError(`QuickBooks did not answer for ${name}.`);
  const remaining = summary.head.iteratorRemaining ?? 0;
  if (remaining === 0) return null;
  const iteratorID = summary.head.iteratorID ?? cursor?.iteratorID;
  const read = (cursor?.read ?? 0) + summary.objects;
  // Without a row more each time, this would go on for ever.
  if (iteratorID === undefined || summary.objects === 0) {
    throw new VendorProtocolError(`QuickBooks says that there are ${remaining} more of ${name}, and tells none.`);
  }
  return { sessionId, iteratorID, read, remaining };
}

function beginAgain(state: ReadState, { name }: BookFeed): ReadState {
  if (state.restarts < MOST_RESTARTS) return { ...state, cursor: null, restarts: state.restarts + 1 };
  throw new VendorUnavailableError(
    `QuickBooks loses its place in the list of ${name} again and again. It is tried later.`,
  );
}

function after(state: ReadState, reader: AnswerReader, place: Pick<ReadState, 'left' | 'cursor'>): ReadState {
  const { gaps, seen } = reader;
  return { ...state, ...place, gaps, seen, payees: reader.payees.toText() };
}

async function exchange(
  line: AgentLine,
  key: string,
  ask: (version: string) => QbxmlRequest[],
): Promise<{ readonly answers: AsyncIterable<AnswerEvent>; readonly names: readonly string[] }> {
  let names: readonly string[] = [];
  const answers = await askMessageSet(line, key, (version) => {
    const requests = ask(version);
    names = requests.map(({ attributes }) => attributes?.requestID ?? '');
    return { onError: 'continueOnError', requests };
  });
  return { answers, names };
}

function checkpointOf(state: ReadState): ReadEvent {
  return { kind: 'checkpoint', checkpoint: JSON.stringify(state), progress: progressOf(state) };
}
