import type { PayeeKind } from '../records';
import type { ExpensePosting, PayeeReference, PostingPaymentMethod } from '../writes';

/** Our words as QuickBooks has them. */
export const PAYMENT_TYPES: Readonly<Record<PostingPaymentMethod, string>> = {
  CARD: 'CreditCard',
  CASH: 'Cash',
  CHECK: 'Check',
};

const PAYEE_TYPES: Readonly<Record<PayeeKind, string>> = {
  SUPPLIER: 'Vendor',
  EMPLOYEE: 'Employee',
  CUSTOMER: 'Customer',
};

/** What a reference to somebody says that he is; undefined where nobody knows. */
export function payeeTypeOf({ kind }: PayeeReference): string | undefined {
  return kind === null ? undefined : PAYEE_TYPES[kind];
}

export const TAX_TREATMENTS: Readonly<Record<NonNullable<ExpensePosting['taxTreatment']>, string>> = {
  EXCLUDED: 'TaxExcluded',
  INCLUDED: 'TaxInclusive',
  NONE: 'NotApplicable',
};
