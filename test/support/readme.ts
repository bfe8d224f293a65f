import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const README = readFileSync(join(__dirname, '../../README.md'), 'utf8');

/** The fenced blocks of a language in a Markdown text, in their order. */
export function fencedBlocks(markdown: string, language: string): string[] {
  const fenced = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm');
  return [...markdown.matchAll(fenced)].map(([, block = '']) => block);
}

/** Those of the README. */
export function readmeBlocks(language: string): string[] {
  return fencedBlocks(README, language);
}

/** The first of them with this text; throws when there is none. */
export function readmeBlock(language: string, text: string): string {
  const found = readmeBlocks(language).find((block) => block.includes(text));
  if (found === undefined) throw new Error(`The README has no ${language} block with ${text}.`);
  return found;
}
