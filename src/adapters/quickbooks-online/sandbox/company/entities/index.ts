import type { EntityDefinition } from '../entity-definition';
import { account } from './account';
import { attachable } from './attachable';
import { billPayment } from './bill-payment';
import { bill, vendorCredit } from './bill';
import { companyInfo, preferences } from './company';
import { journalEntry } from './journal-entry';
import { department, item, paymentMethod, taxCode, term, trackingClass } from './lists';
import { customer, employee, vendor } from './names';
import { purchase } from './purchase';
import { reimburseCharge, timeActivity } from './time-activity';

export const ENTITIES: readonly EntityDefinition[] = [
  account,
  attachable,
  bill,
  billPayment,
  companyInfo,
  customer,
  department,
  employee,
  item,
  journalEntry,
  paymentMethod,
  preferences,
  purchase,
  reimburseCharge,
  taxCode,
  term,
  timeActivity,
  trackingClass,
  vendor,
  vendorCredit,
];

/** Entities of Intuit's that no company here has any of: they read as empty and take no writes. */
export const EMPTY_ENTITIES: readonly string[] = [
  'Budget',
  'CompanyCurrency',
  'CreditMemo',
  'Deposit',
  'Estimate',
  'ExchangeRate',
  'Invoice',
  'JournalCode',
  'Payment',
  'PurchaseOrder',
  'RefundReceipt',
  'SalesReceipt',
  'TaxAgency',
  'TaxRate',
  'Transfer',
];

const BY_NAME = new Map(ENTITIES.map((definition) => [definition.name.toLowerCase(), definition]));
const EMPTY_BY_NAME = new Map(EMPTY_ENTITIES.map((name) => [name.toLowerCase(), name]));

/** In any case of the letters: paths have them low, queries as they like. */
export function findEntity(name: string): EntityDefinition | undefined {
  return BY_NAME.get(name.toLowerCase());
}

/** The spelling of an entity that is known but has no objects. */
export function findEmptyEntity(name: string): string | undefined {
  return EMPTY_BY_NAME.get(name.toLowerCase());
}
