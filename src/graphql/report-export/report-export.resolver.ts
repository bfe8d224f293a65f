import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root, Subscription } from 'type-graphql';
import { decodeCursor, digestFilter, encodeCursor } from '../../persistence/keyset/cursor';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import type { ReportExportRow } from '../../persistence/repositories/report-export.repository';
import { requireCaller } from '../../services/caller-scope';
import { contentTypeOf } from '../../services/exports/export-download.service';
import { defineConnection } from '../connection/define-connection';
import { ListSize } from '../connection/list-size';
import { PageArguments, requirePageSize } from '../connection/page-arguments';
import type { GraphqlContext } from '../context';
import { Instance } from '../instance/instance.type';
import { UrlScalar } from '../scalars';
import { withPayloadErrors } from '../user-error/payload-errors';
import { toUserError, type UserErrorValue } from '../user-error/to-user-error';
import { UserError } from '../user-error/user-error.type';
import { actionsOf } from './report-export-actions';
import { ExportCardReconciliationInput, ExportReportsInput } from './report-export.input';
import { ExportCardReconciliationPayload, ExportReportsPayload } from './report-export.payload';
import { ReportExport, ReportExportAction, ReportExportFile } from './report-export.type';

const LATEST_FIRST = { field: 'CREATED', direction: 'DESC' } as const;

export const ReportExportConnection = defineConnection<ReportExportRow>(
  { type: 'ReportExport', plural: 'exports' },
  () => ReportExport,
);
type ReportExportList = InstanceType<typeof ReportExportConnection>;

interface Subscribing {
  readonly args: { readonly id: string };
  readonly context: GraphqlContext;
}

@Resolver(() => ReportExport)
export class ReportExportResolver {
  @Query(() => ReportExport, { nullable: true, description: 'One export; null when it is not yours, or a month old.' })
  reportExport(
    @Ctx() context: GraphqlContext,
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
  ): Promise<ReportExportRow | null> {
    requireCaller(context.request);
    return context.loaders.reportExports.load(id);
  }

  @Mutation(() => ExportReportsPayload, {
    nullable: true,
    description:
      'Have files made of reports. Answers at once: the files come when the vendor has made them, and are kept here for a day. An export may have 512 MiB.',
  })
  exportReports(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => ExportReportsInput, { description: 'Which reports, and what to make of them.' })
    input: ExportReportsInput,
  ): Promise<object> {
    const { request, services } = context;
    const { idempotencyKey = null, onFinish, ...order } = input;
    const { email, sftpUpload } = onFinish ?? {};
    return withPayloadErrors(request, async () => ({
      reportExport: await services.reportExports.exportReports(
        request,
        { ...order, email, sftpUpload },
        idempotencyKey,
      ),
    }));
  }

  @Mutation(() => ExportCardReconciliationPayload, {
    nullable: true,
    description:
      "Have a file made of the transactions of a domain's company cards, to reconcile them with reports. Answers at once, as `exportReports`.",
  })
  exportCardReconciliation(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => ExportCardReconciliationInput, { description: 'Which transactions, and what to make of them.' })
    input: ExportCardReconciliationInput,
  ): Promise<object> {
    const { request, services } = context;
    const { idempotencyKey = null, ...order } = input;
    return withPayloadErrors(request, async () => ({
      reportExport: await services.reportExports.exportCardReconciliation(request, order, idempotencyKey),
    }));
  }

  @Subscription(() => ReportExport, {
    description: 'An export as it is, then as it goes on; ends with it.',
    subscribe: ({ args, context: { request, services } }: Subscribing) =>
      services.reportExportProgress.follow(request, args.id),
  })
  reportExportUpdated(
    @Root() row: ReportExportRow,
    @Arg('id', () => ID, { description: 'Its `id`.' }) _id: string,
  ): ReportExportRow {
    return row;
  }

  @FieldResolver(() => Instance, { nullable: true, description: 'Whose reports they are.' })
  instance(@Root() row: ReportExportRow, @Ctx() context: GraphqlContext): Promise<InstanceRow | null> {
    return context.loaders.instances.load(row.instanceId);
  }

  @FieldResolver(() => Boolean, { description: 'It was to be tried only: nothing is mailed, uploaded or marked.' })
  dryRun(@Root() { isDryRun }: ReportExportRow): boolean {
    return isDryRun;
  }

  @FieldResolver(() => [ReportExportFile], {
    description: 'Its files, once all are here; several where the vendor makes one a report.',
  })
  files(@Root() { id, files }: ReportExportRow): ReportExportFile[] {
    return files.map((file) => ({ exportId: id, ...file }));
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'Label that the reports were marked with at the vendor: set only after all bytes were held here. Null until then, and where none was asked for.',
  })
  exportLabel(@Root() { wantedLabel, markedAt }: ReportExportRow): string | null {
    return markedAt === null ? null : wantedLabel;
  }

  @FieldResolver(() => [ReportExportAction], {
    description: 'What was asked of the vendor beside the files, and what became of it.',
  })
  actions(@Root() row: ReportExportRow): ReportExportAction[] {
    return actionsOf(row);
  }

  @FieldResolver(() => UserError, { nullable: true, description: 'Why it failed.' })
  error(@Root() row: ReportExportRow, @Ctx() { services }: GraphqlContext): UserErrorValue | null {
    const error = services.reportExports.errorOf(row);
    return error && toUserError(error);
  }
}

@Resolver(() => ReportExportFile)
export class ReportExportFileResolver {
  @FieldResolver(() => String, { description: 'Media type that it is sent with.' })
  contentType(@Root() { name }: ReportExportFile): string {
    return contentTypeOf(name);
  }

  @FieldResolver(() => UrlScalar, {
    description:
      'Where to get it: good for ten minutes, and for whoever has it, so treat it as a secret. Ask again for another.',
  })
  downloadUrl(@Root() { exportId, number }: ReportExportFile, @Ctx() { services }: GraphqlContext): string {
    return services.exportDownloads.linkTo(exportId, number);
  }
}

@Resolver(() => Instance)
export class InstanceReportExportsResolver {
  @ListSize()
  @FieldResolver(() => ReportExportConnection, {
    nullable: true,
    description: 'Exports of the last 30 days, latest first.',
  })
  reportExports(
    @Root() instance: InstanceRow,
    @Ctx() context: GraphqlContext,
    @Args(() => PageArguments) { first, after }: PageArguments,
  ): ReportExportList {
    // A cursor is good for this instance alone.
    const filterDigest = digestFilter([instance.id, 'reportExports']);
    const scope = { organizationId: instance.organizationId, instanceId: instance.id };
    const position = after == null ? null : decodeCursor(after, { order: LATEST_FIRST, filterDigest });
    const { reportExportLists } = context.loaders;
    const query = { filter: null, order: LATEST_FIRST, first: requirePageSize(first), after: position };
    return new ReportExportConnection({
      readPage: () => reportExportLists.page(scope, query),
      readCount: () => reportExportLists.count(scope, null),
      isContinued: position !== null,
      toCursor: (of) => encodeCursor({ order: LATEST_FIRST, filterDigest, position: of }),
    });
  }
}
