import { VendorConflictError, VendorNotFoundError, VendorRejectedError } from '../vendor-error';
import type { ItemRefusal, ItemResult } from '../writes';

type Refusal = VendorRejectedError | VendorNotFoundError;

/** QuickBooks understood, and refused what was asked: another thing may still be taken. */
export function isRefusal(error: unknown): error is Refusal {
  return error instanceof VendorRejectedError || error instanceof VendorNotFoundError;
}

export function refusedItem(error: Refusal): ItemResult {
  const { code, message, vendorCode, vendorMessage, vendorRequestId } = error;
  const conflictingRemoteId = error instanceof VendorConflictError ? error.conflictingRemoteId : null;
  const refusal: ItemRefusal = {
    code: code as ItemRefusal['code'],
    vendorCode,
    vendorMessage,
    vendorRequestId,
    conflictingRemoteId,
  };
  return { outcome: 'FAILED', reason: message, refusal };
}
