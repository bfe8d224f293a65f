import type { ExpensePosting, PayeeReference, PostingPaymentMethod } from '../writes';

/** Our words as QuickBooks has them. */
export const PAYMENT_TYPES: Readonly<Record<PostingPaymentMethod, string>> = {
  CARD: 'CreditCard',
  CASH: 'Cash',
  CHECK: 'Check',
};

export const PAYEE_TYPES: Readonly<Record<PayeeReference['kind'], string>> = {
  SUPPLIER: 'Vendor',
  EMPLOYEE: 'Employee',
  CUSTOMER: 'Customer',
};

export const TAX_TREATMENTS: Readonly<Record<NonNullable<ExpensePosting['taxTreatment']>, string>> = {
  EXCLUDED: 'TaxExcluded',
  INCLUDED: 'TaxInclusive',
  NONE: 'NotApplicable',
};
