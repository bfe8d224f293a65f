import { v7 as uuidv7 } from 'uuid';
import type { ElementResource } from '../../adapters/adapter';
import type { ExpenseKind } from '../../adapters/records';
import { VendorAuthenticationError } from '../../adapters/vendor-error';
import type { Clock } from '../../clock';
import { ElementsError } from '../../errors';
import type { JobQueue } from '../../jobs/job-queue';
import type { Database } from '../../persistence/database';
import type { FinancialReportRepository } from '../../persistence/repositories/financial-report.repository';
import type { InstanceRepository, InstanceRow } from '../../persistence/repositories/instance.repository';
import { LostLeaseError, type LeaseRepository } from '../../persistence/repositories/lease.repository';
import type { VendorNoticeRepository, VendorNoticeRow } from '../../persistence/repositories/vendor-notice.repository';
import { createRequestContext, type RequestContext } from '../../request-context';
import { mayAskVendor, type InstanceHealthService } from '../instance-health.service';
import { loadLeaseKey, withLease } from '../lease';
import type { NoticedRecords, NoticedRecordService } from './noticed-record.service';
import { GATHER_MS, NOTICE_JOB_PRIORITY, NOTICE_TASK, noticeJobKey } from './notice-task';

/** Looked at together. */
const A_ROUND = 10_000;
/** Notices that nobody has looked at for so long were left by somebody who died. */
const FORGOTTEN_AFTER_MS = 60_000;
const FORGOTTEN_A_ROUND = 200;
const DAY_MS = 24 * 60 * 60_000;
/** A repeat of what is older does no harm: it is read once more. */
const NOTICES_KEPT_MS = 7 * DAY_MS;
/** Statements that nobody asked for meanwhile. */
const REPORTS_KEPT_MS = 30 * DAY_MS;

export interface NoticeExecutionDependencies {
  readonly notices: VendorNoticeRepository;
  readonly reports: FinancialReportRepository;
  readonly records: NoticedRecordService;
  readonly instances: InstanceRepository;
  readonly health: InstanceHealthService;
  readonly leases: LeaseRepository;
  readonly jobs: JobQueue;
  readonly database: Database;
  readonly clock: Clock;
}

/** Looks at what vendors told: all that waits for an instance at once, so that many notices cost few vendor calls. */
export class NoticeExecutionService {
  constructor(private readonly deps: NoticeExecutionDependencies) {}

  registerJobs(context: RequestContext): void {
    const { jobs, notices, reports, clock } = this.deps;
    jobs.register(NOTICE_TASK, ({ instanceId }) => this.execute(context, instanceId));
    jobs.registerCron('resume-vendor-notices', '* * * * *', () => this.resumeForgotten(context));
    jobs.registerCron('forget-vendor-notices', '27 * * * *', async () => {
      await notices.prune(context, new Date(clock.now().getTime() - NOTICES_KEPT_MS));
      await reports.prune(context, new Date(clock.now().getTime() - REPORTS_KEPT_MS));
    });
  }

  /** Rejects when something is left that can be read later. */
  async execute(processContext: RequestContext, instanceId: string): Promise<void> {
    const { leases, clock } = this.deps;
    const context = createRequestContext({ logger: processContext.logger, requestId: uuidv7() });
    const key = loadLeaseKey(instanceId, 'notices');
    const held = await withLease(context, leases, clock, key, () => this.readAll(context, instanceId));
    // Whoever is at it may have looked for the last time already.
    if (held === null) await this.addJob(instanceId);
  }

  private async readAll(context: RequestContext, instanceId: string): Promise<void> {
    const { notices, instances, clock } = this.deps;
    for (;;) {
      const waiting = await notices.listWaiting(context, instanceId, A_ROUND);
      if (waiting.length === 0) return;
      const instance = await instances.findOfAnyone(context, instanceId);
      // What is not read now is read when the instance works again: by the sync that follows.
      const isAskable = instance !== null && mayAskVendor(instance);
      const unread = isAskable ? await this.readRound(context, instance, waiting) : null;
      const left = new Set(unread?.resources);
      const handled = waiting.filter(({ resource }) => resource === null || !left.has(resource));
      const eventIds = handled.map(({ eventId }) => eventId);
      await notices.markHandled(context, instanceId, eventIds, clock.now());
      if (unread !== null) throw unread.error;
    }
  }

  /** What could not be read and may be read later; null when there is nothing of the kind. */
  private async readRound(
    context: RequestContext,
    instance: InstanceRow,
    waiting: readonly VendorNoticeRow[],
  ): Promise<{ readonly resources: readonly ElementResource[]; readonly error: Error } | null> {
    const resources: ElementResource[] = [];
    let error: Error | null = null;
    for (const noticed of groupByResource(waiting)) {
      const failure = await this.readResource(context, instance, noticed);
      if (failure === null) continue;
      resources.push(noticed.resource);
      error ??= failure;
    }
    return error && { resources, error };
  }

  private async readResource(
    context: RequestContext,
    instance: InstanceRow,
    noticed: NoticedRecords,
  ): Promise<Error | null> {
    const { records } = this.deps;
    try {
      await records.refresh(context, instance, noticed);
      return null;
    } catch (error) {
      if (error instanceof LostLeaseError) return error;
      if (error instanceof VendorAuthenticationError) await this.noteRefusal(context, instance, error);
      else if (!(error instanceof ElementsError) || error.retryable) return error as Error;
      const { resource } = noticed;
      context.logger.warn({ err: error, instanceId: instance.id, resource }, 'what changed cannot be read by id');
      await records.outdate(context, instance, resource);
      return null;
    }
  }

  private async noteRefusal(
    context: RequestContext,
    instance: InstanceRow,
    error: VendorAuthenticationError,
  ): Promise<void> {
    const { database, health } = this.deps;
    await database.transaction((transaction) => health.readFailed(context, transaction, instance.id, error, []));
  }

  /** Jobs are tried again by themselves, but may be lost with what gave them. */
  async resumeForgotten(context: RequestContext): Promise<void> {
    const { notices, clock } = this.deps;
    const before = new Date(clock.now().getTime() - FORGOTTEN_AFTER_MS);
    for (const id of await notices.listForgotten(context, before, FORGOTTEN_A_ROUND)) await this.addJob(id);
  }

  private addJob(instanceId: string): Promise<void> {
    const { jobs, clock } = this.deps;
    const runAt = new Date(clock.now().getTime() + GATHER_MS);
    const options = { key: noticeJobKey(instanceId), keepsTime: true, runAt, priority: NOTICE_JOB_PRIORITY };
    return jobs.add(NOTICE_TASK, { instanceId }, options);
  }
}

/** Each record once, however often it was told of; financial reports were marked when the notices came. */
function groupByResource(notices: readonly VendorNoticeRow[]): NoticedRecords[] {
  const groups = new Map<ElementResource, Map<string, Set<ExpenseKind>>>();
  for (const { resource, remoteId, expenseKind } of notices) {
    if (resource === null || remoteId === null) continue;
    const ids = groups.get(resource) ?? new Map<string, Set<ExpenseKind>>();
    const kinds = ids.get(remoteId) ?? new Set<ExpenseKind>();
    if (expenseKind !== null) kinds.add(expenseKind);
    groups.set(resource, ids.set(remoteId, kinds));
  }
  return [...groups].map(([resource, ids]) => ({ resource, remoteIds: [...ids.keys()], expenseKinds: ids }));
}
