import type { Company } from '../../company/company';
import { postingsOf, type Posting } from '../../company/postings';
import { textOf, totalCents, type TransactionRecord } from '../../company/records';

export type Basis = 'Accrual' | 'Cash';

/** Every posting, oldest day first; on a cash basis those of bills on the days on which they were paid. */
export function ledgerOf(company: Company, basis: Basis): Posting[] {
  const postings: Posting[] = [];
  for (const transaction of company.allTransactions()) {
    postings.push(...(basis === 'Cash' ? cashPostings(transaction, company) : postingsOf(transaction)));
  }
  return postings.sort((a, b) =>
    a.date < b.date ? -1 : a.date > b.date ? 1 : a.transaction.number - b.transaction.number,
  );
}

function cashPostings(transaction: TransactionRecord, company: Company): Posting[] {
  if (transaction.kind === 'Bill' || transaction.kind === 'VendorCredit') return [];
  if (transaction.kind !== 'BillPaymentCheck') return postingsOf(transaction);
  const bank = postingsOf(transaction).filter(
    ({ account }) => account === textOf(transaction.fields, 'BankAccountRef'),
  );
  const paid = transaction.lines.flatMap(({ appliedTo, cents }) => {
    const bill = company.transaction('Bill', appliedTo ?? '');
    return bill === undefined ? [] : shareOf(bill, cents, transaction);
  });
  return [...bank, ...paid];
}

/** What a payment pays of the lines of a bill; the last line takes what rounding leaves. */
function shareOf(bill: TransactionRecord, paidCents: number, payment: TransactionRecord): Posting[] {
  const total = totalCents(bill);
  const lines = postingsOf(bill).slice(1);
  let left = paidCents;
  return lines.map((posting, index) => {
    const isLast = index === lines.length - 1;
    const cents = isLast ? left : Math.round((posting.cents * paidCents) / total);
    left -= cents;
    return { ...posting, transaction: payment, date: payment.date, cents };
  });
}
