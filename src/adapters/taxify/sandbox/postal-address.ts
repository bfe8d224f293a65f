import { KNOWN_ADDRESSES, type KnownAddress } from './data/addresses';
import { findPlace } from './data/places';
import type { RequestReader } from './request-reader';

const PERSON = ['FirstName', 'LastName', 'Company', 'Email', 'Phone'] as const;

/** An address as it came, null for what is blank. */
export interface PostalAddress {
  readonly person: Readonly<Partial<Record<(typeof PERSON)[number], string | null>>>;
  readonly street1: string | null;
  readonly street2: string | null;
  readonly city: string | null;
  readonly region: string | null;
  readonly postalCode: string | null;
  readonly country: string | null;
}

/** One in its normal form, as far as it is known. */
export interface NormalAddress extends PostalAddress {
  readonly county: string | null;
  readonly use: 'Unknown' | KnownAddress['use'];
  readonly status: KnownAddress['status'];
}

/** As a PostalAddress is written in words, all in `Street1`. */
const ON_ONE_LINE = /^(.+?),\s*([^,]+),\s*([A-Za-z]{2})(?:\s+(\d{5}(?:-\d{4})?))?$/;
const SECONDARY_UNIT = /^(.*?)[,\s]+(?:suite|ste|unit|apartment|apt|#)\.?\s*(\w+)$/i;
const ABBREVIATIONS: Readonly<Record<string, string>> = {
  street: 'st',
  avenue: 'ave',
  boulevard: 'blvd',
  road: 'rd',
  drive: 'dr',
  east: 'e',
  west: 'w',
  north: 'n',
  south: 's',
};

export function readAddress(reader: RequestReader): PostalAddress {
  const address = {
    person: Object.fromEntries(PERSON.map((name) => [name, reader.text(name)])),
    street1: reader.text('Street1'),
    street2: reader.text('Street2'),
    city: reader.text('City'),
    region: reader.text('Region'),
    postalCode: reader.text('PostalCode'),
    country: reader.text('Country'),
  };
  return isStreetAlone(address) ? { ...address, ...parseLine(address.street1 ?? '') } : address;
}

/** The address with what is known of it. */
export function normalize(address: PostalAddress): NormalAddress {
  const known = findKnown(address);
  const region = address.region?.toUpperCase() ?? null;
  const country = address.country ?? 'US';
  if (known === undefined) {
    const county = findPlace(address)?.county || null;
    return { ...address, region, country, county, use: 'Unknown', status: 'NotValidated' };
  }
  const { street, use, status, ...place } = known;
  const unit = SECONDARY_UNIT.exec(address.street1 ?? '')?.[2];
  const street2 = unit === undefined ? address.street2 : `Ste ${unit}`;
  return { ...address, ...place, street1: street, street2, country, use, status };
}

/** The members as an answer has them; `blank` stands for what is not there. */
export function toAddressFields(address: NormalAddress, blank: '' | null): Record<string, unknown> {
  const { person } = address;
  return {
    FirstName: person.FirstName ?? blank,
    LastName: person.LastName ?? blank,
    Company: person.Company ?? blank,
    Street1: address.street1 ?? blank,
    Street2: address.street2 ?? blank,
    City: address.city ?? blank,
    County: address.county ?? blank,
    Region: address.region ?? blank,
    PostalCode: address.postalCode ?? blank,
    Country: address.country ?? blank,
    Email: person.Email ?? blank,
    Phone: person.Phone ?? blank,
    ResidentialOrBusinessType: address.use,
    ValidationStatus: address.status,
    ExtendedProperties: null,
  };
}

/** What may have been meant by an address that is nowhere: a known one with the same street. */
export function suggestAddress({ street1 }: PostalAddress): Record<string, unknown> | null {
  const street = streetKey(street1 ?? '');
  const known = KNOWN_ADDRESSES.find((each) => streetKey(each.street) === street);
  if (known === undefined) return null;
  const [Zip1, Zip2] = known.postalCode.split('-');
  const { city: City, county: County, region: State } = known;
  return { City, County, State, Street1: known.street, Street2: null, Zip1, Zip2, Details: null, Parts: null };
}

function isStreetAlone({ street1, street2, city, region, postalCode }: PostalAddress): boolean {
  return street1 !== null && [street2, city, region, postalCode].every((part) => part === null);
}

function parseLine(line: string): Partial<PostalAddress> {
  const match = ON_ONE_LINE.exec(line);
  if (match === null) return {};
  const [, street1 = null, city = null, region = null, postalCode = null] = match;
  return { street1, city, region, postalCode };
}

function findKnown(address: PostalAddress): KnownAddress | undefined {
  const street = streetKey(address.street1 ?? '');
  const isSame = (given: string | null, known: string): boolean =>
    given === null || given.toLowerCase() === known.toLowerCase();
  return KNOWN_ADDRESSES.find((known) => {
    const isPlace = isSame(address.city, known.city) && isSame(address.region, known.region);
    const isZip = address.postalCode === null || known.postalCode.startsWith(address.postalCode.slice(0, 5));
    return streetKey(known.street) === street && isPlace && isZip;
  });
}

function streetKey(street: string): string {
  const primary = SECONDARY_UNIT.exec(street)?.[1] ?? street;
  const words = primary.toLowerCase().replace(/[.,]/g, ' ').trim().split(/\s+/);
  return words.map((word) => ABBREVIATIONS[word] ?? word).join(' ');
}
