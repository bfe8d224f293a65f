import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { ReportApprovalValue, ReportHistoryValue } from '../../adapters/records';
import type { EmployeeRow } from '../../persistence/repositories/employee-row';
import type { ReportRow } from '../../persistence/repositories/report-row';
import type { GraphqlContext } from '../context';
import { findEmployeeByEmail } from '../employee/employee-lookup';
import { Employee } from '../employee/employee.type';
import { ReportApproval } from './report-approval.type';
import { ReportHistoryEntry } from './report-history-entry.type';
import { Report } from './report.type';

/** Something that someone did to a report; the instance says where to look for them. */
type OfInstance<Value> = Value & { readonly instanceId: string };

/** Who did what to a report. */
@Resolver(() => Report)
export class ReportTrailResolver {
  @FieldResolver(() => [ReportApproval], { description: 'Who has approved, in order.' })
  approvers(@Root() { instanceId, approvals }: ReportRow): OfInstance<ReportApprovalValue>[] {
    return approvals.map((approval) => ({ ...approval, instanceId }));
  }

  @FieldResolver(() => [ReportHistoryEntry], {
    nullable: true,
    description: 'What happened to it, oldest first; null where the vendor does not say.',
  })
  async history(
    @Root() { instanceId, remoteId }: ReportRow,
    @Ctx() { loaders }: GraphqlContext,
  ): Promise<OfInstance<ReportHistoryValue>[] | null> {
    const entries = await loaders.reportHistories.load({ instanceId, remoteId });
    return entries && entries.map((entry) => ({ ...entry, instanceId }));
  }
}

@Resolver(() => ReportApproval)
export class ReportApprovalResolver {
  @FieldResolver(() => Employee, { nullable: true, description: 'Who approved, where known as an employee.' })
  employee(
    @Root() { instanceId, email }: OfInstance<ReportApprovalValue>,
    @Ctx() { loaders }: GraphqlContext,
  ): Promise<EmployeeRow | null> {
    return findEmployeeByEmail(loaders, instanceId, email);
  }
}

@Resolver(() => ReportHistoryEntry)
export class ReportHistoryEntryResolver {
  @FieldResolver(() => Employee, { nullable: true, description: 'Who did it, where known as an employee.' })
  actor(
    @Root() { instanceId, actorEmail }: OfInstance<ReportHistoryValue>,
    @Ctx() { loaders }: GraphqlContext,
  ): Promise<EmployeeRow | null> {
    return findEmployeeByEmail(loaders, instanceId, actorEmail);
  }
}
