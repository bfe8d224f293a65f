import type { ExportAction, ExportFormat } from '../../adapters/exports';

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

const FILES = `(SELECT coalesce(json_agg(json_build_object('number', f.number, 'name', f.name, 'byteSize', f.byte_size)
    ORDER BY f.number), '[]') FROM report_export_files f
    WHERE f.instance_id = t.instance_id AND f.export_id = t.id AND f.byte_size IS NOT NULL)`;

export const REPORT_EXPORT_COLUMNS = `t.id, t.organization_id AS "organizationId", t.instance_id AS "instanceId", t.kind, t.format, t.template,
  t.is_dry_run AS "isDryRun", t.actions, t.wanted_label AS "wantedLabel", t.status, t.report_count AS "reportCount",
  t.submit_started_at AS "submitStartedAt", t.submitted_at AS "submittedAt", t.mark_started_at AS "markStartedAt",
  t.marked_at AS "markedAt", t.error_code AS "errorCode", t.error_message AS "errorMessage",
  t.error_requires AS "errorRequires", t.vendor_code AS "vendorCode", t.vendor_message AS "vendorMessage",
  t.vendor_request_id AS "vendorRequestId", t.created_at AS "createdAt", t.started_at AS "startedAt",
  t.finished_at AS "finishedAt", t.expires_at AS "expiresAt", ${FILES} AS files`;
