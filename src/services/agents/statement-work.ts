import type { FinancialReportRepository } from '../../persistence/repositories/financial-report.repository';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import type { RequestContext } from '../../request-context';
import type { CatalogService } from '../catalog.service';
import { requireOffer } from '../financial-reports/check-question';
import type { FinancialReportReader } from '../financial-reports/financial-report-reader';
import type { SessionLine } from './session-line';
import type { AgentWorkKind, PendingWork } from './work-kind';

/** Statements that somebody has asked for. */
export class StatementWork implements AgentWorkKind {
  readonly kind = 'STATEMENT';

  constructor(
    private readonly catalog: CatalogService,
    private readonly reports: FinancialReportRepository,
    private readonly reader: FinancialReportReader,
  ) {}

  countPending(context: RequestContext, instanceIds: readonly string[]): Promise<number[]> {
    return this.reports.countQueued(context, instanceIds);
  }

  async findNext(context: RequestContext, { id }: InstanceRow): Promise<PendingWork | null> {
    const queued = await this.reports.findQueued(context, id);
    return queued === null ? null : { workId: queued.digest.toString('hex'), handed: null };
  }

  async run(context: RequestContext, instance: InstanceRow, workId: string, line: SessionLine): Promise<void> {
    const key = { instanceId: instance.id, digest: Buffer.from(workId, 'hex') };
    const [seen = null] = await this.reports.findByKeys(context, [key], { withBody: false });
    // Forgotten meanwhile: more were asked for than are kept.
    if (seen === null) return;
    const { question } = seen;
    const reports = requireOffer(this.catalog.get(instance.elementKey), question);
    const error = await this.reader.step(context, { ...key, instance, question, reports, isCarried: true, seen }, line);
    if (error !== null) context.logger.warn({ err: error, instanceId: instance.id }, 'a statement could not be had');
    await this.reports.unqueue(context, key);
  }

  hand(): Promise<boolean> {
    return Promise.resolve(true);
  }

  requestIdOf({ requestId }: RequestContext): Promise<string> {
    return Promise.resolve(requestId);
  }

  progressOf(): Promise<number> {
    return Promise.resolve(0);
  }
}
