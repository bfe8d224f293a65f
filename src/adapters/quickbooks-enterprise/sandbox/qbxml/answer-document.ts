import { writeAttributes, writeElement } from './answer-writer';
import type { Outcome } from './request-context';
import type { XmlElement } from './xml-element';

/** One request and what it came to. */
export interface Answered {
  readonly request: XmlElement;
  readonly outcome: Outcome;
  /** Whether it is told from what was kept of an earlier run. */
  readonly replayed?: boolean;
}

export interface AnswerDocument {
  /** Null when no ids for recovery were sent. */
  readonly messageSet: { readonly id: string | null; readonly statusCode: number } | null;
  readonly answered: readonly Answered[];
  /** `responseData="includeNone"`: the status, and no data. */
  readonly statusOnly: boolean;
}

const CHUNK = 65_536;

/** The answer in parts of about 64 kB. */
export function* writeAnswer(document: AnswerDocument): Iterable<string> {
  yield* joined(writeParts(document));
}

function* writeParts({ messageSet, answered, statusOnly }: AnswerDocument): Iterable<string> {
  const set = writeAttributes([
    ['newMessageSetID', messageSet?.id ?? undefined],
    ['messageSetStatusCode', messageSet?.statusCode.toString()],
  ]);
  // The space before the end is QuickBooks' own, and so is what is missing: encoding and processing instruction.
  yield `<?xml version="1.0" ?>\n<QBXML>\n<QBXMLMsgsRs${set}>\n`;
  for (const one of answered) yield* writeResponse(one, statusOnly);
  yield '</QBXMLMsgsRs>\n</QBXML>\n';
}

function* writeResponse({ request, outcome, replayed }: Answered, statusOnly: boolean): Iterable<string> {
  const name = request.name.replace(/Rq$/, 'Rs');
  const { status } = outcome;
  const attributes = writeAttributes([
    ['requestID', request.attributes['requestID']],
    ['statusCode', String(status.code)],
    ['statusSeverity', status.severity],
    ['statusMessage', status.message],
    ['retCount', outcome.retCount?.toString()],
    ['iteratorRemainingCount', outcome.iteratorRemainingCount?.toString()],
    ['iteratorID', outcome.iteratorID],
  ]);
  const rows = statusOnly ? [] : replayed ? [writeElement('ErrorRecovery', outcome.recovery)] : outcome.rows;
  let isEmpty = true;
  for (const row of rows) {
    if (row === '') continue;
    yield isEmpty ? `<${name}${attributes}>\n${row}\n` : `${row}\n`;
    isEmpty = false;
  }
  yield isEmpty ? `<${name}${attributes} />\n` : `</${name}>\n`;
}

function* joined(parts: Iterable<string>): Iterable<string> {
  let chunk = '';
  for (const part of parts) {
    chunk += part;
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}

/** Rows followed by copies of the last one, with ids of their own, up to so many megabytes more. */
export function* padded(rows: Iterable<string>, megabytes: number): Iterable<string> {
  let last = '';
  for (const row of rows) yield (last = row);
  let missing = megabytes * 1024 * 1024;
  for (let count = 1; missing > 0; count++) {
    const row = last === '' ? `<!--${'.'.repeat(4000)}-->` : withId(last, `PAD${count}-1`);
    missing -= row.length;
    yield row;
  }
}

function withId(row: string, id: string): string {
  return row.replace(/<(TxnID|ListID)>[^<]*</, `<$1>${id}<`);
}

/** The answer as `malformed` spoils it. */
export function* spoiled(chunks: Iterable<string>, way: string): Iterable<string> {
  const text = [...chunks].join('');
  if (way === 'truncated') yield text.slice(0, Math.floor(text.length / 2));
  else if (way === 'unclosed') yield text.replace('</QBXMLMsgsRs>', '');
  else if (way === 'control-character') yield text.replace('</QBXMLMsgsRs>', '\u0001</QBXMLMsgsRs>');
  else if (way === 'leading-text') yield `Warning: QuickBooks is busy.\n${text}`;
  else if (way === 'other-root') yield text.replace('<QBXML>', '<HTML>').replace('</QBXML>', '</HTML>');
  else yield text.replace('?>\n', `?>\n${ENTITIES}\n`).replace('</QBXMLMsgsRs>', '&c;</QBXMLMsgsRs>');
}

const ENTITIES = `<!DOCTYPE QBXML [<!ENTITY a "${'a'.repeat(100)}"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>`;
