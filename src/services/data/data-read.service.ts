import type { PlatformRecord, PlatformResource } from '../../adapters/platform-resource';
import { printOrderBy } from '../../ceql/order-by';
import { BadUserInputError, ElementsError, RecordNotFoundError } from '../../errors';
import type { KeysetPosition } from '../../persistence/keyset/keyset-page';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import type { RequestContext } from '../../request-context';
import type { CatalogService } from '../catalog.service';
import { mayAskVendor, notAskable } from '../instance-health.service';
import { ListCursors } from '../list-cursors';
import type { RecordReadService } from '../record-read.service';
import type { TaxDocumentReadService } from '../tax/tax-document-read.service';
import { candidatesOf } from './candidates';
import { fieldOf, readQuestion, type DataQuestion, type DataQuestionText } from './data-question';
import { NestedRecords } from './nested-records';
import { NextPages, noPage } from './next-pages';
import { orderedPage, type MatchPage } from './ordered-page';
import { RecordScan, type Match, type ScanPlan } from './record-scan';
import type { SourceOrder } from './record-source';
import { recordSourceOf } from './record-sources';
import { selectFields } from './record-value';

export interface DataListRequest extends DataQuestionText {
  /** From 1; null with `nextPage`, and for the first. */
  readonly page: number | null;
  readonly nextPage: string | null;
  readonly pageSize: number;
  readonly returnCount: boolean;
  /** Null: the instance's time-to-live. */
  readonly maxAgeSeconds: number | null;
}

export interface DataPage {
  readonly records: readonly PlatformRecord[];
  /** Null unless it was asked for. */
  readonly totalCount: number | null;
  /** Null on the last page. */
  readonly nextPage: string | null;
  readonly age: DataAge;
}

/** How old what is shown is, and why it is no younger. */
export interface DataAge {
  /** Null where no vendor is asked, and where not all was read yet. */
  readonly fetchedAt: Date | null;
  readonly problem: string | null;
  /** The first load is under way, and not all is here. */
  readonly isLoading: boolean;
}

/** Records under the platform's names: the same rows, with the same rules of age, as everywhere. */
export class DataReadService {
  private readonly nested: NestedRecords;

  constructor(
    private readonly catalog: CatalogService,
    private readonly records: RecordReadService,
    private readonly taxDocuments: TaxDocumentReadService,
  ) {
    this.nested = new NestedRecords(records);
  }

  async list(
    context: RequestContext,
    instance: InstanceRow,
    resource: PlatformResource,
    request: DataListRequest,
  ): Promise<DataPage> {
    requireReadable(instance);
    const question = readQuestion(resource, request);
    const plan = this.planOf(instance, resource, question);
    const position = this.cursorsOf(instance, plan, request).decode(request.nextPage);
    const age = await this.prepare(context, instance, resource, request.maxAgeSeconds);
    const scanOf = (one: ScanPlan): RecordScan => new RecordScan(this.nested, context, one);
    const scan = scanOf(plan);
    const reading = isOrderedByRows(plan)
      ? this.pageOf(scan, position, request)
      : orderedPage(scanOf, plan, { after: position, page: request.page, pageSize: request.pageSize });
    const { matches, next } = await reading.catch((error: unknown) => {
      // A position that no row of this order can have.
      throw error instanceof BadUserInputError ? noPage() : error;
    });
    return {
      records: await this.finish(context, plan, matches),
      totalCount: request.returnCount ? await scan.count() : null,
      nextPage: next && this.cursorsOf(instance, plan, request).encode(next),
      age,
    };
  }

  /** Every record that is selected, in the order that no change moves: for what is longer than pages. */
  async *all(
    context: RequestContext,
    instance: InstanceRow,
    resource: PlatformResource,
    text: DataQuestionText,
  ): AsyncGenerator<readonly PlatformRecord[]> {
    const question = readQuestion(resource, text);
    const plan = this.planOf(instance, resource, { ...question, orderBy: [] });
    const scan = new RecordScan(this.nested, context, plan);
    let batch: Match[] = [];
    for await (const match of scan.matches(null, 0, 500)) {
      batch.push(match);
      if (batch.length < 500) continue;
      yield await this.finish(context, plan, batch);
      batch = [];
    }
    if (batch.length > 0) yield await this.finish(context, plan, batch);
  }

