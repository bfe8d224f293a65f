type Row = Readonly<Record<string, string>>;

/** Prints what a command found or made: for programs as JSON, for people a line a value. */
export function printAnswer(answer: Row | readonly Row[], options: { readonly json?: boolean }): void {
  const text = options.json === true ? JSON.stringify(answer, null, 2) : [answer].flat().map(describe).join('\n\n');
  process.stdout.write(`${text}\n`);
}

function describe(row: Row): string {
  const names = Object.keys(row);
  const width = Math.max(...names.map((name) => name.length));
  return names.map((name) => `${name.padEnd(width)}  ${row[name] ?? ''}`).join('\n');
}
