import type { MoneyValue } from '../../adapters/records';
import type { TaxDocumentState } from '../../adapters/tax';
import type { RequestContext } from '../../request-context';
import type { StatementRunner } from '../database';
import { toMoney } from '../money-format';
import { storableText } from '../storable-text';
import type { RecordKey } from './list-condition';
import type { TaxChange } from './tax-document-row';

export type TaxChangeOutcome = 'PENDING' | 'SUCCEEDED' | 'FAILED' | 'UNKNOWN';

/** One change that was asked of the vendor. */
export interface TaxDocumentChangeRow {
  readonly change: TaxChange;
  readonly outcome: TaxChangeOutcome;
  readonly status: TaxDocumentState | null;
  readonly remoteId: string;
  readonly totalTax: MoneyValue | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly requestId: string;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
}

export interface NewTaxDocumentChange {
  readonly id: string;
  readonly organizationId: string;
  readonly instanceId: string;
  readonly documentId: string;
  readonly change: TaxChange;
  readonly documentKey: string;
  readonly userId: string;
}

/** How it ended. */
export interface TaxDocumentChangeEnd {
  readonly outcome: Exclude<TaxChangeOutcome, 'PENDING'>;
  readonly state: TaxDocumentState | null;
  readonly totalTax: MoneyValue | null;
  readonly error: { readonly code: string; readonly message: string } | null;
}

interface Columns extends Omit<TaxDocumentChangeRow, 'totalTax'> {
  readonly ordinal: number;
  readonly amount: string | null;
  readonly currency: string | null;
}

/** The history of tax documents. */
export class TaxDocumentChangeRepository {
  constructor(private readonly runner: StatementRunner) {}

  /** Before it is sent. */
  async begin(
    context: RequestContext,
    runner: StatementRunner,
    change: NewTaxDocumentChange,
    now: Date,
  ): Promise<void> {
    await runner.query(context, {
      name: 'tax-document-change-begin',
      text: `INSERT INTO tax_document_changes (instance_id, id, organization_id, document_id, change, outcome, document_key,
               request_id, user_id, started_at)
             VALUES ($1, $2, $3, $4, $5, 'PENDING', $6, $7, $8, $9)`,
      values: [
        change.instanceId,
        change.id,
        change.organizationId,
        change.documentId,
        change.change,
        change.documentKey,
        context.requestId,
        change.userId,
        now,
      ],
    });
  }

  async finish(
    context: RequestContext,
    runner: StatementRunner,
    { instanceId, id }: Pick<NewTaxDocumentChange, 'instanceId' | 'id'>,
    { outcome, state, totalTax, error }: TaxDocumentChangeEnd,
    now: Date,
  ): Promise<void> {
    await runner.query(context, {
      name: 'tax-document-change-finish',
      text: `UPDATE tax_document_changes SET outcome = $3, state = $4, total_tax_amount = $5, total_tax_currency = $6,
               error_code = $7, error_message = $8, finished_at = $9
             WHERE instance_id = $1 AND id = $2`,
      values: [
        instanceId,
        id,
        outcome,
        state,
        totalTax?.amount ?? null,
        totalTax?.currency ?? null,
        error?.code ?? null,
        error === null ? null : storableText(error.message),
        now,
      ],
    });
  }

  /** One that was not sent after all. */
  async forget(
    context: RequestContext,
    runner: StatementRunner,
    { instanceId, id }: Pick<NewTaxDocumentChange, 'instanceId' | 'id'>,
  ): Promise<void> {
    await runner.query(context, {
      name: 'tax-document-change-forget',
      text: 'DELETE FROM tax_document_changes WHERE instance_id = $1 AND id = $2',
      values: [instanceId, id],
    });
  }

  /** The latest `limit` of each document, latest first, in the order of the keys: one statement for all. */
  async listOfDocuments(
    context: RequestContext,
    organizationId: string,
    keys: readonly RecordKey[],
    limit: number,
  ): Promise<TaxDocumentChangeRow[][]> {
    const rows = await this.runner.query<Columns>(context, {
      name: 'tax-document-changes-of-documents',
      text: `SELECT k.ordinal::int AS ordinal, c.* FROM unnest($2::uuid[], $3::uuid[]) WITH ORDINALITY AS k (instance_id, id, ordinal)
             JOIN instances i ON i.id = k.instance_id AND i.organization_id = $1 AND i.deleted_at IS NULL
             CROSS JOIN LATERAL (
               SELECT t.change, t.outcome, t.state AS status, t.document_key AS "remoteId", t.total_tax_amount AS amount,
                 t.total_tax_currency AS currency, t.error_code AS "errorCode", t.error_message AS "errorMessage",
                 t.request_id AS "requestId", t.started_at AS "startedAt", t.finished_at AS "finishedAt"
               FROM tax_document_changes t WHERE t.instance_id = k.instance_id AND t.document_id = k.id
               ORDER BY t.started_at DESC, t.id DESC LIMIT $4) c
             ORDER BY k.ordinal, c."startedAt" DESC`,
      values: [organizationId, keys.map(({ instanceId }) => instanceId), keys.map(({ remoteId }) => remoteId), limit],
    });
    const groups: TaxDocumentChangeRow[][] = keys.map(() => []);
    for (const { ordinal, amount, currency, ...row } of rows) {
      groups[ordinal - 1]?.push({ ...row, totalTax: toMoney(amount, currency) });
    }
    return groups;
  }
}
