import { createHash } from 'node:crypto';
import type { WriteIdentity, WriteName } from '../../adapters/writes';
import type { VendorWriteRow } from '../../persistence/repositories/vendor-write.repository';
import type { WriteOrder } from './vendor-write.service';

/**
 * What a vendor may know a repeat by. With a key it is the same for every try of the same request, whichever write records
 * the try; another request under a key that was given back is another. So is a try after `refusedId`, a write that the vendor
 * refused whole, where that would only repeat its refusal of the same.
 */
export function identityOf<Name extends WriteName>(
  { name, instanceId, request, asked, idempotencyKey }: WriteOrder<Name>,
  { id, organizationId }: Pick<VendorWriteRow, 'id' | 'organizationId'>,
  refusedId: string | null = null,
): WriteIdentity {
  const isKeyed = idempotencyKey != null;
  const keyed = [organizationId, instanceId, idempotencyKey, name, asked ?? request];
  const named = !isKeyed ? [id] : refusedId === null ? keyed : [...keyed, refusedId];
  const digest = createHash('sha256').update(JSON.stringify(named)).digest('hex');
  return { id: digest.slice(0, 32), isKeyed };
}
