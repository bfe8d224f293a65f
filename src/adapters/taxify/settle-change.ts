import { TaxDocumentStateError } from '../tax';
import { VendorError, VendorOutcomeUnknownError, VendorProtocolError } from '../vendor-error';

/**
 * Sends a change of a document, and where its answer is lost, sends it again: under the same key both are one. A failure
 * of the repetition is a `VendorOutcomeUnknownError`, whatever it says, because the first may have been carried out; so a
 * refusal that is told as one means that nothing was changed. `again` is what to repeat; default: the same.
 */
export async function settleChange<T>(
  documentKey: string,
  send: (repeatable: boolean) => Promise<T>,
  again: (repeatable: boolean) => Promise<T> = send,
): Promise<T> {
  try {
    // Not as repeatable, although it is: of its own repetitions the way out would tell the last outcome only, where a
    // refusal can be that of something that the first try has done.
    return await send(false);
  } catch (error) {
    if (!isAnswerLost(error)) throw error;
    return repeat(documentKey, error, () => again(true));
  }
}

async function repeat<T>(documentKey: string, lost: unknown, again: () => Promise<T>): Promise<T> {
  try {
    return await again();
  } catch (error) {
    // Taxify answered, and says where the document stands: that is known now.
    if (error instanceof TaxDocumentStateError) throw error;
    const told = error instanceof VendorError ? error : null;
    throw new VendorOutcomeUnknownError(
      `It is not known whether Taxify has carried out the request for document ${JSON.stringify(documentKey)}. Its ` +
        `answer was lost, and sent again it failed: ${told?.message ?? 'the answer could not be dealt with.'} ` +
        'The same request once more is safe, and settles it.',
      {
        cause: error,
        outcome: lost instanceof VendorOutcomeUnknownError ? lost.outcome : 'UNREADABLE',
        retryable: true,
        vendorCode: told?.vendorCode,
        vendorMessage: told?.vendorMessage,
      },
    );
  }
}

/** It may have been carried out, and no answer tells: the way out says so, or the answer lacks what it is for. */
function isAnswerLost(error: unknown): boolean {
  if (error instanceof TaxDocumentStateError) return false;
  return error instanceof VendorOutcomeUnknownError || error instanceof VendorProtocolError;
}
