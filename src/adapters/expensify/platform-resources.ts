import type { PlatformField, PlatformRecord, PlatformResource, PlatformSource } from '../platform-resource';
import { newExpenses, newPolicy, newReport, reimbursement } from './platform-writes';

const REPORT_FIELDS: readonly PlatformField[] = [
  { name: 'id', description: "Expensify's `reportID`.", condition: 'ID' },
  { name: 'reportID', condition: 'ID' },
  { name: 'reportId', description: 'The same, as pollers name it.', condition: 'ID' },
  ...named(['oldReportID', 'reportName', 'policyID', 'policyName']),
  { name: 'accountEmail', description: 'Whose report it is.', condition: 'EMAIL' },
  ...named(['accountID', 'submitterEmail', 'submitterUserID', 'submitterFullName', 'submitterPayrollID']),
  ...named(['employeeCustomField1', 'employeeCustomField2', 'managerEmail', 'managerUserID', 'managerPayrollID']),
  ...named(['managerFullName', 'status', 'state', 'stateNum', 'currency']),
  { name: 'total', description: 'In hundredths.' },
  { name: 'created', condition: 'CREATED_ON', sortedBy: 'CREATED' },
  { name: 'submitted', condition: 'SUBMITTED_ON', sortedBy: 'SUBMITTED' },
  { name: 'approved', condition: 'APPROVED_ON', sortedBy: 'APPROVED' },
  { name: 'reimbursed', condition: 'REIMBURSED_ON', sortedBy: 'REIMBURSED' },
  ...named(['entryID', 'isACHReimbursed', 'customField', 'approvers', 'actionList']),
  { name: 'transactionList', description: 'The expenses on it.', nested: 'EXPENSES' },
];

const EXPENSE_FIELDS: readonly PlatformField[] = [
  { name: 'id', description: "Expensify's `transactionID`.", condition: 'ID' },
  { name: 'transactionID', condition: 'ID' },
  ...named(['reportID', 'type', 'created', 'modifiedCreated', 'inserted', 'merchant', 'modifiedMerchant']),
  { name: 'amount', description: 'In hundredths.' },
  ...named(['modifiedAmount', 'convertedAmount', 'currency', 'currencyConversionRate', 'category', 'categoryGlCode']),
  ...named(['categoryPayrollCode', 'tag', 'tagGlCode', 'ntags', 'comment', 'externalID', 'billable', 'reimbursable']),
  ...named(['hasTax', 'taxAmount', 'modifiedTaxAmount', 'taxName', 'taxRate', 'taxRateName', 'taxCode', 'mcc']),
  ...named(['modifiedMCC', 'bank', 'cardID', 'cardName', 'isDistance', 'units', 'attendees', 'source']),
  ...named(['receiptID', 'receiptFilename', 'receiptURL', 'receiptThumbnail', 'receiptType', 'receiptState']),
];

const POLICY_FIELDS: readonly PlatformField[] = [
  { name: 'id', condition: 'ID' },
  { name: 'policyID', description: 'The same, as reports name it.', condition: 'ID' },
  { name: 'policyId', description: 'The same, as pollers name it.', condition: 'ID' },
  ...named(['name', 'type', 'role', 'owner', 'outputCurrency', 'defaultCategory', 'isAttendeeTrackingEnabled']),
  ...named(['maxExpenseAmount', 'maxExpenseAmountNoReceipt', 'maxExpenseAge', 'requiresCategory', 'requiresTag']),
  ...named([
    'created',
    'ownerAccountID',
    'approvalMode',
    'autoReimbursement',
    'avatarURL',
    'eReceipts',
    'tax',
    'invoice',
  ]),
  ...named(['areCategoriesEnabled', 'areTagsEnabled', 'areReportFieldsEnabled', 'areConnectionsEnabled']),
  ...named(['areDistanceRatesEnabled', 'areWorkflowsEnabled', 'isPolicyExpenseChatEnabled']),
];

const EMPLOYEE_FIELDS: readonly PlatformField[] = [
  { name: 'id', description: 'The e-mail address.', condition: 'ID' },
  { name: 'email', condition: 'ID' },
  { name: 'name', description: 'As on the latest report.' },
  { name: 'employeeID' },
  { name: 'policies', description: 'What each policy says of the person, by the ID of the policy.' },
];

/** What the platform showed of Expensify, and the lists of expenses and employees that it had not. */
export const expensifyPlatformResources: readonly PlatformResource[] = [
  {
    name: 'reports',
    description: 'Expense reports, with the expenses on them.',
    resource: 'REPORTS',
    fields: REPORT_FIELDS,
    sinceField: 'startDate',
    toRecord: ({ remoteId, vendorFields }) => ({ id: remoteId, reportId: remoteId, ...vendorFields }),
    create: newReport,
    actions: { 'status-reimbursed': reimbursement },
  },
  {
    name: 'expenses',
    description: 'Expenses, as their reports have them.',
    resource: 'EXPENSES',
    kind: 'EXPENSE',
    fields: EXPENSE_FIELDS,
    toRecord: ({ remoteId, vendorFields }) => ({ id: remoteId, ...vendorFields }),
    create: newExpenses,
  },
  {
    name: 'policies',
    description: 'Policies: Expensify calls them workspaces.',
    resource: 'POLICIES',
    fields: POLICY_FIELDS,
    toRecord: ({ remoteId, vendorFields }) => ({
      ...vendorFields,
      id: remoteId,
      policyID: remoteId,
      policyId: remoteId,
    }),
    create: newPolicy,
  },
  {
    name: 'employees',
    description: 'Members of policies, each person once.',
    resource: 'EMPLOYEES',
    fields: EMPLOYEE_FIELDS,
    toRecord: toEmployee,
  },
];

function toEmployee({ remoteId, name, email, employeeNumber, vendorFields }: PlatformSource): PlatformRecord {
  return { id: remoteId, email, name, employeeID: employeeNumber, ...vendorFields };
}

function named(names: readonly string[]): PlatformField[] {
  return names.map((name) => ({ name }));
}
