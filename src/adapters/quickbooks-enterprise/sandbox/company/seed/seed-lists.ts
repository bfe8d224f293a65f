import type { Company } from '../company';
import type { Aggregate, ListKind } from '../records';
import { ACCOUNTS, CLASSES, CUSTOMERS, EMPLOYEES, TERMS, VENDOR_ADDRESS, VENDORS } from './lists';

/** Puts the lists into an empty company, as made at that second. */
export function seedLists(company: Company, at: number): void {
  for (const [fullName, AccountType, AccountNumber, more = {}] of ACCOUNTS) {
    addNamed(company, 'Account', fullName, { AccountType, AccountNumber, ...more }, at);
  }
  for (const name of TERMS) addNamed(company, 'StandardTerms', name, {}, at);
  for (const name of CLASSES) addNamed(company, 'Class', name, {}, at);
  for (const fullName of CUSTOMERS) addNamed(company, 'Customer', fullName, {}, at);
  for (const [name, fields] of VENDORS) {
    const terms = company.named('StandardTerms', 'Net 30')!.id;
    addNamed(company, 'Vendor', name, { VendorAddress: VENDOR_ADDRESS, TermsRef: terms, ...fields }, at);
  }
  for (const employee of EMPLOYEES)
    addNamed(company, 'Employee', employeeName(employee), hired(company, employee, at), at);
}

/** QuickBooks makes an employee's name of its parts. */
export function employeeName(fields: Aggregate): string {
  const parts = ['FirstName', 'MiddleName', 'LastName'].map((part) => fields[part]);
  return parts.filter((part) => typeof part === 'string' && part !== '').join(' ');
}

function addNamed(company: Company, kind: ListKind, fullName: string, given: Aggregate, at: number): void {
  const { IsActive, ...fields } = given;
  const split = fullName.lastIndexOf(':');
  company.restore({
    kind,
    id: company.newListId(at),
    created: at,
    modified: at,
    name: fullName.slice(split + 1),
    active: IsActive !== 'false',
    parent: split < 0 ? null : company.named(kind, fullName.slice(0, split))!.id,
    fields,
    custom: [],
  });
}

function hired(company: Company, employee: Aggregate, at: number): Aggregate {
  return { ...employee, EmployeeType: 'Regular', HiredDate: company.time.day(at) };
}
