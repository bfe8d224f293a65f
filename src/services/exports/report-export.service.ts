import { v7 as uuidv7 } from 'uuid';
import type { ElementResource, VendorAdapter } from '../../adapters/adapter';
import type { ReportExports } from '../../adapters/exports';
import type { Clock } from '../../clock';
import {
  ElementsErrors,
  InvalidValueError,
  RecordNotFoundError,
  UnsupportedOperationError,
  type ElementsError,
} from '../../errors';
import type { JobQueue } from '../../jobs/job-queue';
import type { Database } from '../../persistence/database';
import type { KeysetPosition, PageOf } from '../../persistence/keyset/keyset-page';
import type { InstanceScope } from '../../persistence/keyset/list-scope';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import type {
  NewReportExport,
  ReportExportRepository,
  ReportExportRow,
} from '../../persistence/repositories/report-export.repository';
import type { RequestContext } from '../../request-context';
import type { Encryption } from '../../security/encryption';
import { toVisibleScopes } from '../caller-scope';
import type { CatalogService } from '../catalog.service';
import type { IdempotencyService } from '../idempotency.service';
import { mayAskVendor, notAskable } from '../instance-health.service';
import type { InstanceReadService } from '../instance-read.service';
import { visibleByIds } from '../visible-rows';
import { errorOfWrite } from '../writes/write-failure';
import type { CardReconciliationInput, ReportExportInput } from './export-input';
import { ExportInputCheck } from './export-input-check';
import { sealOrder, type ExportOrder } from './export-order';
import { EXPORT_JOB_PRIORITY, EXPORT_TASK, exportJobKey } from './export-task';

/** Of an instance: each takes one of the places that jobs run in, and its vendor's limit makes them wait for each other. */
const MOST_UNDER_WAY = 8;

const SWITCHED_OFF =
  'The instance is switched off, and its vendor is asked for nothing: switch it on, and order again.';

export interface ReportExportDependencies {
  readonly catalog: CatalogService;
  readonly instances: InstanceReadService;
  readonly exports: ReportExportRepository;
  readonly idempotency: IdempotencyService;
  readonly encryption: Encryption;
  readonly jobs: JobQueue;
  readonly database: Database;
  readonly clock: Clock;
}

/** Exports as callers see them: their organization's. */
export class ReportExportService {
  constructor(private readonly deps: ReportExportDependencies) {}

  /** Orders files of reports; answers at once. Everything that is wrong with the input is told together. */
  exportReports(
    context: RequestContext,
    input: ReportExportInput,
    idempotencyKey: string | null,
  ): Promise<ReportExportRow> {
    return this.once(context, 'exportReports', input, idempotencyKey, async () => {
      const { instance, adapter, exports } = await this.find(context, input.instanceId, 'REPORTS');
      const check = this.checkOf(adapter, instance);
      const order: ExportOrder = { kind: 'REPORTS', ...check.reportOrder(exports, input) };
      refuseIfWrong(check.errors);
      return { instance, order };
    });
  }

  /** Orders files of company cards' transactions; answers at once. */
  exportCardReconciliation(
    context: RequestContext,
    input: CardReconciliationInput,
    idempotencyKey: string | null,
  ): Promise<ReportExportRow> {
    return this.once(context, 'exportCardReconciliation', input, idempotencyKey, async () => {
      const { instance, adapter, exports } = await this.find(context, input.instanceId, 'CARDS');
      const check = this.checkOf(adapter, instance);
      const { cards } = exports;
      if (cards === undefined) throw unsupported(adapter, 'CARDS');
      const order: ExportOrder = { kind: 'CARDS', request: check.cardRequest(cards, input) };
      refuseIfWrong(check.errors);
      return { instance, order };
    });
  }

  /** In the order of the ids; null for what the caller does not see. */
  async findByIds(context: RequestContext, ids: readonly string[]): Promise<(ReportExportRow | null)[]> {
    const { instances, exports } = this.deps;
    const rows = await visibleByIds(context, instances, ids, (all) => exports.findByIds(context, all));
    return rows.map((row) => row && this.asOfNow(row));
  }

  /** Latest first; one page a scope, in one statement. */
  async page(
    context: RequestContext,
    scopes: readonly InstanceScope[],
    query: { readonly first: number; readonly after: KeysetPosition | null },
  ): Promise<PageOf<ReportExportRow>[]> {
    const pages = await this.deps.exports.listForInstances(context, toVisibleScopes(context, scopes), query);
    return pages.map((page) => ({ ...page, rows: page.rows.map((row) => this.asOfNow(row)) }));
  }

