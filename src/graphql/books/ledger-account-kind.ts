import type { LedgerAccountKind as Kind } from '../../adapters/records';
import { registerEnum } from '../register-enum';

export const LedgerAccountKind = registerEnum<Kind>('LedgerAccountKind', 'What a ledger account is for.', {
  BANK: 'Money at a bank or in a till.',
  CREDIT_CARD: 'A credit card.',
  EXPENSE: 'Costs of running the business.',
  COST_OF_GOODS_SOLD: 'Costs of what is sold.',
  OTHER_EXPENSE: 'Other costs.',
  INCOME: 'Income.',
  OTHER_INCOME: 'Other income.',
  RECEIVABLE: 'What customers owe.',
  PAYABLE: 'What is owed to suppliers.',
  ASSET: 'Other things owned.',
  LIABILITY: 'Other things owed.',
  EQUITY: "The owners' share.",
  UNKNOWN: 'The vendor sent a word that we do not know: see `vendorType`.',
});
