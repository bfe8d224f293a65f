import type {
  BookEntryRecord,
  EmployeeRecord,
  ExpenseRecord,
  MoneyValue,
  PolicyRecord,
  ReportRecord,
} from '../../src/adapters/records';

/** Vendor records with nothing but what a record must have; a test gives what it is about. */

export function buildReport(remoteId: string, facts: Partial<ReportRecord> = {}): ReportRecord {
  return {
    remoteId,
    name: `Report ${remoteId}`,
    status: 'OPEN',
    vendorStatus: null,
    total: null,
    submitterEmail: null,
    submitterName: null,
    nextApproverEmail: null,
    policyRemoteId: null,
    createdAt: null,
    createdOn: null,
    submittedAt: null,
    submittedOn: null,
    approvedAt: null,
    approvedOn: null,
    reimbursedAt: null,
    reimbursedOn: null,
    reimbursement: null,
    approvals: [],
    customFields: [],
    history: null,
    webUrl: null,
    expenses: [],
    vendorFields: {},
    ...facts,
  };
}

export function buildExpense(remoteId: string, facts: Partial<ExpenseRecord> = {}): ExpenseRecord {
  return {
    kind: 'EXPENSE',
    remoteId,
    reportRemoteId: null,
    employeeEmail: null,
    amount: null,
    originalAmount: null,
    convertedAmount: null,
    exchangeRate: null,
    tax: null,
    merchant: null,
    description: null,
    date: null,
    createdAt: null,
    vendorKind: null,
    paymentMethod: null,
    category: null,
    tags: [],
    lines: [],
    payee: null,
    posting: null,
    receipt: null,
    attendees: [],
    billable: null,
    reimbursable: null,
    card: null,
    distance: null,
    merchantCategoryCode: null,
    externalReference: null,
    vendorFields: {},
    ...facts,
  };
}

export function buildPolicy(remoteId: string, facts: Partial<PolicyRecord> = {}): PolicyRecord {
  return {
    remoteId,
    name: `Policy ${remoteId}`,
    vendorType: null,
    currency: null,
    ownerEmail: null,
    accessRole: 'ADMIN',
    categories: null,
    tagGroups: null,
    reportFields: null,
    tax: null,
    limits: null,
    vendorFields: {},
    ...facts,
  };
}

export function buildEmployee(remoteId: string, facts: Partial<EmployeeRecord> = {}): EmployeeRecord {
  return {
    remoteId,
    email: null,
    name: null,
    firstName: null,
    lastName: null,
    employeeNumber: null,
    managerRemoteId: null,
    approverRemoteId: null,
    role: 'MEMBER',
    vendorRole: null,
    isActive: null,
    hiredOn: null,
    releasedOn: null,
    memberships: [],
    customFields: [],
    vendorFields: {},
    ...facts,
  };
}

export function buildBookEntry(
  kind: BookEntryRecord['kind'],
  remoteId: string,
  facts: Partial<BookEntryRecord> = {},
): BookEntryRecord {
  return {
    kind,
    remoteId,
    name: `${kind} ${remoteId}`,
    fullName: facts.name ?? `${kind} ${remoteId}`,
    parentRemoteId: null,
    isActive: null,
    email: null,
    currency: null,
    balance: null,
    account: kind === 'LEDGER_ACCOUNT' ? { kind: 'UNKNOWN', vendorType: null, number: null } : null,
    isProject: null,
    company: kind === 'COMPANY' ? { legalName: null, country: null } : null,
    vendorFields: {},
    ...facts,
  };
}

export function usd(amount: string): MoneyValue {
  return { amount, currency: 'USD' };
}
