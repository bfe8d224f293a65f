import { z } from 'zod';
import { platformWrite, type PlatformWrite } from '../platform-resource';
import type { ExpenseKind } from '../records';
import type { ContactDetails, EmployeeDetails, SupplierDetails } from '../writes';

const Text = z.string().max(500).nullable();
const Phone = z.looseObject({ freeFormNumber: Text.optional() }).nullable();
const Address = z.looseObject({
  line1: Text.optional(),
  line2: Text.optional(),
  line3: Text.optional(),
  line4: Text.optional(),
  line5: Text.optional(),
  city: Text.optional(),
  countrySubDivisionCode: Text.optional(),
  postalCode: Text.optional(),
  country: Text.optional(),
});
const personShape = {
  displayName: z.string().max(500).optional(),
  givenName: Text.optional(),
  middleName: Text.optional(),
  familyName: Text.optional(),
  primaryEmailAddr: z
    .looseObject({ address: Text.optional() })
    .nullable()
    .optional()
    .meta({ description: '`{ "address": … }`.' }),
  primaryPhone: Phone.optional().meta({ description: '`{ "freeFormNumber": … }`.' }),
  mobile: Phone.optional(),
  printOnCheckName: Text.optional(),
  active: z.boolean().optional(),
};
const SYNC_TOKEN = { syncToken: z.string().meta({ description: 'Of the version that you read.' }) };

const supplierShape = {
  ...personShape,
  companyName: Text.optional(),
  webAddr: z.looseObject({ uri: Text.optional() }).nullable().optional().meta({ description: '`{ "uri": … }`.' }),
  acctNum: Text.optional(),
  billAddr: Address.optional(),
};
const employeeShape = {
  ...personShape,
  employeeNumber: Text.optional(),
  hiredDate: z.iso.date().nullable().optional(),
  releasedDate: z.iso.date().nullable().optional(),
  primaryAddr: Address.optional(),
};

const NewVendor = z.strictObject(supplierShape).meta({ id: 'NewVendor' });
const ChangedVendor = z.strictObject({ ...supplierShape, ...SYNC_TOKEN }).meta({ id: 'ChangedVendor' });
const NewEmployee = z.strictObject(employeeShape).meta({ id: 'NewEmployee' });
const ChangedEmployee = z.strictObject({ ...employeeShape, ...SYNC_TOKEN }).meta({ id: 'ChangedEmployee' });

type Supplier = z.output<typeof NewVendor>;
type Employee = z.output<typeof NewEmployee>;

export const newSupplier: PlatformWrite = platformWrite({
  name: 'createSupplier',
  description: 'Someone whom the company pays.',
  body: NewVendor,
  toRequest: (body) => ({ details: toSupplier(body as Supplier) }),
  remoteIdOf: ({ supplierRemoteId }) => supplierRemoteId,
});

export const changedSupplier: PlatformWrite = platformWrite({
  name: 'updateSupplier',
  description: 'What is left out stays; null clears. Needs the `syncToken` that was read.',
  body: ChangedVendor,
  toRequest: (body, remoteId) => {
    const { syncToken, ...supplier } = body as z.output<typeof ChangedVendor>;
    return { supplierRemoteId: remoteId ?? '', expectedVersion: syncToken, details: toSupplier(supplier) };
  },
  remoteIdOf: (_result, remoteId) => remoteId,
});

export const newEmployee: PlatformWrite = platformWrite({
  name: 'createEmployee',
  description: 'Someone who works for the company.',
  body: NewEmployee,
  toRequest: (body) => ({ details: toEmployee(body as Employee) }),
  remoteIdOf: ({ employeeRemoteId }) => employeeRemoteId,
});

export const changedEmployee: PlatformWrite = platformWrite({
  name: 'updateEmployee',
  description: 'What is left out stays; null clears. Needs the `syncToken` that was read.',
  body: ChangedEmployee,
  toRequest: (body, remoteId) => {
    const { syncToken, ...employee } = body as z.output<typeof ChangedEmployee>;
    return { employeeRemoteId: remoteId ?? '', expectedVersion: syncToken, details: toEmployee(employee) };
  },
  remoteIdOf: (_result, remoteId) => remoteId,
});

/** Without a version, as the platform had it: as it is now, it goes. */
export function removedExpense(kind: ExpenseKind): PlatformWrite {
  return platformWrite({
    name: 'deleteExpense',
    description: 'Gone from the books, whichever version it is.',
    body: z.undefined(),
    toRequest: (_body, remoteId) => ({ expense: { kind, remoteId: remoteId ?? '' }, expectedVersion: null }),
    remoteIdOf: () => null,
  });
}

function toSupplier({ companyName, webAddr, acctNum, billAddr, ...person }: Supplier): SupplierDetails {
  return {
    ...toContact(person, billAddr),
    ...(companyName !== undefined && { companyName }),
    ...(webAddr !== undefined && { website: webAddr?.uri ?? null }),
    ...(acctNum !== undefined && { accountNumber: acctNum }),
  };
}

function toEmployee({ employeeNumber, hiredDate, releasedDate, primaryAddr, ...person }: Employee): EmployeeDetails {
  return {
    ...toContact(person, primaryAddr),
    ...(employeeNumber !== undefined && { employeeNumber }),
    ...(hiredDate !== undefined && { hiredOn: hiredDate }),
    ...(releasedDate !== undefined && { releasedOn: releasedDate }),
  };
}

/** Only what is there: what is left out stays. */
function toContact(
  person: z.output<z.ZodObject<typeof personShape>>,
  address: z.output<typeof Address> | undefined,
): ContactDetails {
  const { displayName, givenName, middleName, familyName, primaryEmailAddr, primaryPhone, mobile } = person;
  const { printOnCheckName, active } = person;
  return {
    ...(displayName !== undefined && { name: displayName }),
    ...(givenName !== undefined && { firstName: givenName }),
    ...(middleName !== undefined && { middleName }),
    ...(familyName !== undefined && { lastName: familyName }),
    ...(primaryEmailAddr !== undefined && { email: primaryEmailAddr?.address ?? null }),
    ...(primaryPhone !== undefined && { phone: primaryPhone?.freeFormNumber ?? null }),
    ...(mobile !== undefined && { mobilePhone: mobile?.freeFormNumber ?? null }),
    ...(printOnCheckName !== undefined && { checkName: printOnCheckName }),
    ...(active !== undefined && { isActive: active }),
    ...(address !== undefined && { address: toAddress(address) }),
  };
}

function toAddress(address: z.output<typeof Address>): NonNullable<ContactDetails['address']> {
  const { line1, line2, line3, line4, line5, city, countrySubDivisionCode, postalCode, country } = address;
  const lines = [line1, line2, line3, line4, line5].filter((line) => typeof line === 'string');
  return {
    ...(lines.length > 0 && { lines }),
    ...(city !== undefined && { city }),
    ...(countrySubDivisionCode !== undefined && { region: countrySubDivisionCode }),
    ...(postalCode !== undefined && { postalCode }),
    ...(country !== undefined && { country }),
  };
}
