import { z } from 'zod';
import type { PlatformField, PlatformResource } from '../platform-resource';
import type { TaxAddress } from '../tax';

const Text = z.string().max(500);
const Decimal = z
  .union([z.number(), z.string()])
  .transform(String)
  .refine((text) => /^-?\d{1,14}(\.\d{1,9})?$/.test(text), 'a decimal number is needed');

const Address = z.strictObject({
  Street1: Text.optional(),
  Street2: Text.optional(),
  City: Text.optional(),
  Region: Text.optional(),
  PostalCode: Text.optional(),
  Country: Text.optional(),
  Company: Text.optional(),
  FirstName: Text.optional().meta({ description: 'Taken, and not sent: it decides no tax. So are the next three.' }),
  LastName: Text.optional(),
  Email: Text.optional(),
  Phone: Text.optional(),
});

/** As the vendor's CalculateTax, without its `Security`. The spelling of `IsCommited` is the vendor's. */
const NewTaxes = z
  .strictObject({
    DocumentKey: Text.min(1).meta({ description: 'Yours, such as the number of an invoice; the id from then on.' }),
    TaxDate: z.iso.date().optional().meta({ description: 'Without it, today.' }),
    IsCommited: z.boolean().optional().meta({ description: 'Make it final, to be filed.' }),
    CustomerKey: Text.optional(),
    CustomerTaxabilityCode: Text.optional(),
    CustomerRegistrationNumber: Text.optional(),
    DestinationAddress: Address,
    OriginAddress: Address.optional(),
    Lines: z
      .array(
        z.strictObject({
          LineNumber: z.union([z.int(), Text]).transform(String).optional(),
          ItemKey: Text.optional(),
          ItemTaxabilityCode: Text.optional(),
          ItemDescription: Text.optional(),
          Quantity: Decimal.optional().meta({ description: '1 without it.' }),
          ActualExtendedPrice: Decimal.meta({ description: 'Of the whole quantity, in US dollars.' }),
          TaxIncludedInPrice: z.boolean().optional(),
        }),
      )
      .min(1)
      .max(1_000),
  })
  .meta({ id: 'NewTaxes' });

const FIELDS: readonly PlatformField[] = [
  { name: 'id', description: 'The `DocumentKey`.', condition: 'ID' },
  { name: 'DocumentKey', condition: 'ID' },
  { name: 'state', description: 'DRAFT, COMMITTED or CANCELLED.' },
  ...[
    'IsCommited',
    'SalesTaxAmount',
    'TaxLineDetails',
    'TaxJurisdictionSummary',
    'EffectiveAddress',
    'EffectiveTaxAddressType',
    'EffectiveTaxAddress',
    'OriginAddress',
    'DestinationAddress',
    'CustomerTaxabilityCode',
    'ExtendedProperties',
    'Errors',
    'ResponseStatus',
  ].map((name) => ({ name })),
];

/** The platform could make and remove documents; reading is ours, from what was made through us. */
export const taxifyPlatformResources: readonly PlatformResource[] = [
  {
    name: 'taxes',
    description: 'Tax documents: what was calculated through this service.',
    resource: 'TAX_DOCUMENTS',
    fields: FIELDS,
    toRecord: ({ remoteId, vendorFields, status }) => ({
      id: remoteId,
      DocumentKey: remoteId,
      state: status,
      ...vendorFields,
    }),
    tax: {
      description: 'Calculated, and kept under its key at Taxify; the same key again replaces what is there.',
      body: NewTaxes,
      toCalculation: (body) => {
        const given = body as z.output<typeof NewTaxes>;
        return {
          documentKey: given.DocumentKey,
          currency: 'USD',
          taxDate: given.TaxDate ?? null,
          commit: given.IsCommited ?? false,
          customerKey: given.CustomerKey ?? null,
          customerTaxCode: given.CustomerTaxabilityCode ?? null,
          customerRegistrationNumber: given.CustomerRegistrationNumber ?? null,
          destination: toAddress(given.DestinationAddress),
          origin: given.OriginAddress === undefined ? null : toAddress(given.OriginAddress),
          lines: given.Lines.map((line) => ({
            number: line.LineNumber ?? null,
            itemKey: line.ItemKey ?? null,
            taxCode: line.ItemTaxabilityCode ?? null,
            description: line.ItemDescription ?? null,
            quantity: line.Quantity ?? '1',
            amount: line.ActualExtendedPrice,
            taxIncluded: line.TaxIncludedInPrice ?? false,
          })),
        };
      },
    },
  },
];

function toAddress(given: z.output<typeof Address>): TaxAddress {
  return {
    company: given.Company ?? null,
    line1: given.Street1 ?? null,
    line2: given.Street2 ?? null,
    city: given.City ?? null,
    region: given.Region ?? null,
    postalCode: given.PostalCode ?? null,
    country: given.Country ?? null,
  };
}
