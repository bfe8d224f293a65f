import { sum, type Decimal } from '../decimal';
import type { Posting } from '../ledger/posting';
import type { Day } from './days';
import { daysBetween } from './days';
import { toDetails } from './details';
import type { Detail } from './detail-columns';
import type { ReportRequest } from './report-request';

export type Side = 'Vendor' | 'Customer';

export interface OpenItem extends Detail {
  readonly openBalance: Decimal;
  readonly pastDueDays: number;
}

/** What is still open on a day with vendors or customers: bills, credits and payments that no other has used up. */
export function openItems(request: ReportRequest, side: Side, asOf: Day): OpenItem[] {
  const type = side === 'Vendor' ? 'Accounts Payable' : 'Accounts Receivable';
  const postings = request
    .postings()
    .filter(
      ({ accountId, payee, transaction }) =>
        payee?.kind === side &&
        transaction.date <= asOf &&
        request.company.store.find('Account', accountId)?.['AccountType'] === type,
    );
  return toDetails(request, postings, postings)
    .map((detail) => {
      const { transaction } = detail.posting;
      const openBalance = openOf(request, detail.posting, detail.amount);
      return { ...detail, openBalance, pastDueDays: daysBetween(transaction.dueDate ?? transaction.date, asOf) };
    })
    .filter(({ openBalance }) => !openBalance.isZero());
}

/** A bill less its payments; a payment less the bills that it pays. */
function openOf({ company }: ReportRequest, { transaction }: Posting, amount: Decimal): Decimal {
  const { ledger, store } = company;
  if (transaction.entity === 'Bill') return amount.minus(ledger.settlementOf(transaction.id).paid);
  if (transaction.entity === 'VendorCredit') return amount.plus(ledger.settlementOf(transaction.id).paid);
  if (transaction.entity !== 'BillPayment') return amount;
  const payment = store.find('BillPayment', transaction.id);
  return payment === undefined ? amount : amount.plus(ledger.appliedBy(payment));
}

export function openTotal(items: readonly OpenItem[]): Decimal {
  return sum(items.map(({ openBalance }) => openBalance));
}
