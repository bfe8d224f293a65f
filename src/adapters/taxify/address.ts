import { InvalidValueError } from '../../errors';
import type { TaxAddress, TaxAddressUse, TaxAddressValidation, TaxAddressValue } from '../tax';
import { isWireRecord, readText, type WireRecord } from './wire-values';

/** Lower case; the words are from a client of Taxify 1.1. */
const VALIDATIONS: Readonly<Record<string, TaxAddressValidation>> = {
  validated: 'VALIDATED',
  validatedwithstreetlevelnormalization: 'CORRECTED',
  streetleveloverride: 'CORRECTED',
  completeoverride: 'CORRECTED',
  notvalidated: 'NOT_VALIDATED',
};
const USES: Readonly<Record<string, TaxAddressUse>> = { residential: 'RESIDENTIAL', business: 'BUSINESS' };
const UNITED_STATES = /^(us|usa|united states( of america)?)$/i;

/**
 * The members of an address as Taxify takes it. Taxify knows the United States only and would price a foreign address as
 * something at home, so one is refused here, as is one that says too little. Throws an `InvalidValueError` at `path`.
 */
export function toWireAddress(address: TaxAddress, path: readonly string[]): WireRecord {
  const country = address.country?.trim() ?? '';
  if (country !== '' && !UNITED_STATES.test(country)) {
    throw new InvalidValueError('INVALID_INPUT', 'Taxify calculates sales tax in the United States only.', {
      path: [...path, 'country'],
      expected: 'US',
    });
  }
  const members = {
    Company: given(address.company),
    Street1: given(address.line1),
    Street2: given(address.line2),
    City: given(address.city),
    Region: given(address.region),
    PostalCode: given(address.postalCode),
  };
  assertPlace(members, path);
  return { ...members, Country: 'US' };
}

/** Taxify reads a whole address out of the first line where there is nothing else. */
function assertPlace({ Street1, Street2, City, Region, PostalCode }: WireRecord, path: readonly string[]): void {
  if (Region !== undefined || PostalCode !== undefined) return;
  if (Street1 !== undefined && Street2 === undefined && City === undefined) return;
  throw new InvalidValueError('INVALID_INPUT', 'An address needs its state or its ZIP code.', {
    path: [...path],
    expected: '`region` or `postalCode`, or the whole address in `line1` alone',
  });
}

/** Null when it is missing or says nothing. */
export function readAddress(value: unknown): TaxAddressValue | null {
  if (!isWireRecord(value)) return null;
  const address = {
    company: readText(value.Company),
    line1: readText(value.Street1),
    line2: readText(value.Street2),
    city: readText(value.City),
    county: readText(value.County),
    region: readText(value.Region),
    postalCode: readText(value.PostalCode),
    country: readText(value.Country),
  };
  if (Object.values(address).every((member) => member === null)) return null;
  return {
    ...address,
    validation: VALIDATIONS[readText(value.ValidationStatus)?.toLowerCase() ?? ''] ?? 'UNKNOWN',
    use: USES[readText(value.ResidentialOrBusinessType)?.toLowerCase() ?? ''] ?? 'UNKNOWN',
  };
}

/** An address in an error's data: other members than an address elsewhere, the ZIP code in two. */
export function readSuggestion(suggestion: WireRecord): TaxAddressValue {
  const zip = [readText(suggestion.Zip1), readText(suggestion.Zip2)].filter((part) => part !== null);
  return {
    company: null,
    line1: readText(suggestion.Street1),
    line2: readText(suggestion.Street2),
    city: readText(suggestion.City),
    county: readText(suggestion.County),
    region: readText(suggestion.State),
    postalCode: zip.length === 0 ? null : zip.join('-'),
    country: 'US',
    validation: 'UNKNOWN',
    use: 'UNKNOWN',
  };
}

/** On one line, quoted. */
export function formatSuggestion(suggestion: WireRecord): string {
  const { line1, line2, city, region, postalCode } = readSuggestion(suggestion);
  const place = [region, postalCode].filter((part) => part !== null).join(' ');
  const parts = [line1, line2, city, place].filter((part) => part !== null && part !== '');
  return `"${parts.join(', ').slice(0, 200)}"`;
}

function given(value: string | null): string | undefined {
  const text = value?.trim() ?? '';
  return text === '' ? undefined : text;
}