  /** One record. Throws a `RecordNotFoundError` where there is none. */
  async get(
    context: RequestContext,
    instance: InstanceRow,
    resource: PlatformResource,
    id: string,
    {
      fields = null,
      maxAgeSeconds = null,
    }: { readonly fields?: string | null; readonly maxAgeSeconds?: number | null },
  ): Promise<{ readonly record: PlatformRecord; readonly fetchedAt: Date }> {
    requireReadable(instance);
    const question = readQuestion(resource, { fields });
    const plan = this.planOf(instance, resource, question);
    const remoteId = this.remoteIdOf(instance, resource, id);
    const row =
      remoteId === null ? null : await plan.source.find(context, { instanceId: instance.id, remoteId }, maxAgeSeconds);
    if (row instanceof ElementsError) throw row;
    if (row === null) throw new RecordNotFoundError(resource.name, id);
    const [vendorFields] = await plan.source.vendorFields(context, plan.scope, [row]);
    const from = { ...row, vendorFields: vendorFields ?? {} };
    if (resource.includes?.(from) === false) throw new RecordNotFoundError(resource.name, id);
    const match = { row, record: resource.toRecord(from), position: { value: null, key: [] } };
    const [record] = await this.finish(context, plan, [match]);
    return { record: record!, fetchedAt: row.fetchedAt };
  }

  /** Our id of a record, from the platform's; null for what can be none. */
  remoteIdOf({ elementKey }: InstanceRow, resource: PlatformResource, id: string): string | null {
    const own = resource.toRemoteId === undefined ? id : resource.toRemoteId(id);
    return own === null || own.includes('\0')
      ? null
      : this.records.canonicalRemoteId(elementKey, resource.resource, own);
  }

  /** Gets the list ready to be read. Throws where there is nothing to show. */
  async prepare(
    context: RequestContext,
    instance: InstanceRow,
    { resource }: PlatformResource,
    maxAgeSeconds: number | null,
  ): Promise<DataAge> {
    if (this.catalog.get(instance.elementKey).resources[resource]?.list === undefined) {
      return { fetchedAt: null, problem: null, isLoading: false };
    }
    const read = { instance, resource, maxAgeSeconds, whole: true };
    const [freshness] = await this.records.prepareLists(context, [read]);
    if (freshness instanceof ElementsError) throw freshness;
    const isLoading = freshness?.state === 'LOADING';
    const loading = isLoading ? 'The first load is under way: older records are missing.' : null;
    return { fetchedAt: freshness?.fetchedAt ?? null, problem: freshness?.error?.message ?? loading, isLoading };
  }

  private planOf(instance: InstanceRow, resource: PlatformResource, question: DataQuestion): ScanPlan {
    const source = recordSourceOf({ records: this.records, taxDocuments: this.taxDocuments }, resource);
    const scope = { organizationId: instance.organizationId, instanceId: instance.id };
    const candidates = candidatesOf(resource, question, (id) => this.remoteIdOf(instance, resource, id));
    const [first] = question.orderBy;
    const sortedBy: SourceOrder | undefined = first && fieldOf(resource, first.field)?.sortedBy;
    const isStored = question.orderBy.length === 1 && sortedBy !== undefined && source.orders.includes(sortedBy);
    const field = isStored && sortedBy !== undefined ? sortedBy : 'STABLE';
    const direction = isStored && first?.direction === 'desc' ? 'DESC' : 'ASC';
    return { resource, source, scope, question, candidates, order: { field, direction } };
  }

  private cursorsOf(instance: InstanceRow, { resource, question }: ScanPlan, request: DataListRequest): NextPages {
    const order = { field: printOrderBy(question.orderBy) || 'STABLE', direction: 'ASC' } as const;
    return new NextPages(new ListCursors(order, [instance.id, resource.name, request.where ?? '']));
  }

  private async pageOf(
    scan: RecordScan,
    after: KeysetPosition | null,
    { page, pageSize }: DataListRequest,
  ): Promise<MatchPage> {
    const found: Match[] = [];
    for await (const match of scan.matches(after, ((page ?? 1) - 1) * pageSize, pageSize + 1)) {
      found.push(match);
      if (found.length > pageSize) break;
    }
    const matches = found.slice(0, pageSize);
    return { matches, next: found.length > pageSize ? matches.at(-1)!.position : null };
  }

  private async finish(
    context: RequestContext,
    { resource, scope, question: { fields } }: ScanPlan,
    matches: readonly Match[],
  ): Promise<PlatformRecord[]> {
    const whole = await this.nested.complete(context, resource, scope, matches, fields);
    return whole.map(({ record }) => {
      const selected = fields === null ? record : selectFields(record, fields);
      return Object.fromEntries(Object.entries(selected).filter(([, value]) => value != null));
    });
  }
}

function isOrderedByRows({ question, order }: ScanPlan): boolean {
  return question.orderBy.length === 0 || order.field !== 'STABLE';
}

export const SWITCHED_OFF = 'The instance is switched off: `PUT /instances/{id}/enabled` switches it on.';

/** The platform answered nothing for an instance that was switched off. */
export function requireReadable(instance: InstanceRow): void {
  if (mayAskVendor(instance) || instance.status !== 'DISABLED') return;
  throw notAskable(instance, SWITCHED_OFF);
}
