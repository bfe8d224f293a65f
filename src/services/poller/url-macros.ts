import { DatePatternError, formatDate, parseDatePattern } from './simple-date-format';
import { parseTimeZone } from './time-zone';

/** What is wrong with a macro, and what would be right. */
export class MacroError extends Error {}

const FORMS = '${date:FORMAT}, ${gmtDate:FORMAT}, ${dateTimeZone:ZONE:FORMAT}, ${epoch}, ${epoch:s}, ${epoch:us}';
const MACRO = /\$\{([^}]*)(\}?)/g;
/** A zone such as `GMT+02:00` holds the colon that otherwise ends it. */
const ZONE_AND_FORMAT = /^((?:GMT|UTC)?[+-]\d{1,2}:[0-5]\d|[^:]+):(.*)$/is;
const SHOWN_LENGTH = 80;

/** Puts an instant in place of every macro of an address. @throws MacroError */
export function renderMacros(text: string, at: Date): string {
  return text.replace(MACRO, (macro: string, body: string, end: string) => {
    if (end === '') throw new MacroError(`The macro ${shown(macro)} is not closed by }.`);
    try {
      return renderMacro(body, at);
    } catch (error) {
      if (!(error instanceof DatePatternError)) throw error;
      throw new MacroError(`${shown(macro)}: ${error.message}`);
    }
  });
}

function renderMacro(body: string, at: Date): string {
  const [name = ''] = body.split(':', 1);
  const rest = body.slice(name.length + 1);
  switch (name) {
    case 'date':
    case 'gmtDate':
      return render('UTC', rest, at);
    case 'dateTimeZone': {
      const [, zone = '', format = ''] = ZONE_AND_FORMAT.exec(rest) ?? [];
      if (zone === '') throw unknownMacro(body);
      return render(zone, format, at);
    }
    case 'epoch':
      return renderEpoch(body, at);
    default:
      throw unknownMacro(body);
  }
}

function render(zoneName: string, format: string, at: Date): string {
  const zone = parseTimeZone(zoneName);
  if (zone === null) {
    throw new MacroError(
      `There is no time zone ${shown(JSON.stringify(zoneName))}; it would be UTC, GMT+2, or a name such as Europe/Berlin.`,
    );
  }
  return formatDate(parseDatePattern(format), at, zone);
}

function renderEpoch(body: string, at: Date): string {
  const milliseconds = at.getTime();
  switch (body) {
    case 'epoch':
      return String(milliseconds);
    case 'epoch:s':
      return String(Math.floor(milliseconds / 1_000));
    case 'epoch:us':
      return `${milliseconds}000`;
    default:
      throw unknownMacro(body);
  }
}

function unknownMacro(body: string): MacroError {
  return new MacroError(`There is no macro ${shown(`\${${body}}`)}; there are ${FORMS}.`);
}

function shown(text: string): string {
  return text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text;
}
