import type { FinancialReportKind, FinancialReportTable } from '../../adapters/financial-reports';
import type { Clock } from '../../clock';
import { ElementsError } from '../../errors';
import type { Metrics } from '../../metrics';
import type {
  FinancialReportRepository,
  FinancialReportRow,
} from '../../persistence/repositories/financial-report.repository';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import type { RequestContext } from '../../request-context';
import type { CatalogService } from '../catalog.service';
import { mayAskVendor, notAskable } from '../instance-health.service';
import type { InstanceReadService } from '../instance-read.service';
import { rememberedError } from '../load-failure';
import type { SourceFreshness } from '../source-freshness';
import { timeToLiveOf } from '../time-to-live';
import { requireOffer } from './check-question';
import { digestOf, type FinancialReportReference } from './financial-report-id';
import type { FinancialReportReader, WantedReport } from './financial-report-reader';

/** How long a reader waits for a vendor. */
const PATIENCE_MS = 30_000;

/** A statement that is asked for. */
export interface FinancialReportRead extends FinancialReportReference {
  /** Null: the instance's time-to-live. */
  readonly maxAgeSeconds: number | null;
}

/** A statement, and how fresh it is. */
export interface ReadFinancialReport extends FinancialReportReference {
  readonly table: FinancialReportTable;
  readonly fetchedAt: Date;
  readonly freshness: SourceFreshness;
}

interface Checked extends Omit<WantedReport, 'seen'> {
  readonly maxAgeSeconds: number | null;
}

type Need = 'NOTHING' | 'REFRESH_BEHIND' | 'WAIT';
type Rows = readonly (FinancialReportRow | null)[];

interface Round {
  readonly reads: readonly Checked[];
  /** In the order of the reads. */
  readonly rows: Rows;
  readonly asked: Date;
  readonly failures: Map<Checked, ElementsError>;
}

/** Statements as callers see them: from our copy while it is fresh enough, from the vendor otherwise. */
export class FinancialReportService {
  constructor(
    private readonly catalog: CatalogService,
    private readonly instances: InstanceReadService,
    private readonly reports: FinancialReportRepository,
    private readonly reader: FinancialReportReader,
    private readonly metrics: Metrics,
    private readonly clock: Clock,
  ) {}

  /** What the instance's vendor computes. */
  kindsOf({ elementKey }: InstanceRow): FinancialReportKind[] {
    return this.catalog.get(elementKey).financialReports?.offers.map(({ kind }) => kind) ?? [];
  }

  /** In the order of the reads: null where the caller sees no such instance, an error for what cannot be had. */
  async find(
    context: RequestContext,
    reads: readonly FinancialReportRead[],
  ): Promise<(ReadFinancialReport | ElementsError | null)[]> {
    const asked = this.clock.now();
    const instances = await this.instances.findByIds(
      context,
      reads.map(({ instanceId }) => instanceId),
    );
    const checked = reads.map((read, index) => this.check(read, instances[index] ?? null));
    const wanted = checked.flatMap((one) => (one === null || one instanceof ElementsError ? [] : [one]));
    const found = await this.prepare(context, wanted, asked);
    return checked.map((one) => (one === null || one instanceof ElementsError ? one : found.get(one)!));
  }

  private check(read: FinancialReportRead, instance: InstanceRow | null): Checked | ElementsError | null {
    if (instance === null) return null;
    try {
      const adapter = this.catalog.get(instance.elementKey);
      const reports = requireOffer(adapter, read.question);
      const isCarried = adapter.agent !== undefined;
      return { ...read, instanceId: instance.id, instance, reports, isCarried, digest: digestOf(read.question) };
    } catch (error) {
      if (error instanceof ElementsError) return error;
      throw error;
    }
  }

  private async prepare(
    context: RequestContext,
    reads: readonly Checked[],
    asked: Date,
  ): Promise<Map<Checked, ReadFinancialReport | ElementsError>> {
    const failures = new Map<Checked, ElementsError>();
    const before = await this.reports.findByKeys(context, reads, { withBody: true });
    reads.forEach((read, index) => this.count(read, before[index] ?? null, asked));
    let rows = await this.round(context, { reads, rows: before, asked, failures });
    // A read that was joined may have begun before the question was asked.
    const isAgain = rows !== before && reads.some(({ maxAgeSeconds }) => maxAgeSeconds !== null);
    if (isAgain) rows = await this.round(context, { reads, rows, asked, failures });
    return new Map(
      reads.map((read, index) => [read, this.settle(read, rows[index] ?? null, asked, failures.get(read) ?? null)]),
    );
  }

