import { Field, ID, InputType, Int } from 'type-graphql';
import type { ExportFormat, ExportTemplateName } from '../../adapters/exports';
import type { ReportStatus as Status } from '../../adapters/records';
import { DayRangeInput } from '../connection/day-range.input';
import { ReportStatus } from '../report/report.enums';
import { DateScalar } from '../scalars';
import { CardReconciliationScope, ReportExportFormat, ReportExportTemplateName } from './report-export.enums';

@InputType({
  description:
    'Which reports; all conditions that are given must hold, a list means any of. With none of `reportIds`, `remoteIds`, `createdOrSubmittedOn` and `approvedAfter`: those opened or handed in within the last year.',
})
export class ReportExportSelectionInput {
  @Field(() => [ID], { nullable: true, description: 'These reports, by their `id` here: at most 1 000.' })
  reportIds?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: "These reports, by the vendor's id in any of its forms: at most 1 000.",
  })
  remoteIds?: string[] | null;

  @Field(() => [ID], {
    nullable: true,
    description: "Reports under these policies: their `id` here, the vendor's id, or the address of the policy's page.",
  })
  policyIds?: string[] | null;

  @Field(() => [ReportStatus], { nullable: true, description: 'Reports in these states.' })
  statuses?: Status[] | null;

  @Field(() => [String], {
    nullable: true,
    description:
      'Reports of the people with these e-mail addresses. The vendor has no such condition: we look first, and export what was found by id, at most 1 000 reports.',
  })
  submitterEmails?: string[] | null;

  @Field(() => DayRangeInput, {
    nullable: true,
    description: 'The later of the day opened and the day handed in; at most 365 days. Left out ends: a year, today.',
  })
  createdOrSubmittedOn?: DayRangeInput | null;

  @Field(() => DateScalar, {
    nullable: true,
    description:
      'Approved after this day; the vendor may or may not count the day itself. Without `statuses` also closed reports, approved or not. At most a year ago.',
  })
  approvedAfter?: string | null;

  @Field(() => String, { nullable: true, description: 'Only reports that do not carry this label at the vendor.' })
  notExportedAs?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'At most so many; which of them are taken the vendor does not say.',
  })
  limit?: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      'As seen by the account with this e-mail address, without its open reports. The vendor has to have granted that.',
  })
  employeeEmail?: string | null;
}

@InputType({ description: 'What makes the files: one of the two.' })
export class ReportExportTemplateInput {
  @Field(() => ReportExportTemplateName, { nullable: true, description: 'A template of ours.' })
  name?: ExportTemplateName | null;

  @Field(() => String, {
    nullable: true,
    description:
      "Your own, in the vendor's template language: FreeMarker for Expensify. Booleans need `?string`, ids `?c` where they are numbers. At most 200 000 characters; not kept once the export has ended.",
  })
  source?: string | null;
}

@InputType({ description: 'A mail that the vendor sends.' })
export class ReportExportEmailInput {
  @Field(() => [String], { description: 'Whom to: at most 50 addresses.' })
  recipients!: string[];

  @Field(() => String, {
    nullable: true,
    description: "What to say; the vendor's template language may be used, with the list `filenames`.",
  })
  message?: string | null;
}

@InputType({ description: 'An upload that the vendor does. The files land in the home directory of the login.' })
export class ReportExportSftpUploadInput {
  @Field(() => String, { description: 'Host, such as `sftp.example.com`.' })
  host!: string;

  @Field(() => Int, { defaultValue: 22, description: 'Port.' })
  port!: number;

  @Field(() => String, { description: 'Login.' })
  login!: string;

  @Field(() => String, {
    description: 'Password: encrypted here, sent to the vendor, and forgotten once it has ended.',
  })
  password!: string;
}

@InputType({ description: 'What the vendor does with the files. Asked for once: never again after an unclear answer.' })
export class ReportExportOnFinishInput {
  @Field(() => ReportExportEmailInput, { nullable: true, description: 'Mail a link to the files.' })
  email?: ReportExportEmailInput | null;

  @Field(() => ReportExportSftpUploadInput, { nullable: true, description: 'Upload the files.' })
  sftpUpload?: ReportExportSftpUploadInput | null;
}

const IDEMPOTENCY_KEY =
  'Makes your own retry safe: the same key and input answer the same export for 90 minutes; another input is refused.';

@InputType({ description: 'Arguments of `exportReports`.' })
export class ExportReportsInput {
  @Field(() => ID, { description: 'The instance whose reports they are.' })
  instanceId!: string;

  @Field(() => ReportExportSelectionInput, { description: 'Which reports.' })
  selection!: ReportExportSelectionInput;

  @Field(() => ReportExportFormat, { description: 'What to make.' })
  format!: ExportFormat;

  @Field(() => ReportExportTemplateInput, {
    nullable: true,
    description: "What makes it. Default: the format's own template; XML has none, PDF takes none.",
  })
  template?: ReportExportTemplateInput | null;

  @Field(() => Boolean, { defaultValue: false, description: 'Put receipts into PDF files, as full pages.' })
  includeReceipts!: boolean;

  @Field(() => String, {
    nullable: true,
    description: "What the files' names begin with: letters, digits, _ and -. Default: the vendor's own names.",
  })
  fileBaseName?: string | null;

  @Field(() => ReportExportOnFinishInput, { nullable: true, description: 'What the vendor does with the files.' })
  onFinish?: ReportExportOnFinishInput | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Mark the reports with this label at the vendor, in a job of its own once all bytes are held here. It cannot be undone there.',
  })
  exportLabel?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Nothing is mailed, uploaded or marked: tells how many reports the selection finds, whether the vendor takes the template, and what it would make.',
  })
  dryRun!: boolean;

  @Field(() => String, { nullable: true, description: IDEMPOTENCY_KEY })
  idempotencyKey?: string | null;
}

@InputType({ description: 'Days of card transactions, both included.' })
export class TransactionDaysInput {
  @Field(() => DateScalar, { description: 'First day.' })
  from!: string;

  @Field(() => DateScalar, { description: 'Last day.' })
  to!: string;
}

@InputType({ description: 'Arguments of `exportCardReconciliation`.' })
export class ExportCardReconciliationInput {
  @Field(() => ID, { description: 'The instance whose cards they are.' })
  instanceId!: string;

  @Field(() => String, { description: 'Domain whose cards they are, such as `example.com`.' })
  domain!: string;

  @Field(() => TransactionDaysInput, { description: 'Days of the transactions.' })
  transactedOn!: TransactionDaysInput;

  @Field(() => CardReconciliationScope, { defaultValue: 'ALL', description: 'Which transactions.' })
  scope!: 'ALL' | 'UNREPORTED';

  @Field(() => String, { nullable: true, description: 'Name of a card feed. Default: all feeds.' })
  feed?: string | null;

  @Field(() => ReportExportFormat, { description: 'What to make: CSV, TXT, JSON or XML.' })
  format!: ExportFormat;

  @Field(() => ReportExportTemplateInput, {
    nullable: true,
    description:
      "What makes it. Default: the format's own template; XML has none. A template of your own gets `cards` instead of `reports`.",
  })
  template?: ReportExportTemplateInput | null;

  @Field(() => ReportExportEmailInput, { nullable: true, description: 'Mail a link to the file.' })
  email?: ReportExportEmailInput | null;

  @Field(() => String, { nullable: true, description: IDEMPOTENCY_KEY })
  idempotencyKey?: string | null;
}
