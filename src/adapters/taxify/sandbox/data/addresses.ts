/** An address that the sandbox can write in its normal form. */
export interface KnownAddress {
  readonly street: string;
  readonly city: string;
  readonly county: string;
  readonly region: string;
  readonly postalCode: string;
  readonly use: 'Residential' | 'Business';
  /** A normal form is no promise: the vendor's own sample says NotValidated. */
  readonly status: 'Validated' | 'ValidatedWithStreetLevelNormalization' | 'NotValidated';
}

/** The last four digits are made up, but for the first two. */
export const KNOWN_ADDRESSES: readonly KnownAddress[] = [
  {
    street: '1877 Broadway',
    city: 'Boulder',
    county: 'Boulder',
    region: 'CO',
    postalCode: '80302-5245',
    use: 'Business',
    status: 'NotValidated',
  },
  {
    street: '303 E Patrick St',
    city: 'Frederick',
    county: 'Frederick',
    region: 'MD',
    postalCode: '21701-5614',
    use: 'Business',
    status: 'Validated',
  },
  {
    street: '1500 Broadway',
    city: 'Denver',
    county: 'Denver',
    region: 'CO',
    postalCode: '80202-0001',
    use: 'Business',
    status: 'ValidatedWithStreetLevelNormalization',
  },
  {
    street: '2301 Mission St',
    city: 'San Francisco',
    county: 'San Francisco',
    region: 'CA',
    postalCode: '94110-0001',
    use: 'Residential',
    status: 'Validated',
  },
];
