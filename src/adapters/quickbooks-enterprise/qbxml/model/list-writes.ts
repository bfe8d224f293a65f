import {
  amount,
  day,
  flag,
  group,
  guid,
  id,
  lines,
  name,
  ref,
  required,
  since,
  text,
  word,
  type ModelNode,
} from './element';
import { address, MEMO, NAME_OF_ACCOUNT, NAME_OF_VENDOR, RETURNED } from './shared';
import type { RequestModel } from './request-model';

const CHANGED = [required(id('ListID')), required(text('EditSequence', 16))];
const EXTERNAL_GUID = since(8, guid('ExternalGUID'));
const PERSON = [text('Salutation', 15), text('FirstName', 25), text('MiddleName', 5), text('LastName', 25)];
const EMAIL = text('Email', 1023);

/** Editions of the US know two lines of an employee's address, and neither suffix nor country. */
const EMPLOYEE_ADDRESS = group('EmployeeAddress', [
  text('Addr1', 41),
  text('Addr2', 41),
  text('City', 31),
  text('State', 21),
  text('PostalCode', 13),
]);

/** The name is made of its parts. */
const EMPLOYEE: readonly ModelNode[] = [
  flag('IsActive'),
  ...PERSON,
  since(12, text('JobTitle', 41)),
  since(13, ref('SupervisorRef', 209)),
  since(13, text('Department', 31)),
  since(13, text('Description', 64)),
  EMPLOYEE_ADDRESS,
  text('PrintAs', 41),
  text('Phone', 21),
  text('Mobile', 21),
  text('AltPhone', 21),
  text('Fax', 21),
  EMAIL,
  word('EmployeeType', ['Officer', 'Owner', 'Regular', 'Statutory']),
  day('HiredDate'),
  since(13, day('OriginalHireDate')),
  day('ReleasedDate'),
  text('AccountNumber', 99),
  lines('Notes', MEMO),
];

const VENDOR: readonly ModelNode[] = [
  flag('IsActive'),
  since(12, ref('ClassRef', NAME_OF_ACCOUNT)),
  text('CompanyName', 41),
  ...PERSON,
  since(12, text('JobTitle', 41)),
  address('VendorAddress'),
  text('Phone', 21),
  text('AltPhone', 21),
  text('Fax', 21),
  EMAIL,
  since(12, text('Cc', 1023)),
  text('Contact', 41),
  text('AltContact', 41),
  text('NameOnCheck', 41),
  text('AccountNumber', 99),
  lines('Notes', MEMO),
  ref('VendorTypeRef', NAME_OF_ACCOUNT),
  ref('TermsRef', 31),
  amount('CreditLimit'),
  text('VendorTaxIdent', 15),
  flag('IsVendorEligibleFor1099'),
];

const CURRENCY = since(8, ref('CurrencyRef', 64));

export const LIST_WRITES = {
  EmployeeAdd: { content: [required(group('EmployeeAdd', [...EMPLOYEE, EXTERNAL_GUID])), RETURNED] },
  EmployeeMod: { content: [required(group('EmployeeMod', [...CHANGED, ...EMPLOYEE])), RETURNED] },
  VendorAdd: {
    content: [
      required(group('VendorAdd', [required(name(NAME_OF_VENDOR)), ...VENDOR, EXTERNAL_GUID, CURRENCY])),
      RETURNED,
    ],
  },
  VendorMod: {
    content: [required(group('VendorMod', [...CHANGED, name(NAME_OF_VENDOR), ...VENDOR, CURRENCY])), RETURNED],
  },
  ListDel: {
    content: [
      required(word('ListDelType', ['Account', 'Class', 'Customer', 'Employee', 'Vendor'])),
      required(id('ListID')),
    ],
  },
} as const satisfies Record<string, RequestModel>;
