import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const README = readFileSync(join(__dirname, '../../README.md'), 'utf8');

/** The README's fenced blocks of a language, in their order. */
export function readmeBlocks(language: string): string[] {
  const fenced = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm');
  return [...README.matchAll(fenced)].map(([, block = '']) => block);
}

/** The first of them with this text; throws when there is none. */
export function readmeBlock(language: string, text: string): string {
  const found = readmeBlocks(language).find((block) => block.includes(text));
  if (found === undefined) throw new Error(`The README has no ${language} block with ${text}.`);
  return found;
}
