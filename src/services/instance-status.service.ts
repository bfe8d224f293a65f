import type { Clock } from '../clock';
import type { Transaction } from '../persistence/database';
import type { ChangeEventRepository, ChangeSource } from '../persistence/repositories/change-event.repository';
import type {
  ChangedInstance,
  InstanceRepository,
  InstanceStatus,
} from '../persistence/repositories/instance.repository';
import type { RequestContext } from '../request-context';

/** The one place that instances change their status through: each edge is an event, recovery included. */
export class InstanceStatusService {
  constructor(
    private readonly instances: InstanceRepository,
    private readonly events: ChangeEventRepository,
    private readonly clock: Clock,
  ) {}

  /** Because of what the vendor answered, to us or to its owner; never an instance that its owner switched off. */
  async move(
    context: RequestContext,
    transaction: Transaction,
    instanceId: string,
    status: InstanceStatus,
    reason: string | null,
    source: ChangeSource = 'SYNC',
  ): Promise<void> {
    const now = this.clock.now();
    const changed = await this.instances.moveToStatus(context, transaction, instanceId, status, reason, now);
    if (changed !== null) this.announce(context, transaction, changed, source);
  }

  /** Tells of a change that was made in this transaction, if it is one of the status. Another reason for the same is none. */
  announce(
    context: RequestContext,
    transaction: Transaction,
    { instance, before }: ChangedInstance,
    source: ChangeSource,
  ): void {
    const { id, organizationId, status, statusReason } = instance;
    if (status === before.status) return;
    this.events.append(context, transaction, [
      {
        organizationId,
        instanceId: id,
        kind: 'INSTANCE_STATUS_CHANGED',
        resource: null,
        recordKind: null,
        remoteId: null,
        changedFields: statusReason === before.statusReason ? ['status'] : ['status', 'statusReason'],
        before,
        after: { status, statusReason },
        source,
        occurredAt: null,
        recordedAt: this.clock.now(),
      },
    ]);
  }
}
