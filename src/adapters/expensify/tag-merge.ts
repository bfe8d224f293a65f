import type { PolicyTagGroupValue } from '../records';
import { RequestProblems } from '../request-problems';
import type { PolicyTagsChange } from '../writes';
import { mayDepend } from './policy-tags';
import type { TagLevel } from './write-jobs';

type LevelChange = PolicyTagsChange['levels'][number];

export const ALWAYS_ENABLED =
  'Where there are several levels, Expensify switches every tag on: leave it out, with REPLACE.';

/**
 * The levels that a change names, whole: the tags that are there, with what the change says of them, and the new ones.
 * Throws an `ElementsErrors` where what is there cannot be sent back as it is.
 */
export function mergeTagLevels(groups: readonly PolicyTagGroupValue[], { levels }: PolicyTagsChange): TagLevel[] {
  const problems = new RequestProblems();
  if (mayDepend(groups)) {
    problems.add(
      ['mode'],
      'The levels of these tags seem to depend on each other, and such tags can be sent to Expensify in a file only: ' +
        'send all of them as a file, or replace them.',
      { expected: 'REPLACE' },
    );
    problems.throwIfAny();
  }
  const merged = levels.map((level, index) => mergeLevel(groups, level, index, levels.length, problems));
  problems.throwIfAny();
  return merged;
}

function mergeLevel(
  groups: readonly PolicyTagGroupValue[],
  level: LevelChange,
  index: number,
  count: number,
  problems: RequestProblems,
): TagLevel {
  const isOnly = groups.length <= 1;
  const group =
    isOnly && count === 1 && level.name === null ? groups[0] : groups.find(({ name }) => name === level.name);
  if (group === undefined && !(isOnly && count === 1 && level.name === null)) refuseLevel(groups, index, problems);
  const setRequired = level.required ?? group?.required ?? undefined;
  if (setRequired === undefined) refuseSilence(index, problems);
  const tags = mergeTags(group?.tags ?? [], level.tags);
  if (!isOnly) refuseDisabled(level, tags, index, problems);
  return { ...(isOnly || level.name === null ? {} : { name: level.name }), setRequired, tags };
}

function mergeTags(before: PolicyTagGroupValue['tags'], changes: LevelChange['tags']): TagLevel['tags'] {
  const merged = new Map(before.map(({ name, enabled, ledgerCode }) => [name, toTag(name, enabled, ledgerCode)]));
  for (const { name, enabled, ledgerCode } of changes) {
    merged.set(name, toTag(name, enabled, ledgerCode ?? merged.get(name)?.glCode ?? null));
  }
  return [...merged.values()];
}

function toTag(name: string, enabled: boolean, glCode: string | null): TagLevel['tags'][number] {
  return { name, enabled, glCode: glCode ?? undefined };
}

function refuseLevel(groups: readonly PolicyTagGroupValue[], index: number, problems: RequestProblems): void {
  const names = groups.flatMap(({ name }) => name ?? []);
  const message =
    groups.length <= 1
      ? 'The policy has one level of tags, which is changed without naming it; further levels are set up with REPLACE.'
      : 'The policy has no level of tags of this name; further levels are set up with REPLACE.';
  problems.add(['levels', index, 'name'], message, { suggestions: names });
}

/** Sent without it, a level may no longer be required, and nothing that can be read tells whether it is. */
function refuseSilence(index: number, problems: RequestProblems): void {
  problems.add(
    ['levels', index, 'required'],
    'Expensify does not tell whether a tag of this level is required, and forgets it when the tags are sent: say it.',
    { expected: 'true or false' },
  );
}

function refuseDisabled(level: LevelChange, tags: TagLevel['tags'], index: number, problems: RequestProblems): void {
  for (const { name, enabled } of tags) {
    if (enabled) continue;
    const place = level.tags.findIndex((tag) => tag.name === name);
    if (place >= 0) problems.add(['levels', index, 'tags', place, 'enabled'], ALWAYS_ENABLED);
    else
      problems.add(
        ['levels', index],
        `The tag "${name}" is switched off, and would be on afterwards. ${ALWAYS_ENABLED}`,
      );
  }
}
