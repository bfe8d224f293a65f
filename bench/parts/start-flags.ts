import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The flags that `npm start` gives Node: what is measured runs with the same. */
export function startFlags(): string[] {
  const text = readFileSync(join(__dirname, '../../package.json'), 'utf8');
  const { scripts } = JSON.parse(text) as { readonly scripts: { readonly start: string } };
  return scripts.start.split(' ').filter((part) => part.startsWith('--'));
}
