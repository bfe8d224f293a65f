import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { ExportAction, ExportFormat, ExportTemplateName } from '../../adapters/exports';
import type { HeldFile, ReportExportKind as Kind } from '../../persistence/repositories/report-export.repository';
import { DateTimeScalar } from '../scalars';
import {
  ReportExportActionKind,
  ReportExportActionOutcome,
  ReportExportFormat,
  ReportExportKind,
  ReportExportStatus,
  ReportExportTemplateName,
  type ExportActionOutcome,
} from './report-export.enums';

@ObjectType({ description: 'Something that the vendor is asked to do with the files.', simpleResolvers: true })
export class ReportExportAction {
  @Field(() => ReportExportActionKind, { description: 'What.' })
  kind!: ExportAction['kind'] | 'MARK_AS_EXPORTED';

  @Field(() => ReportExportActionOutcome, { description: 'What became of it.' })
  outcome!: ExportActionOutcome;
}

@ObjectType({ description: 'One file of an export.', simpleResolvers: true })
export class ReportExportFile {
  exportId!: string;
  number!: number;

  @Field(() => String, { description: 'Name to save it under, extension included.' })
  name!: string;

  @Field(() => Int, { description: 'Size.' })
  byteSize!: number;
}

/** What an export is served from: the row. */
@ObjectType({
  description:
    'An order for files made of reports, and what came of it. Follow it with `reportExport(id)` or `reportExportUpdated(id)`.',
  simpleResolvers: true,
})
export class ReportExport {
  @Field(() => ID, { description: 'Its id here; its requests to the vendor have it as `requestId`.' })
  id!: string;

  instanceId!: string;

  @Field(() => ReportExportKind, { description: 'What the files are made of.' })
  kind!: Kind;

  @Field(() => ReportExportStatus, { description: 'How far it is.' })
  status!: string;

  @Field(() => ReportExportFormat, { description: 'Format of the files.' })
  format!: ExportFormat;

  @Field(() => ReportExportTemplateName, {
    nullable: true,
    description: 'The template of ours that makes it; null for your own, and for formats that take none.',
  })
  template!: ExportTemplateName | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Reports that the selection found. The vendor tells it only where we look first: for a dry run, PDF, `exportLabel` and `submitterEmails`; else null.',
  })
  reportCount!: number | null;

  wantedLabel!: string | null;
  markStartedAt!: Date | null;
  markedAt!: Date | null;
  submitStartedAt!: Date | null;
  submittedAt!: Date | null;
  actions!: readonly ExportAction['kind'][];
  files!: readonly HeldFile[];
  isDryRun!: boolean;

  @Field(() => DateTimeScalar, { description: 'When it was ordered.' })
  createdAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it began; null while it waits.' })
  startedAt!: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it ended; null until then.' })
  finishedAt!: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When its files are removed: a day after it ended.' })
  expiresAt!: Date | null;
}
