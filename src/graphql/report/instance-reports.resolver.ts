import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, FieldResolver, Info, Resolver, Root } from 'type-graphql';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import type { ReportRow } from '../../persistence/repositories/report-row';
import { openInstanceList } from '../connection/instance-list';
import { ListSize } from '../connection/list-size';
import { MaxAge } from '../connection/max-age';
import type { RecordConnection } from '../connection/record-connection';
import type { GraphqlContext } from '../context';
import { Instance } from '../instance/instance.type';
import { ReportListArguments } from './report-list.input';
import { REPORTS, ReportConnection } from './report.list';

@Resolver(() => Instance)
export class InstanceReportsResolver {
  @ListSize()
  @FieldResolver(() => ReportConnection, {
    nullable: true,
    description: 'Expense reports. Null, with an error, where the element has none.',
  })
  reports(
    @Root() instance: InstanceRow,
    @MaxAge() maxAge: number | null | undefined,
    @Args(() => ReportListArguments) page: ReportListArguments,
    @Ctx() context: GraphqlContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<RecordConnection<ReportRow>> {
    return openInstanceList(REPORTS, context, instance, page, maxAge, info);
  }
}
