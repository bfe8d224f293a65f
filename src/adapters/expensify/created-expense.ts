import type { ExpenseRecord } from '../records';
import type { CreateExpensesRequest, ExpenseDraft } from '../writes';
import { toExpenseRecord } from './expense-mapping';
import { toMinorUnits } from './money';
import { readText, readToken, type RawRecord } from './raw-record';
import { canonicalReportId } from './report-id';
import { readDay } from './vendor-date';

/**
 * Which of the answered transactions each expense of the request became, null where none is left for it. Expensify
 * promises no order and was seen to answer fewer than were sent, so they are told by what they have in common; merchants
 * come back with capital letters. Where none is missing, what has been changed beyond that is taken in order.
 */
export function matchTransactions(
  drafts: readonly ExpenseDraft[],
  transactions: readonly RawRecord[],
): (RawRecord | null)[] {
  const left = [...transactions];
  const found = drafts.map((draft) => take(left, (raw) => isSame(raw, draft) && hasMerchant(raw, draft)));
  const known = found.map((raw, index) => raw ?? take(left, (rest) => isSame(rest, drafts[index] as ExpenseDraft)));
  const isWhole = transactions.length === drafts.length;
  return isWhole ? known.map((raw) => raw ?? left.shift() ?? null) : known;
}

function take(transactions: RawRecord[], matches: (raw: RawRecord) => boolean): RawRecord | null {
  const place = transactions.findIndex(matches);
  return place < 0 ? null : (transactions.splice(place, 1)[0] ?? null);
}

function isSame(raw: RawRecord, { amount, date }: ExpenseDraft): boolean {
  return (
    readToken(raw.amount) === String(toMinorUnits(amount)) &&
    readToken(raw.currency)?.toUpperCase() === amount.currency &&
    readDay(raw.created) === date
  );
}

function hasMerchant(raw: RawRecord, { merchant }: ExpenseDraft): boolean {
  return readText(raw.merchant)?.toLowerCase() === merchant.trim().toLowerCase();
}

/** A created expense as far as the answer tells it, and for the rest as it was asked for. Null without an ID. */
export function toCreatedExpense(
  raw: RawRecord,
  draft: ExpenseDraft,
  { employeeEmail }: CreateExpensesRequest,
): ExpenseRecord | null {
  const reportRemoteId = canonicalReportId(readToken(raw.reportID) ?? '');
  const told = toExpenseRecord(raw, { reportRemoteId, reportCurrency: null, submitterEmail: employeeEmail });
  if (told === null) return null;
  const { billable, reimbursable, externalReference } = draft;
  return {
    ...told,
    billable: told.billable ?? billable,
    reimbursable: told.reimbursable ?? reimbursable,
    externalReference: told.externalReference ?? externalReference,
  };
}
