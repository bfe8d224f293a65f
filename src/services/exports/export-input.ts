import type { ExportFormat, ExportTemplateName } from '../../adapters/exports';
import type { ReportStatus } from '../../adapters/records';

export interface DaysInput {
  readonly from?: string | null;
  readonly to?: string | null;
}

export interface ReportSelectionInput {
  /** Ids of the graph. */
  readonly reportIds?: readonly string[] | null;
  /** The vendor's ids, as people write them. */
  readonly remoteIds?: readonly string[] | null;
  /** Ids of the graph, the vendor's, or addresses of the policies' pages. */
  readonly policyIds?: readonly string[] | null;
  readonly statuses?: readonly ReportStatus[] | null;
  readonly submitterEmails?: readonly string[] | null;
  readonly createdOrSubmittedOn?: DaysInput | null;
  readonly approvedAfter?: string | null;
  readonly notExportedAs?: string | null;
  readonly limit?: number | null;
  readonly employeeEmail?: string | null;
}

export interface ExportTemplateInput {
  readonly name?: ExportTemplateName | null;
  readonly source?: string | null;
}

export interface EmailInput {
  readonly recipients: readonly string[];
  readonly message?: string | null;
}

export interface SftpUploadInput {
  readonly host: string;
  readonly port: number;
  readonly login: string;
  readonly password: string;
}

export interface ReportExportInput {
  readonly instanceId: string;
  readonly selection: ReportSelectionInput;
  readonly format: ExportFormat;
  readonly template?: ExportTemplateInput | null;
  readonly includeReceipts: boolean;
  readonly fileBaseName?: string | null;
  readonly email?: EmailInput | null;
  readonly sftpUpload?: SftpUploadInput | null;
  readonly exportLabel?: string | null;
  readonly dryRun: boolean;
}

export interface CardReconciliationInput {
  readonly instanceId: string;
  readonly domain: string;
  readonly transactedOn: { readonly from: string; readonly to: string };
  readonly scope: 'ALL' | 'UNREPORTED';
  readonly feed?: string | null;
  readonly format: ExportFormat;
  readonly template?: ExportTemplateInput | null;
  readonly email?: EmailInput | null;
}
