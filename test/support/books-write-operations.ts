import type { IdArgument } from './id-arguments';
import { ERROR_FIELDS } from './instance-operations';

const WRITE = `write { id name resource operation status isReplay error { ...ErrorFields } }`;
const MONEY = 'amount { amount currency }';
export const EXPENSE_FIELDS = `id remoteId kind version date description merchant ${MONEY}
  lines { number description ${MONEY} category { name } }
  posting { documentNumber dueOn }
  receipt { remoteId fileName }`;

/** Mutations that change the books of a company, with everything that their payloads can say. Each takes `$input`. */
export const BOOKS_MUTATIONS = {
  createExpenses: mutation(
    'createExpenses',
    `expenses { ${EXPENSE_FIELDS} } results { outcome reason expense { id } error { ...ErrorFields } }`,
  ),
  updateExpense: mutation('updateExpense', `expense { ${EXPENSE_FIELDS} }`),
  deleteExpense: mutation('deleteExpense', 'deletedExpenseId'),
  attachReceipt: mutation('attachReceipt', `receiptRemoteId expense { ${EXPENSE_FIELDS} }`),
  createSupplier: mutation('createSupplier', 'supplierId supplier { id remoteId name email version }'),
  updateSupplier: mutation('updateSupplier', 'supplier { id remoteId name email version }'),
  createEmployee: mutation('createEmployee', 'employeeId employee { id remoteId name email version }'),
  updateEmployee: mutation('updateEmployee', 'employee { id remoteId name email isActive version }'),
} as const;

export type BooksMutation = keyof typeof BOOKS_MUTATIONS;

function mutation(field: string, result: string): string {
  const type = `${field.charAt(0).toUpperCase()}${field.slice(1)}Input`;
  return `mutation ($input: ${type}!) { ${field}(input: $input) {
    ${result} ${WRITE}
    errors {
      ...ErrorFields
      ... on RecordConflictError {
        current { id version ... on Expense { expenseDescription: description } ... on Supplier { supplierName: name } }
      }
    }
  } }
  ${ERROR_FIELDS}`;
}

/** Ids that an input can name, of one company. */
export interface BooksIds {
  readonly Instance: string;
  readonly Expense: string;
  readonly Supplier: string;
  readonly Employee: string;
  readonly Customer: string;
  readonly LedgerAccount: string;
  readonly TrackingClass: string;
  readonly Department: string;
}

const AMOUNT = { amount: '12.30', currency: 'USD' };

/** An input of each that names every kind of id that it can. */
export const BOOKS_INPUTS: Readonly<Record<BooksMutation, (ids: BooksIds) => Record<string, unknown>>> = {
  createExpenses: ({ Instance, ...ids }) => ({
    instanceId: Instance,
    expenses: [
      {
        merchant: 'Squeaky Kleen Car Wash',
        date: '2026-05-04',
        amount: AMOUNT,
        posting: {
          paymentMethod: 'CARD',
          paidFromId: ids.LedgerAccount,
          payee: { supplierId: ids.Supplier },
          lines: [{ amount: AMOUNT, accountId: ids.LedgerAccount, customerId: ids.Customer }],
        },
      },
    ],
  }),
  updateExpense: ({ Expense, ...ids }) => ({
    expenseId: Expense,
    change: { paidFromId: ids.LedgerAccount, lines: [{ amount: AMOUNT, accountId: ids.LedgerAccount }] },
  }),
  deleteExpense: ({ Expense }) => ({ expenseId: Expense }),
  attachReceipt: ({ Expense }) => ({
    expenseId: Expense,
    fileName: 'lunch.png',
    contentType: 'image/png',
    content: 'iVBORw0KGgo=',
  }),
  createSupplier: ({ Instance }) => ({ instanceId: Instance, details: { name: 'New' } }),
  updateSupplier: ({ Supplier }) => ({ supplierId: Supplier, details: { phone: '1' } }),
  createEmployee: ({ Instance }) => ({ instanceId: Instance, details: { firstName: 'New' } }),
  updateEmployee: ({ Employee }) => ({ employeeId: Employee, details: { phone: '1' } }),
};

/** Whether an id there names something of the books: such ids are tried with companies of QuickBooks. */
export function isOfBooks({ typeName, fieldName, path }: IdArgument): boolean {
  if (typeName !== 'Mutation') return false;
  return path.includes('posting') || (fieldName in BOOKS_MUTATIONS && fieldName !== 'createExpenses');
}
