import type { NewChangeEvent } from '../../persistence/repositories/change-event.repository';
import type { TaxDocumentRow } from '../../persistence/repositories/tax-document-row';

const FIELDS = [
  'remoteId',
  'status',
  'taxDate',
  'totalTax',
  'lines',
  'jurisdictions',
  'destination',
  'origin',
  'effectiveAddress',
  'effectiveAddressKind',
  'customerTaxCode',
  'advisories',
  'needsReconciliation',
  'pendingChange',
  'committedAt',
  'cancelledAt',
] as const satisfies readonly (keyof TaxDocumentRow)[];

/** What a change made of a document; null where it is as before. `before` is null for a new one. */
export function toChangeEvent(
  before: TaxDocumentRow | null,
  after: TaxDocumentRow,
  recordedAt: Date,
): NewChangeEvent | null {
  const changedFields = before === null ? [] : FIELDS.filter((field) => !isSame(before[field], after[field]));
  if (before !== null && changedFields.length === 0) return null;
  return {
    organizationId: after.organizationId,
    instanceId: after.instanceId,
    kind: before === null ? 'CREATED' : 'UPDATED',
    resource: 'TAX_DOCUMENTS',
    recordKind: 'TAX_DOCUMENT',
    remoteId: after.documentId,
    changedFields,
    before: before && contentOf(before),
    after: contentOf(after),
    source: 'WRITE',
    occurredAt: null,
    recordedAt,
  };
}

function contentOf(row: TaxDocumentRow): object {
  return Object.fromEntries(FIELDS.map((field) => [field, row[field]]));
}

function isSame(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
