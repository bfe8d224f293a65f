import type { ExportFormat, ExportTemplateName } from '../../adapters/exports';
import type {
  ReportExportKind as Kind,
  ReportExportStatus as Status,
} from '../../persistence/repositories/report-export.repository';
import { registerEnum } from '../register-enum';

export const ReportExportStatus = registerEnum<Status>('ReportExportStatus', 'How far an export is.', {
  QUEUED: 'Waits to begin.',
  RUNNING: 'The vendor makes it, or we fetch it; after a fault of the vendor it goes on by itself.',
  READY: 'Its files can be had.',
  FAILED: 'It failed: `error` says why. Files are there only where all of them had been fetched before.',
  EXPIRED: 'Its files were kept for a day, and are gone.',
});

export const ReportExportKind = registerEnum<Kind>('ReportExportKind', 'What the files of an export are made of.', {
  REPORTS: 'Expense reports: `exportReports`.',
  CARDS: 'Transactions of company cards: `exportCardReconciliation`.',
});

export const ReportExportFormat = registerEnum<ExportFormat>(
  'ReportExportFormat',
  'Format of the files of an export.',
  {
    CSV: 'Comma-separated values, as the template prints them.',
    XLS: 'Workbook for Excel up to 2003, which the vendor makes of what the template prints.',
    XLSX: 'Workbook for Excel, which the vendor makes of what the template prints.',
    TXT: 'Text, as the template prints it.',
    PDF: 'One document a report, as the vendor draws it: takes no template.',
    JSON: 'JSON: with the template JSON one list; with your own, what that prints.',
    XML: 'XML, as your own template prints it.',
  },
);

export const ReportExportTemplateName = registerEnum<ExportTemplateName>(
  'ReportExportTemplateName',
  'Templates of ours. They print amounts as decimal numbers, booleans as Yes or No, days as yyyy-MM-dd, and ids behind an apostrophe, which keeps spreadsheets from rounding them.',
  {
    EXPENSES_CSV:
      "One expense a line: merchant, amount (the one that counts, in the currency beside it), transaction date, then category, tag, report, submitter and ids. For reports as CSV, TXT, XLS and XLSX; these formats' default.",
    ACCOUNTING_CSV:
      'One expense a line with what a ledger needs: codes of category and tags, tax, approver, days of approval and reimbursement. For reports as CSV, TXT, XLS and XLSX.',
    CARD_TRANSACTIONS_CSV:
      'One card transaction a line, spending positive: merchant, amount, days, card and its holder, and the report that it is on. For cards as CSV and TXT.',
    JSON: "A list of everything that the vendor's templates know of a report with its expenses, or of a card transaction: the vendor's names, amounts in hundredths, ids as text. For JSON.",
  },
);

export const CardReconciliationScope = registerEnum<'ALL' | 'UNREPORTED'>(
  'CardReconciliationScope',
  'Which transactions of company cards.',
  { ALL: 'All of them.', UNREPORTED: 'Those that are on no report.' },
);

export const ReportExportActionKind = registerEnum<'EMAIL' | 'SFTP_UPLOAD' | 'MARK_AS_EXPORTED'>(
  'ReportExportActionKind',
  'What is done once the files are made.',
  {
    EMAIL: 'The vendor mails a link to the files.',
    SFTP_UPLOAD: 'The vendor uploads the files by SFTP.',
    MARK_AS_EXPORTED:
      'The vendor marks the reports with a label, once all bytes are held here. It takes none off again.',
  },
);

export type ExportActionOutcome = 'PENDING' | 'TAKEN' | 'SKIPPED' | 'NOT_DONE' | 'UNKNOWN';

export const ReportExportActionOutcome = registerEnum<ExportActionOutcome>(
  'ReportExportActionOutcome',
  'What became of an action, as far as the vendor lets us know.',
  {
    PENDING: 'Its turn has not come.',
    TAKEN: 'The vendor took it with a job that succeeded. Whether a mail arrived it does not tell.',
    SKIPPED: 'Not asked for: it was a dry run, or no report was found.',
    NOT_DONE: 'Not done: the export failed before, or the vendor refused.',
    UNKNOWN: 'It was asked for, and no answer came: it may have been done. We do not ask again.',
  },
);
