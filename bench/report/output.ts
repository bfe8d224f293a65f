import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** What runs leave behind; not committed. */
const OUTPUT = join(__dirname, '../output');

/** Writes files by their names; where they are, as seen from here. */
export function writeOutput(files: Readonly<Record<string, string>>): string[] {
  mkdirSync(OUTPUT, { recursive: true });
  return Object.entries(files).map(([name, content]) => {
    const path = join(OUTPUT, name);
    writeFileSync(path, content);
    return relative(process.cwd(), path);
  });
}
