import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fencedBlocks, README } from './readme';

const DOCUMENT = readFileSync(join(__dirname, '../../docs/writing.md'), 'utf8');

/** The example of an operation, by its name, in the README or in docs/writing.md; throws when there is none. */
export function writeExample(operation: string): string {
  const blocks = fencedBlocks(`${README}\n${DOCUMENT}`, 'graphql');
  const found = blocks.find((block) =>
    [`mutation ${operation}(`, `query ${operation}(`].some((start) => block.startsWith(start)),
  );
  if (found === undefined) throw new Error(`There is no example of ${operation}.`);
  return found;
}