  count(context: RequestContext, scopes: readonly InstanceScope[]): Promise<number[]> {
    return this.deps.exports.countForInstances(context, toVisibleScopes(context, scopes));
  }

  /** Why it failed; null when it did not. */
  errorOf(row: ReportExportRow): ElementsError | null {
    return errorOfWrite(row);
  }

  /** Files are not shown while others are still being made, nor once their time is over, whoever removes them when. */
  private asOfNow(row: ReportExportRow): ReportExportRow {
    const isExpired = row.expiresAt !== null && row.expiresAt <= this.deps.clock.now();
    if (row.finishedAt !== null && !isExpired) return row;
    return { ...row, files: [], status: row.status === 'READY' ? 'EXPIRED' : row.status };
  }

  /** The same key and the same order are the same export. */
  private async once(
    context: RequestContext,
    operation: string,
    input: object,
    key: string | null,
    check: () => Promise<{ readonly instance: InstanceRow; readonly order: ExportOrder }>,
  ): Promise<ReportExportRow> {
    const { idempotency, database, jobs, exports } = this.deps;
    const id = await idempotency.once<string>(context, { key, operation, request: input }, async (settle) => {
      const { instance, order } = await check();
      const row = this.newRow(instance, order);
      await database.transaction(async (transaction) => {
        // Two that come at the same moment may both find the last place; what is to be kept off is hundreds.
        const underWay = await exports.countUnderWay(context, transaction, row.instanceId);
        if (underWay >= MOST_UNDER_WAY) throw tooManyUnderWay(underWay);
        await exports.insert(context, transaction, row);
        const options = { key: exportJobKey(row.id), priority: EXPORT_JOB_PRIORITY, transaction };
        await jobs.add(EXPORT_TASK, { exportId: row.id, attempt: 1 }, options);
        await settle(transaction, row.id);
      });
      return row.id;
    });
    const [row] = await this.findByIds(context, [id]);
    // Forgotten meanwhile, as with its instance.
    if (row == null) throw new RecordNotFoundError('ReportExport', id);
    return row;
  }

  private newRow(instance: InstanceRow, order: ExportOrder): NewReportExport {
    const { encryption, clock } = this.deps;
    const id = uuidv7();
    const { format, template, actions } = order.request;
    return {
      id,
      organizationId: instance.organizationId,
      instanceId: instance.id,
      kind: order.kind,
      format,
      template: template?.kind === 'NAMED' ? template.name : null,
      isDryRun: order.kind === 'REPORTS' && order.request.isTest,
      actions: actions.map(({ kind }) => kind),
      wantedLabel: order.kind === 'REPORTS' ? order.label : null,
      encryptedRequest: sealOrder(encryption, id, order),
      createdAt: clock.now(),
    };
  }

  private checkOf(adapter: VendorAdapter, instance: InstanceRow): ExportInputCheck {
    return new ExportInputCheck(adapter, instance.id, this.deps.clock.now().toISOString().slice(0, 10));
  }

  private async find(
    context: RequestContext,
    instanceId: string,
    resource: ElementResource,
  ): Promise<{ readonly instance: InstanceRow; readonly adapter: VendorAdapter; readonly exports: ReportExports }> {
    const [instance] = await this.deps.instances.findByIds(context, [instanceId]);
    if (instance == null) throw new RecordNotFoundError('Instance', instanceId, { path: ['input', 'instanceId'] });
    const adapter = this.deps.catalog.get(instance.elementKey);
    if (adapter.exports === undefined) throw unsupported(adapter, resource);
    if (!mayAskVendor(instance)) throw notAskable(instance, SWITCHED_OFF);
    return { instance, adapter, exports: adapter.exports };
  }
}

function refuseIfWrong(errors: readonly ElementsError[]): void {
  if (errors.length > 0) throw new ElementsErrors(errors);
}

function tooManyUnderWay(underWay: number): InvalidValueError {
  const message = `${underWay} exports of this instance are under way: order this one once one of them has ended.`;
  const expected = `at most ${MOST_UNDER_WAY} at a time`;
  return new InvalidValueError('LIMIT_EXCEEDED', message, { path: ['input', 'instanceId'], expected, retryable: true });
}

function unsupported({ catalog }: VendorAdapter, resource: ElementResource): UnsupportedOperationError {
  const what = resource === 'CARDS' ? 'company cards' : 'reports';
  return new UnsupportedOperationError(catalog.key, resource, 'EXPORT', `${catalog.name} makes no files of ${what}.`);
}
