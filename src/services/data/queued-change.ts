import type { VendorWriteRow } from '../../persistence/repositories/vendor-write.repository';

/** A change that an agent is to bring to the vendor: there is no record yet. */
export class QueuedChange {
  constructor(readonly write: VendorWriteRow) {}
}
