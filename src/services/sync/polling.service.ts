import type { Clock } from '../../clock';
import type { Database, Transaction } from '../../persistence/database';
import type { DueInstance, SyncScheduleRepository } from '../../persistence/repositories/sync-schedule.repository';
import type { RequestContext } from '../../request-context';
import type { CatalogService } from '../catalog.service';
import { pollPlanOf, type PollPlan } from '../poller/poll-plan';
import { listsOf, type SyncRunStarter } from './sync-run-starter';

const MINUTE_MS = 60_000;
/** Over how long first polls are spread: the interval of those who did not choose one. */
const SPREAD_MS = 15 * MINUTE_MS;
/** Polls that come in the next minute are put into the queue now, each for its own second. */
const AHEAD_MS = MINUTE_MS;
const CLAIM_AT_ONCE = 200;
/** While nothing changes, every so many polls the interval doubles, up to so many times. */
const IDLE_RUNS_A_STEP = 4;
const LONGEST_FACTOR = 4;

/** Makes every instance sync by itself, in the interval that its settings say. */
export class PollingService {
  constructor(
    private readonly catalog: CatalogService,
    private readonly schedules: SyncScheduleRepository,
    private readonly starter: SyncRunStarter,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Once a minute. Several replicas may do it at once: each poll is taken by one. */
  async tick(context: RequestContext): Promise<void> {
    const now = this.clock.now();
    await this.schedules.addMissing(context, now, SPREAD_MS);
    const horizon = new Date(now.getTime() + AHEAD_MS);
    for (let taken = CLAIM_AT_ONCE; taken === CLAIM_AT_ONCE;) {
      taken = await this.database.transaction((transaction) => this.takeDue(context, transaction, horizon));
    }
  }

  private async takeDue(context: RequestContext, transaction: Transaction, horizon: Date): Promise<number> {
    const due = await this.schedules.claimDue(context, transaction, horizon, CLAIM_AT_ONCE);
    const polls = due.map((instance) => ({ instance, plan: this.planOf(context, instance) }));
    for (const { instance, plan } of polls) await this.startRun(context, transaction, instance, plan);
    await this.schedules.setDue(
      context,
      transaction,
      polls.map(({ instance, plan }) => ({
        instanceId: instance.instanceId,
        dueAt: nextDue(instance, plan.intervalMinutes * MINUTE_MS, horizon),
      })),
    );
    return due.length;
  }

  private async startRun(
    context: RequestContext,
    transaction: Transaction,
    instance: DueInstance,
    plan: PollPlan,
  ): Promise<void> {
    const { instanceId: id, organizationId, elementKey, status, isBusy, isNew, dueAt } = instance;
    if (isBusy || status === 'DISABLED' || status === 'NEEDS_REAUTHENTICATION') return;
    const wanted = plan.resources.map(({ resource }) => resource);
    const resources = listsOf(this.catalog.get(elementKey), wanted).flatMap(({ covers }) => covers);
    if (resources.length === 0) return;
    const trigger = isNew ? 'PROVISIONING' : 'SCHEDULE';
    const run = { instance: { id, organizationId }, resources, mode: 'INCREMENTAL', trigger, runAt: dueAt } as const;
    await this.starter.join(context, transaction, run);
  }

  /** Settings that were stored before the element understood less must not keep the others from being polled. */
  private planOf(context: RequestContext, { instanceId, elementKey, settings }: DueInstance): PollPlan {
    const { catalog } = this.catalog.get(elementKey);
    const defaults = this.catalog.defaults(catalog);
    try {
      return pollPlanOf(catalog, { ...defaults, ...settings }, this.clock.now());
    } catch (error) {
      context.logger.warn({ err: error, instanceId }, 'an instance is polled as by default');
      return pollPlanOf(catalog, defaults, this.clock.now());
    }
  }
}

/** In the rhythm of the instance: what is late does not push the polls of all that are late together. */
function nextDue({ dueAt, idleRuns }: DueInstance, intervalMs: number, horizon: Date): Date {
  const factor = Math.min(LONGEST_FACTOR, 2 ** Math.floor(idleRuns / IDLE_RUNS_A_STEP));
  const step = intervalMs * factor;
  const missed = Math.max(0, Math.floor((horizon.getTime() - dueAt.getTime()) / step));
  return new Date(dueAt.getTime() + (missed + 1) * step);
}
