import type { FinancialReportQuestion, FinancialReports } from '../../adapters/financial-reports';
import { ElementsError } from '../../errors';
import type {
  FinancialReportKey,
  FinancialReportRepository,
} from '../../persistence/repositories/financial-report.repository';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import type { RequestContext } from '../../request-context';
import type { CatalogService } from '../catalog.service';
import { requireOffer } from '../financial-reports/check-question';
import type { FinancialReportReader } from '../financial-reports/financial-report-reader';
import type { SessionLine } from './session-line';
import { LAST_FROM, MOST_TIMES_HANDED, type AgentWorkKind, type PendingWork } from './work-kind';

/** Statements that somebody has asked for. */
export class StatementWork implements AgentWorkKind {
  readonly kind = 'STATEMENT';
  readonly isReadiedLate = false;

  constructor(
    private readonly catalog: CatalogService,
    private readonly reports: FinancialReportRepository,
    private readonly reader: FinancialReportReader,
  ) {}

  countPending(context: RequestContext, instanceIds: readonly string[]): Promise<number[]> {
    return this.reports.countQueued(context, instanceIds);
  }

  async findNext(context: RequestContext, { id }: InstanceRow, passed: readonly string[]): Promise<PendingWork | null> {
    const except = passed.map((workId) => Buffer.from(workId, 'hex'));
    const queued = await this.reports.findQueued(context, id, { except, lastFrom: LAST_FROM });
    if (queued === null) return null;
    return { workId: queued.digest.toString('hex'), comesLast: queued.timesHanded >= LAST_FROM };
  }

  async run(context: RequestContext, instance: InstanceRow, workId: string, line: SessionLine): Promise<void> {
    const key = keyOf(instance, workId);
    const [seen = null] = await this.reports.findByKeys(context, [key], { withBody: false });
    // Forgotten meanwhile: more were asked for than are kept.
    if (seen === null) return;
    const { question } = seen;
    const reports = this.offerOf(instance, question);
    const error =
      reports instanceof ElementsError
        ? reports
        : await this.reader.step(context, { ...key, instance, question, reports, isCarried: true, seen }, line);
    if (error !== null) context.logger.warn({ err: error, instanceId: instance.id }, 'a statement could not be had');
    await this.reports.unqueue(context, key);
  }

  /** What was offered when it was asked for may not be any more. */
  private offerOf({ elementKey }: InstanceRow, question: FinancialReportQuestion): FinancialReports | ElementsError {
    try {
      return requireOffer(this.catalog.get(elementKey), question);
    } catch (error) {
      if (error instanceof ElementsError) return error;
      throw error;
    }
  }

  /** One that never gets an answer is asked for no more. */
  async hand(context: RequestContext, instance: InstanceRow, workId: string): Promise<boolean> {
    const key = keyOf(instance, workId);
    const before = await this.reports.hand(context, key);
    if (before !== null && before < MOST_TIMES_HANDED) return true;
    context.logger.warn({ instanceId: instance.id }, 'a statement was asked for again and again, and never came');
    await this.reports.unqueue(context, key);
    return false;
  }

  requestIdOf({ requestId }: RequestContext): Promise<string> {
    return Promise.resolve(requestId);
  }

  progressOf(): Promise<number> {
    return Promise.resolve(0);
  }
}

function keyOf({ id }: InstanceRow, workId: string): FinancialReportKey {
  return { instanceId: id, digest: Buffer.from(workId, 'hex') };
}
