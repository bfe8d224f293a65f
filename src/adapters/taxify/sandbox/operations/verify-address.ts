import { findPlace } from '../data/places';
import type { Operation } from '../operation';
import { normalize, readAddress, suggestAddress, toAddressFields } from '../postal-address';
import { fieldRequired, unresolvedAddress } from '../refusal';

export const verifyAddressOperation: Operation = {
  refused: { type: 'VerifyAddressResponse', fields: { Address: null }, extendedProperties: null },
  run({ request }) {
    const address = readAddress(request);
    const { street1, city, region, postalCode } = address;
    if ([street1, city, region, postalCode].every((part) => part === null)) throw fieldRequired('Street1');
    const normal = normalize(address);
    if (findPlace(normal) === null) throw unresolvedAddress(suggestAddress(address));
    return {
      type: 'VerifyAddressResponse',
      fields: { Address: toAddressFields(normal, null) },
      extendedProperties: null,
    };
  },
};
