import type { TaxDocumentRequest, TaxDocumentResult, TaxDocumentState } from '../../adapters/tax';
import { BadUserInputError } from '../../errors';
import type { RequestContext } from '../../request-context';
import type { StatementRunner, Transaction } from '../database';
import type { KeysetPosition, ListQuery, PageOf } from '../keyset/keyset-page';
import { readCounts, readPages } from '../keyset/list-reader';
import { bindScopes } from '../keyset/scope-kind';
import { toStorableJson } from '../storable-text';
import { isUuid } from '../uuid';
import type { RecordKey } from './list-condition';
import {
  TAX_DOCUMENT_SORT,
  TAX_DOCUMENT_TABLE,
  taxDocumentConditions,
  type TaxDocumentListFilter,
  type TaxDocumentListScope,
} from './tax-document-list';
import {
  TAX_DOCUMENT_COLUMNS,
  toTaxDocumentRow,
  withPrintedMoney,
  type PendingTaxChange,
  type TaxDocumentColumns,
  type TaxDocumentRow,
} from './tax-document-row';

/** A document that is about to be asked for the first time. */
export interface NewTaxDocument {
  readonly id: string;
  readonly organizationId: string;
  readonly instanceId: string;
  readonly request: TaxDocumentRequest & { readonly documentKey: string };
  readonly pending: PendingTaxChange;
}

/** Names a version of a document. */
export type TaxDocumentVersion = Pick<TaxDocumentRow, 'instanceId' | 'documentId' | 'version'>;

/** What a calculation made of a document. */
export interface StoredCalculation {
  readonly request: TaxDocumentRequest;
  readonly requestDigest: Buffer;
  readonly result: TaxDocumentResult;
}

const RETURNING = `RETURNING ${TAX_DOCUMENT_COLUMNS}`;
const NOT_PENDING = 'pending_change = NULL, pending_key = NULL, pending_digest = NULL';
/** `$4` is the time, `$5` the state. */
const STATE = `state = $5, fetched_at = $4, changed_at = $4, version = t.version + 1,
  committed_at = CASE WHEN $5 = 'DRAFT' THEN NULL WHEN $5 = 'COMMITTED' AND t.state <> 'COMMITTED' THEN $4
    ELSE t.committed_at END,
  cancelled_at = CASE WHEN $5 = 'CANCELLED' THEN coalesce(t.cancelled_at, $4) END`;
const OF_VERSION = 't.instance_id = $1::uuid AND t.id = $2::uuid AND t.version = $3::int';

/**
 * Tax documents. Every write is of one version of a document, and answers with the next; null when somebody else has
 * written it meanwhile, or it is gone.
 */
export class TaxDocumentRepository {
  constructor(private readonly runner: StatementRunner) {}

  /** In the order of the keys, whose remote ids are our own UUIDs; null for another organization's, and unknown ones. */
  async findByIds(
    context: RequestContext,
    organizationId: string,
    keys: readonly RecordKey[],
  ): Promise<(TaxDocumentRow | null)[]> {
    const rows = await this.readByIds<TaxDocumentColumns>(context, organizationId, keys, TAX_DOCUMENT_COLUMNS);
    return rows.map((columns) => columns && toTaxDocumentRow(columns));
  }

  async findVendorFields(
    context: RequestContext,
    organizationId: string,
    keys: readonly RecordKey[],
  ): Promise<(Readonly<Record<string, unknown>> | null)[]> {
    type Columns = { readonly vendor_fields: Record<string, unknown> | null };
    const columns = 't.instance_id, t.id, t.vendor_fields';
    const rows = await this.readByIds<Columns & Pick<TaxDocumentColumns, 'instance_id' | 'id'>>(
      context,
      organizationId,
      keys,
      columns,
    );
    return rows.map((row) => row?.vendor_fields ?? null);
  }

  /** Documents of the instance that have this key, or have it once a pending change was carried out. */
  async findUnderKey(context: RequestContext, instanceId: string, key: string): Promise<TaxDocumentRow[]> {
    const rows = await this.runner.query<TaxDocumentColumns>(context, {
      name: 'tax-documents-under-key',
      text: `SELECT ${TAX_DOCUMENT_COLUMNS} FROM tax_documents t
             WHERE t.instance_id = $1::uuid
               AND (t.document_key = $2 OR (t.pending_change IS NOT NULL AND t.pending_key = $2))`,
      values: [instanceId, key],
    });
    return rows.map(toTaxDocumentRow);
  }

