import type { Clock } from '../clock';
import type { AbsentRecordRepository } from '../persistence/repositories/absent-record.repository';
import type { BulkJobRepository } from '../persistence/repositories/bulk-job.repository';
import type { ChangeEventRepository } from '../persistence/repositories/change-event.repository';
import type { IdempotencyKeyRepository } from '../persistence/repositories/idempotency-key.repository';
import type { InstanceRepository } from '../persistence/repositories/instance.repository';
import type { LeaseRepository } from '../persistence/repositories/lease.repository';
import type { RecordPurgeRepository } from '../persistence/repositories/record-purge.repository';
import type { VendorBudgetRepository } from '../persistence/repositories/vendor-budget.repository';
import type { VendorCallRepository } from '../persistence/repositories/vendor-call.repository';
import type { VendorWriteRepository } from '../persistence/repositories/vendor-write.repository';
import type { WebhookChannelRepository } from '../persistence/repositories/webhook-channel.repository';
import type { WebhookDeliveryRepository } from '../persistence/repositories/webhook-delivery.repository';
import type { RequestContext } from '../request-context';
import type { AgentUpkeepService } from './agents/agent-upkeep.service';
import type { BackgroundTasks } from './background-tasks';
import { CHANGE_EVENTS_KEPT_DAYS } from './change-event';
import type { ExportRetention } from './exports/export-retention';
import { withLease } from './lease';
import { abandonedBefore } from './writes/vendor-write.service';
import { WRITES_KEPT_MS } from './writes/write-settler';

const LEASE_KEY = 'housekeeping';
const PURGE_BATCH = 5_000;
const INSTANCES_A_ROUND = 20;
const ROUND_EVERY_MS = 60_000;
const DAY_MS = 24 * 60 * 60_000;
const VENDOR_CALLS_KEPT_MS = 30 * DAY_MS;
/** As long as the changes that they tell of. */
const DELIVERIES_KEPT_MS = 30 * DAY_MS;
const BULK_JOBS_KEPT_MS = 30 * DAY_MS;
const BULK_JOBS_A_ROUND = 50;
/** Longer than the longest block that a vendor may ask for. */
const BUDGETS_KEPT_MS = 2 * DAY_MS;

/** Removes what nobody can see any more: deleted instances, and rows past their time. */
export class HousekeepingService {
  constructor(
    private readonly instances: InstanceRepository,
    private readonly records: RecordPurgeRepository,
    private readonly changeEvents: ChangeEventRepository,
    private readonly vendorCalls: VendorCallRepository,
    private readonly vendorWrites: VendorWriteRepository,
    private readonly budgets: VendorBudgetRepository,
    private readonly leases: LeaseRepository,
    private readonly absent: AbsentRecordRepository,
    private readonly idempotencyKeys: IdempotencyKeyRepository,
    private readonly channels: WebhookChannelRepository,
    private readonly deliveries: WebhookDeliveryRepository,
    private readonly exports: ExportRetention,
    private readonly agents: AgentUpkeepService,
    private readonly bulkJobs: BulkJobRepository,
    private readonly tasks: BackgroundTasks,
    private readonly clock: Clock,
  ) {}

  /** Goes on until the service stops. */
  start(context: RequestContext): void {
    this.tasks.start('housekeeping', async () => {
      while (!this.tasks.signal.aborted) {
        await this.round(context).catch((error: unknown) =>
          context.logger.error({ err: error }, 'housekeeping failed'),
        );
        await this.clock.sleep(ROUND_EVERY_MS, this.tasks.signal);
      }
    });
  }

  /** One replica does it at a time; for the others there is nothing to do. */
  async round(context: RequestContext): Promise<void> {
    await withLease(context, this.leases, this.clock, LEASE_KEY, () => this.tidy(context));
  }

  private async tidy(context: RequestContext): Promise<void> {
    for (const id of await this.instances.listDeleted(context, INSTANCES_A_ROUND)) {
      // One that cannot be purged now keeps nothing else from being tidied; the next round tries again.
      await this.purge(context, id).catch((error: unknown) =>
        context.logger.error({ err: error, instanceId: id }, 'a deleted instance could not be purged'),
      );
    }
    const now = this.clock.now();
    await this.absent.prune(context, now);
    await this.idempotencyKeys.prune(context, now);
    await this.leases.prune(context, new Date(now.getTime() - DAY_MS));
    await this.budgets.prune(context, new Date(now.getTime() - BUDGETS_KEPT_MS));
    await this.changeEvents.prune(context, new Date(now.getTime() - CHANGE_EVENTS_KEPT_DAYS * DAY_MS));
    await this.vendorCalls.prune(context, new Date(now.getTime() - VENDOR_CALLS_KEPT_MS));
    await this.vendorWrites.expire(context, now);
    await this.vendorWrites.giveUp(context, abandonedBefore(now), now);
    await this.vendorWrites.prune(context, new Date(now.getTime() - WRITES_KEPT_MS));
    await this.deliveries.prune(context, new Date(now.getTime() - DELIVERIES_KEPT_MS));
    await this.exports.tidy(context);
    await this.agents.tidy(context);
    await this.bulkJobs.prune(context, now, new Date(now.getTime() - BULK_JOBS_KEPT_MS), BULK_JOBS_A_ROUND);
  }

  private async purge(context: RequestContext, id: string): Promise<void> {
    while ((await this.records.purgeInstance(context, id, PURGE_BATCH)) > 0) {
      if (this.tasks.signal.aborted) return;
    }
    await this.vendorCalls.deleteOfInstance(context, id);
    await this.channels.close(context, id);
    await this.deliveries.deleteOfInstance(context, id);
    await this.instances.purge(context, id);
  }
}
