import type { Tag, TagSet } from './data/company';
import { joinTagLevels } from './text-encoding';

/** The tags that a text names, one for each level that it goes down; null when the policy does not have them. */
export function findTags(tags: TagSet, text: string): readonly Tag[] | null {
  if (tags.kind === 'flat') {
    const found = tags.tags.find(({ name, enabled }) => enabled && name === text);
    return found === undefined ? null : [found];
  }
  if (tags.kind === 'dependent') {
    return tags.paths.find((path) => joinTagLevels(path.map(({ name }) => name)) === text) ?? null;
  }
  const names = splitTagLevels(text);
  const found = names.map((name, level) => tags.levels[level]?.tags.find((tag) => tag.name === name));
  return found.every((tag) => tag !== undefined) ? found : null;
}

/** Undoes `joinTagLevels`. */
function splitTagLevels(text: string): string[] {
  return text.split(/(?<!\\):/).map((name) => name.replaceAll('\\:', ':'));
}
