import { ArgsType, Field, Int } from 'type-graphql';
import { BadUserInputError } from '../../errors';

export const DEFAULT_PAGE_SIZE = 50;
export const MAX_PAGE_SIZE = 500;

/** What every list that has pages takes. */
@ArgsType()
export class PageArguments {
  @Field(() => Int, {
    defaultValue: DEFAULT_PAGE_SIZE,
    description: `Page size, 1 to ${MAX_PAGE_SIZE}.`,
  })
  first!: number;

  @Field(() => String, {
    nullable: true,
    description: '`endCursor` of the page before, with the same filter and order; leave out for the first page.',
  })
  after?: string | null;
}

/** Throws a `BadUserInputError` for a page size that no list takes. */
export function requirePageSize(first: number): number {
  if (first >= 1 && first <= MAX_PAGE_SIZE) return first;
  throw new BadUserInputError(`"first" must be from 1 to ${MAX_PAGE_SIZE}; ${first} was given.`, { path: ['first'] });
}
