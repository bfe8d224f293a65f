import type { ContactDetails, EmployeeDetails, PostalAddress, SupplierDetails } from '../writes';
import type { QuickbooksObject } from './client';
import { type FieldChecks, LONGEST } from './field-checks';

/** An address has five lines. */
const MOST_ADDRESS_LINES = 5;
const NAMES = ['name', 'firstName', 'middleName', 'lastName'] as const;

export function checkSupplier(details: SupplierDetails, isNew: boolean, checks: FieldChecks): void {
  checkContact(details, LONGEST.supplierPhone, checks);
  checks.text('companyName', details.companyName, LONGEST.companyName);
  checks.text('accountNumber', details.accountNumber, LONGEST.accountNumber);
  checks.text('website', details.website, LONGEST.website);
  const isNamed = [...NAMES, 'companyName' as const].some((member) => details[member] != null);
  if (isNew && !isNamed) checks.add('name', 'A supplier needs a name.');
}

export function checkEmployee(details: EmployeeDetails, isNew: boolean, checks: FieldChecks): void {
  checkContact(details, LONGEST.employeePhone, checks);
  checks.text('employeeNumber', details.employeeNumber, LONGEST.employeeNumber);
  const { hiredOn, releasedOn } = details;
  if (hiredOn != null && releasedOn != null && releasedOn < hiredOn) {
    checks.add('releasedOn', 'Somebody cannot leave before being hired.', `A day from ${hiredOn} on.`);
  }
  if (isNew && details.firstName == null && details.lastName == null) {
    checks.add('lastName', 'An employee needs a first or a last name.');
  }
}

export function supplierFields(details: SupplierDetails): QuickbooksObject {
  return defined({
    ...contactFields(details, 'BillAddr'),
    CompanyName: text(details.companyName),
    AcctNum: text(details.accountNumber),
    WebAddr: wrapped('URI', details.website),
  });
}

export function employeeFields(details: EmployeeDetails): QuickbooksObject {
  return defined({
    ...contactFields(details, 'PrimaryAddr'),
    EmployeeNumber: text(details.employeeNumber),
    HiredDate: text(details.hiredOn),
    ReleasedDate: text(details.releasedOn),
  });
}

function checkContact(details: ContactDetails, longestPhone: number, checks: FieldChecks): void {
  if (Object.values(details).every((value) => value === undefined)) checks.add(null, 'There is nothing to write.');
  checks.name('name', details.name, LONGEST.displayName);
  checks.name('firstName', details.firstName, LONGEST.namePart);
  checks.name('middleName', details.middleName, LONGEST.namePart);
  checks.name('lastName', details.lastName, LONGEST.namePart);
  checks.text('checkName', details.checkName, LONGEST.checkName);
  checks.text('email', details.email, LONGEST.emailAddress);
  checks.text('phone', details.phone, longestPhone);
  checks.text('mobilePhone', details.mobilePhone, longestPhone);
  if (details.address !== undefined) checkAddress(details.address, checks.at('address'));
}

function checkAddress({ lines = [], ...parts }: PostalAddress, checks: FieldChecks): void {
  if (lines.length > MOST_ADDRESS_LINES) {
    checks.add('lines', 'QuickBooks has five lines of an address.', `At most ${MOST_ADDRESS_LINES} lines.`);
  }
  lines.forEach((line, index) => checks.at('lines').text(String(index), line, LONGEST.addressLine));
  for (const member of ['city', 'region', 'country'] as const) checks.text(member, parts[member], LONGEST.addressPart);
  checks.text('postalCode', parts.postalCode, LONGEST.postalCode);
}

function contactFields(details: ContactDetails, addressName: string): QuickbooksObject {
  return {
    DisplayName: text(details.name),
    GivenName: text(details.firstName),
    MiddleName: text(details.middleName),
    FamilyName: text(details.lastName),
    PrintOnCheckName: text(details.checkName),
    PrimaryEmailAddr: wrapped('Address', details.email),
    PrimaryPhone: wrapped('FreeFormNumber', details.phone),
    Mobile: wrapped('FreeFormNumber', details.mobilePhone),
    [addressName]: details.address && addressFields(details.address),
    Active: details.isActive,
  };
}

function addressFields({ lines = [], city, region, postalCode, country }: PostalAddress): QuickbooksObject {
  const numbered = lines.map((line, index) => [`Line${index + 1}`, line] as const);
  return defined({
    ...Object.fromEntries(numbered),
    City: city ?? undefined,
    CountrySubDivisionCode: region ?? undefined,
    PostalCode: postalCode ?? undefined,
    Country: country ?? undefined,
  });
}

/**
 * An empty text clears a field in a sparse update. A full one cannot be used for that: it would clear what QuickBooks shows
 * masked only, such as a tax number.
 */
function text(value: string | null | undefined): string | undefined {
  return value === null ? '' : value;
}

function wrapped(name: string, value: string | null | undefined): QuickbooksObject | undefined {
  return value === undefined ? undefined : { [name]: value ?? '' };
}

function defined(fields: Readonly<Record<string, unknown>>): QuickbooksObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
