import type { ReadEvent } from '../../adapter';
import type { AgentFacts } from '../../agent';
import { fromCompany } from '../mapping/book-entry-mapping';
import { homeCurrencyOf } from '../home-currency';
import { factOf } from '../facts';
import { PayeeKinds } from '../mapping/payee-kinds';
import { hostTimeOf, later, type HostTime } from '../host-time';
import { VendorPermissionError } from '../../vendor-error';
import { placeOf, textOf, type AnswerEvent, type AnswerHead, type QbxmlObject } from '../qbxml/answer-event';
import { meaningOf, toVendorError, type QbxmlStatus } from '../qbxml/status';
import { feedOf, tell, type BookFeed } from './book-feeds';
import { deletionFeedOf, tellDeleted } from './deletions';
import type { Gap, ReadState } from './read-state';

/** Objects that are told together. */
const BATCH = 100;
/** Requests that an edition, or the settings of a company, have nothing for. */
const NOT_OFFERED = new Set([1030, 3250]);
const NOTHING: QbxmlObject = {};

/** How the answer to one question went. */
export interface AnswerSummary {
  readonly head: AnswerHead;
  readonly objects: number;
}

/** Reads one answer of QuickBooks into events, and remembers what the rest of the list has to know. */
export class AnswerReader {
  readonly gaps: Gap[];
  readonly payees: PayeeKinds;
  readonly seen: Record<string, HostTime>;
  private readonly home: string | null;
  /** By the name of the question. */
  readonly summaries = new Map<string, AnswerSummary>();
  /** QuickBooks does not know the iterator any more: its pages begin again. */
  isLost = false;
  private readonly company = new Map<string, QbxmlObject>();
  private batch: QbxmlObject[] = [];
  private objects = 0;

  constructor(
    state: ReadState,
    private readonly facts: AgentFacts,
    /** What is read is a page after another one. */
    private readonly goesOn: boolean,
  ) {
    this.gaps = [...state.gaps];
    this.payees = PayeeKinds.from(state.payees);
    this.seen = { ...state.seen };
    this.home = homeCurrencyOf(facts);
  }

  /** `asked`: names of the questions. @throws {VendorError} for what QuickBooks refused */
  async *read(answers: AsyncIterable<AnswerEvent>, asked: readonly string[]): AsyncGenerator<ReadEvent> {
    for await (const event of answers) {
      if (event.kind === 'SET') continue;
      const place = placeOf(event.answer, asked);
      const name = place === null ? '' : (asked[place] ?? '');
      if (event.kind === 'ANSWER') yield* this.begin(name, event.answer);
      if (event.kind === 'OBJECT' && typeof event.value === 'object') yield* this.take(name, event.name, event.value);
      if (event.kind === 'END') yield* this.end(name, event.answer);
    }
  }

  /** The company, once all three answers about it are there. */
  *tellCompany(): Generator<ReadEvent> {
    const company = this.company.get('Company');
    if (company === undefined) return;
    const preferences = this.company.get('Preferences') ?? NOTHING;
    const host = this.company.get('Host') ?? NOTHING;
    const entry = fromCompany(
      { company, preferences, host },
      { home: this.home, country: factOf(this.facts, 'country') },
    );
    if (entry !== null) return yield { kind: 'records', batch: { bookEntries: [entry] } };
    yield { kind: 'rejected', resource: 'COMPANY', remoteId: null, reason: 'The company has no name.' };
  }

  private *begin(name: string, head: AnswerHead): Generator<ReadEvent> {
    this.objects = 0;
    this.batch = [];
    const gap = this.gapOf(name, head);
    if (gap === null) return;
    this.gaps.push(gap);
    yield { kind: 'incomplete', ...gap };
  }

  /** Null when everything is told. Throws what is neither told nor to be expected. */
  private gapOf(name: string, { status }: AnswerHead): Gap | null {
    const meaning = meaningOf(status);
    if (meaning === 'DONE' || meaning === 'NOTHING') return null;
    const feed = feedOf(name);
    const error = toVendorError(status, `Reading "${name}" from QuickBooks`);
    // Which code QuickBooks has for it is not known; what does not pass by itself would have shown on the first page.
    this.isLost = this.goesOn && meaning === 'REFUSED' && !error.retryable;
    if (this.isLost) return null;
    if (meaning === 'PARTLY' && feed !== undefined) return { resource: feed.resource, reason: error.message };
    if (meaning === 'PARTLY') return null;
    if (feed === undefined || !isGap(status, error)) throw error;
    const requires = error instanceof VendorPermissionError ? error.requires : null;
    return { resource: feed.resource, reason: error.message, ...(requires !== null && { requires }) };
  }

  private *take(name: string, element: string, object: QbxmlObject): Generator<ReadEvent> {
    const feed = feedOf(name);
    const deletions = deletionFeedOf(name);
    if (feed === undefined && deletions === undefined) return this.keep(name, element, object);
    if (element !== `${name}Ret`) return;
    this.objects += 1;
    this.see(name, object, deletions === undefined ? 'TimeModified' : 'TimeDeleted');
    if (feed?.payeeKind !== undefined) this.payees.note(textOf(object, 'ListID') ?? '', feed.payeeKind);
    this.batch.push(object);
    if (this.batch.length >= BATCH) yield* this.flush(name);
  }

  private keep(name: string, element: string, object: QbxmlObject): void {
    if (element === `${name}Ret`) this.company.set(name, object);
  }

  private see(name: string, object: QbxmlObject, element: string): void {
    const at = hostTimeOf(textOf(object, element));
    if (at !== null) this.seen[name] = later(this.seen[name], at);
  }

  private *end(name: string, head: AnswerHead): Generator<ReadEvent> {
    yield* this.flush(name);
    this.summaries.set(name, { head, objects: this.objects });
  }

  private *flush(name: string): Generator<ReadEvent> {
    const objects = this.batch;
    this.batch = [];
    if (objects.length === 0) return;
    const deletions = deletionFeedOf(name);
    if (deletions !== undefined) return yield* tellDeleted(deletions, objects);
    yield* tell(feedOf(name) as BookFeed, objects, { home: this.home, payees: this.payees });
  }
}

/** Of what a company may not have, or we may not see: the rest of the books can be read all the same. */
function isGap({ code }: QbxmlStatus, error: Error): boolean {
  return error instanceof VendorPermissionError || (code !== null && NOT_OFFERED.has(code));
}
