import { escaped } from './characters';
import type { RequestKind } from './requests';
import { writeRequest, type QbxmlBody, type RequestAttributes } from './write-request';

export interface QbxmlRequest {
  readonly kind: RequestKind;
  readonly attributes?: RequestAttributes;
  readonly body?: QbxmlBody;
}

/** One document: requests that QuickBooks carries out one after the other. */
export interface MessageSet {
  /** See `versionFor`. */
  readonly version: string;
  /** Nothing is undone in either case: `stopOnError` leaves out what follows a refusal, and says 3231 of it. */
  readonly onError: 'stopOnError' | 'continueOnError';
  /** At most 23 characters: under this QuickBooks keeps what became of a set that changes something. */
  readonly newMessageSetID?: string;
  /** Asks what became of that set, or, with nothing else, forgets it. */
  readonly oldMessageSetID?: string;
  readonly requests: readonly QbxmlRequest[];
}

/** Characters that QuickBooks takes. */
export const LONGEST_SET_ID = 23;

/** @throws {InvalidValueError} as `writeRequest` does */
export function writeMessageSet(set: MessageSet): string {
  const ids = (['newMessageSetID', 'oldMessageSetID'] as const).map((name) => {
    const value = set[name];
    if (value === undefined) return '';
    if (value.length > LONGEST_SET_ID) throw new Error(`A ${name} has ${LONGEST_SET_ID} characters.`);
    return ` ${name}="${escaped(value)}"`;
  });
  const requests = set.requests.map(({ kind, attributes = {}, body = {} }) => {
    return writeRequest(kind, attributes, body, set.version);
  });
  return (
    `<?xml version="1.0"?><?qbxml version="${set.version}"?>` +
    `<QBXML><QBXMLMsgsRq onError="${set.onError}"${ids.join('')}>${requests.join('')}</QBXMLMsgsRq></QBXML>`
  );
}
