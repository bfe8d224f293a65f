import type { ExportAction, ExportFormat } from '../../adapters/exports';
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

/** What files are made of. */
export type ReportExportKind = 'REPORTS' | 'CARDS';
export type ReportExportStatus = 'QUEUED' | 'RUNNING' | 'READY' | 'FAILED' | 'EXPIRED';

/** A file that is here, whole. */
export interface HeldFile {
  /** From 1. */
  readonly number: number;
  readonly name: string;
  readonly byteSize: number;
}

/** An order for files, and what became of it. */
export interface ReportExportRow {
  readonly id: string;
  readonly organizationId: string;
  readonly instanceId: string;
  readonly kind: ReportExportKind;
  readonly format: ExportFormat;
  /** Name of one of our templates; null for the caller's own, and for none. */
  readonly template: string | null;
  readonly isDryRun: boolean;
  readonly actions: readonly ExportAction['kind'][];
  /** The label that the reports are to be marked with. */
  readonly wantedLabel: string | null;
  readonly status: ReportExportStatus;
  readonly reportCount: number | null;
  /** Before a job that is not to be repeated was sent. */
  readonly submitStartedAt: Date | null;
  /** The vendor has answered with the names of files. */
  readonly submittedAt: Date | null;
  readonly markStartedAt: Date | null;
  readonly markedAt: Date | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly errorRequires: string | null;
  readonly vendorCode: string | null;
  readonly vendorMessage: string | null;
  readonly vendorRequestId: string | null;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly expiresAt: Date | null;
  /** By number. */
  readonly files: readonly HeldFile[];
}

/** What is needed to go on with one that has not ended. */
export interface ReportExportOrder {
  readonly encryptedRequest: string | null;
  /** Null until they were looked up. */
  readonly reportRemoteIds: readonly string[] | null;
}

export type NewReportExport = Pick<
  ReportExportRow,
  | 'id'
  | 'organizationId'
  | 'instanceId'
  | 'kind'
  | 'format'
  | 'template'
  | 'isDryRun'
  | 'actions'
  | 'wantedLabel'
  | 'createdAt'
> & { readonly encryptedRequest: string };

/** Why it failed, as a write does. */
export interface ExportFailure {
  readonly code: string;
  readonly message: string;
  readonly requires: string | null;
  readonly vendorCode: string | null;
  readonly vendorMessage: string | null;
  readonly vendorRequestId: string | null;
}

/** A place that an export has got to; what is left out stays. */
export interface ExportStep {
  readonly reportRemoteIds?: readonly string[];
  readonly reportCount?: number;
  readonly submitStartedAt?: Date | null;
  readonly submittedAt?: Date;
  readonly markStartedAt?: Date | null;
  readonly markedAt?: Date;
}

/** Told on each step and end of an export: `<organization> <export>`. */
export const REPORT_EXPORTS_CHANNEL = 'report_exports';

const FILES = `(SELECT coalesce(json_agg(json_build_object('number', f.number, 'name', f.name, 'byteSize', f.byte_size)
    ORDER BY f.number), '[]') FROM report_export_files f
    WHERE f.instance_id = t.instance_id AND f.export_id = t.id AND f.byte_size IS NOT NULL)`;

const COLUMNS = `t.id, t.organization_id AS "organizationId", t.instance_id AS "instanceId", t.kind, t.format, t.template,
  t.is_dry_run AS "isDryRun", t.actions, t.wanted_label AS "wantedLabel", t.status, t.report_count AS "reportCount",
  t.submit_started_at AS "submitStartedAt", t.submitted_at AS "submittedAt", t.mark_started_at AS "markStartedAt",
  t.marked_at AS "markedAt", t.error_code AS "errorCode", t.error_message AS "errorMessage",
  t.error_requires AS "errorRequires", t.vendor_code AS "vendorCode", t.vendor_message AS "vendorMessage",
  t.vendor_request_id AS "vendorRequestId", t.created_at AS "createdAt", t.started_at AS "startedAt",
  t.finished_at AS "finishedAt", t.expires_at AS "expiresAt", ${FILES} AS files`;

const TABLE: ListTable = {
  name: 'report_exports',
  columns: `${COLUMNS}, t.instance_id`,
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
      text: `SELECT ${COLUMNS} FROM report_exports t WHERE t.id = ANY($1::uuid[])`,
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
