import { createHash } from 'node:crypto';
import { stringify } from 'lossless-json';
import type { VendorConnection } from '../adapter';
import { VendorOutcomeUnknownError, VendorProtocolError, VendorUnavailableError } from '../vendor-error';
import type { WriteIdentity } from '../writes';
import { callCompany, type CompanyRequest, type QuickbooksObject } from './client';
import type { WritableEntity } from './entity';
import { isRawObject } from './mapping/raw-object';

/** One write, which QuickBooks knows again by its `requestid`: what it has done under it, it only answers again. */
export interface WriteCall {
  /** What for, as the call log shows it. */
  readonly purpose: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
  readonly contentType?: string;
  /** What tells this call from others of the same write, such as the index of an item. */
  readonly part?: string;
}

/**
 * Sends a write, again where no answer came. When none comes at all, it may have been carried out: throws a
 * `VendorOutcomeUnknownError`, which is retryable for a caller who can come back with the same identity.
 */
export async function sendWrite(
  connection: VendorConnection,
  { part = '', query, ...call }: WriteCall,
  identity: WriteIdentity,
): Promise<QuickbooksObject> {
  const request: CompanyRequest = {
    ...call,
    method: 'POST',
    query: { ...query, requestid: requestIdOf(identity, part) },
    repeatable: true,
  };
  try {
    return await callUntilReadable(connection, request);
  } catch (error) {
    throw isUncertain(error) ? outcomeUnknown(error, identity) : error;
  }
}

/** An answer that was cut off is no reason for the way out to ask again, but for this call it is. */
async function callUntilReadable(connection: VendorConnection, request: CompanyRequest): Promise<QuickbooksObject> {
  try {
    return await callCompany(connection, request);
  } catch (error) {
    if (!(error instanceof VendorProtocolError)) throw error;
    return callCompany(connection, request);
  }
}

/** Sends an object of an entity; answers it as QuickBooks has it now. */
export async function sendObject(
  connection: VendorConnection,
  entity: WritableEntity,
  call: Omit<WriteCall, 'path' | 'body'> & { readonly object: QuickbooksObject },
  identity: WriteIdentity,
): Promise<QuickbooksObject> {
  const { object, ...rest } = call;
  const body = stringify(object) ?? '{}';
  return objectIn(await sendWrite(connection, { ...rest, path: entity.toLowerCase(), body }, identity), entity);
}

export function objectIn(answer: QuickbooksObject, entity: string): QuickbooksObject {
  const object = answer[entity];
  if (isRawObject(object)) return object;
  throw new VendorOutcomeUnknownError(
    `QuickBooks' answer does not say what became of the ${entity}: it may have been carried out.`,
    { outcome: 'UNREADABLE' },
  );
}

/** At most fifty characters are safe: 36. */
function requestIdOf({ id }: WriteIdentity, part: string): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([id, part]))
    .digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-${hash.slice(12, 16)}-${hash.slice(16, 20)}-${hash.slice(20, 32)}`;
}

function isUncertain(error: unknown): error is VendorUnavailableError | VendorProtocolError {
  if (error instanceof VendorUnavailableError) return error.outcome !== 'NOT_SENT';
  return error instanceof VendorProtocolError;
}

function outcomeUnknown(
  error: VendorUnavailableError | VendorProtocolError,
  { isKeyed }: WriteIdentity,
): VendorOutcomeUnknownError {
  const { message, vendorCode, vendorMessage, vendorRequestId, outcome } = error;
  const advice = isKeyed
    ? 'It may have been carried out all the same: the same request with the same key is done once, and tells.'
    : 'It may have been carried out all the same: look there before sending it again.';
  return new VendorOutcomeUnknownError(`${message} ${advice}`, {
    cause: error,
    outcome: outcome === 'NOT_SENT' ? 'NETWORK_FAULT' : outcome,
    retryable: isKeyed,
    vendorCode,
    vendorMessage,
    vendorRequestId,
  });
}
