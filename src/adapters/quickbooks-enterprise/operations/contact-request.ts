import type { RequestPath, RequestProblems } from '../../request-problems';
import type { ContactDetails, EmployeeDetails, PostalAddress, SupplierDetails } from '../../writes';
import { NEWEST_VERSION } from '../qbxml/versions';
import { problemsOf, type QbxmlBody } from '../qbxml/write-request';

const PATH = 'details';
const EMPLOYEE_ADDRESS_LINES = 2;
const ADDRESS_LINES = 5;

/** The members that elements are made of. */
const MEMBERS: Readonly<Record<string, RequestPath>> = {
  Name: ['name'],
  CompanyName: ['companyName'],
  FirstName: ['firstName'],
  MiddleName: ['middleName'],
  LastName: ['lastName'],
  PrintAs: ['checkName'],
  NameOnCheck: ['checkName'],
  Phone: ['phone'],
  Mobile: ['mobilePhone'],
  Email: ['email'],
  AccountNumber: ['accountNumber'],
  HiredDate: ['hiredOn'],
  ReleasedDate: ['releasedOn'],
};
const ADDRESS_MEMBERS: Readonly<Record<string, string>> = {
  City: 'city',
  State: 'region',
  PostalCode: 'postalCode',
  Country: 'country',
};

/** A new employee: QuickBooks makes the name out of its parts. */
export function employeeFields(details: EmployeeDetails): QbxmlBody {
  const { isActive, firstName, middleName, lastName, phone, mobilePhone, email, hiredOn, releasedOn } = details;
  return {
    IsActive: isActive,
    FirstName: firstName,
    MiddleName: middleName,
    LastName: lastName,
    EmployeeAddress: addressFields(details.address, EMPLOYEE_ADDRESS_LINES),
    PrintAs: details.checkName,
    Phone: phone,
    Mobile: mobilePhone,
    Email: email,
    HiredDate: hiredOn,
    ReleasedDate: releasedOn,
    AccountNumber: details.employeeNumber,
  };
}

/** A new supplier, listed under its name, or that of its company. */
export function supplierFields(details: SupplierDetails): QbxmlBody {
  const { isActive, companyName, firstName, middleName, lastName, phone, email } = details;
  return {
    Name: details.name ?? companyName ?? partsOf(details),
    IsActive: isActive,
    CompanyName: companyName,
    FirstName: firstName,
    MiddleName: middleName,
    LastName: lastName,
    VendorAddress: addressFields(details.address, ADDRESS_LINES, details.address?.country),
    Phone: phone,
    Email: email,
    NameOnCheck: details.checkName,
    AccountNumber: details.accountNumber,
  };
}

export function checkEmployee(details: EmployeeDetails, problems: RequestProblems): void {
  const { name, hiredOn, releasedOn, address } = details;
  const parts = partsOf(details);
  if (parts === null) add(problems, ['lastName'], 'An employee needs a first or a last name.');
  if (name !== undefined && parts !== null && name.trim() !== parts) {
    add(problems, ['name'], 'QuickBooks makes the name of an employee out of its parts.', `Nothing, or "${parts}".`);
  }
  if (hiredOn != null && releasedOn != null && releasedOn < hiredOn) {
    add(problems, ['releasedOn'], 'Somebody cannot leave before being hired.', `A day from ${hiredOn} on.`);
  }
  checkAddress(address, EMPLOYEE_ADDRESS_LINES, problems);
  if (address?.country != null) {
    add(problems, ['address', 'country'], 'QuickBooks keeps no country of an employee.', 'Nothing.');
  }
  checkFields('EmployeeAdd', employeeFields(details), { ...MEMBERS, AccountNumber: ['employeeNumber'] }, problems);
}

export function checkSupplier(details: SupplierDetails, problems: RequestProblems): void {
  const { name, companyName, website, mobilePhone, address } = details;
  if ((name ?? companyName ?? partsOf(details)) === null) add(problems, ['name'], 'A supplier needs a name.');
  if (website != null) add(problems, ['website'], 'QuickBooks Enterprise keeps no website of a supplier.', 'Nothing.');
  if (mobilePhone != null) {
    add(problems, ['mobilePhone'], 'QuickBooks Enterprise keeps no mobile phone of a supplier.', '`phone`.');
  }
  checkAddress(address, ADDRESS_LINES, problems);
  checkFields('VendorAdd', supplierFields(details), MEMBERS, problems);
}

function checkAddress(address: PostalAddress | undefined, most: number, problems: RequestProblems): void {
  if ((address?.lines ?? []).length <= most) return;
  add(problems, ['address', 'lines'], `QuickBooks has ${most} lines here.`, `At most ${most} lines.`);
}

/** Lengths, characters and days, by the schema. What is missing has been told in better words. */
function checkFields(
  kind: 'EmployeeAdd' | 'VendorAdd',
  fields: QbxmlBody,
  members: Readonly<Record<string, RequestPath>>,
  problems: RequestProblems,
): void {
  for (const { path, message, expected } of problemsOf(kind, { [kind]: fields }, NEWEST_VERSION)) {
    if (path.length === 2 && fields[String(path[1])] == null) continue;
    const place = memberOf(path.slice(1).map(String), members);
    if (place !== null) add(problems, place, message, expected);
  }
}

function memberOf([first = '', second = '']: readonly string[], members: typeof MEMBERS): RequestPath | null {
  if (!first.endsWith('Address')) return members[first] ?? null;
  const line = /^Addr([1-5])$/.exec(second)?.[1];
  if (line !== undefined) return ['address', 'lines', Number(line) - 1];
  const part = ADDRESS_MEMBERS[second];
  return part === undefined ? null : ['address', part];
}

/** As many lines as there are to have, and the country where there is one to have. */
function addressFields(
  address: PostalAddress | undefined,
  most: number,
  country?: string | null,
): QbxmlBody | undefined {
  if (address === undefined) return undefined;
  const { lines = [], city, region, postalCode } = address;
  const numbered = lines.slice(0, most).map((line, index) => [`Addr${index + 1}`, line] as const);
  return { ...Object.fromEntries(numbered), City: city, State: region, PostalCode: postalCode, Country: country };
}

/** Null when there is none. */
function partsOf({ firstName, middleName, lastName }: ContactDetails): string | null {
  const parts = [firstName, middleName, lastName].flatMap((part) => part?.trim() || []);
  return parts.length === 0 ? null : parts.join(' ');
}

function add(problems: RequestProblems, place: RequestPath, message: string, expected?: string): void {
  problems.add([PATH, ...place], message, expected === undefined ? {} : { expected });
}
