import {
  VendorAuthenticationError,
  VendorOutcomeUnknownError,
  VendorRateLimitError,
} from '../../adapters/vendor-error';
import type { Clock } from '../../clock';
import { ElementsError, InstanceStateError } from '../../errors';
import type { JobQueue } from '../../jobs/job-queue';
import type { InstanceRepository, InstanceRow } from '../../persistence/repositories/instance.repository';
import { LostLeaseError, type Lease, type LeaseRepository } from '../../persistence/repositories/lease.repository';
import type { ReportExportFileRepository } from '../../persistence/repositories/report-export-file.repository';
import type { ReportExportRepository, ReportExportRow } from '../../persistence/repositories/report-export.repository';
import { createRequestContext, type RequestContext } from '../../request-context';
import type { Encryption } from '../../security/encryption';
import type { BackgroundTasks } from '../background-tasks';
import type { CatalogService } from '../catalog.service';
import { mayAskVendor, notAskable, type InstanceHealthService } from '../instance-health.service';
import { LEASE_TTL_MS, withLease } from '../lease';
import { authenticationReason } from '../load-failure';
import type { VendorConnectionService } from '../vendor-connection.service';
import { toWriteError } from '../writes/write-failure';
import { ExportEndedError, type ExportFileStore, type ExportTicket } from './export-file-store';
import { ExportMaking, type ChangingUrgency } from './export-making';
import { openOrder, secretsOf } from './export-order';
import { EXPORT_JOB_PRIORITY, EXPORT_TASK, exportJobKey } from './export-task';

/** One that was cut by a fault that may pass goes on so many times in all; then it has failed. */
const ATTEMPTS = 4;
/** Before the next one: the more, the longer. */
const WAIT_MS = 20_000;
/** How long the files are kept. */
export const FILES_KEPT_MS = 24 * 60 * 60_000;

const OUR_FAULT = 'The export failed because of a fault on our side.';
const FAULT_MEANWHILE =
  'A fault on our side kept the outcome from us: what was asked of the vendor may have been done. Look there before you order it again.';

export interface ReportExportExecutionDependencies {
  readonly catalog: CatalogService;
  readonly instances: InstanceRepository;
  readonly connections: VendorConnectionService;
  readonly health: InstanceHealthService;
  readonly exports: ReportExportRepository;
  readonly files: ReportExportFileRepository;
  readonly store: ExportFileStore;
  readonly leases: LeaseRepository;
  readonly encryption: Encryption;
  readonly jobs: JobQueue;
  readonly tasks: BackgroundTasks;
  readonly clock: Clock;
}

/** Makes exports: each by one process at a time, whichever replica it is. */
export class ReportExportExecutionService {
  constructor(private readonly deps: ReportExportExecutionDependencies) {}

  /** Does what is left of an export. Throws when the service is stopping: then somebody else goes on with it. */
  async execute(processContext: RequestContext, exportId: string, attempt: number): Promise<void> {
    const { leases, clock } = this.deps;
    // The call log names the export as what caused its calls.
    const context = createRequestContext({ logger: processContext.logger, requestId: exportId });
    const held = await withLease(context, leases, clock, `report-export:${exportId}`, (lease) =>
      this.make(context, exportId, lease, attempt),
    );
    // Whoever holds it is at work, or was killed: then it goes on once the lease has run out.
    if (held === null) await this.lookAgain(context, exportId, attempt);
  }

  /** Fails one that nobody has been able to end. */
  async giveUp(context: RequestContext, exportId: string): Promise<void> {
    const { exports, leases, clock } = this.deps;
    await withLease(context, leases, clock, `report-export:${exportId}`, async (lease) => {
      const row = await exports.find(context, exportId);
      if (row === null || row.finishedAt !== null) return;
      const message = 'The vendor could not be asked for it for a whole day.';
      await this.finish(context, ticketOf(row, lease), new ElementsError('VENDOR_UNAVAILABLE', message));
    });
  }

  private async make(context: RequestContext, exportId: string, lease: Lease, attempt: number): Promise<void> {
    const row = await this.deps.exports.find(context, exportId);
    if (row === null || row.finishedAt !== null) return;
    const ticket = ticketOf(row, lease);
    try {
      await this.run(context, row, ticket);
      await this.finish(context, ticket, null);
    } catch (error) {
      // It is somebody else's by now, or nobody's.
      if (error instanceof LostLeaseError || error instanceof ExportEndedError) return;
      await this.failed(context, ticket, error, attempt);
    }
  }

