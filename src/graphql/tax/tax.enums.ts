import type {
  TaxAddressKind as AddressKind,
  TaxAddressUse as AddressUse,
  TaxAddressValidation as AddressValidation,
  TaxAdvisory,
  TaxCodeKind as CodeKind,
  TaxDocumentState,
  TaxJurisdictionKind as JurisdictionKind,
} from '../../adapters/tax';
import type { TaxChangeOutcome } from '../../persistence/repositories/tax-document-change.repository';
import type { TaxChange } from '../../persistence/repositories/tax-document-row';
import { registerEnum } from '../register-enum';

export const TaxDocumentStatus = registerEnum<TaxDocumentState>('TaxDocumentStatus', 'Where a tax document stands.', {
  DRAFT: 'Calculated, not to be filed.',
  COMMITTED: 'Final, to be filed.',
  CANCELLED: 'Taken back, not to be filed.',
});

export const TaxDocumentChangeKind = registerEnum<TaxChange>(
  'TaxDocumentChangeKind',
  'What the vendor is asked for with a tax document.',
  {
    CALCULATE: 'To calculate a draft.',
    CALCULATE_AND_COMMIT: 'To calculate it and make it final at once.',
    COMMIT: 'To make a draft final.',
    CANCEL: 'To take it back.',
  },
);

export const TaxDocumentChangeOutcome = registerEnum<TaxChangeOutcome>(
  'TaxDocumentChangeOutcome',
  'What came of a change of a tax document.',
  {
    PENDING: 'Nobody has noted it: it is under way, or who asked for it has died.',
    SUCCEEDED: 'It was carried out.',
    FAILED: 'It was refused; where `status` is there, the vendor did something else than it was asked for.',
    UNKNOWN: 'The answer was lost: it may have been carried out.',
  },
);

export const TaxAddressKind = registerEnum<AddressKind>('TaxAddressKind', 'Which address decided the rates.', {
  DESTINATION: 'Where goods go.',
  ORIGIN: 'Where goods come from.',
});

export const TaxAddressValidation = registerEnum<AddressValidation>(
  'TaxAddressValidation',
  'How sure a vendor is of an address.',
  {
    VALIDATED: 'It exists.',
    CORRECTED: 'It exists after a correction.',
    NOT_VALIDATED: 'It was not found, or not looked for.',
    UNKNOWN: 'Not stated.',
  },
);

export const TaxAddressUse = registerEnum<AddressUse>('TaxAddressUse', 'What is at an address.', {
  RESIDENTIAL: 'A home.',
  BUSINESS: 'A business.',
  UNKNOWN: 'Not stated.',
});

export const TaxJurisdictionKind = registerEnum<JurisdictionKind>('TaxJurisdictionKind', 'Kind of jurisdiction.', {
  STATE: 'State.',
  COUNTY: 'County.',
  CITY: 'City or municipality.',
  DISTRICT: 'Special district.',
  OTHER: 'Something else.',
});

export const TaxAdvisorySource = registerEnum<TaxAdvisory['source']>('TaxAdvisorySource', 'Who says so.', {
  VENDOR: 'The vendor.',
  ELEMENTS: 'We, who changed the request before it was sent.',
});

export const TaxCodeKind = registerEnum<CodeKind>('TaxCodeKind', 'What taxability codes are for.', {
  ITEM: 'Goods and services.',
  CUSTOMER: 'Buyers.',
});
