import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');

export const README = readFileSync(join(ROOT, 'README.md'), 'utf8');

/** The README and its chapters in `docs/`. */
export const DOCUMENTATION = [README, ...chapters()].join('\n');

function chapters(): string[] {
  const names = readdirSync(join(ROOT, 'docs')).filter((name) => name.endsWith('.md'));
  return names.sort().map((name) => readFileSync(join(ROOT, 'docs', name), 'utf8'));
}

/** The fenced blocks of a language in a Markdown text, in their order. */
export function fencedBlocks(markdown: string, language: string): string[] {
  const fenced = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm');
  return [...markdown.matchAll(fenced)].map(([, block = '']) => block);
}

/** Those of the README, then those of its chapters. */
export function readmeBlocks(language: string): string[] {
  return fencedBlocks(DOCUMENTATION, language);
}

/** The first of them with this text; throws when there is none. */
export function readmeBlock(language: string, text: string): string {
  const found = readmeBlocks(language).find((block) => block.includes(text));
  if (found === undefined) throw new Error(`The documentation has no ${language} block with ${text}.`);
  return found;
}
