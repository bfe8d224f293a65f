/** The line end of RFC 4180. */
const LINE_END = '\r\n';
/** Spreadsheets take a text that begins so for a formula; a number may begin with a minus. */
const FORMULA = /^(?:[=+@\t\r]|-(?!\d+(?:\.\d+)?$))/;

/** Records as rows: members of members become columns with dotted names, lists become JSON. */
export function flatRecord(record: object, prefix = ''): Map<string, string> {
  const cells = new Map<string, string>();
  for (const [name, value] of Object.entries(record)) {
    if (value === null || value === undefined) continue;
    if (typeof value === 'object' && !Array.isArray(value)) {
      for (const [column, cell] of flatRecord(value as object, `${prefix}${name}.`)) cells.set(column, cell);
    } else cells.set(prefix + name, typeof value === 'object' ? JSON.stringify(value) : String(value));
  }
  return cells;
}

/** In the order in which they are first met. */
export function columnsOf(rows: readonly ReadonlyMap<string, string>[]): string[] {
  return [...new Set(rows.flatMap((row) => [...row.keys()]))];
}

export function csvLine(cells: readonly string[]): string {
  return cells.map(toCell).join(',') + LINE_END;
}

/** A whole table, its heading first. */
export function toCsv(records: readonly object[]): string {
  const rows = records.map((record) => flatRecord(record));
  const columns = columnsOf(rows);
  if (columns.length === 0) return '';
  const lines = rows.map((row) => csvLine(columns.map((column) => row.get(column) ?? '')));
  return csvLine(columns) + lines.join('');
}

function toCell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