  /** Writes down that it is about to be asked for. */
  async insert(
    context: RequestContext,
    runner: StatementRunner,
    { id, organizationId, instanceId, request, pending }: NewTaxDocument,
    now: Date,
  ): Promise<TaxDocumentRow> {
    const [columns] = await runner.query<TaxDocumentColumns>(context, {
      name: 'tax-document-insert',
      text: `INSERT INTO tax_documents AS t (instance_id, id, organization_id, document_key, state, tax_date, currency, lines,
               jurisdictions, advisories, request, request_digest, pending_change, pending_key, pending_digest, version,
               created_at, changed_at, fetched_at)
             VALUES ($1, $2, $3, $4, 'DRAFT', $5, $6, '[]', '[]', '[]', $7::jsonb, $8, $9, $10, $8, 1, $11, $11, $11)
             ${RETURNING}`,
      values: [
        instanceId,
        id,
        organizationId,
        request.documentKey,
        request.taxDate,
        request.currency,
        toStorableJson(request),
        pending.digest,
        pending.change,
        pending.key,
        now,
      ],
    });
    return toTaxDocumentRow(columns!);
  }

  /** Writes down what is about to be asked for, or, where that came to nothing, what there was before. */
  async setPending(
    context: RequestContext,
    runner: StatementRunner,
    of: TaxDocumentVersion,
    pending: PendingTaxChange | null,
    now: Date,
  ): Promise<TaxDocumentRow | null> {
    return this.write(context, runner, {
      name: 'tax-document-set-pending',
      text: `UPDATE tax_documents t SET pending_change = $5, pending_key = $6, pending_digest = $7, changed_at = $4,
               version = t.version + 1
             WHERE ${OF_VERSION} ${RETURNING}`,
      values: [...versionValues(of), now, pending?.change ?? null, pending?.key ?? null, pending?.digest ?? null],
    });
  }

  /** What a calculation answered. Nothing is pending any more. */
  async storeCalculation(
    context: RequestContext,
    transaction: Transaction,
    of: TaxDocumentVersion,
    { request, requestDigest, result: answered }: StoredCalculation,
    now: Date,
  ): Promise<TaxDocumentRow | null> {
    // Money inside JSON is printed when it is stored, since it is served as it is.
    const result = withPrintedMoney(answered);
    return this.write(context, transaction, {
      name: 'tax-document-store-calculation',
      text: `UPDATE tax_documents t SET ${STATE}, ${NOT_PENDING}, tax_date = $6, currency = $7, total_tax_amount = $8,
               destination = $9::jsonb, origin = $10::jsonb, effective_address = $11::jsonb, effective_address_kind = $12,
               lines = $13::jsonb, jurisdictions = $14::jsonb, customer_tax_code = $15, advisories = $16::jsonb,
               vendor_fields = $17::jsonb, request = $18::jsonb, request_digest = $19, document_key = $20
             WHERE ${OF_VERSION} ${RETURNING}`,
      values: [
        ...versionValues(of),
        now,
        result.state,
        result.taxDate,
        result.totalTax.currency,
        result.totalTax.amount,
        json(result.destination),
        json(result.origin),
        json(result.effectiveAddress),
        result.effectiveAddressKind,
        json(result.lines),
        json(result.jurisdictions),
        result.customerTaxCode,
        json(result.advisories),
        json(result.vendorFields),
        json(request),
        requestDigest,
        request.documentKey,
      ],
    });
  }

  /** Where the document stands now, and under which key. Nothing is pending any more. */
  async storeState(
    context: RequestContext,
    transaction: Transaction,
    of: TaxDocumentVersion,
    { state, documentKey, advisories }: Pick<TaxDocumentResult, 'advisories'> & StoredState,
    now: Date,
  ): Promise<TaxDocumentRow | null> {
    return this.write(context, transaction, {
      name: 'tax-document-store-state',
      text: `UPDATE tax_documents t SET ${STATE}, ${NOT_PENDING}, document_key = $6, advisories = t.advisories || $7::jsonb
             WHERE ${OF_VERSION} ${RETURNING}`,
      values: [...versionValues(of), now, state, documentKey, json(advisories)],
    });
  }

