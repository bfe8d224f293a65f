import type { QbxmlStatus } from './status';

/** An element with others inside, by name: one value, or a list where a name comes again. `@name` is an attribute. */
export interface QbxmlObject {
  readonly [name: string]: QbxmlContent | undefined;
}
/** Text alone, where an element has neither children nor attributes. With attributes, the text is `#text`. */
export type QbxmlContent = string | QbxmlObject | readonly (string | QbxmlObject)[];

/** How one request of a message set went. */
export interface AnswerHead {
  /** Of the request, without `Rq` and `Rs`. */
  readonly kind: string;
  /** From 0, as the requests were sent. */
  readonly position: number;
  /** As it was sent; null where QuickBooks did not return it. */
  readonly requestID: string | null;
  readonly status: QbxmlStatus;
  /** Of a page of an iterator: what to go on with, and how many objects are left. */
  readonly iteratorID: string | null;
  readonly iteratorRemaining: number | null;
  readonly attributes: Readonly<Record<string, string>>;
}

/** What an answer tells, in its order. */
export type AnswerEvent =
  /** Of the whole set; `messageSetStatusCode` is there where recovery was asked for. */
  | { readonly kind: 'SET'; readonly attributes: Readonly<Record<string, string>> }
  | { readonly kind: 'ANSWER'; readonly answer: AnswerHead }
  /**
   * Something that the answer consists of, such as a `BillRet`. Of a report, which may be large, each of its parts:
   * `ReportTitle`, `ColDesc`, then `DataRow`, `TextRow` and so on.
   */
  | {
      readonly kind: 'OBJECT';
      readonly answer: AnswerHead;
      readonly name: string;
      readonly value: string | QbxmlObject;
    }
  | { readonly kind: 'END'; readonly answer: AnswerHead };

/** The place of the request that an answer is to: by its id, else by its position. Null when it is to none. */
export function placeOf(answer: AnswerHead, requestIDs: readonly string[]): number | null {
  const byId = answer.requestID === null ? -1 : requestIDs.indexOf(answer.requestID);
  if (byId >= 0) return byId;
  return answer.position < requestIDs.length ? answer.position : null;
}

/** The one child of that name, or the first of several. */
export function childOf(value: QbxmlContent | undefined, name: string): QbxmlContent | undefined {
  const [first] = typeof value === 'object' && !isList(value) ? listOf(value[name]) : [];
  return first;
}

/** What is there of a name: none, one or many. */
export function listOf(content: QbxmlContent | undefined): readonly (string | QbxmlObject)[] {
  if (content === undefined) return [];
  return isList(content) ? content : [content];
}

/** Those that have something inside. */
export function objectsOf(content: QbxmlContent | undefined): readonly QbxmlObject[] {
  return listOf(content).filter((value) => typeof value === 'object');
}

/** Down a way of names, such as `VendorRef`, `ListID`. Null for what is not there, and for what is empty. */
export function textOf(value: QbxmlContent | undefined, ...names: readonly string[]): string | null {
  const found = names.reduce<QbxmlContent | undefined>(childOf, listOf(value)[0]);
  const text = typeof found === 'string' ? found : childOf(found, '#text');
  return typeof text === 'string' && text.trim() !== '' ? text.trim() : null;
}

function isList(content: QbxmlContent): content is readonly (string | QbxmlObject)[] {
  return Array.isArray(content);
}
