import type { ExpenseKind as Kind, ExpenseRecord } from '../../adapters/records';
import { registerEnum } from '../register-enum';

export type PaymentMethodValue = NonNullable<ExpenseRecord['paymentMethod']>;
export type ReceiptAccessValue = NonNullable<ExpenseRecord['receipt']>['access'];
export type DistanceUnitValue = NonNullable<ExpenseRecord['distance']>['unit'];

export const ExpenseKind = registerEnum<Kind>('ExpenseKind', 'What sort of record an expense is.', {
  EXPENSE: 'An entry of an expense product, on a report or on its way to one.',
  PURCHASE: 'Money spent, as the books hold it.',
  BILL: "A supplier's bill.",
  SUPPLIER_CREDIT: "A supplier's credit.",
});

export const ExpensePaymentMethod = registerEnum<PaymentMethodValue>(
  'ExpensePaymentMethod',
  'How an expense was paid.',
  {
    CARD: 'By card.',
    CASH: 'In cash, or otherwise out of pocket.',
    CHECK: 'By check.',
    ON_ACCOUNT: 'Not yet: it is owed.',
    OTHER: 'Otherwise.',
  },
);

export const ExpenseReceiptAccess = registerEnum<ReceiptAccessValue>(
  'ExpenseReceiptAccess',
  "Who may open a receipt's URL.",
  {
    SIGNED_URL: 'Anyone who has the URL, until it expires.',
    VENDOR_LOGIN: 'Only someone signed in at the vendor.',
  },
);

export const DistanceUnit = registerEnum<DistanceUnitValue>('DistanceUnit', 'Unit of distance.', {
  KILOMETER: '1000 m.',
  MILE: '1609.344 m.',
});
