import type { VendorConnection } from '../../adapter';
import type { CommitTaxRequest, TaxDocumentChange } from '../../tax';
import { VendorRejectedError } from '../../vendor-error';
import { callOperation } from '../client';
import { assertDocumentKey } from '../document-key';
import { settleChange } from '../settle-change';

/**
 * Makes a draft final, and renames it where a `committedKey` is given. Errors as those of `calculateTax` with `commit`;
 * after a `VendorOutcomeUnknownError` the document may have either key, and the next request says `answerWasLost`.
 */
export async function commitTax(connection: VendorConnection, request: CommitTaxRequest): Promise<TaxDocumentChange> {
  const { documentKey } = request;
  const committedKey = request.committedKey ?? documentKey;
  assertDocumentKey(documentKey, 'documentKey');
  assertDocumentKey(committedKey, 'committedKey');
  const first = (repeatable: boolean): Promise<TaxDocumentChange> =>
    commit(connection, documentKey, committedKey, repeatable);
  const again = (repeatable: boolean): Promise<TaxDocumentChange> =>
    commitUnderEitherKey(connection, documentKey, committedKey, repeatable);
  return request.answerWasLost === true ? again(true) : settleChange(documentKey, first, again);
}

/** A commit that was carried out took the old key with it: then only the new one is known. */
async function commitUnderEitherKey(
  connection: VendorConnection,
  documentKey: string,
  committedKey: string,
  repeatable: boolean,
): Promise<TaxDocumentChange> {
  try {
    return await commit(connection, documentKey, committedKey, repeatable);
  } catch (error) {
    if (!(error instanceof VendorRejectedError) || committedKey === documentKey) throw error;
    return commit(connection, committedKey, committedKey, repeatable);
  }
}

async function commit(
  connection: VendorConnection,
  documentKey: string,
  committedKey: string,
  repeatable: boolean,
): Promise<TaxDocumentChange> {
  // As with the flag of a calculation, nobody knows for sure which spelling counts.
  const fields = { DocumentKey: documentKey, CommitedDocumentKey: committedKey, CommittedDocumentKey: committedKey };
  const call = { operation: 'CommitTax', purpose: 'taxes.commit', fields, repeatable } as const;
  const { advisories } = await callOperation(connection, call);
  return { documentKey: committedKey, state: 'COMMITTED', advisories };
}
