import type { VendorError } from '../vendor-error';
import { VendorNotFoundError, VendorProtocolError } from '../vendor-error';
import { isRawRecord, type RawRecord } from './raw-record';

const NEWLINE = 0x0a;
/** Some ten thousand expenses on one report. */
const DEFAULT_MAX_LINE_BYTES = 16 * 1024 * 1024;
/** How much is read on after what is no line of ours, to see what it says. */
const MAX_ERROR_LENGTH = 32 * 1024;

const NOT_WRITTEN = 'The export file is empty: Expensify has not written it yet.';
const MAY_STAY_EMPTY =
  'The export file is empty: Expensify has not written it yet, or the template prints nothing for what was selected; one ' +
  'that always prints a heading tells the two apart.';

/**
 * The file is empty: not written yet. Expensify documents no answer for that; this one has been seen.
 * @param mayStayEmpty a template that is not ours may print nothing, which looks the same.
 */
export class ExportNotReadyError extends VendorNotFoundError {
  constructor(readonly mayStayEmpty = false) {
    super(mayStayEmpty ? MAY_STAY_EMPTY : NOT_WRITTEN);
  }
}

export interface ExportLinesOptions {
  /** What a text means that stands where a line of the export should, such as an error envelope. */
  readonly toError: (text: string) => VendorError;
  readonly maxLineBytes?: number;
}

/**
 * The reports of an export file as `reportTemplate` writes it, one by one as they arrive: memory holds one line. The
 * header line comes first, the end line last; several renderings one after another are one export. Throws an
 * `ExportNotReadyError` for an empty file, the error of `toError` for anything that is not a line of ours, and a
 * `VendorProtocolError` for a file that is cut short.
 */
export async function* readExportLines(
  body: AsyncIterable<Buffer>,
  options: ExportLinesOptions,
): AsyncGenerator<RawRecord> {
  let state: 'empty' | 'open' | 'ended' = 'empty';
  const lines = splitLines(body, options.maxLineBytes ?? DEFAULT_MAX_LINE_BYTES);
  for await (const bytes of lines) {
    const line = bytes.toString('utf8').trim();
    if (line === '') continue;
    const record = parseLine(line);
    if (record === null || (state === 'empty' && record.kind !== 'header')) {
      throw options.toError(await readOn(line, lines));
    }
    if (record.kind === 'report') yield record;
    state = record.kind === 'end' ? 'ended' : 'open';
  }
  if (state === 'empty') throw new ExportNotReadyError();
  if (state !== 'ended') throw new VendorProtocolError('The export file is cut short: its end line is missing.');
}

function parseLine(line: string): RawRecord | null {
  try {
    const value: unknown = JSON.parse(line);
    return isRawRecord(value) && isKind(value.kind) ? value : null;
  } catch {
    return null;
  }
}

function isKind(kind: unknown): boolean {
  return kind === 'header' || kind === 'report' || kind === 'end';
}

/** The line and what follows: an envelope may stand within a broken line, and over several. */
async function readOn(line: string, lines: AsyncIterator<Buffer>): Promise<string> {
  let rest = '';
  while (rest.length < MAX_ERROR_LENGTH) {
    const next = await lines.next();
    if (next.done) break;
    rest += `\n${next.value.toString('utf8', 0, MAX_ERROR_LENGTH)}`;
  }
  return line + rest;
}

/**
 * Cuts at newline bytes and leaves decoding to whole lines, so that a chunk may end within a character. The last line
 * needs no newline.
 */
async function* splitLines(body: AsyncIterable<Buffer>, maxLineBytes: number): AsyncGenerator<Buffer> {
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  for await (const chunk of body) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      const rest = chunk.subarray(start, end);
      yield pending.length === 0 ? rest : Buffer.concat([...pending, rest]);
      pending = [];
      pendingBytes = 0;
      start = end + 1;
    }
    if (start === chunk.length) continue;
    pending.push(chunk.subarray(start));
    pendingBytes += chunk.length - start;
    if (pendingBytes > maxLineBytes) throw lineTooLong(maxLineBytes);
  }
  if (pendingBytes > 0) yield Buffer.concat(pending);
}

function lineTooLong(maxLineBytes: number): VendorError {
  return new VendorProtocolError(`The export file has a line of more than ${maxLineBytes} bytes.`);
}
