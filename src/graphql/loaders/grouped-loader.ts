import DataLoader from 'dataloader';

export interface GroupedLoaderOptions<Key, Result> {
  /** Keys with the same text are the same thing, and are loaded once. */
  readonly textOf: (key: Key) => string;
  /** Keys of one group are loaded together. */
  readonly groupOf: (key: Key) => string;
  /** In the order of the keys; an error stands for what could not be loaded. */
  readonly load: (keys: readonly [Key, ...Key[]]) => Promise<readonly (Result | Error)[]>;
}

/** A DataLoader that makes one call for each group of keys; a call that fails fails its own group only. */
export function createGroupedLoader<Key, Result>(
  options: GroupedLoaderOptions<Key, Result>,
): DataLoader<Key, Result, string> {
  return new DataLoader<Key, Result, string>((keys) => loadGroups(keys, options), { cacheKeyFn: options.textOf });
}

async function loadGroups<Key, Result>(
  keys: readonly Key[],
  { groupOf, load }: GroupedLoaderOptions<Key, Result>,
): Promise<(Result | Error)[]> {
  const results: (Result | Error)[] = new Array(keys.length);
  const groups = [...placesByGroup(keys, groupOf).values()];
  await Promise.all(
    groups.map(async (places) => {
      const loaded = await loadOrFail(places.map((place) => keys[place] as Key) as [Key, ...Key[]], load);
      places.forEach((place, index) => (results[place] = loaded[index] as Result | Error));
    }),
  );
  return results;
}

function placesByGroup<Key>(keys: readonly Key[], groupOf: (key: Key) => string): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  keys.forEach((key, place) => {
    const group = groupOf(key);
    const places = groups.get(group);
    if (places === undefined) groups.set(group, [place]);
    else places.push(place);
  });
  return groups;
}

async function loadOrFail<Key, Result>(
  keys: readonly [Key, ...Key[]],
  load: GroupedLoaderOptions<Key, Result>['load'],
): Promise<readonly (Result | Error)[]> {
  try {
    return await load(keys);
  } catch (error) {
    const failure = error instanceof Error ? error : new Error('A loader rejected with a value that is no error.');
    return keys.map(() => failure);
  }
}
