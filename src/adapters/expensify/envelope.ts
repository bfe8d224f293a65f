import { parse } from 'lossless-json';
import { isRawRecord, readToken, type RawRecord } from './raw-record';

/** The JSON object that Expensify answers with: what happened, and for most jobs the result beside it. */
export interface Envelope {
  /** Null in an error that has a message only. */
  readonly code: number | null;
  readonly message: string | null;
  readonly fields: RawRecord;
}

/** An envelope of an error is a message and a code. */
const MAX_EMBEDDED_LENGTH = 4096;

/** The envelope that `text` is; null when it is anything else, such as a file or a bare file name. */
export function parseEnvelope(text: string): Envelope | null {
  if (!text.trimStart().startsWith('{')) return null;
  const fields = parseJson(text);
  if (!isRawRecord(fields) || !('responseCode' in fields || 'responseMessage' in fields)) return null;
  return { code: readCode(fields.responseCode), message: readToken(fields.responseMessage), fields };
}

/** The envelope somewhere in a text that is something else: of a server that failed while it was writing. */
export function findEnvelope(text: string): Envelope | null {
  const start = text.search(/\{\s*"response(?:Message|Code)"/);
  if (start < 0) return null;
  const rest = text.slice(start, start + MAX_EMBEDDED_LENGTH);
  // What follows it is of no account, so it ends at the first brace that makes it whole.
  for (let end = rest.indexOf('}'); end >= 0; end = rest.indexOf('}', end + 1)) {
    const envelope = parseEnvelope(rest.slice(0, end + 1));
    if (envelope !== null) return envelope;
  }
  return null;
}

/** Whole numbers beyond 2^53 (`chatReportIDAdmins`) become text rather than lose their last digits. */
function parseJson(text: string): unknown {
  try {
    return parse(text, null, (digits) => {
      const value = Number(digits);
      return /^-?\d+$/.test(digits) && !Number.isSafeInteger(value) ? digits : value;
    });
  } catch {
    return null;
  }
}

/** Sent as an integer; read also as `410.0` and `"410"`. */
function readCode(value: unknown): number | null {
  const code = Number(readToken(value) ?? Number.NaN);
  return Number.isInteger(code) ? code : null;
}
