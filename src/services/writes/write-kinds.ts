import type { ElementOperation, ElementResource, VendorAdapter } from '../../adapters/adapter';
import type { WriteName } from '../../adapters/writes';
import { UnsupportedOperationError } from '../../errors';

/** What each write is about: told also where an element does not have it. */
const KINDS: Readonly<Record<WriteName, readonly [ElementResource, ElementOperation, phrase: string]>> = {
  createReport: ['REPORTS', 'CREATE', 'create reports'],
  createExpenses: ['EXPENSES', 'CREATE', 'create expenses'],
  markReportsReimbursed: ['REPORTS', 'MARK_REIMBURSED', 'mark reports as reimbursed'],
  createPolicy: ['POLICIES', 'CREATE', 'create policies'],
  updatePolicyCategories: ['POLICIES', 'UPDATE', 'change the categories of a policy'],
  updatePolicyTags: ['POLICIES', 'UPDATE', 'change the tags of a policy'],
  updatePolicyTagsFromFile: ['POLICIES', 'UPDATE', 'take the tags of a policy from a file'],
  updatePolicyReportFields: ['POLICIES', 'UPDATE', 'change the report fields of a policy'],
  setTagApprovers: ['POLICIES', 'UPDATE', 'set who approves by tag'],
  createExpenseRule: ['EXPENSE_RULES', 'CREATE', 'create expense rules'],
  updateExpenseRule: ['EXPENSE_RULES', 'UPDATE', 'change expense rules'],
  updateEmployees: ['EMPLOYEES', 'UPDATE', 'change employees'],
  updateExpense: ['EXPENSES', 'UPDATE', 'change an expense'],
  deleteExpense: ['EXPENSES', 'DELETE', 'delete an expense'],
  attachReceipt: ['RECEIPTS', 'CREATE', 'attach a receipt'],
  createSupplier: ['SUPPLIERS', 'CREATE', 'create a supplier'],
  updateSupplier: ['SUPPLIERS', 'UPDATE', 'change a supplier'],
  createEmployee: ['EMPLOYEES', 'CREATE', 'create an employee'],
  updateEmployee: ['EMPLOYEES', 'UPDATE', 'change an employee'],
};

/** The element has no such write: names those that it has. */
export function unsupportedWrite({ catalog, writes = {} }: VendorAdapter, name: WriteName): UnsupportedOperationError {
  const [resource, operation, phrase] = KINDS[name];
  const known = (Object.keys(KINDS) as WriteName[]).filter((other) => writes[other] !== undefined);
  const can =
    known.length === 0 ? 'It cannot change anything.' : `It can ${known.map((one) => KINDS[one][2]).join(', ')}.`;
  return new UnsupportedOperationError(catalog.key, resource, operation, `${catalog.name} cannot ${phrase}. ${can}`);
}
