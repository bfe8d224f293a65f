import type { ElementResource, ReadEvent } from '../../adapter';
import type { ExpenseKind, PayeeKind, RecordBatch } from '../../records';
import { fromAccount, fromClass, fromCustomer, fromVendor } from '../mapping/book-entry-mapping';
import { fromEmployee } from '../mapping/employee-mapping';
import {
  fromBill,
  fromCardCharge,
  fromCardCredit,
  fromCheck,
  fromVendorCredit,
  type MappingContext,
} from '../mapping/expense-mapping';
import { textOf, type QbxmlObject } from '../qbxml/answer-event';

/** One list, or kind of transaction, that is read. */
export interface BookFeed {
  /** QuickBooks' name: `Bill` is asked for by `BillQuery` and told as `BillRet`. */
  readonly name:
    | 'Account'
    | 'Class'
    | 'Employee'
    | 'Vendor'
    | 'Customer'
    | 'Bill'
    | 'Check'
    | 'CreditCardCharge'
    | 'CreditCardCredit'
    | 'VendorCredit';
  readonly resource: ElementResource;
  readonly expenseKind?: ExpenseKind;
  /** Can be had page by page. Others are told whole. */
  readonly iterates?: boolean;
  readonly payeeKind?: PayeeKind;
  readonly toBatch: (objects: readonly QbxmlObject[], context: MappingContext) => MappedObjects;
}

/** What objects are in our words, and those that could not be read. */
interface MappedObjects {
  readonly batch: RecordBatch;
  readonly rejected: readonly QbxmlObject[];
}

/** What others refer to comes first; names before the transactions that are with them. */
export const BOOK_FEEDS: readonly BookFeed[] = [
  { name: 'Account', resource: 'LEDGER_ACCOUNTS', toBatch: asEntries(fromAccount) },
  { name: 'Class', resource: 'TRACKING_CLASSES', toBatch: asEntries(fromClass) },
  {
    name: 'Employee',
    resource: 'EMPLOYEES',
    payeeKind: 'EMPLOYEE',
    toBatch: each(fromEmployee, (employees) => ({ employees })),
  },
  {
    name: 'Vendor',
    resource: 'SUPPLIERS',
    iterates: true,
    payeeKind: 'SUPPLIER',
    toBatch: asEntries(fromVendor),
  },
  {
    name: 'Customer',
    resource: 'CUSTOMERS',
    iterates: true,
    payeeKind: 'CUSTOMER',
    toBatch: asEntries(fromCustomer),
  },
  expenses('Bill', 'BILL', fromBill),
  expenses('Check', 'PURCHASE', fromCheck),
  expenses('CreditCardCharge', 'PURCHASE', fromCardCharge),
  expenses('CreditCardCredit', 'PURCHASE', fromCardCredit),
  expenses('VendorCredit', 'SUPPLIER_CREDIT', fromVendorCredit),
];

/** Everything that the lists of a company cover; first what the others are read for: leases are named by it. */
export const BOOK_RESOURCES: readonly ElementResource[] = [
  ...new Set<ElementResource>(['EXPENSES', 'COMPANY', ...BOOK_FEEDS.map(({ resource }) => resource)]),
];

export function feedOf(name: string): BookFeed | undefined {
  return BOOK_FEEDS.find((feed) => feed.name === name);
}

export function isTransaction(feed: BookFeed): boolean {
  return feed.expenseKind !== undefined;
}

/** Tells objects in our words. */
export function* tell(feed: BookFeed, objects: readonly QbxmlObject[], context: MappingContext): Generator<ReadEvent> {
  const { batch, rejected } = feed.toBatch(objects, context);
  for (const object of rejected) {
    const reason = `A ${feed.name} lacks what it needs, or has an amount out of all bounds.`;
    const remoteId = textOf(object, isTransaction(feed) ? 'TxnID' : 'ListID');
    yield { kind: 'rejected', resource: feed.resource, remoteId, reason };
  }
  if (objects.length > rejected.length) yield { kind: 'records', batch };
}

function expenses(name: BookFeed['name'], expenseKind: ExpenseKind, map: typeof fromBill): BookFeed {
  const toBatch = each(map, (records) => ({ expenses: records }));
  return { name, resource: 'EXPENSES', expenseKind, iterates: true, toBatch };
}

function asEntries(map: typeof fromVendor): BookFeed['toBatch'] {
  return each(
    (object, { home }) => map(object, home),
    (bookEntries) => ({ bookEntries }),
  );
}

function each<Mapped>(
  map: (object: QbxmlObject, context: MappingContext) => Mapped | null,
  toBatch: (records: readonly Mapped[]) => RecordBatch,
): BookFeed['toBatch'] {
  return (objects, context) => {
    const records = objects.map((object) => mapOrNull(map, object, context));
    return {
      batch: toBatch(records.filter((record) => record !== null)),
      rejected: objects.filter((_, index) => records[index] === null),
    };
  };
}

function mapOrNull<Mapped>(
  map: (object: QbxmlObject, context: MappingContext) => Mapped | null,
  object: QbxmlObject,
  context: MappingContext,
): Mapped | null {
  try {
    return map(object, context);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
