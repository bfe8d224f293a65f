import type { Tag, TagLevel, TagSet } from '../data/company';
import { JobError } from '../job-error';
import type { JsonSection } from '../job-description';
import { parseSection } from './section';

interface GivenLevel {
  /** Null where there is but one level. */
  readonly name: string | null;
  readonly setRequired: boolean;
  readonly tags: readonly Tag[];
}

/**
 * `tags` of `update`/`policy`, in the job description. With `merge`, levels that are not named stay, but a level that is
 * named loses every tag that is not listed, and the answer is a plain 200: seen at the vendor.
 */
export function changeTagsInline(before: TagSet, section: JsonSection): TagSet {
  const { merge, data } = parseSection(section, 'tags');
  const given = data.map(parseLevel);
  if (given.length === 0) throw malformed();
  if (given.length > 1 && given.some(({ name }) => name === null)) throw malformed();
  const levels = given.map((level) => withApprovers(level, before));
  if (!merge || before.kind === 'dependent') return toTagSet(levels, []);
  const kept = levelsOf(before);
  return toTagSet(mergeLevels(kept, levels), kept);
}

function parseLevel(given: JsonSection): GivenLevel {
  if (!Array.isArray(given.raw('tags'))) throw malformed();
  const tags = given.objects('tags').map((tag) => {
    const name = tag.optionalText('name');
    if (name === null || name === '') throw malformed();
    return { name, glCode: tag.optionalText('glCode') ?? '', enabled: tag.optionalBoolean('enabled') ?? true };
  });
  return { name: given.optionalText('name') || null, setRequired: given.optionalBoolean('setRequired') ?? false, tags };
}

/** A tag that was there before keeps who approves it. */
function withApprovers(level: GivenLevel, before: TagSet): GivenLevel {
  if (before.kind !== 'flat') return level;
  const approvers = new Map(before.tags.map(({ name, approver }) => [name, approver]));
  const tags = level.tags.map((tag) => {
    const approver = approvers.get(tag.name);
    return approver === undefined ? tag : { ...tag, approver };
  });
  return { ...level, tags };
}

function levelsOf(tags: Exclude<TagSet, { kind: 'dependent' }>): GivenLevel[] {
  if (tags.kind === 'flat')
    return [{ name: tags.name ?? null, setRequired: tags.setRequired ?? false, tags: tags.tags }];
  // A policy that never had tags shows one empty level.
  const levels = tags.levels.filter((level) => level.tags.length > 0);
  return levels.map((level) => ({ ...level, setRequired: level.setRequired ?? false }));
}

function mergeLevels(before: readonly GivenLevel[], given: readonly GivenLevel[]): GivenLevel[] {
  const merged = [...before];
  for (const level of given) {
    const place = merged.findIndex(({ name }) => name === level.name);
    // A nameless level can only be meant where there is one.
    const only = merged.length === 1 && (level.name === null || merged[0]!.name === null) ? 0 : -1;
    const target = place < 0 ? only : place;
    if (target < 0 && level.name === null) throw malformed();
    if (target < 0) merged.push(level);
    else merged[target] = { ...level, name: level.name ?? merged[target]!.name };
  }
  return merged;
}

function toTagSet(levels: readonly GivenLevel[], kept: readonly GivenLevel[]): TagSet {
  const [first] = levels;
  if (levels.length === 1 && first !== undefined) {
    const { name, setRequired, tags } = first;
    return { kind: 'flat', ...(name === null ? {} : { name }), setRequired, tags };
  }
  return { kind: 'levels', levels: levels.map((level) => (kept.includes(level) ? named(level) : allEnabled(level))) };
}

function named(level: GivenLevel): TagLevel {
  return { ...level, name: level.name ?? '' };
}

/** With several levels every tag is enabled, whatever is sent. */
function allEnabled(level: GivenLevel): TagLevel {
  return named({ ...level, tags: level.tags.map((tag) => ({ ...tag, enabled: true })) });
}

function malformed(): JobError {
  return new JobError(410, "'tags' object malformed");
}
