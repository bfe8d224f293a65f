import { Arg, Ctx, Directive, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import type { FinancialReportKind as Kind } from '../../adapters/financial-reports';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import { requireCaller } from '../../services/caller-scope';
import { decodeFinancialReportId } from '../../services/financial-reports/financial-report-id';
import { SourceFreshness } from '../connection/list-freshness.type';
import { MaxAge, requireMaxAge } from '../connection/max-age';
import type { GraphqlContext } from '../context';
import { Instance } from '../instance/instance.type';
import { toUserError } from '../user-error/to-user-error';
import { findRecord } from '../vendor-record/find-record';
import { VendorRecord } from '../vendor-record/vendor-record.type';
import { FinancialReportKind } from './financial-report.enums';
import { FinancialReportRequest, toQuestion } from './financial-report.input';
import { FinancialReport, FinancialReportCell, FinancialReportRow } from './financial-report.type';
import { toFinancialReport, toRows } from './to-financial-report';

@Resolver(() => FinancialReport)
export class FinancialReportResolver {
  @Directive('@cost(weight: 20)')
  @Query(() => FinancialReport, {
    nullable: true,
    description: 'One statement by its `id`, computed anew where our copy is too old; null when it is not yours.',
  })
  async financialReport(
    @Ctx() { request, loaders }: GraphqlContext,
    @MaxAge() maxAge: number | null | undefined,
    @Arg('id', () => ID, { description: 'Its `id`.' }) id: string,
  ): Promise<FinancialReport | null> {
    requireCaller(request);
    const maxAgeSeconds = requireMaxAge(maxAge);
    const reference = decodeFinancialReportId(id);
    const read = reference && (await loaders.financialReports.load({ ...reference, maxAgeSeconds }));
    return read && toFinancialReport(read);
  }

  @FieldResolver(() => Instance, { description: 'The connection that it was read through.' })
  instance(@Root() { instanceId }: FinancialReport, @Ctx() { loaders }: GraphqlContext): Promise<InstanceRow | null> {
    return loaders.instances.load(instanceId);
  }

  @FieldResolver(() => SourceFreshness, {
    nullable: true,
    description: 'How fresh it is, and why it is no fresher. `STALE` too when the books have changed since.',
  })
  async freshness(
    @Root() { instanceId, source }: FinancialReport,
    @Ctx() { loaders }: GraphqlContext,
  ): Promise<SourceFreshness | null> {
    const instance = await loaders.instances.load(instanceId);
    const { state, fetchedAt, error } = source;
    return instance && { instance, state, fetchedAt, error: error && toUserError(error) };
  }

  @Directive('@listSize(assumedSize: 100, slicingArguments: ["first"], requireOneSlicingArgument: false)')
  @FieldResolver(() => [FinancialReportRow], {
    description: 'Rows, top to bottom; `depth` and `parent` give the tree.',
  })
  rows(
    @Root() report: FinancialReport,
    @Arg('maxDepth', () => Int, { nullable: true, description: 'Leave out rows deeper than this.' })
    maxDepth?: number | null,
    @Arg('first', () => Int, { nullable: true, description: 'At most so many; default: all of them.' })
    first?: number | null,
    @Arg('after', () => Int, { nullable: true, description: '`index` of the last row that is known: those after it.' })
    after?: number | null,
  ): FinancialReportRow[] {
    return toRows(report, { maxDepth, first, after });
  }
}

@Resolver(() => FinancialReportCell)
export class FinancialReportCellResolver {
  @FieldResolver(() => VendorRecord, {
    nullable: true,
    description: 'What it names; null too when that is gone, or not to be seen.',
  })
  record(
    @Root() { instanceId, recordKind, remoteId }: FinancialReportCell,
    @Ctx() context: GraphqlContext,
  ): Promise<object | null> | null {
    if (recordKind === null || remoteId === null) return null;
    return findRecord({ kind: recordKind, instanceId, remoteId }, context);
  }
}

@Resolver(() => Instance)
export class InstanceFinancialReportsResolver {
  @FieldResolver(() => [FinancialReportKind], {
    description: 'Statements that its element computes; empty where it computes none.',
  })
  financialReportKinds(@Root() instance: InstanceRow, @Ctx() { services }: GraphqlContext): Kind[] {
    return services.financialReports.kindsOf(instance);
  }

  @Directive('@cost(weight: 20)')
  @FieldResolver(() => FinancialReport, {
    nullable: true,
    description:
      'A statement computed from the books, kept as long as records are. Null, with an error, where the element has none ' +
      'of this kind.',
  })
  async financialReport(
    @Root() instance: InstanceRow,
    @MaxAge() maxAge: number | null | undefined,
    @Arg('request', () => FinancialReportRequest, { description: 'Which, over what period, how summed.' })
    request: FinancialReportRequest,
    @Ctx() { loaders }: GraphqlContext,
  ): Promise<FinancialReport | null> {
    const maxAgeSeconds = requireMaxAge(maxAge);
    const question = toQuestion(request);
    const read = await loaders.financialReports.load({ instanceId: instance.id, question, maxAgeSeconds });
    return read && toFinancialReport(read);
  }
}
