import { BadUserInputError } from '../../errors';
import type { ListOrder, ListQuery } from './keyset-page';

/** Refuses an order by amounts across currencies: nothing is converted, so the condition has to name one. */
export function assertCurrencyGiven<Field extends string>(
  query: ListQuery<unknown, Field>,
  amountField: ListOrder<Field>['field'],
  filterField: string,
  range: { readonly currency: string } | null | undefined,
): void {
  if (query.order.field !== amountField || range != null) return;
  throw new BadUserInputError(
    `Ordering by ${amountField} needs one currency: give \`filter.${filterField}.currency\` too.`,
    { path: ['filter', filterField] },
  );
}
