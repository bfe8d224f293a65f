import { AgentPause } from '../../adapters/agent';
import type { FinancialReportQuestion, FinancialReports } from '../../adapters/financial-reports';
import { VendorAuthenticationError } from '../../adapters/vendor-error';
import type { Clock } from '../../clock';
import { ElementsError, InstanceStateError } from '../../errors';
import type { Database } from '../../persistence/database';
import type {
  FinancialReportKey,
  FinancialReportRepository,
  FinancialReportRow,
} from '../../persistence/repositories/financial-report.repository';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import { LostLeaseError, type Lease, type LeaseRepository } from '../../persistence/repositories/lease.repository';
import type { RequestContext } from '../../request-context';
import type { BackgroundTasks } from '../background-tasks';
import { mayAskVendor, notAskable, type InstanceHealthService } from '../instance-health.service';
import type { SessionLine } from '../agents/session-line';
import { loadLeaseKey, withLease, withTakenLease } from '../lease';
import { authenticationReason, loadFailureOf } from '../load-failure';
import type { VendorConnectionService } from '../vendor-connection.service';

/** A statement that has to be computed. */
export interface WantedReport extends FinancialReportKey {
  readonly instance: InstanceRow;
  readonly question: FinancialReportQuestion;
  readonly reports: FinancialReports;
  /** An agent at the customer's has to bring it. */
  readonly isCarried: boolean;
  /** As it was stored when it was found that it has to be computed. */
  readonly seen: FinancialReportRow | null;
}

/** How often a read of another replica is looked at. */
const FOLLOW_EVERY_MS = 250;
/** Large statements take vendors up to two minutes, and there may be no room in the limit at once. */
const BUDGET_PATIENCE_MS = 5 * 60_000;

/** Has statements computed and keeps them: one vendor call for a question at a time, over all replicas. */
export class FinancialReportReader {
  private readonly running = new Map<string, Promise<ElementsError | null>>();

  constructor(
    private readonly reports: FinancialReportRepository,
    private readonly connections: VendorConnectionService,
    private readonly health: InstanceHealthService,
    private readonly leases: LeaseRepository,
    private readonly database: Database,
    private readonly tasks: BackgroundTasks,
    private readonly clock: Clock,
  ) {}

  /**
   * Begins a read, or joins the one that is under way. Never rejects: why it failed, or null. What an agent has to bring is
   * queued, and nobody waits.
   */
  start(context: RequestContext, wanted: WantedReport): Promise<ElementsError | null> {
    const key = leaseKeyOf(wanted);
    const joined = this.running.get(key);
    if (joined !== undefined) return joined;
    const read = new Promise<ElementsError | null>((resolve) => {
      const started = this.tasks.start(`financial report ${wanted.question.kind}`, () =>
        (wanted.isCarried ? this.queue(context, wanted) : this.run(context, wanted)).then(resolve, (error: unknown) => {
          resolve(error instanceof ElementsError ? error : null);
          if (!(error instanceof ElementsError)) throw error;
        }),
      );
      // The service is stopping: nobody is to wait for what will not begin.
      if (!started) resolve(null);
    }).finally(() => this.running.delete(key));
    this.running.set(key, read);
    return read;
  }

  /**
   * Reads one with what an agent has brought; why it failed, or null.
   * @throws {AgentPause} where that has still to come.
   */
  step(context: RequestContext, wanted: WantedReport, line: SessionLine): Promise<ElementsError | null> {
    // An agent has one session at a time: whoever held the lease is not at work any more.
    return withTakenLease(context, this.leases, this.clock, leaseKeyOf(wanted), (lease) =>
      this.readUnderLease(context, wanted, lease, line),
    );
  }

  private async queue(context: RequestContext, { instance, question, ...key }: WantedReport): Promise<null> {
    await this.reports.queue(context, instance, key, question, this.clock.now());
    return null;
  }

