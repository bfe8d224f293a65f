import type { Clock } from '../../clock';
import { ElementsError } from '../../errors';
import { jobTask, type JobQueue } from '../../jobs/job-queue';
import type { Database } from '../../persistence/database';
import type { InstanceRepository, InstanceRow } from '../../persistence/repositories/instance.repository';
import { createRequestContext, type RequestContext } from '../../request-context';
import type { BackgroundTasks } from '../background-tasks';
import type { CatalogService } from '../catalog.service';
import { mayAskVendor } from '../instance-health.service';
import type { InstanceStatusService } from '../instance-status.service';
import type { VendorConnectionService } from '../vendor-connection.service';
import type { InstanceAuthorizationService } from './instance-authorization.service';
import { isRenewalDue } from './renewal-plan';

const A_PAGE = 500;
const APART_MS = 1_000;
/** How long a renewal waits for room in the vendor's limit, which everything else may use before it. */
const PATIENCE_MS = 60_000;
/** Behind syncs. */
const JOB_PRIORITY = 20;

interface Kept {
  readonly organizationId: string;
  readonly instanceId: string;
}

const RENEW_GRANT_TASK = jobTask<Kept>('renew-grant');

export interface GrantUpkeepDependencies {
  readonly catalog: CatalogService;
  readonly authorizations: InstanceAuthorizationService;
  readonly connections: VendorConnectionService;
  readonly instances: InstanceRepository;
  readonly statuses: InstanceStatusService;
  readonly jobs: JobQueue;
  readonly database: Database;
  readonly tasks: BackgroundTasks;
  readonly clock: Clock;
}

/**
 * Keeps grants alive that nobody uses, and says of those that have come to their end that they have. Of an instance that
 * its owner switched off the vendor is not asked: its grant may be lost meanwhile.
 */
export class GrantUpkeepService {
  constructor(private readonly deps: GrantUpkeepDependencies) {}

  registerJobs(context: RequestContext): void {
    const { jobs } = this.deps;
    jobs.register(RENEW_GRANT_TASK, (kept) => this.renew(context, kept));
    jobs.registerCron('keep-grants-alive', '23 * * * *', () => this.tick(context));
  }

  /** Once an hour: gives each grant that is due a second of its own. */
  async tick(context: RequestContext): Promise<void> {
    const { catalog, instances } = this.deps;
    const elementKeys = catalog
      .list()
      .filter(({ oauth }) => oauth !== undefined)
      .map((adapter) => adapter.catalog.key);
    let place = 0;
    let after: string | null = null;
    for (;;) {
      const page = await instances.listAskable(context, elementKeys, after, A_PAGE);
      for (const instance of await this.dueOf(context, page)) {
        await this.plan(instance, place);
        place += 1;
      }
      after = page.at(-1)?.id ?? null;
      if (page.length < A_PAGE) return;
    }
  }

  /** Renews a grant unless somebody has meanwhile. One that the vendor calls lost shows in the instance's status. */
  async renew(processContext: RequestContext, { organizationId, instanceId }: Kept): Promise<void> {
    const { instances, connections, catalog, tasks, clock } = this.deps;
    const context = createRequestContext({ logger: processContext.logger });
    const [instance] = await instances.findByIds(context, organizationId, [instanceId]);
    if (instance == null || !mayAskVendor(instance)) return;
    const deadline = new Date(clock.now().getTime() + PATIENCE_MS);
    const urgency = { priority: 'background', deadline, signal: tasks.signal } as const;
    const { configuration, grant } = await connections.open(context, instance, urgency);
    const known = catalog.get(instance.elementKey).oauth!.describe(configuration);
    if (!isRenewalDue(known, instanceId, clock.now())) return;
    try {
      await grant?.renewed(configuration);
    } catch (error) {
      if (!(error instanceof ElementsError)) throw error;
      // The next hour tries again, for as long as the grant lives.
      context.logger.warn({ err: error, instanceId }, 'an idle grant could not be renewed');
    }
  }

  private async dueOf(context: RequestContext, page: readonly InstanceRow[]): Promise<InstanceRow[]> {
    const now = this.deps.clock.now();
    const grants = await this.deps.authorizations.describe(context, page);
    const due: InstanceRow[] = [];
    for (const [index, instance] of page.entries()) {
      const grant = grants[index]!;
      if (grant.endsAt !== null && grant.endsAt <= now) await this.end(context, instance, grant.endsAt);
      else if (isRenewalDue(grant, instance.id, now)) due.push(instance);
    }
    return due;
  }

  private async plan({ id, organizationId }: InstanceRow, place: number): Promise<void> {
    const { jobs, clock } = this.deps;
    const runAt = new Date(clock.now().getTime() + place * APART_MS);
    const kept = { organizationId, instanceId: id };
    await jobs.add(RENEW_GRANT_TASK, kept, { key: `renew-grant:${id}`, priority: JOB_PRIORITY, runAt });
  }

  private async end(context: RequestContext, { id, elementKey }: InstanceRow, endedAt: Date): Promise<void> {
    const { catalog, statuses, database } = this.deps;
    const reason =
      `The consent ended on ${endedAt.toISOString().slice(0, 10)}: ${catalog.get(elementKey).catalog.name} ends it then ` +
      'however often it was renewed. Connect again with beginOAuth and this instance.';
    await database.transaction((transaction) =>
      statuses.move(context, transaction, id, 'NEEDS_REAUTHENTICATION', reason),
    );
  }
}
