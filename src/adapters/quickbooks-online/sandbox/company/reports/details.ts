import type { Posting } from '../ledger/posting';
import { naturalAmount, type Detail } from './detail-columns';
import { groupBy } from './group-by';
import type { ReportRequest } from './report-request';

export function transactionKey({ transaction }: Posting): string {
  return `${transaction.entity} ${transaction.id}`;
}

/** A row for each posting, with the accounts that its transaction has on the other side. */
export function toDetails(request: ReportRequest, postings: readonly Posting[], all: readonly Posting[]): Detail[] {
  const byTransaction = groupBy(all, transactionKey);
  return postings.map((posting) => {
    const siblings = byTransaction.get(transactionKey(posting)) ?? [];
    const opposite = siblings.filter((other) => other.isMain !== posting.isMain);
    return {
      posting,
      others: [...new Set(opposite.map(({ accountId }) => accountId))],
      amount: naturalAmount(request, posting),
    };
  });
}
