import { VendorOutcomeUnknownError, VendorUnavailableError } from '../vendor-error';

/**
 * Asks for tokens. A request that got lost may have been carried out; unlike with a record, no caller has to look
 * whether it was: with the next try the vendor says so.
 */
export async function askForTokens<T>(vendor: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof VendorOutcomeUnknownError)) throw error;
    throw new VendorUnavailableError(`${vendor} was asked for tokens and gave no answer. Try again.`, {
      outcome: 'NETWORK_FAULT',
      cause: error,
    });
  }
}
