import { createGroupedLoader } from '../../src/graphql/loaders/grouped-loader';

interface Key {
  readonly group: string;
  readonly name: string;
}

function createLoader(): { loader: ReturnType<typeof createGroupedLoader<Key, string>>; calls: string[][] } {
  const calls: string[][] = [];
  const loader = createGroupedLoader<Key, string>({
    textOf: ({ group, name }) => `${group}/${name}`,
    groupOf: ({ group }) => group,
    load: async (keys) => {
      calls.push(keys.map(({ name }) => name));
      if (keys[0].group === 'broken') throw new Error('The group is broken.');
      return keys.map(({ name }) => (name === 'bad' ? new Error('It is bad.') : name.toUpperCase()));
    },
  });
  return { loader, calls };
}

test('keys of one group are loaded together, each once, and answered in their own order', async () => {
  const { loader, calls } = createLoader();
  const keys = ['a:x', 'b:y', 'a:z', 'a:x'].map((text) => ({ group: text.charAt(0), name: text.slice(2) }));
  expect(await Promise.all(keys.map((key) => loader.load(key)))).toEqual(['X', 'Y', 'Z', 'X']);
  expect(calls).toEqual([['x', 'z'], ['y']]);
});

test('a group that fails leaves the others alone, and so does one key', async () => {
  const { loader } = createLoader();
  const outcomes = await Promise.allSettled([
    loader.load({ group: 'broken', name: 'x' }),
    loader.load({ group: 'a', name: 'bad' }),
    loader.load({ group: 'a', name: 'y' }),
  ]);
  expect(outcomes).toMatchObject([
    { status: 'rejected', reason: { message: 'The group is broken.' } },
    { status: 'rejected', reason: { message: 'It is bad.' } },
    { status: 'fulfilled', value: 'Y' },
  ]);
});
