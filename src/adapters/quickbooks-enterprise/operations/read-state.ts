import type { ChangesRequest, ElementResource, ListRequest } from '../../adapter';
import type { HostTime } from '../host-time';
import { BOOK_FEEDS } from './book-feeds';
import { DELETION_FEEDS } from './deletions';
import { plausibleMarks, startOfChanges, type ChangeMarks } from './change-marks';

/** Where a list of pages has come to. */
export interface PageCursor {
  /** Of the agent: an iterator is gone with it. */
  readonly sessionId: string;
  readonly iteratorID: string;
  readonly read: number;
  readonly remaining: number;
}

/** What QuickBooks did not show. */
export interface Gap {
  readonly resource: ElementResource;
  readonly reason: string;
  readonly requires?: string;
}

/**
 * All that a list knows between two of its requests: nothing else is there when it goes on, perhaps days later and in another
 * process. It is what a checkpoint holds.
 */
export interface ReadState {
  readonly form: typeof FORM;
  readonly mode: 'ALL' | 'CHANGES';
  /** First day of transactions. Begins with the list, so that midnight changes nothing. */
  readonly historyFrom: string;
  /** Of CHANGES: from when on, by feed. */
  readonly from: Readonly<Record<string, HostTime>>;
  /** Up to where changes were told before this list. */
  readonly marks: ChangeMarks;
  /** The latest change that this list has told, by feed. */
  readonly seen: Readonly<Record<string, HostTime>>;
  /** See `PayeeKinds`. */
  readonly payees: string;
  /** Told again by whoever goes on. */
  readonly gaps: readonly Gap[];
  /** Feeds that have more than came with the first request; null before that. */
  readonly left: readonly string[] | null;
  /** In the first of them; null at its begin. */
  readonly cursor: PageCursor | null;
  /** How often pages had to begin again. */
  readonly restarts: number;
}

/** Another form, another text: what an earlier release has written is not read. */
const FORM = 'books-1';

/** What the last whole list has left for the next one. */
interface Watermark {
  readonly form: typeof FORM;
  readonly marks: ChangeMarks;
  readonly payees: string;
}

export function beginAll({ historyFrom }: ListRequest): ReadState {
  return { ...BEGIN, mode: 'ALL', historyFrom };
}

export function beginChanges({ historyFrom, since, watermark }: ChangesRequest, pollMinutes: number): ReadState {
  const before = parsed<Watermark>(watermark);
  const marks = plausibleMarks(before?.marks ?? {}, since);
  const names = [...BOOK_FEEDS, ...DELETION_FEEDS].map(({ name }) => name);
  const from = Object.fromEntries(names.map((name) => [name, startOfChanges(marks[name], since, pollMinutes)]));
  return { ...BEGIN, mode: 'CHANGES', historyFrom, from, marks, payees: before?.payees ?? '' };
}

/** Null for what is no checkpoint of such a list: then it begins. */
export function stateIn(checkpoint: string | undefined, mode: ReadState['mode']): ReadState | null {
  const state = parsed<ReadState>(checkpoint);
  return state?.mode === mode ? state : null;
}

export function watermarkOf({ payees }: ReadState, marks: ChangeMarks): string {
  return JSON.stringify({ form: FORM, marks, payees } satisfies Watermark);
}

/** From 0 to 1; undefined before anything is known. */
export function progressOf({ left, cursor }: ReadState): number | undefined {
  if (left === null) return undefined;
  const begun = cursor === null ? 0 : cursor.read / Math.max(1, cursor.read + cursor.remaining);
  return Math.min(1, (BOOK_FEEDS.length - left.length + begun) / BOOK_FEEDS.length);
}

const BEGIN: ReadState = {
  form: FORM,
  mode: 'ALL',
  historyFrom: '',
  from: {},
  marks: {},
  seen: {},
  payees: '',
  gaps: [],
  left: null,
  cursor: null,
  restarts: 0,
};

function parsed<Kept extends { readonly form: typeof FORM }>(text: string | undefined): Kept | null {
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    const isOurs = typeof value === 'object' && value !== null && 'form' in value && value.form === FORM;
    return isOurs ? (value as Kept) : null;
  } catch {
    return null;
  }
}
