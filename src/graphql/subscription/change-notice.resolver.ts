import { Arg, Ctx, FieldResolver, ID, Resolver, Root, Subscription } from 'type-graphql';
import type { ExpenseRow } from '../../persistence/repositories/expense-row';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import type { ReportRow } from '../../persistence/repositories/report-row';
import type { ExpenseRecordKind } from '../../record-id';
import type { ChangeEvent } from '../../services/change-event';
import type { ChangeInterest } from '../../services/change-subscription.service';
import { ChangeEvent as ChangeEventType, ChangeEventFilter } from '../change-event/change-event.type';
import type { GraphqlContext } from '../context';
import { Expense } from '../expense/expense.type';
import { Instance } from '../instance/instance.type';
import { Report } from '../report/report.type';
import { ExpenseChange, InstanceStatusChange, ReportChange } from './change-notice.type';

const ONLY_OF = 'Only of this instance; without it, of all that you may see.';
const AFTER = 'Begin behind the change with this `eventId`, to miss none; without it, with what changes from now on.';

const AFTER_EVENT = 'Begin behind the change with this `id`, to miss none; without it, with what changes from now on.';

interface Arguments {
  readonly instanceId?: string | null;
  readonly after?: string | null;
}

interface Subscribing {
  readonly args: Arguments;
  readonly context: GraphqlContext;
}

function listenTo(
  interest: ChangeInterest,
): ({ args, context }: Subscribing) => Promise<AsyncIterableIterator<ChangeEvent>> {
  return ({ args: { instanceId, after }, context: { request, services } }) => {
    const instanceIds = instanceId == null ? null : [instanceId];
    return services.changeSubscriptions.subscribe(request, { ...interest, instanceIds }, after ?? null);
  };
}

function listenToEvents({
  args: { filter, after },
  context: { request, services },
}: {
  readonly args: { readonly filter?: ChangeEventFilter | null; readonly after?: string | null };
  readonly context: GraphqlContext;
}): Promise<AsyncIterableIterator<ChangeEvent>> {
  const { instanceId, elementKey, resource, kind, recordId } = filter ?? {};
  const interest = {
    instanceIds: instanceId,
    elementKeys: elementKey,
    resources: resource,
    kinds: kind,
    recordIds: recordId,
  };
  return services.changeSubscriptions.subscribe(request, interest, after ?? null);
}

/** The arguments are read where the subscription begins; each method tells of one event. */
@Resolver()
export class ChangeNoticeResolver {
  @Subscription(() => ChangeEventType, {
    description: 'Everything that changes, as it is recorded.',
    subscribe: listenToEvents,
  })
  changeEvents(
    @Root() event: ChangeEvent,
    @Arg('filter', () => ChangeEventFilter, {
      nullable: true,
      description: 'Conditions; all that are given must hold.',
    })
    _filter?: ChangeEventFilter | null,
    @Arg('after', () => String, { nullable: true, description: AFTER_EVENT }) _after?: string | null,
  ): ChangeEvent {
    return event;
  }

  @Subscription(() => ReportChange, {
    description: 'Each report that is new, different or gone, as it is recorded.',
    subscribe: listenTo({ resources: ['REPORTS'] }),
  })
  reportChanged(
    @Root() event: ChangeEvent,
    @Arg('instanceId', () => ID, { nullable: true, description: ONLY_OF }) _instanceId?: string | null,
    @Arg('after', () => String, { nullable: true, description: AFTER }) _after?: string | null,
  ): ReportChange {
    return new ReportChange(event);
  }

  @Subscription(() => ExpenseChange, {
    description: 'Each expense that is new, different or gone, as it is recorded.',
    subscribe: listenTo({ resources: ['EXPENSES'] }),
  })
  expenseChanged(
    @Root() event: ChangeEvent,
    @Arg('instanceId', () => ID, { nullable: true, description: ONLY_OF }) _instanceId?: string | null,
    @Arg('after', () => String, { nullable: true, description: AFTER }) _after?: string | null,
  ): ExpenseChange {
    return new ExpenseChange(event);
  }

  @Subscription(() => InstanceStatusChange, {
    description: 'Each instance that changes its status, as it does.',
    subscribe: listenTo({ kinds: ['INSTANCE_STATUS_CHANGED'] }),
  })
  instanceStatusChanged(
    @Root() event: ChangeEvent,
    @Arg('instanceId', () => ID, { nullable: true, description: ONLY_OF }) _instanceId?: string | null,
    @Arg('after', () => String, { nullable: true, description: AFTER }) _after?: string | null,
  ): InstanceStatusChange {
    return new InstanceStatusChange(event);
  }
}

@Resolver(() => ReportChange)
export class ReportChangeResolver {
  @FieldResolver(() => Report, { nullable: true, description: 'The report as it is now; null when it is gone.' })
  report(@Root() { event }: ReportChange, @Ctx() { loaders }: GraphqlContext): Promise<ReportRow | null> | null {
    const { kind, instanceId, remoteId } = event;
    return kind === 'DELETED' || remoteId === null ? null : loaders.reports.load({ instanceId, remoteId });
  }
}

@Resolver(() => ExpenseChange)
export class ExpenseChangeResolver {
  @FieldResolver(() => Expense, { nullable: true, description: 'The expense as it is now; null when it is gone.' })
  expense(@Root() { event }: ExpenseChange, @Ctx() { loaders }: GraphqlContext): Promise<ExpenseRow | null> | null {
    const { kind, instanceId, remoteId } = event;
    if (kind === 'DELETED' || remoteId === null) return null;
    return loaders.expenses.load({ kind: event.recordKind as ExpenseRecordKind, instanceId, remoteId });
  }
}

@Resolver(() => InstanceStatusChange)
export class InstanceStatusChangeResolver {
  @FieldResolver(() => Instance, { nullable: true, description: 'The instance as it is now; null when it is gone.' })
  instance(
    @Root() { event }: InstanceStatusChange,
    @Ctx() { loaders }: GraphqlContext,
  ): Promise<InstanceRow | null> | null {
    return loaders.instances.load(event.instanceId);
  }
}
