import type { RequestPath, RequestProblems } from '../request-problems';
import type { MoneyValue } from '../records';
import type { ExpenseDraft } from '../writes';
import { toMinorUnits } from './money';
import type { NewTransaction } from './write-jobs';

type Target = Pick<NewTransaction, 'reportID' | 'policyID'>;

/** An amount as Expensify takes it. What it cannot take is added to the problems, and comes out as 0. */
export function toAmount(money: MoneyValue, path: RequestPath, problems: RequestProblems): number {
  const amount = toMinorUnits(money);
  if (amount === null) {
    const message = `Expensify keeps amounts in hundredths, and ${money.amount} ${money.currency} is no such amount.`;
    problems.add(path, message, { expected: 'a decimal number with at most two decimals' });
  }
  return amount ?? 0;
}

/** An expense as `create`/`expenses` takes it. */
export function toTransaction(
  draft: ExpenseDraft,
  target: Target,
  path: RequestPath,
  problems: RequestProblems,
): NewTransaction {
  checkMerchant(draft, path, problems);
  return {
    merchant: draft.merchant,
    created: draft.date,
    amount: toAmount(draft.amount, [...path, 'amount'], problems),
    currency: draft.amount.currency,
    externalID: draft.externalReference ?? undefined,
    category: draft.category ?? undefined,
    tag: joinTags(draft.tags),
    billable: draft.billable ?? undefined,
    reimbursable: draft.reimbursable ?? undefined,
    comment: draft.description ?? undefined,
    tax: toTax(draft, path, problems),
    ...target,
  };
}

export function checkMerchant({ merchant, posting }: ExpenseDraft, path: RequestPath, problems: RequestProblems): void {
  if (merchant.trim() === '') problems.add([...path, 'merchant'], 'Expensify takes no expense without a merchant.');
  if (posting != null)
    problems.add([...path, 'posting'], 'Expensify keeps no books: it cannot tell where this is posted.');
}

function toTax({ tax, amount }: ExpenseDraft, path: RequestPath, problems: RequestProblems): NewTransaction['tax'] {
  if (tax === null) return undefined;
  if (tax.amount === null) return { rateID: tax.rateRemoteId };
  const place = [...path, 'tax', 'amount'];
  if (tax.amount.currency !== amount.currency) {
    problems.add(
      place,
      `The tax is in ${tax.amount.currency}, the expense in ${amount.currency}: it has to be the same.`,
    );
  }
  return { rateID: tax.rateRemoteId, amount: toAmount(tax.amount, place, problems) };
}

/** Levels are joined with colons, so that those of a name are escaped. A tag on its own is sent by its name. */
function joinTags(tags: readonly string[]): string | undefined {
  if (tags.length <= 1) return tags[0];
  return tags.map((name) => name.replaceAll(':', '\\:')).join(':');
}