  private async run(context: RequestContext, row: ReportExportRow, ticket: ExportTicket): Promise<void> {
    const { catalog, connections, exports, files, store, encryption, tasks, clock } = this.deps;
    const instance = await this.askable(context, row);
    const adapter = catalog.get(instance.elementKey).exports;
    const stored = await exports.findOrder(context, row.id);
    if (adapter === undefined || stored?.encryptedRequest == null) throw new ExportEndedError();
    const order = openOrder(encryption, row.id, stored.encryptedRequest);
    await store.write(context, ticket, (transaction) => exports.begin(context, transaction, row.id, clock.now()));
    const urgency: ChangingUrgency = { priority: 'interactive', signal: tasks.signal, secrets: secretsOf(order) };
    const connection = await connections.open(context, instance, urgency);
    const assertAskable = async (): Promise<void> => void (await this.askable(context, row));
    const parts = { context, row, order, ticket, adapter, connection, urgency, assertAskable };
    await new ExportMaking({ ...parts, exports, files, store, clock }).run();
  }

  /** The instance, if it may still be asked for. */
  private async askable(context: RequestContext, row: ReportExportRow): Promise<InstanceRow> {
    const [instance] = await this.deps.instances.findByIds(context, row.organizationId, [row.instanceId]);
    if (instance == null) throw new ExportEndedError();
    if (!mayAskVendor(instance)) throw notAskable(instance);
    return instance;
  }

  private async failed(context: RequestContext, ticket: ExportTicket, error: unknown, attempt: number): Promise<void> {
    const { exports, store, tasks } = this.deps;
    const row = await exports.find(context, ticket.exportId);
    if (row === null || row.finishedAt !== null) return;
    const failure = failureOf(error, row);
    if (!(error instanceof ElementsError)) context.logger.error({ err: error }, 'an export failed');
    if (failure instanceof VendorOutcomeUnknownError || !mayPass(error)) {
      return this.finish(context, ticket, failure, error);
    }
    // It was not done, whatever it was: it may be sent again.
    await store.write(context, ticket, (transaction) =>
      exports.step(context, transaction, ticket.exportId, { submitStartedAt: null, markStartedAt: null }),
    );
    if (tasks.signal.aborted) throw error;
    if (attempt >= ATTEMPTS) return this.finish(context, ticket, failure, error);
    await this.tryLater(ticket.exportId, error, attempt);
  }

  private async tryLater(exportId: string, error: unknown, attempt: number): Promise<void> {
    const askedMs = error instanceof VendorRateLimitError ? error.retryAfterSeconds * 1_000 : 0;
    await this.addJob(exportId, attempt + 1, Math.max(askedMs, WAIT_MS * attempt));
  }

  private async lookAgain(context: RequestContext, exportId: string, attempt: number): Promise<void> {
    const row = await this.deps.exports.find(context, exportId);
    if (row !== null && row.finishedAt === null) await this.addJob(exportId, attempt, LEASE_TTL_MS);
  }

  private async addJob(exportId: string, attempt: number, delayMs: number): Promise<void> {
    const runAt = new Date(this.deps.clock.now().getTime() + delayMs);
    const options = { key: exportJobKey(exportId), priority: EXPORT_JOB_PRIORITY, runAt };
    await this.deps.jobs.add(EXPORT_TASK, { exportId, attempt }, options);
  }

  /** Files that are all here are kept, even where what came after them failed. */
  private async finish(
    context: RequestContext,
    ticket: ExportTicket,
    failure: ElementsError | null,
    cause: unknown = null,
  ): Promise<void> {
    const { exports, files, store, health, clock } = this.deps;
    const now = clock.now();
    const listed = await files.list(context, ticket);
    const isWhole = listed.every(({ byteSize }) => byteSize !== null);
    const kept = new Date(now.getTime() + (isWhole ? FILES_KEPT_MS : 0));
    const end = {
      failure: failure && toWriteError(failure),
      now,
      expiresAt: listed.length === 0 ? null : kept,
    };
    await store.write(context, ticket, async (transaction) => {
      if (cause instanceof VendorAuthenticationError) {
        await health.readFailed(context, transaction, ticket.instanceId, cause, []);
      }
      await exports.finish(context, transaction, ticket.exportId, end);
    });
  }
}

function ticketOf({ organizationId, instanceId, id }: ReportExportRow, lease: Lease): ExportTicket {
  return { organizationId, instanceId, exportId: id, lease };
}

/** A fault of ours may have come after the vendor's answer. */
function failureOf(error: unknown, row: ReportExportRow): ElementsError {
  if (error instanceof VendorAuthenticationError) {
    return new InstanceStateError('NEEDS_REAUTHENTICATION', row.instanceId, authenticationReason(error), {
      cause: error,
    });
  }
  if (error instanceof ElementsError) return error;
  const isAnnounced =
    (row.submitStartedAt !== null && row.submittedAt === null) || (row.markStartedAt !== null && row.markedAt === null);
  if (isAnnounced) return new VendorOutcomeUnknownError(FAULT_MEANWHILE, { cause: error });
  return new ElementsError('INTERNAL_SERVER_ERROR', OUR_FAULT, { retryable: true, cause: error });
}

/** What an adapter does not know whether it was done says so; of everything else it knows that it was not. */
function mayPass(error: unknown): boolean {
  return error instanceof ElementsError ? error.retryable : true;
}
