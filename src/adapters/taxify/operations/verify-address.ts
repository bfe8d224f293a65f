import type { VendorConnection } from '../../adapter';
import type { TaxAddress, VerifiedAddress } from '../../tax';
import { VendorProtocolError } from '../../vendor-error';
import { readAddress, toWireAddress } from '../address';
import { callOperation } from '../client';

/**
 * The address as Taxify writes it. It may be normalized and yet be NOT_VALIDATED. Throws an `InvalidValueError`, its path
 * from the address on, for one that cannot be asked about; a `VendorRejectedError` for one that is not found.
 */
export async function verifyAddress(connection: VendorConnection, address: TaxAddress): Promise<VerifiedAddress> {
  const { Company: _company, ...fields } = toWireAddress(address, []);
  const call = { operation: 'VerifyAddress', purpose: 'addresses.verify', fields, repeatable: true } as const;
  const answer = await callOperation(connection, call);
  const verified = readAddress(answer.fields.Address);
  if (verified === null) throw new VendorProtocolError("Taxify's answer about an address holds no address.");
  return { address: { ...verified, company: verified.company ?? address.company }, advisories: answer.advisories };
}
