import type { TaxAddress, TaxDocumentRequest, TaxLineRequest } from '../../src/adapters/tax';

const NOWHERE: TaxAddress = {
  company: null,
  line1: null,
  line2: null,
  city: null,
  region: null,
  postalCode: null,
  country: null,
};

/** An address with these members. */
export function taxAddress(members: Partial<TaxAddress>): TaxAddress {
  return { ...NOWHERE, ...members };
}

export const BOULDER = taxAddress({ city: 'Boulder', region: 'CO', postalCode: '80302', country: 'US' });
export const SAN_FRANCISCO = taxAddress({ city: 'San Francisco', region: 'CA', postalCode: '94110', country: 'US' });

/** A line of that amount. */
export function taxLine(amount: string, members: Partial<TaxLineRequest> = {}): TaxLineRequest {
  return {
    number: null,
    itemKey: null,
    taxCode: null,
    description: null,
    quantity: '1',
    amount,
    taxIncluded: false,
    ...members,
  };
}

/** An estimate of 100 dollars in Boulder, but for these members. */
export function taxDocument(members: Partial<TaxDocumentRequest> = {}): TaxDocumentRequest {
  return {
    documentKey: 'INV-1',
    currency: 'USD',
    taxDate: '2026-08-15',
    lines: [taxLine('100')],
    destination: BOULDER,
    origin: null,
    customerKey: null,
    customerTaxCode: null,
    customerRegistrationNumber: null,
    commit: false,
    ...members,
  };
}
