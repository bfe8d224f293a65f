import {
  VendorConflictError,
  VendorNotFoundError,
  VendorRejectedError,
  VendorUnavailableError,
} from '../../vendor-error';
import type { VendorError } from '../../vendor-error';
import type { ItemRefusal, ItemResult } from '../../writes';
import { toVendorError, type QbxmlStatus } from '../qbxml/status';

/** What a write was refused with. QuickBooks repeats that under the same id: trying again needs another one. */
export function refusalOf(status: QbxmlStatus, doing: string): VendorError {
  const error = toVendorError(status, doing);
  if (!(error instanceof VendorUnavailableError)) return error;
  const { vendorCode, vendorMessage } = error;
  const said = vendorMessage === null ? '' : ` QuickBooks says: ${vendorMessage}`;
  const message = `${doing}: QuickBooks did not get to it, or was busy with the same. Nothing was changed. Send it again as a new request.`;
  return new VendorRejectedError(`${message}${said}`, { vendorCode, vendorMessage });
}

/** Of one of several, the others of which may have been taken. */
export function refusedItem(error: VendorError): ItemResult {
  const { message, vendorCode, vendorMessage, vendorRequestId } = error;
  if (!(error instanceof VendorRejectedError || error instanceof VendorNotFoundError)) {
    return { outcome: 'FAILED', reason: message };
  }
  const conflictingRemoteId = error instanceof VendorConflictError ? error.conflictingRemoteId : null;
  const code = error.code as ItemRefusal['code'];
  return {
    outcome: 'FAILED',
    reason: message,
    refusal: { code, vendorCode, vendorMessage, vendorRequestId, conflictingRemoteId },
  };
}
