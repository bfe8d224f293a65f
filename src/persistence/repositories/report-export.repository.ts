import type { RequestContext } from '../../request-context';
import { BadUserInputError } from '../../errors';
import type { StatementRunner, Transaction } from '../database';
import type { KeysetPosition, PageOf } from '../keyset/keyset-page';
import { readCounts, readPages } from '../keyset/list-reader';
import type { InstanceScope } from '../keyset/list-scope';
import type { ListTable } from '../keyset/list-statement';
import { bindScopes } from '../keyset/scope-kind';
import type { SortColumn } from '../keyset/sort-column';
import { storable } from '../storable-text';
import { isUuid } from '../uuid';
import {
  type ExportFailure,
  type ExportStep,
  type NewReportExport,
  REPORT_EXPORT_COLUMNS,
  type ReportExportOrder,
  type ReportExportRow,
} from './report-export-row';

export type * from './report-export-row';

/** Told on each step and end of an export: `<organization> <export>`. */
export const REPORT_EXPORTS_CHANNEL = 'report_exports';

const TABLE: ListTable = {
  name: 'report_exports',
  columns: `${REPORT_EXPORT_COLUMNS}, t.instance_id`,
  keyColumns: ['instance_id', 'id'],
};
const BY_CREATION: SortColumn = { column: 'created_at', type: 'timestamptz', nullable: false };

const TELL = `pg_notify('${REPORT_EXPORTS_CHANNEL}', organization_id || ' ' || id)`;

const STEP_COLUMNS: Readonly<Record<keyof ExportStep, string>> = {
  reportRemoteIds: 'report_remote_ids',
  reportCount: 'report_count',
  submitStartedAt: 'submit_started_at',
  submittedAt: 'submitted_at',
  markStartedAt: 'mark_started_at',
  markedAt: 'marked_at',
};

/** Exports: what was asked for, how far it is, and how it ended. */
export class ReportExportRepository {
  constructor(private readonly runner: StatementRunner) {}

  async insert(context: RequestContext, runner: StatementRunner, row: NewReportExport): Promise<void> {
    await runner.query(context, {
      name: 'report-export-insert',
      text: `INSERT INTO report_exports (id, organization_id, instance_id, kind, format, template, is_dry_run, actions,
               wanted_label, encrypted_request, status, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'QUEUED', $11)`,
      values: [
        row.id,
        row.organizationId,
        row.instanceId,
        row.kind,
        row.format,
        row.template,
        row.isDryRun,
        row.actions,
        row.wantedLabel,
        row.encryptedRequest,
        row.createdAt,
      ],
    });
  }

  /** Those that there are, in any order. */
  async findByIds(context: RequestContext, ids: readonly string[]): Promise<ReportExportRow[]> {
    return this.runner.query<ReportExportRow>(context, {
      name: 'report-exports-by-ids',
      text: `SELECT ${REPORT_EXPORT_COLUMNS} FROM report_exports t WHERE t.id = ANY($1::uuid[])`,
      values: [ids.filter(isUuid)],
    });
  }

  async find(context: RequestContext, id: string): Promise<ReportExportRow | null> {
    const [row] = await this.findByIds(context, [id]);
    return row ?? null;
  }

  async findOrder(context: RequestContext, id: string): Promise<ReportExportOrder | null> {
    const [row] = await this.runner.query<ReportExportOrder>(context, {
      name: 'report-export-order',
      text: `SELECT encrypted_request AS "encryptedRequest", report_remote_ids AS "reportRemoteIds"
             FROM report_exports WHERE id = $1`,
      values: [id],
    });
    return row ?? null;
  }

  /** It is being made; one that is already goes on. */
  async begin(context: RequestContext, transaction: Transaction, id: string, now: Date): Promise<void> {
    await transaction.query(context, {
      name: 'report-export-begin',
      text: `UPDATE report_exports SET status = 'RUNNING', started_at = coalesce(started_at, $2)
             WHERE id = $1 AND finished_at IS NULL RETURNING ${TELL}`,
      values: [id, now],
    });
  }

  /** Writes down how far it is. False when it has ended, or is gone with its instance. */
  async step(context: RequestContext, transaction: Transaction, id: string, step: ExportStep): Promise<boolean> {
    const names = Object.keys(step) as (keyof ExportStep)[];
    const assignments = names.map((name, index) => `${STEP_COLUMNS[name]} = $${index + 2}`).join(', ');
    const rows = await transaction.query(context, {
      text: `UPDATE report_exports SET ${assignments} WHERE id = $1 AND finished_at IS NULL RETURNING ${TELL}`,
      values: [id, ...names.map((name) => step[name])],
    });
    return rows.length > 0;
  }

  /** Whether it is still being made; when true, nobody removes it before the transaction has ended. */
  async isUnderWay(context: RequestContext, transaction: Transaction, id: string): Promise<boolean> {
    const rows = await transaction.query(context, {
      name: 'report-export-is-under-way',
      text: 'SELECT FROM report_exports WHERE id = $1 AND finished_at IS NULL FOR SHARE',
      values: [id],
    });
    return rows.length > 0;
  }

