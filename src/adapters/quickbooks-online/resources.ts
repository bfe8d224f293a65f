import type { ElementOperation, ElementResource, OperationDetail, ResourceOperations, VendorAdapter } from '../adapter';
import { canonicalObjectId } from './object-id';
import { companyBooks } from './operations/books';
import { booksById } from './operations/books-by-id';
import { recordVersion } from './record-version';

const TOGETHER =
  'Read with everything else in the books: one call for all that is at most 1000 objects of each kind, one for what changed.';
const EDITIONS = 'QuickBooks Online Plus or Advanced.';

/** What is read of a company's books. */
export const bookResources: VendorAdapter['resources'] = {
  EXPENSES: writable(
    readable('EXPENSES', {
      note: `Purchases, bills and credits of suppliers, as far back as \`sync.history.days\`. ${TOGETHER}`,
    }),
    ['CREATE', 'UPDATE', 'DELETE'],
  ),
  RECEIPTS: writable(
    readable('RECEIPTS', {
      note: `Attachments of expenses. ${TOGETHER} Links to files are asked for when read.`,
    }),
    ['CREATE'],
  ),
  EMPLOYEES: writable(readable('EMPLOYEES', { note: TOGETHER }), ['CREATE', 'UPDATE']),
  SUPPLIERS: writable(readable('SUPPLIERS', { note: TOGETHER }), ['CREATE', 'UPDATE']),
  CUSTOMERS: readable('CUSTOMERS', { note: TOGETHER }),
  LEDGER_ACCOUNTS: readable('LEDGER_ACCOUNTS', { note: TOGETHER }),
  TRACKING_CLASSES: readable('TRACKING_CLASSES', { note: TOGETHER, requires: EDITIONS }),
  DEPARTMENTS: readable('DEPARTMENTS', { note: TOGETHER, requires: EDITIONS }),
  COMPANY: readable('COMPANY', { note: `Name, legal name, country and home currency. ${TOGETHER}` }),
};

function readable(resource: ElementResource, list: Pick<OperationDetail, 'note' | 'requires'>): ResourceOperations {
  return {
    operations: ['LIST', 'GET'],
    details: [
      { operation: 'LIST', delivery: 'IMMEDIATE', ...list },
      { operation: 'GET', delivery: 'IMMEDIATE', note: 'One call for up to 100.' },
    ],
    list: companyBooks,
    getMany: booksById(resource),
    canonicalRemoteId: canonicalObjectId,
  };
}

function writable(reading: ResourceOperations, operations: readonly ElementOperation[]): ResourceOperations {
  return { ...reading, operations: [...reading.operations, ...operations], versionOf: recordVersion };
}
