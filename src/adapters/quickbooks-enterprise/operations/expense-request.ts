import { createHash } from 'node:crypto';
import BigNumber from 'bignumber.js';
import type { ExpenseDraft, ExpenseLineDraft, ExpensePosting, WriteIdentity } from '../../writes';
import { versionNumber } from '../qbxml/versions';
import type { QbxmlRequest } from '../qbxml/write-message-set';
import type { QbxmlBody } from '../qbxml/write-request';
import { writtenKindOf, type WrittenKind } from './expense-kinds';

/** Since this version of qbXML a transaction can have an id of who wrote it. */
const VERSION_WITH_GUID = 9;

/** As QuickBooks is asked for it; what is wrong with it has been told. */
export function expenseRequest(
  draft: ExpenseDraft,
  posting: ExpensePosting,
  { index, identity, version }: { readonly index: number; readonly identity: WriteIdentity; readonly version: string },
): QbxmlRequest {
  const { request } = writtenKindOf(draft, posting);
  const isStamped = versionNumber(version) >= VERSION_WITH_GUID;
  const stamp = isStamped ? { ExternalGUID: stampOf(identity, index) } : {};
  return {
    kind: request,
    attributes: { requestID: String(index) },
    body: { [request]: { ...expenseFields(draft, posting), ...stamp } },
  };
}

/** In the words of the schema: members that a kind does not have are absent. */
export function expenseFields(draft: ExpenseDraft, posting: ExpensePosting): QbxmlBody {
  const written = writtenKindOf(draft, posting);
  const payee = posting.payee === null ? { FullName: draft.merchant } : { ListID: posting.payee.remoteId };
  return {
    ...(written.isOnAccount
      ? { VendorRef: payee }
      : { AccountRef: { ListID: posting.paidFromRemoteId }, PayeeEntityRef: payee }),
    TxnDate: draft.date,
    ...(posting.kind === 'BILL' && { DueDate: posting.dueOn }),
    RefNumber: posting.documentNumber,
    Memo: draft.description,
    ExchangeRate: posting.exchangeRate,
    ExpenseLineAdd: posting.lines.map((line) => lineFields(line, written)),
  };
}

function lineFields(line: ExpenseLineDraft, { isCredit }: WrittenKind): QbxmlBody {
  const { accountRemoteId, category, customerRemoteId, trackingClassRemoteId, billable } = line;
  return {
    AccountRef: accountRemoteId === null ? { FullName: category } : { ListID: accountRemoteId },
    Amount: isCredit ? negated(line.amount.amount) : line.amount.amount,
    Memo: line.description,
    ...(customerRemoteId !== null && { CustomerRef: { ListID: customerRemoteId } }),
    ...(trackingClassRemoteId !== null && { ClassRef: { ListID: trackingClassRemoteId } }),
    ...(billable !== null && { BillableStatus: billable ? 'Billable' : 'NotBillable' }),
  };
}

/** What is no number stays what it is: that is told as what is wrong with it. */
function negated(amount: string): string {
  const number = new BigNumber(amount);
  return number.isNaN() ? amount : number.negated().toFixed();
}

/** The same of the same write: QuickBooks keeps it with the transaction, and takes it once. */
function stampOf({ id }: WriteIdentity, index: number): string {
  const digest = createHash('sha256').update(`${id} ${index}`).digest('hex');
  const parts = [
    digest.slice(0, 8),
    digest.slice(8, 12),
    digest.slice(12, 16),
    digest.slice(16, 20),
    digest.slice(20, 32),
  ];
  return `{${parts.join('-')}}`;
}