  /** Ends it, and forgets what was asked for. False when it had ended before. */
  async finish(
    context: RequestContext,
    transaction: Transaction,
    id: string,
    end: { readonly failure: ExportFailure | null; readonly now: Date; readonly expiresAt: Date | null },
  ): Promise<boolean> {
    const { failure, now, expiresAt } = end;
    const told = failure === null ? null : storable(failure);
    const rows = await transaction.query(context, {
      name: 'report-export-finish',
      text: `UPDATE report_exports SET status = $2, finished_at = $3, expires_at = $4, encrypted_request = NULL,
               error_code = $5, error_message = $6, error_requires = $7, vendor_code = $8, vendor_message = $9,
               vendor_request_id = $10
             WHERE id = $1 AND finished_at IS NULL RETURNING ${TELL}`,
      values: [
        id,
        failure === null ? 'READY' : 'FAILED',
        now,
        expiresAt,
        told?.code ?? null,
        told?.message ?? null,
        told?.requires ?? null,
        told?.vendorCode ?? null,
        told?.vendorMessage ?? null,
        told?.vendorRequestId ?? null,
      ],
    });
    return rows.length > 0;
  }

  /** Of those that have not ended, how many there are of an instance. */
  async countUnderWay(context: RequestContext, runner: StatementRunner, instanceId: string): Promise<number> {
    const [row] = await runner.query<{ count: number }>(context, {
      name: 'report-exports-count-under-way',
      text: 'SELECT count(*)::int AS count FROM report_exports WHERE instance_id = $1 AND finished_at IS NULL',
      values: [instanceId],
    });
    return row?.count ?? 0;
  }

  /** Of those that nobody will end any more: asked for before then. */
  async listUnderWay(context: RequestContext, createdBefore: Date, limit: number): Promise<string[]> {
    const rows = await this.runner.query<{ id: string }>(context, {
      text: `SELECT id FROM report_exports WHERE finished_at IS NULL AND created_at < $1 ORDER BY created_at LIMIT $2`,
      values: [createdBefore, limit],
    });
    return rows.map(({ id }) => id);
  }

  /** Those of which no job waits or runs, begun or asked for before then. */
  async listAbandoned(context: RequestContext, createdBefore: Date, limit: number): Promise<string[]> {
    const rows = await this.runner.query<{ id: string }>(context, {
      text: `SELECT id FROM report_exports r WHERE finished_at IS NULL AND created_at < $1
               AND NOT EXISTS (SELECT FROM graphile_worker.jobs j
                 WHERE j.key = 'report-export:' || r.id AND j.attempts < j.max_attempts)
             ORDER BY created_at LIMIT $2`,
      values: [createdBefore, limit],
    });
    return rows.map(({ id }) => id);
  }

  /** Latest first; one page a scope, in the order of the scopes, in one statement. */
  async listForInstances(
    context: RequestContext,
    scopes: readonly InstanceScope[],
    query: { readonly first: number; readonly after: KeysetPosition | null },
  ): Promise<PageOf<ReportExportRow>[]> {
    const { first, after } = query;
    assertIdOf(after);
    const request = { table: TABLE, ...bindScopes(scopes), conditions: () => [], sort: BY_CREATION, first, after };
    const page = { ...request, direction: 'DESC' } as const;
    return readPages<ReportExportRow, ReportExportRow>(context, this.runner, page, (row) => row);
  }

  async countForInstances(context: RequestContext, scopes: readonly InstanceScope[]): Promise<number[]> {
    return readCounts(context, this.runner, { table: TABLE, ...bindScopes(scopes), conditions: () => [] });
  }

  /** Those whose files are to be removed. */
  async listExpired(
    context: RequestContext,
    now: Date,
    limit: number,
  ): Promise<{ readonly id: string; readonly instanceId: string }[]> {
    return this.runner.query(context, {
      text: `SELECT id, instance_id AS "instanceId" FROM report_exports
             WHERE expires_at <= $1 AND status IN ('READY','FAILED') ORDER BY expires_at LIMIT $2`,
      values: [now, limit],
    });
  }

  /** Their files are removed. One that failed stays so. */
  async markExpired(context: RequestContext, ids: readonly string[]): Promise<void> {
    await this.runner.query(context, {
      text: `UPDATE report_exports SET status = CASE WHEN status = 'READY' THEN 'EXPIRED' ELSE status END,
               expires_at = CASE WHEN status = 'READY' THEN expires_at END
             WHERE id = ANY ($1::uuid[])`,
      values: [ids],
    });
  }

  /** Forgets exports that ended before then, and have no files any more. */
  async prune(context: RequestContext, before: Date): Promise<void> {
    await this.runner.query(context, {
      text: `DELETE FROM report_exports WHERE finished_at < $1 AND (status = 'EXPIRED' OR expires_at IS NULL)`,
      values: [before],
    });
  }

  /** Requests that another key than `keyId` encrypted: what a rotation has still to do. */
  async listNotEncryptedWith(
    context: RequestContext,
    keyId: string,
    limit: number,
  ): Promise<{ id: string; encryptedRequest: string }[]> {
    return this.runner.query(context, {
      text: `SELECT id, encrypted_request AS "encryptedRequest" FROM report_exports
             WHERE finished_at IS NULL AND split_part(encrypted_request, '.', 2) <> $1 ORDER BY id LIMIT $2`,
      values: [keyId, limit],
    });
  }

  /** Replaces a request only while it still reads `before`. */
  async replaceEncrypted(context: RequestContext, id: string, before: string, after: string): Promise<void> {
    await this.runner.query(context, {
      text: 'UPDATE report_exports SET encrypted_request = $3 WHERE id = $1 AND encrypted_request = $2',
      values: [id, before, after],
    });
  }
}

/** A forged cursor must not reach the database with what no id is. */
function assertIdOf(after: KeysetPosition | null): void {
  if (after === null || isUuid(after.key[1] ?? '')) return;
  throw new BadUserInputError('The value of "after" is not a cursor of this list: start again without it.', {
    path: ['after'],
  });
}