  /** Forgets a document that came to nothing. */
  async delete(context: RequestContext, transaction: Transaction, of: TaxDocumentVersion): Promise<boolean> {
    const rows = await transaction.query(context, {
      name: 'tax-document-delete',
      text: `WITH gone AS (DELETE FROM tax_documents t WHERE ${OF_VERSION} RETURNING t.instance_id, t.id),
               history AS (DELETE FROM tax_document_changes c USING gone
                           WHERE c.instance_id = gone.instance_id AND c.document_id = gone.id)
             SELECT FROM gone`,
      values: versionValues(of),
    });
    return rows.length > 0;
  }

  /** Latest first; one page a scope, in the order of the scopes, in one statement. */
  async listPages(
    context: RequestContext,
    scopes: readonly TaxDocumentListScope[],
    { filter, order, first, after }: ListQuery<TaxDocumentListFilter, 'CREATED'>,
  ): Promise<PageOf<TaxDocumentRow>[]> {
    assertIdOf(after);
    const request = {
      table: TAX_DOCUMENT_TABLE,
      ...bindScopes(scopes),
      conditions: taxDocumentConditions(filter),
      sort: TAX_DOCUMENT_SORT,
      direction: order.direction,
      first,
      after,
    };
    return readPages<TaxDocumentColumns, TaxDocumentRow>(context, this.runner, request, toTaxDocumentRow);
  }

  async count(
    context: RequestContext,
    scopes: readonly TaxDocumentListScope[],
    filter: TaxDocumentListFilter | null,
  ): Promise<number[]> {
    const conditions = taxDocumentConditions(filter);
    return readCounts(context, this.runner, { table: TAX_DOCUMENT_TABLE, ...bindScopes(scopes), conditions });
  }

  private async write(
    context: RequestContext,
    runner: StatementRunner,
    statement: { readonly name: string; readonly text: string; readonly values: readonly unknown[] },
  ): Promise<TaxDocumentRow | null> {
    const [columns] = await runner.query<TaxDocumentColumns>(context, statement);
    return columns === undefined ? null : toTaxDocumentRow(columns);
  }

  private async readByIds<Columns extends Pick<TaxDocumentColumns, 'instance_id' | 'id'>>(
    context: RequestContext,
    organizationId: string,
    keys: readonly RecordKey[],
    columns: string,
  ): Promise<(Columns | null)[]> {
    const possible = keys.filter(({ remoteId }) => isUuid(remoteId));
    if (possible.length === 0) return keys.map(() => null);
    const rows = await this.runner.query<Columns>(context, {
      text: `SELECT ${columns} FROM unnest($2::uuid[], $3::uuid[]) AS k (instance_id, id)
             JOIN tax_documents t ON t.instance_id = k.instance_id AND t.id = k.id
             JOIN instances i ON i.id = t.instance_id AND i.organization_id = $1 AND i.deleted_at IS NULL`,
      values: [organizationId, possible.map(({ instanceId }) => instanceId), possible.map(({ remoteId }) => remoteId)],
    });
    const byKey = new Map(rows.map((row) => [`${row.instance_id} ${row.id}`, row]));
    return keys.map(({ instanceId, remoteId }) => byKey.get(`${instanceId} ${remoteId}`) ?? null);
  }
}

interface StoredState {
  readonly state: TaxDocumentState;
  readonly documentKey: string;
}

function versionValues({ instanceId, documentId, version }: TaxDocumentVersion): unknown[] {
  return [instanceId, documentId, version];
}

function json(value: object | null): string | null {
  return value === null ? null : toStorableJson(value);
}

/** A forged cursor must not reach the database with what no id is. */
function assertIdOf(after: KeysetPosition | null): void {
  if (after === null || isUuid(after.key[1] ?? '')) return;
  throw new BadUserInputError('The value of "after" is not a cursor of this list: start again without it.', {
    path: ['after'],
  });
}
