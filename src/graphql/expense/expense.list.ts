import { BadUserInputError } from '../../errors';
import type {
  ExpenseListFilter,
  ExpenseListScope,
  ExpenseOrderField,
} from '../../persistence/repositories/expense-list';
import type { ExpenseRow } from '../../persistence/repositories/expense-row';
import { isExpenseField } from '../../services/record-fields';
import { defineRecordConnection } from '../connection/define-connection';
import type { RowFields } from '../connection/page-needs';
import { decodeIds } from '../connection/record-condition';
import type { RecordListKind } from '../connection/record-list';
import type { GraphqlContext } from '../context';
import { findPeople } from '../employee/person-condition';
import { READ_OF_ANY_RECORD } from '../vendor-record/record-row-fields';
import type { ExpenseFilter } from './expense-list.input';
import { Expense } from './expense.type';

export const ExpenseConnection = defineRecordConnection<ExpenseRow>(
  { type: 'Expense', plural: 'expenses' },
  () => Expense,
);

type ExpenseListKind = RecordListKind<
  ExpenseRow,
  ExpenseListScope,
  ExpenseFilter,
  ExpenseListFilter,
  ExpenseOrderField
>;

/** Of relations, what names the other record; an expense without lines is shown as its own line. */
export const EXPENSE_ROW_FIELDS: RowFields = {
  has: isExpenseField,
  readByResolver: {
    ...READ_OF_ANY_RECORD,
    kind: [],
    report: ['reportRemoteId'],
    employee: ['employeeEmail'],
    lines: null,
  },
};

export const EXPENSES: ExpenseListKind = {
  resource: 'EXPENSES',
  plural: 'expenses',
  Connection: ExpenseConnection,
  defaultOrder: { field: 'DATE', direction: 'DESC' },
  lists: (loaders) => loaders.expenseLists,
  rowFields: EXPENSE_ROW_FIELDS,
  toFilter: toExpenseFilter,
  checkOrder: ({ field }, given) => {
    if (field !== 'AMOUNT' || given?.amount) return;
    throw new BadUserInputError(
      'Amounts are compared within one currency: an order by AMOUNT needs `filter: { amount: { currency: … } }`.',
      { path: ['orderBy', 'field'] },
    );
  },
};

async function toExpenseFilter(given: ExpenseFilter, context: GraphqlContext): Promise<ExpenseListFilter> {
  const { instanceId, elementKey, instanceTag, remoteId, reportId, policyId, employeeId, ...conditions } = given;
  return {
    ...conditions,
    reports: decodeIds(reportId, 'REPORT'),
    policies: decodeIds(policyId, 'POLICY'),
    employees: await findPeople(context, employeeId),
  };
}
