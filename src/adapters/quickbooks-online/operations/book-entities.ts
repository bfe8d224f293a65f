import type { ElementResource, ReadEvent } from '../../adapter';
import type { ExpenseKind, RecordBatch } from '../../records';
import {
  fromAccount,
  fromClass,
  fromCompanyInfo,
  fromCustomer,
  fromDepartment,
  fromVendor,
} from '../mapping/book-entry-mapping';
import { fromEmployee } from '../mapping/employee-mapping';
import { fromBill, fromPurchase, fromVendorCredit } from '../mapping/expense-mapping';
import { fromAttachable } from '../mapping/receipt-mapping';
import { idOf, textOf, type RawObject } from '../mapping/raw-object';

/** One kind of object that is read. */
export interface BookEntity {
  /** Intuit's name. */
  readonly name: string;
  readonly resource: ElementResource;
  readonly expenseKind?: ExpenseKind;
  /** Are of a day, and are read as far back as the history goes. */
  readonly isDated?: boolean;
  /** Can be made inactive, and are hidden by then unless they are asked for. */
  readonly canBeInactive?: boolean;
  /** Has amounts: see `HomeCurrency`. */
  readonly hasMoney?: boolean;
  /** There is one of it, which needs no condition and no order. */
  readonly isSingle?: boolean;
  /** Not in every edition of QuickBooks. */
  readonly isOptional?: boolean;
  readonly toBatch: (objects: readonly RawObject[], home: string | null) => MappedObjects;
}

/** What objects are in our words, and those that could not be read. */
interface MappedObjects {
  readonly batch: RecordBatch;
  readonly rejected: readonly RawObject[];
}

/** What others refer to comes first. */
export const BOOK_ENTITIES: readonly BookEntity[] = [
  { name: 'CompanyInfo', resource: 'COMPANY', isSingle: true, hasMoney: true, toBatch: asEntries(fromCompanyInfo) },
  {
    name: 'Account',
    resource: 'LEDGER_ACCOUNTS',
    canBeInactive: true,
    hasMoney: true,
    toBatch: asEntries(fromAccount),
  },
  { name: 'Vendor', resource: 'SUPPLIERS', canBeInactive: true, hasMoney: true, toBatch: asEntries(fromVendor) },
  { name: 'Customer', resource: 'CUSTOMERS', canBeInactive: true, hasMoney: true, toBatch: asEntries(fromCustomer) },
  {
    name: 'Class',
    resource: 'TRACKING_CLASSES',
    canBeInactive: true,
    isOptional: true,
    toBatch: asEntries(fromClass),
  },
  {
    name: 'Department',
    resource: 'DEPARTMENTS',
    canBeInactive: true,
    isOptional: true,
    toBatch: asEntries(fromDepartment),
  },
  {
    name: 'Employee',
    resource: 'EMPLOYEES',
    canBeInactive: true,
    toBatch: each(fromEmployee, (employees) => ({ employees })),
  },
  expenses('Purchase', 'PURCHASE', fromPurchase),
  expenses('Bill', 'BILL', fromBill),
  expenses('VendorCredit', 'SUPPLIER_CREDIT', fromVendorCredit),
  { name: 'Attachable', resource: 'RECEIPTS', toBatch: each(fromAttachable, (receipts) => ({ receipts })) },
];

/** Everything that the lists of a company cover. */
export const BOOK_RESOURCES: readonly ElementResource[] = [
  // First what the others are read for: the lease and the checkpoint are named by it.
  ...new Set<ElementResource>(['EXPENSES', ...BOOK_ENTITIES.map(({ resource }) => resource)]),
];

/** Tells objects in our words. */
export function* tell(entity: BookEntity, objects: readonly RawObject[], home: string | null): Generator<ReadEvent> {
  const { batch, rejected } = entity.toBatch(objects, home);
  for (const object of rejected) {
    const reason = `A ${entity.name} object lacks what it needs, or has an amount out of all bounds.`;
    yield { kind: 'rejected', resource: entity.resource, remoteId: textOf(object.Id), reason };
  }
  if (objects.length > rejected.length) yield { kind: 'records', batch };
}

/** Whether the currency of one of the objects is that of the company, which they do not name. */
export function needsHomeCurrency(entity: BookEntity, objects: readonly RawObject[]): boolean {
  return entity.hasMoney === true && objects.some((object) => idOf(object.CurrencyRef) === null);
}

function expenses(name: string, expenseKind: ExpenseKind, map: Parameters<typeof eachExpense>[0]): BookEntity {
  return { name, resource: 'EXPENSES', expenseKind, isDated: true, hasMoney: true, toBatch: eachExpense(map) };
}

function eachExpense(map: typeof fromPurchase): BookEntity['toBatch'] {
  return each(map, (records) => ({ expenses: records }));
}

function asEntries(map: typeof fromVendor): BookEntity['toBatch'] {
  return each(map, (bookEntries) => ({ bookEntries }));
}

function each<Mapped>(
  map: (object: RawObject, home: string | null) => Mapped | null,
  toBatch: (records: readonly Mapped[]) => RecordBatch,
): BookEntity['toBatch'] {
  return (objects, home) => {
    const records = objects.map((object) => mapOrNull(map, object, home));
    return {
      batch: toBatch(records.filter((record) => record !== null)),
      rejected: objects.filter((_, index) => records[index] === null),
    };
  };
}

function mapOrNull<Mapped>(
  map: (object: RawObject, home: string | null) => Mapped | null,
  object: RawObject,
  home: string | null,
): Mapped | null {
  try {
    return map(object, home);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
