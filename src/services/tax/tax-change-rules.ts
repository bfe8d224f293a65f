import { createHash } from 'node:crypto';
import stringify from 'safe-stable-stringify';
import { RecordConflictError } from '../../errors';
import type { PendingTaxChange, TaxChange, TaxDocumentRow } from '../../persistence/repositories/tax-document-row';

/*
 * What may be asked of the vendor for a document. While the outcome of a change is not known, only what settles it may be
 * asked: the same once more, or a change that comes to the same whatever the vendor holds.
 */

/** Which document a change is of (null: a new one), and what is left to be done. */
export interface Permission {
  readonly document: TaxDocumentRow | null;
  /** The document is as it is asked for: nobody needs to be asked. */
  readonly isDone: boolean;
}

/** The same request has the same digest. */
export function digestOf(request: unknown): Buffer {
  return createHash('sha256')
    .update(stringify(request) ?? '')
    .digest();
}

/** `found` is what stands, or may stand, under the key. Throws a `RecordConflictError`. */
export function permitCalculation(
  found: readonly TaxDocumentRow[],
  key: string,
  asked: { readonly change: TaxChange; readonly digest: Buffer },
): Permission {
  const usurper = found.find(({ remoteId }) => remoteId !== key);
  if (usurper !== undefined) throw unsettled(usurper, 'A commit may have given this key to another document');
  const document = found[0] ?? null;
  if (document === null) return { document, isDone: false };
  const isSame = asked.change === 'CALCULATE_AND_COMMIT' && asked.digest.equals(digestInForce(document));
  if (document.pending !== null) {
    // A draft replaces a draft. What may be final is never replaced by something else.
    if (document.pendingChange === 'CALCULATE' || isSame) return { document, isDone: false };
    throw unsettled(document, 'The document may be final');
  }
  if (document.status !== 'COMMITTED') return { document, isDone: false };
  if (isSame) return { document, isDone: true };
  throw conflict(
    document,
    'The document is final, and is not calculated again. Take it back first with cancelTax; a refund is a document of its own.',
  );
}

/** `found` is what stands, or may stand, under the new key. Throws a `RecordConflictError`. */
export function permitCommit(document: TaxDocumentRow, newKey: string, found: readonly TaxDocumentRow[]): Permission {
  const other = found.find(({ documentId }) => documentId !== document.documentId);
  if (other !== undefined) throw conflict(other, 'Another document has this key: choose one that is free.', KEY_PATH);
  const { pending, status, remoteId } = document;
  if (pending !== null) {
    if (pending.change === 'COMMIT' && pending.key === newKey) return { document, isDone: false };
    throw unsettled(document, 'It is not known what the vendor would make final');
  }
  if (status === 'CANCELLED') {
    throw conflict(document, 'The document was taken back: calculate it again under its key, then commit it.');
  }
  if (status === 'DRAFT') return { document, isDone: false };
  if (remoteId === newKey) return { document, isDone: true };
  throw conflict(document, `The document is final already, under the key ${JSON.stringify(remoteId)}.`, KEY_PATH);
}

/** Always: what was taken back is not filed, whatever it was before. */
export function permitCancel(document: TaxDocumentRow): Permission {
  return { document, isDone: document.pending === null && document.status === 'CANCELLED' };
}

/** Every key that the document may have at the vendor: a commit whose outcome is not known may have renamed it. */
export function possibleKeysOf({ remoteId, pending }: TaxDocumentRow): string[] {
  return [...new Set([remoteId, pending?.key ?? remoteId])];
}

const KEY_PATH: readonly string[] = ['input', 'committedKey'];

function digestInForce({ pending, requestDigest }: TaxDocumentRow): Buffer {
  if (pending === null) return requestDigest;
  return pending.change === 'CALCULATE_AND_COMMIT' ? pending.digest : Buffer.alloc(0);
}

function unsettled(document: TaxDocumentRow, why: string): RecordConflictError {
  const { pending } = document;
  const first = pending === null ? '' : ` ${FIRST[pending.change](pending)}`;
  return conflict(document, `${why}: the outcome of an earlier change is not known.${first}`);
}

const FIRST: Readonly<Record<TaxChange, (pending: PendingTaxChange) => string>> = {
  CALCULATE: () => 'Repeat calculateTax under its key first: that settles it.',
  CALCULATE_AND_COMMIT: () => 'Repeat the same calculateTax first, or take the document back with cancelTax.',
  COMMIT: ({ key }) =>
    `Repeat commitTax first (the vendor's key for it would be ${JSON.stringify(key)}), or take it back with cancelTax.`,
  CANCEL: () => 'Repeat cancelTax first: that settles it.',
};

function conflict(document: TaxDocumentRow, message: string, path?: readonly string[]): RecordConflictError {
  return new RecordConflictError(message, document.id, path === undefined ? {} : { path });
}
