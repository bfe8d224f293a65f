import { z } from 'zod';
import { platformWrite, type PlatformWrite } from '../platform-resource';
import type { ContactDetails, PostalAddress } from '../writes';

const Text = z.string().max(4095).optional();
/** The platform had texts alone. */
const Flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]).optional();
const Address = z.strictObject({
  Addr1: Text,
  Addr2: Text,
  Addr3: Text,
  Addr4: Text,
  Addr5: Text,
  City: Text,
  State: Text,
  PostalCode: Text,
  Country: Text,
});
const personShape = {
  IsActive: Flag,
  Name: Text,
  FirstName: Text,
  MiddleName: Text,
  LastName: Text,
  Phone: Text,
  Email: Text,
  AccountNumber: Text,
};

const Vendor = z
  .strictObject({ ...personShape, CompanyName: Text, VendorAddress: Address.optional(), NameOnCheck: Text })
  .meta({ id: 'NewQuickBooksVendor' });
const Employee = z
  .strictObject({
    ...personShape,
    Mobile: Text,
    PrintAs: Text,
    EmployeeAddress: Address.optional().meta({ description: 'Of two lines, without a country.' }),
    HiredDate: z.iso.date().optional(),
    ReleasedDate: z.iso.date().optional(),
  })
  .meta({ id: 'NewQuickBooksEmployee' });

export const newVendor: PlatformWrite = platformWrite({
  name: 'createSupplier',
  description: 'Listed under `Name`, else under that of the company. There when the Web Connector has called.',
  body: Vendor,
  toRequest: (body) => {
    const { CompanyName, NameOnCheck, AccountNumber, VendorAddress, ...person } = body as z.output<typeof Vendor>;
    return {
      details: {
        ...toContact(person, VendorAddress),
        ...given({ companyName: CompanyName, checkName: NameOnCheck, accountNumber: AccountNumber }),
      },
    };
  },
  remoteIdOf: ({ supplierRemoteId }) => supplierRemoteId,
});

export const newEmployee: PlatformWrite = platformWrite({
  name: 'createEmployee',
  description: 'QuickBooks makes the name out of its parts. There when the Web Connector has called.',
  body: Employee,
  toRequest: (body) => {
    const { Mobile, PrintAs, AccountNumber, EmployeeAddress, HiredDate, ReleasedDate, ...person } = body as z.output<
      typeof Employee
    >;
    const own = { mobilePhone: Mobile, checkName: PrintAs, employeeNumber: AccountNumber };
    return {
      details: {
        ...toContact(person, EmployeeAddress),
        ...given({ ...own, hiredOn: HiredDate, releasedOn: ReleasedDate }),
      },
    };
  },
  remoteIdOf: ({ employeeRemoteId }) => employeeRemoteId,
});

type Person = Omit<z.output<z.ZodObject<typeof personShape>>, 'AccountNumber'>;

function toContact(
  { IsActive, Name, FirstName, MiddleName, LastName, Phone, Email }: Person,
  address: z.output<typeof Address> | undefined,
): ContactDetails {
  return {
    ...given({ name: Name, firstName: FirstName, middleName: MiddleName, lastName: LastName }),
    ...given({ phone: Phone, email: Email }),
    ...(IsActive !== undefined && { isActive: IsActive }),
    ...(address !== undefined && { address: toAddress(address) }),
  };
}

function toAddress(address: z.output<typeof Address>): PostalAddress {
  const { Addr1, Addr2, Addr3, Addr4, Addr5, City, State, PostalCode, Country } = address;
  const lines = [Addr1, Addr2, Addr3, Addr4, Addr5].filter((line) => line !== undefined);
  return {
    ...(lines.length > 0 && { lines }),
    ...given({ city: City, region: State, postalCode: PostalCode, country: Country }),
  };
}

/** What is left out is not there, and so stays as QuickBooks has it. */
function given<Name extends string>(texts: Readonly<Record<Name, string | undefined>>): Partial<Record<Name, string>> {
  const there = Object.entries(texts).filter(([, text]) => text !== undefined);
  return Object.fromEntries(there) as Partial<Record<Name, string>>;
}
