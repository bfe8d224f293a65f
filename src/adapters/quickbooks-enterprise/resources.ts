import type { ElementResource, ResourceOperations, VendorAdapter } from '../adapter';
import { companyBooks } from './operations/books';
import { canonicalCompanyId, canonicalRecordId, recordVersion } from './record-id';

const WAITS = 'Read when the Web Connector calls next, with everything else in the books.';

/** What is read of a company's books. */
export const bookResources: VendorAdapter['resources'] = {
  EXPENSES: readable(
    'Bills, checks, credit card charges and credits, and credits of suppliers, with their lines, as far back as ' +
      '`sync.history.days`. QuickBooks tells them in no order, so the newest may come last.',
  ),
  EMPLOYEES: readable('Without pay, tax and other personal data.'),
  SUPPLIERS: readable('The vendors of QuickBooks.'),
  CUSTOMERS: readable('Customers, and their jobs below them.'),
  LEDGER_ACCOUNTS: readable('The chart of accounts.'),
  TRACKING_CLASSES: readable('Classes.', 'Class tracking switched on in the preferences of the company file.'),
  COMPANY: {
    ...readable('Name, legal name, country, home currency and preferences.'),
    canonicalRemoteId: canonicalCompanyId,
  },
} satisfies Partial<Record<ElementResource, ResourceOperations>>;

function readable(what: string, requires?: string): ResourceOperations {
  const note = `${what} ${WAITS}`;
  return {
    operations: ['LIST', 'GET'],
    details: [
      { operation: 'LIST', delivery: 'QUEUED', note, ...(requires !== undefined && { requires }) },
      { operation: 'GET', delivery: 'FROM_OUR_RECORDS', note: 'As it was when the Web Connector called last.' },
    ],
    list: companyBooks,
    canonicalRemoteId: canonicalRecordId,
    versionOf: recordVersion,
  };
}
