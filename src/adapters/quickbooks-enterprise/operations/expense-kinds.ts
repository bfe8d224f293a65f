import type { ExpenseKind, ExpenseRecord } from '../../records';
import type { ExpenseDraft, ExpensePosting } from '../../writes';
import {
  fromBill,
  fromCardCharge,
  fromCardCredit,
  fromCheck,
  fromVendorCredit,
  type MappingContext,
} from '../mapping/expense-mapping';
import type { QbxmlObject } from '../qbxml/answer-event';

/** What QuickBooks makes of an expense. */
export interface WrittenKind {
  /** Of the request, without `Rq`; the element in it is called the same. */
  readonly request: 'BillAdd' | 'CheckAdd' | 'CreditCardChargeAdd' | 'CreditCardCreditAdd' | 'VendorCreditAdd';
  readonly kind: ExpenseKind;
  /** Money that comes back: its amounts are positive at QuickBooks. */
  readonly isCredit: boolean;
  /** Owed to a supplier, or by one; otherwise it was paid from an account. */
  readonly isOnAccount: boolean;
  readonly toRecord: (raw: QbxmlObject, context: MappingContext) => ExpenseRecord | null;
}

const BILL: WrittenKind = {
  request: 'BillAdd',
  kind: 'BILL',
  isCredit: false,
  isOnAccount: true,
  toRecord: fromBill,
};
const VENDOR_CREDIT: WrittenKind = {
  request: 'VendorCreditAdd',
  kind: 'SUPPLIER_CREDIT',
  isCredit: true,
  isOnAccount: true,
  toRecord: fromVendorCredit,
};
const CHECK: WrittenKind = {
  request: 'CheckAdd',
  kind: 'PURCHASE',
  isCredit: false,
  isOnAccount: false,
  toRecord: fromCheck,
};
const CARD_CHARGE: WrittenKind = { ...CHECK, request: 'CreditCardChargeAdd', toRecord: fromCardCharge };
const CARD_CREDIT: WrittenKind = {
  ...CHECK,
  request: 'CreditCardCreditAdd',
  isCredit: true,
  toRecord: fromCardCredit,
};

export function isRefund({ amount }: Pick<ExpenseDraft, 'amount'>): boolean {
  return amount.amount.trim().startsWith('-');
}

/** Of a purchase that was paid in no way that QuickBooks knows: as if by check. That is a problem of its own. */
export function writtenKindOf(draft: Pick<ExpenseDraft, 'amount'>, posting: ExpensePosting): WrittenKind {
  switch (posting.kind) {
    case 'BILL':
      return BILL;
    case 'SUPPLIER_CREDIT':
      return VENDOR_CREDIT;
    default:
      if (posting.paymentMethod !== 'CARD') return CHECK;
      return isRefund(draft) ? CARD_CREDIT : CARD_CHARGE;
  }
}
