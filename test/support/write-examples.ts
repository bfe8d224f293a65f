import { readmeBlocks } from './readme';

/** The example of an operation, by its name, in the README or its chapters; throws when there is none. */
export function writeExample(operation: string): string {
  const found = readmeBlocks('graphql').find((block) =>
    [`mutation ${operation}(`, `query ${operation}(`].some((start) => block.startsWith(start)),
  );
  if (found === undefined) throw new Error(`There is no example of ${operation}.`);
  return found;
}
