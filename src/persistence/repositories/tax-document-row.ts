import type {
  TaxAddressKind,
  TaxAddressValue,
  TaxAdvisory,
  TaxDocumentResult,
  TaxDocumentState,
  TaxJurisdictionResult,
  TaxLineResult,
} from '../../adapters/tax';
import type { MoneyValue } from '../../adapters/records';
import { encodeRecordId } from '../../record-id';
import { formatAmount, toMoney } from '../money-format';

export const TAX_CHANGES = ['CALCULATE', 'CALCULATE_AND_COMMIT', 'COMMIT', 'CANCEL'] as const;
/** What is asked of the vendor for a document. */
export type TaxChange = (typeof TAX_CHANGES)[number];

/** A change whose outcome is not known here. */
export interface PendingTaxChange {
  readonly change: TaxChange;
  /** The key that the document has when it was carried out. */
  readonly key: string;
  /** Of the request: whether another is the same again. */
  readonly digest: Buffer;
}

/** A stored tax document, ready to be served. The vendor's own words are long and read apart. */
export interface TaxDocumentRow {
  readonly id: string;
  /** Ours, within the id. */
  readonly documentId: string;
  readonly organizationId: string;
  readonly instanceId: string;
  /** The key, as the vendor holds it. */
  readonly remoteId: string;
  readonly status: TaxDocumentState;
  readonly taxDate: string;
  /** Null until the vendor has answered once. */
  readonly totalTax: MoneyValue | null;
  readonly destination: TaxAddressValue | null;
  readonly origin: TaxAddressValue | null;
  readonly effectiveAddress: TaxAddressValue | null;
  readonly effectiveAddressKind: TaxAddressKind | null;
  readonly lines: readonly TaxLineResult[];
  readonly jurisdictions: readonly TaxJurisdictionResult[];
  readonly customerTaxCode: string | null;
  readonly advisories: readonly TaxAdvisory[];
  /** SHA-256 of what was asked for. */
  readonly requestDigest: Buffer;
  readonly pending: PendingTaxChange | null;
  readonly pendingChange: TaxChange | null;
  readonly needsReconciliation: boolean;
  readonly version: number;
  readonly createdAt: Date;
  readonly committedAt: Date | null;
  readonly cancelledAt: Date | null;
  readonly changedAt: Date;
  readonly fetchedAt: Date;
}

/** The columns that a row is made of, of `t`. */
export const TAX_DOCUMENT_COLUMNS = `t.instance_id, t.id, t.organization_id, t.document_key, t.state,
  t.tax_date::text AS tax_date, t.currency, t.total_tax_amount, t.destination, t.origin, t.effective_address,
  t.effective_address_kind, t.lines, t.jurisdictions, t.customer_tax_code, t.advisories, t.request_digest,
  t.pending_change, t.pending_key, t.pending_digest, t.version, t.created_at, t.committed_at, t.cancelled_at,
  t.changed_at, t.fetched_at`;

export interface TaxDocumentColumns {
  readonly instance_id: string;
  readonly id: string;
  readonly organization_id: string;
  readonly document_key: string;
  readonly state: TaxDocumentState;
  readonly tax_date: string;
  readonly currency: string;
  readonly total_tax_amount: string | null;
  readonly destination: TaxAddressValue | null;
  readonly origin: TaxAddressValue | null;
  readonly effective_address: TaxAddressValue | null;
  readonly effective_address_kind: TaxAddressKind | null;
  readonly lines: readonly TaxLineResult[];
  readonly jurisdictions: readonly TaxJurisdictionResult[];
  readonly customer_tax_code: string | null;
  readonly advisories: readonly TaxAdvisory[];
  readonly request_digest: Buffer;
  readonly pending_change: TaxChange | null;
  readonly pending_key: string | null;
  readonly pending_digest: Buffer | null;
  readonly version: number;
  readonly created_at: Date;
  readonly committed_at: Date | null;
  readonly cancelled_at: Date | null;
  readonly changed_at: Date;
  readonly fetched_at: Date;
}

export function toTaxDocumentRow(columns: TaxDocumentColumns): TaxDocumentRow {
  const pending = toPending(columns);
  return {
    id: encodeRecordId('TAX_DOCUMENT', columns.instance_id, columns.id),
    documentId: columns.id,
    organizationId: columns.organization_id,
    instanceId: columns.instance_id,
    remoteId: columns.document_key,
    status: columns.state,
    taxDate: columns.tax_date,
    totalTax: toMoney(columns.total_tax_amount, columns.currency),
    destination: columns.destination,
    origin: columns.origin,
    effectiveAddress: columns.effective_address,
    effectiveAddressKind: columns.effective_address_kind,
    lines: columns.lines,
    jurisdictions: columns.jurisdictions,
    customerTaxCode: columns.customer_tax_code,
    advisories: columns.advisories,
    requestDigest: columns.request_digest,
    pending,
    pendingChange: pending?.change ?? null,
    needsReconciliation: pending !== null,
    version: columns.version,
    createdAt: columns.created_at,
    committedAt: columns.committed_at,
    cancelledAt: columns.cancelled_at,
    changedAt: columns.changed_at,
    fetchedAt: columns.fetched_at,
  };
}

function toPending({
  pending_change: change,
  pending_key: key,
  pending_digest: digest,
}: TaxDocumentColumns): PendingTaxChange | null {
  return change === null || key === null || digest === null ? null : { change, key, digest };
}

/** A calculation with its money as it is served; the tax of a line, which is not rounded, stays as it is. */
export function withPrintedMoney(result: TaxDocumentResult): TaxDocumentResult {
  return {
    ...result,
    totalTax: printed(result.totalTax),
    lines: result.lines.map((line) => ({
      ...line,
      taxableAmount: printed(line.taxableAmount),
      exemptAmount: printed(line.exemptAmount),
    })),
    jurisdictions: result.jurisdictions.map((jurisdiction) => ({ ...jurisdiction, tax: printed(jurisdiction.tax) })),
  };
}

function printed({ amount, currency }: MoneyValue): MoneyValue {
  return { amount: formatAmount(amount, currency), currency };
}