  /** Has computed what is needed, while there is patience; the rows after that, the same when nobody had to wait. */
  private async round(context: RequestContext, { reads, rows, asked, failures }: Round): Promise<Rows> {
    const waits = reads.flatMap((read, index) => {
      const row = rows[index] ?? null;
      const need = this.needOf(read, row, asked);
      if (need === 'NOTHING' || failures.has(read)) return [];
      const reading = this.reader.start(context, { ...read, seen: row });
      if (need === 'REFRESH_BEHIND') return [];
      return [reading.then((error) => void (error !== null && failures.set(read, error)))];
    });
    if (waits.length === 0) return rows;
    await this.patience(waits, asked);
    return this.reports.findByKeys(context, reads, { withBody: true });
  }

  private needOf(read: Checked, row: FinancialReportRow | null, asked: Date): Need {
    const mayAsk = mayAskVendor(read.instance) && !(row?.retryAt != null && row.retryAt > this.clock.now());
    if (!mayAsk || this.isFresh(read, row, asked)) return 'NOTHING';
    if (row?.fetchedAt == null || read.maxAgeSeconds !== null) return 'WAIT';
    // What was changed through us shows at once; of what changed elsewhere, nobody expects it to the second.
    return isOutdated(row) && row.changeSource === 'WRITE' ? 'WAIT' : 'REFRESH_BEHIND';
  }

  private isFresh({ instance, maxAgeSeconds }: Checked, row: FinancialReportRow | null, asked: Date): boolean {
    if (row?.fetchedAt == null || isOutdated(row)) return false;
    return asked.getTime() - row.fetchedAt.getTime() <= (maxAgeSeconds ?? timeToLiveOf(instance)) * 1_000;
  }

  private settle(
    read: Checked,
    row: FinancialReportRow | null,
    asked: Date,
    failure: ElementsError | null,
  ): ReadFinancialReport | ElementsError {
    const remembered = errorOf(row);
    if (row?.body == null || row.fetchedAt === null) return failure ?? this.nothingToShow(read, remembered);
    const { instanceId, question } = read;
    const state = this.isFresh(read, row, asked) ? 'FRESH' : 'STALE';
    const error = state === 'FRESH' ? null : (remembered ?? whyOlder(read));
    const freshness: SourceFreshness = { instanceId, state, fetchedAt: row.fetchedAt, error };
    return { instanceId, question, table: row.body, fetchedAt: row.fetchedAt, freshness };
  }

  private nothingToShow(
    { instance, question, isCarried }: Checked,
    remembered: SourceFreshness['error'],
  ): ElementsError {
    if (!mayAskVendor(instance)) return notAskable(instance);
    if (remembered !== null) {
      return new ElementsError(remembered.code, remembered.message, { retryable: remembered.retryable });
    }
    if (isCarried) {
      const message = `${question.kind} is asked for at the next call of the program at the customer's, which "Instance.agent" tells of. Ask again then.`;
      return new ElementsError('VENDOR_UNAVAILABLE', message, { retryable: true });
    }
    const message = `${question.kind} is still being computed by the vendor. Ask again in a moment.`;
    return new ElementsError('VENDOR_UNAVAILABLE', message, { retryable: true });
  }

  /** Waits for all of them, but not for ever. */
  private async patience(waits: readonly Promise<void>[], asked: Date): Promise<void> {
    const enough = new AbortController();
    const leftMs = Math.max(0, asked.getTime() + PATIENCE_MS - this.clock.now().getTime());
    const tooLong = this.clock.sleep(leftMs, enough.signal).catch(() => undefined);
    await Promise.race([Promise.all(waits), tooLong]);
    enough.abort(new Error('The wait is over.'));
  }

  private count(read: Checked, row: FinancialReportRow | null, asked: Date): void {
    const state = this.isFresh(read, row, asked) ? 'fresh' : row?.fetchedAt == null ? 'never_loaded' : 'stale';
    this.metrics.cacheReads.inc({ element: read.instance.elementKey, resource: 'FINANCIAL_REPORTS', result: state });
  }
}

/** Whether the books have changed since it was computed. */
function isOutdated({ fetchedAt, outdatedAt, changedAt }: FinancialReportRow): boolean {
  if (fetchedAt === null) return false;
  return [outdatedAt, changedAt].some((at) => at !== null && at > fetchedAt);
}

function errorOf(row: FinancialReportRow | null): SourceFreshness['error'] {
  return row === null ? null : rememberedError(row);
}

/** Why our copy is older than it was asked to be, where no failure is remembered. */
function whyOlder({ instance, maxAgeSeconds, isCarried }: Checked): SourceFreshness['error'] {
  if (maxAgeSeconds === null) return null;
  if (!mayAskVendor(instance)) {
    const message = 'The instance is switched off, so nothing is computed anew.';
    return { code: 'INSTANCE_NOT_ACTIVE', message, retryable: false };
  }
  const message = isCarried
    ? "It is computed anew at the next call of the program at the customer's; what is shown is what was stored before."
    : 'It is still being computed anew; what is shown is what was stored before. Ask again in a moment.';
  return { code: 'VENDOR_UNAVAILABLE', message, retryable: true };
}
