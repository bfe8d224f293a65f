import type { CompanyFileSettings } from '../../company-file';
import type { Company } from '../../company/company';
import { formatCents } from '../../company/money';
import type { Aggregate, ListKind, ListRecord, Value } from '../../company/records';
import type { RetElements } from '../ret';
import { addressBlock, dataExtensions, referenceTo, tellField } from './references';

const STAMPS = 'ListID TimeCreated TimeModified EditSequence Name';
const TREE = `${STAMPS} FullName IsActive ParentRef`;
const PERSON = 'Salutation FirstName MiddleName LastName';

/** Elements of an answer in their order; those without a rule below are kept as they were given. */
const ORDER: Readonly<Record<ListKind, string>> = {
  Account:
    `${TREE} Sublevel AccountType SpecialAccountType AccountNumber BankNumber Desc Balance TotalBalance ` +
    'CashFlowClassification DataExtRet',
  Class: `${TREE} Sublevel`,
  Customer:
    `${STAMPS} FullName IsActive ClassRef ParentRef Sublevel CompanyName ${PERSON} JobTitle BillAddress BillAddressBlock ` +
    'ShipAddress PrintAs Phone AltPhone Fax Email Contact TermsRef Balance TotalBalance AccountNumber JobStatus JobDesc ' +
    'Notes ExternalGUID DataExtRet',
  Employee:
    `${STAMPS} IsActive ${PERSON} JobTitle SupervisorRef Department Description TargetBonus EmployeeAddress PrintAs ` +
    'Phone Mobile Pager PagerPIN AltPhone Fax SSN Email AdditionalContactRef EmergencyContacts EmployeeType ' +
    'PartOrFullTime Exempt KeyEmployee Gender HiredDate OriginalHireDate AdjustedServiceDate ReleasedDate BirthDate ' +
    'AccountNumber Notes AdditionalNotesRet EmployeePayrollInfo YearBeginsDate EmployeeTaxInfo ' +
    'EmployeeDirectDepositAccount ExternalGUID DataExtRet',
  OtherName: `${STAMPS} IsActive CompanyName`,
  StandardTerms: `${STAMPS} IsActive`,
  Vendor:
    `${STAMPS} IsActive ClassRef CompanyName ${PERSON} JobTitle VendorAddress VendorAddressBlock ShipAddress Phone ` +
    'AltPhone Fax Email Cc Contact AltContact AdditionalContactRef NameOnCheck AccountNumber Notes AdditionalNotesRet ' +
    'VendorTypeRef TermsRef CreditLimit VendorTaxIdent IsVendorEligibleFor1099 Balance ExternalGUID PrefillAccountRef ' +
    'DataExtRet',
};
const ORDERS = new Map(Object.entries(ORDER).map(([kind, order]) => [kind, order.split(' ')]));

/** Accounts whose balance is what stands on their credit side. */
const CREDIT_TYPES = new Set([
  'AccountsPayable',
  'CreditCard',
  'Equity',
  'Income',
  'LongTermLiability',
  'OtherCurrentLiability',
  'OtherIncome',
]);
/** Of these QuickBooks keeps no balance. */
const FLOW_TYPES = new Set(['CostOfGoodsSold', 'Expense', 'Income', 'OtherExpense', 'OtherIncome']);

export function isCreditType(accountType: Value | undefined): boolean {
  return typeof accountType === 'string' && CREDIT_TYPES.has(accountType);
}

/** The object as answers tell it, in the order of the schema. */
export function listElements(
  record: ListRecord,
  company: Company,
  settings: CompanyFileSettings,
  owners: readonly string[],
): RetElements {
  const teller = new ListTeller(record, company, settings, owners);
  return ORDERS.get(record.kind)!.map((element) => [element, teller.tell(element)]);
}

class ListTeller {
  constructor(
    private readonly record: ListRecord,
    private readonly company: Company,
    private readonly settings: CompanyFileSettings,
    private readonly owners: readonly string[],
  ) {}

  tell(element: string): Value | undefined {
    const rule = this.rules[element];
    if (rule !== undefined) return rule();
    return tellField(this.company, element, this.record.fields[element]);
  }

  private readonly rules: Readonly<Record<string, () => Value | undefined>> = {
    ListID: () => this.record.id,
    TimeCreated: () => this.company.time.print(this.record.created),
    TimeModified: () => this.company.time.print(this.record.modified),
    EditSequence: () => String(this.record.modified),
    Name: () => this.record.name,
    FullName: () => this.company.fullName(this.record),
    IsActive: () => String(this.record.active),
    ParentRef: () => referenceTo(this.company, this.record.parent ?? undefined),
    Sublevel: () => String(this.company.sublevel(this.record)),
    VendorAddressBlock: () => addressBlock(this.record.fields['VendorAddress']),
    BillAddressBlock: () => addressBlock(this.record.fields['BillAddress']),
    Balance: () => this.balance((record) => this.ownCents(record)),
    TotalBalance: () => this.balance((record) => this.totalCents(record)),
    SSN: () => (this.settings.personalDataAllowed ? this.record.fields['SSN'] : undefined),
    BirthDate: () => (this.settings.personalDataAllowed ? this.record.fields['BirthDate'] : undefined),
    EmployeePayrollInfo: () => this.payrollInfo(),
    YearBeginsDate: () => this.undeclared(`${this.company.today().slice(0, 4)}-01-01`),
    EmployeeTaxInfo: () => this.undeclared({ StateLived: 'CA', StateWorked: 'CA' }),
    EmployeeDirectDepositAccount: () => this.undeclared({ AccountType: 'Checking' }),
    DataExtRet: () => dataExtensions(this.record.custom, this.owners),
  };

  private balance(cents: (record: ListRecord) => number): string | undefined {
    if (this.record.kind === 'Vendor') return formatCents(this.company.balances.owedTo(this.record.id));
    if (this.record.kind === 'Customer') return formatCents(0);
    if (FLOW_TYPES.has(String(this.record.fields['AccountType']))) return undefined;
    return formatCents(cents(this.record));
  }

  private ownCents(record: ListRecord): number {
    const debits = this.company.balances.ofAccount(record.id);
    return isCreditType(record.fields['AccountType']) ? -debits || 0 : debits;
  }

  private totalCents(record: ListRecord): number {
    const children = this.company.childrenOf(record);
    return children.reduce((total, child) => total + this.totalCents(child), this.ownCents(record));
  }

  /** A genuine recording has a reference that is not in the schema, and time data before the pay period. */
  private payrollInfo(): Aggregate {
    const declared = { PayPeriod: 'Biweekly' };
    const timeData = { UseTimeDataToCreatePaychecks: 'NotSet' };
    if (!this.settings.undeclaredElements) return { ...declared, ...timeData };
    return { ...timeData, ...declared, PayScheduleRef: { ListID: '1-1197567012', FullName: 'Biweekly' } };
  }

  private undeclared(value: Value): Value | undefined {
    return this.settings.undeclaredElements ? value : undefined;
  }
}
