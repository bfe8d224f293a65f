import { Arg, Int } from 'type-graphql';
import { BadUserInputError } from '../../errors';

/** The argument `maxAge`. */
export function MaxAge(): ReturnType<typeof Arg> {
  return Arg('maxAge', () => Int, {
    nullable: true,
    description:
      "Refresh what is older than this many seconds, if the vendor's limits allow; 0 asks for fresh. " +
      "Default: the instance's time-to-live.",
  });
}

/** Throws a `BadUserInputError` for an age that nothing can have. Null: the instance's time-to-live. */
export function requireMaxAge(maxAge: number | null | undefined): number | null {
  if (maxAge === null || maxAge === undefined) return null;
  if (maxAge >= 0) return maxAge;
  throw new BadUserInputError(`"maxAge" must be 0 or more seconds; ${maxAge} was given.`, { path: ['maxAge'] });
}