  private async run(context: RequestContext, wanted: WantedReport): Promise<ElementsError | null> {
    for (;;) {
      const held = await withLease(context, this.leases, this.clock, leaseKeyOf(wanted), async (lease) => {
        const [now = null] = await this.reports.findByKeys(context, [wanted], { withBody: false });
        if (hasEnded(wanted.seen, now)) return null;
        return this.readUnderLease(context, wanted, lease);
      });
      if (held !== null) return held.result;
      // Whoever holds the lease may die: then it has not ended, and it is ours to go on with.
      while (await this.leases.isHeld(context, leaseKeyOf(wanted))) {
        await this.clock.sleep(FOLLOW_EVERY_MS, this.tasks.signal);
      }
    }
  }

  private async readUnderLease(
    context: RequestContext,
    wanted: WantedReport,
    lease: Lease,
    line?: SessionLine,
  ): Promise<ElementsError | null> {
    const instance = await this.health.findCurrent(context, wanted.instance);
    if (instance === null) return null;
    if (!mayAskVendor(instance)) return notAskable(instance);
    const startedAt = line?.askedAt ?? this.clock.now();
    await this.reports.begin(context, instance, wanted, wanted.question, startedAt);
    try {
      await this.ask(context, { ...wanted, instance }, lease, startedAt, line);
      return null;
    } catch (error) {
      if (error instanceof AgentPause) throw error;
      // Cut by a shutdown, which is no failure of the vendor's.
      if (error instanceof LostLeaseError || this.tasks.signal.aborted) return null;
      return this.fail(context, wanted, lease, error);
    }
  }

  private async ask(
    context: RequestContext,
    wanted: WantedReport,
    lease: Lease,
    startedAt: Date,
    agent?: SessionLine,
  ): Promise<void> {
    const connection = await this.connections.open(context, wanted.instance, {
      priority: 'interactive',
      deadline: new Date(startedAt.getTime() + BUDGET_PATIENCE_MS),
      signal: this.tasks.signal,
      agent,
    });
    const table = await wanted.reports.run(connection, wanted.question);
    await this.database.transaction(async (transaction) => {
      await this.leases.assertHeld(context, transaction, lease);
      await this.reports.store(context, transaction, wanted, table, startedAt);
    });
    await this.reports.trim(context, wanted.instanceId);
  }

  /** What is told to who waits. Refused credentials are those of the instance, not of this read alone. */
  private async fail(
    context: RequestContext,
    wanted: WantedReport,
    lease: Lease,
    error: unknown,
  ): Promise<ElementsError | null> {
    const { instance, question } = wanted;
    context.logger.warn({ err: error, instanceId: instance.id, kind: question.kind }, 'a financial report failed');
    const now = this.clock.now();
    const isStored = await this.database.transaction(async (transaction) => {
      if (!(await this.leases.holds(context, transaction, lease))) return false;
      await this.reports.fail(context, transaction, wanted, loadFailureOf(error, now), now);
      await this.health.readFailed(context, transaction, instance.id, error, []);
      return true;
    });
    if (!isStored) return null;
    if (error instanceof VendorAuthenticationError) {
      const reason = authenticationReason(error);
      return new InstanceStateError('NEEDS_REAUTHENTICATION', instance.id, reason, { cause: error });
    }
    if (error instanceof ElementsError) return error;
    return new ElementsError('INTERNAL_SERVER_ERROR', loadFailureOf(error, now).message, { cause: error });
  }
}

/** Whether it was computed, or failed, since it was seen to be needed. */
function hasEnded(seen: FinancialReportRow | null, now: FinancialReportRow | null): boolean {
  return isLater(now?.fetchedAt, seen?.fetchedAt) || isLater(now?.errorAt, seen?.errorAt);
}

function isLater(instant: Date | null | undefined, than: Date | null | undefined): boolean {
  return instant != null && (than == null || instant > than);
}

function leaseKeyOf({ instanceId, digest }: FinancialReportKey): string {
  return loadLeaseKey(instanceId, `financial-report:${digest.toString('base64url')}`);
}
