import { group, many, required, text, time, word } from './element';
import { transactionFilters } from './shared';
import type { RequestModel } from './request-model';

/** Kinds of transactions that can be asked for, changed or deleted here. */
export const TRANSACTION_TYPES = [
  'Bill',
  'Check',
  'CreditCardCharge',
  'CreditCardCredit',
  'ItemReceipt',
  'JournalEntry',
  'VendorCredit',
] as const;

export const TRANSACTION_QUERIES = {
  BillQuery: { iterates: true, content: transactionFilters({ refNumber: 20, paidStatus: true, linked: true }) },
  CheckQuery: { iterates: true, content: transactionFilters({ refNumber: 11, linked: true }) },
  CreditCardChargeQuery: { iterates: true, content: transactionFilters({ refNumber: 11, linked: false }) },
  CreditCardCreditQuery: { iterates: true, content: transactionFilters({ refNumber: 11, linked: false }) },
  VendorCreditQuery: { iterates: true, content: transactionFilters({ refNumber: 20, linked: true }) },
  TxnDeletedQuery: {
    content: [
      required(many(word('TxnDelType', TRANSACTION_TYPES))),
      group('DeletedDateRangeFilter', [time('FromDeletedDate'), time('ToDeletedDate')]),
      many(text('IncludeRetElement', 50)),
    ],
  },
} as const satisfies Record<string, RequestModel>;
