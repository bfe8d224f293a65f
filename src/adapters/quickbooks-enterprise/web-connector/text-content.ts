import { FORBIDDEN_CHARACTER } from './xml-characters';
import { UnreadableCallError } from './unreadable-call';

const CDATA_BEGIN = '<![CDATA[';
const CDATA_END = ']]>';
/** `&#x10FFFF;` */
const LONGEST_REFERENCE = 10;
const REFERENCES = /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));|&/gi;
const OTHER_REFERENCES = /&(?!(?:lt|gt|amp|quot|apos);)/;
const NAMED: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);
const REPLACEMENT = '\ufffd';

/**
 * Unescapes the text of one element piece by piece. A parser of XML collects a text until its end, which is no way to read
 * sixty megabytes of it.
 */
export class TextContent {
  /** What may be the begin of a reference, or of the begin or end of a CDATA section. */
  private held = '';
  private isCdata = false;

  /**
   * `text` is what is known of the text now. `rest` begins with the markup that follows it; null: the text may go on.
   *
   * @throws {UnreadableCallError}
   */
  read(piece: string): { readonly text: string; readonly rest: string | null } {
    let input = this.held + piece;
    this.held = '';
    let text = '';
    for (;;) {
      const step = this.isCdata ? this.readCdata(input) : this.readText(input);
      text += step.text;
      if (step.rest === null || !step.goesOn) return { text, rest: step.rest };
      input = step.rest;
    }
  }

  private readText(input: string): Step {
    const end = input.indexOf('<');
    if (end < 0) return { text: unescaped(this.holdReference(input)), rest: null, goesOn: false };
    const text = unescaped(input.slice(0, end));
    const rest = input.slice(end);
    if (rest.startsWith(CDATA_BEGIN)) {
      this.isCdata = true;
      return { text, rest: rest.slice(CDATA_BEGIN.length), goesOn: true };
    }
    if (CDATA_BEGIN.startsWith(rest)) {
      this.held = rest;
      return { text, rest: null, goesOn: false };
    }
    return { text, rest, goesOn: false };
  }

  private readCdata(input: string): Step {
    const end = input.indexOf(CDATA_END);
    if (end < 0) {
      const kept = input.endsWith(']]') ? 2 : input.endsWith(']') ? 1 : 0;
      this.held = input.slice(input.length - kept);
      return { text: input.slice(0, input.length - kept), rest: null, goesOn: false };
    }
    this.isCdata = false;
    return { text: input.slice(0, end), rest: input.slice(end + CDATA_END.length), goesOn: true };
  }

  /** Leaves out, and keeps for the next piece, a reference that has not ended. */
  private holdReference(input: string): string {
    const begin = input.lastIndexOf('&');
    const isWhole = begin < 0 || input.indexOf(';', begin) >= 0 || input.length - begin > LONGEST_REFERENCE;
    if (isWhole) return input;
    this.held = input.slice(begin);
    return input.slice(0, begin);
  }
}

interface Step {
  readonly text: string;
  readonly rest: string | null;
  readonly goesOn: boolean;
}

function unescaped(text: string): string {
  // Nearly all of it: five passes are faster than one with a decision at each reference.
  if (!OTHER_REFERENCES.test(text)) {
    return text
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&apos;', "'")
      .replaceAll('&amp;', '&');
  }
  return text.replace(REFERENCES, (_whole, hexadecimal?: string, decimal?: string, name?: string) => {
    if (hexadecimal !== undefined) return character(Number.parseInt(hexadecimal, 16));
    if (decimal !== undefined) return character(Number.parseInt(decimal, 10));
    const named = NAMED.get(name ?? '');
    if (named === undefined)
      throw new UnreadableCallError('MALFORMED', 'The text has a reference that XML does not know.');
    return named;
  });
}

function character(code: number): string {
  if (code > 0x10ffff) return REPLACEMENT;
  const written = String.fromCodePoint(code);
  return FORBIDDEN_CHARACTER.test(written) ? REPLACEMENT : written;
}
