import type { VendorConnection } from './adapter';
import type { ReportStatus } from './records';

/*
 * Files that a vendor makes of records, in our words. Ids are the vendor's, canonical; e-mail addresses are lower case;
 * days `yyyy-MM-dd`.
 */

export const EXPORT_FORMATS = ['CSV', 'XLS', 'XLSX', 'TXT', 'PDF', 'JSON', 'XML'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export const EXPORT_TEMPLATES = ['EXPENSES_CSV', 'ACCOUNTING_CSV', 'CARD_TRANSACTIONS_CSV', 'JSON'] as const;
/** A rendering of ours, whatever language the vendor's templates are written in. */
export type ExportTemplateName = (typeof EXPORT_TEMPLATES)[number];

/** What a file is made by: one of our templates, or the caller's own in the vendor's template language. */
export type ExportTemplate =
  { readonly kind: 'NAMED'; readonly name: ExportTemplateName } | { readonly kind: 'OWN'; readonly source: string };

/** Which reports; all conditions that are given must hold. */
export interface ReportSelection {
  /** Null: whatever their id. */
  readonly reportRemoteIds: readonly string[] | null;
  readonly policyRemoteIds: readonly string[] | null;
  /** Days of the later of opened and handed in, both included. Null: the vendor's longest span, up to today. */
  readonly days: { readonly from: string; readonly to: string } | null;
  /** Approved after this day. */
  readonly approvedAfter: string | null;
  /** Empty: in any state. */
  readonly statuses: readonly ReportStatus[];
  /** Handed in by one of these; null: by anybody. */
  readonly submitterEmails: readonly string[] | null;
  /** Not yet marked with this label at the vendor. */
  readonly notMarkedAs: string | null;
  readonly limit: number | null;
  /** Seen as this account sees them. */
  readonly actingEmail: string | null;
}

/** What the vendor does with a file once it has made it. It cannot be taken back, and is never asked for twice. */
export type ExportAction =
  | { readonly kind: 'EMAIL'; readonly recipients: readonly string[]; readonly message: string | null }
  | {
      readonly kind: 'SFTP_UPLOAD';
      readonly host: string;
      readonly port: number;
      readonly login: string;
      readonly password: string;
    };

export interface ExportReportsRequest {
  readonly selection: ReportSelection;
  readonly format: ExportFormat;
  /** Null for a format that takes none. */
  readonly template: ExportTemplate | null;
  /** Receipts as whole pages of a PDF. */
  readonly includeReceipts: boolean;
  /** What the vendor's names of the files begin with; null: its own word. */
  readonly fileBaseName: string | null;
  readonly actions: readonly ExportAction[];
  /** The vendor is told that it is a test: no action is carried out. */
  readonly isTest: boolean;
}

export interface CardReconciliationRequest {
  readonly domain: string;
  /** Days of the card transactions, both included. */
  readonly days: { readonly from: string; readonly to: string };
  readonly scope: 'ALL' | 'UNREPORTED';
  /** Name of the card feed; null: all. */
  readonly feed: string | null;
  readonly format: ExportFormat;
  readonly template: ExportTemplate;
  readonly actions: readonly ExportAction[];
}

/** A file that the vendor has made, and keeps for a while. */
export interface ExportedFile {
  /** The vendor's name for it, extension included. */
  readonly name: string;
  /** What else the vendor needs to find it again, in the adapter's words. */
  readonly place: string;
}

export interface MarkExportedRequest {
  readonly reportRemoteIds: readonly string[];
  readonly label: string;
  readonly actingEmail: string | null;
}

/** How a vendor's templates and formats go together. */
export interface ExportOffer {
  readonly formats: readonly ExportFormat[];
  /** Of each format, our templates that it takes, the default first; none where the caller has to bring one. */
  readonly templates: Readonly<Partial<Record<ExportFormat, readonly ExportTemplateName[]>>>;
  /** Formats that are not made by a template: one file a report. */
  readonly withoutTemplate: readonly ExportFormat[];
  /** What a caller's own template is written in, such as `FreeMarker`. */
  readonly templateLanguage: string;
}

/** One kind of file that a vendor makes. A job that takes no action may be sent again; one that does never is. */
export interface ReportExports {
  readonly reports: ExportOffer & {
    /** The longest stretch of days that one export may cover. */
    readonly maxSpanDays: number;
    /** Reports that one export can name by id. */
    readonly maxReportIds: number;
    /** ECMAScript regular expression that a whole base name of files matches. */
    readonly fileBaseNamePattern: string;
  };
  /** Whether a selection has to be looked up first, and then be exported by ids: the vendor has no such condition. */
  needsLookup(selection: ReportSelection): boolean;
  /** The reports that the selection finds now. */
  findReports(connection: VendorConnection, selection: ReportSelection): Promise<readonly string[]>;
  /** Has files made. Throws a `VendorOutcomeUnknownError` when actions may have been carried out and nobody knows. */
  exportReports(connection: VendorConnection, request: ExportReportsRequest): Promise<readonly ExportedFile[]>;
  /** Marks reports as exported, which cannot be undone. Never sent twice. */
  markExported(connection: VendorConnection, request: MarkExportedRequest): Promise<void>;
  /**
   * The bytes of a file as they arrive, from the beginning; waits while the vendor is not done with it.
   * @param template what it was made by: our own templates are checked to be whole, and may be put into another form.
   */
  download(connection: VendorConnection, file: ExportedFile, template: ExportTemplate | null): AsyncIterable<Buffer>;
  /** Files of company cards' transactions. Absent: the vendor has no cards. */
  readonly cards?: ExportOffer & {
    export(connection: VendorConnection, request: CardReconciliationRequest): Promise<readonly ExportedFile[]>;
  };
}
