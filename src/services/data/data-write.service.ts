import type { PlatformRecord, PlatformResource, PlatformWrite } from '../../adapters/platform-resource';
import type { ItemResult, WriteName } from '../../adapters/writes';
import { VendorRejectedError } from '../../adapters/vendor-error';
import { ElementsError, ElementsErrors, RecordConflictError, RecordNotFoundError } from '../../errors';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import { decodeRecordId } from '../../record-id';
import type { RequestContext } from '../../request-context';
import type { TaxDocumentService } from '../tax/tax-document.service';
import type { TaxDocumentReadService } from '../tax/tax-document-read.service';
import type { VendorWriteService } from '../writes/vendor-write.service';
import type { DataReadService } from './data-read.service';
import { QueuedChange } from './queued-change';

export interface DataWriteRequest {
  readonly body: unknown;
  /** Of the path, as the platform shows it; null where the record is not there yet. */
  readonly id: string | null;
  readonly idempotencyKey: string | null;
}

/** Changes in the platform's words, by the same services as everywhere. */
export class DataWriteService {
  constructor(
    private readonly reads: DataReadService,
    private readonly writes: VendorWriteService,
    private readonly taxes: TaxDocumentService,
    private readonly taxReads: TaxDocumentReadService,
  ) {}

  /**
   * The record as it is after the change; its id alone where it is no more, or cannot be read now; a `QueuedChange` where an
   * agent has still to bring it.
   */
  async write(
    context: RequestContext,
    instance: InstanceRow,
    resource: PlatformResource,
    write: PlatformWrite,
    { body, id, idempotencyKey }: DataWriteRequest,
  ): Promise<PlatformRecord | QueuedChange> {
    const remoteId = id === null ? null : this.reads.remoteIdOf(instance, resource, id);
    if (id !== null && remoteId === null) throw new RecordNotFoundError(resource.name, id);
    const current =
      write.needsRecord?.(body) === true ? await this.readNow(context, instance, resource, id ?? '') : null;
    const request = write.toRequest(body, remoteId, current);
    const asked = { body: body ?? null, remoteId };
    const order = { name: write.name, instanceId: instance.id, request, idempotencyKey, asked };
    const { answer, errors, write: row } = await this.writes.perform<WriteName>(context, order);
    if (answer === null && errors.length === 0 && row !== null) return new QueuedChange(row);
    if (answer === null) throw errors.length === 1 ? errors[0]! : new ElementsErrors(errors);
    const items = itemsOf(answer.result);
    if (items !== null) requireDone(items);
    const written = write.remoteIdOf(answer.result, remoteId);
    if (written === null) return { id: id ?? '' };
    const record = await this.readBack(context, instance, resource, written);
    if (write.itemsMember === undefined || items === null) return record;
    return { id: record.id, [write.itemsMember]: await this.tellItems(context, instance, resource, items) };
  }

  /** Calculates a tax document, and keeps it under its key. */
  async calculate(
    context: RequestContext,
    instance: InstanceRow,
    resource: PlatformResource,
    { body, idempotencyKey }: DataWriteRequest,
  ): Promise<PlatformRecord> {
    const calculation = resource.tax!.toCalculation(body);
    const calculated = await this.taxes.calculate(context, { ...calculation, instanceId: instance.id, idempotencyKey });
    const key = calculated.id === null ? null : decodeRecordId(calculated.id);
    const [document] = key === null ? [] : await this.taxReads.findByIds(context, [key]);
    return this.readBack(context, instance, resource, document?.remoteId ?? calculation.documentKey ?? '');
  }

  /** Takes a tax document back. */
  async cancel(
    context: RequestContext,
    instance: InstanceRow,
    resource: PlatformResource,
    { id, idempotencyKey }: DataWriteRequest,
  ): Promise<PlatformRecord> {
    const key = id ?? '';
    const scope = { organizationId: instance.organizationId, instanceId: instance.id };
    const order = { field: 'CREATED', direction: 'DESC' } as const;
    const query = { filter: { remoteId: [key] }, order, first: 1, after: null };
    const [page] = await this.taxReads.page(context, [scope], query);
    const document = page?.rows[0];
    if (document === undefined) throw new RecordNotFoundError(resource.name, key);
    await this.taxes.cancel(context, { id: document.id, idempotencyKey });
    return { id: key };
  }

  private async tellItems(
    context: RequestContext,
    instance: InstanceRow,
    resource: PlatformResource,
    items: readonly ItemResult[],
  ): Promise<PlatformRecord[]> {
    return Promise.all(
      items.map(async (item): Promise<PlatformRecord> => {
        if (item.outcome !== 'DONE') return { error: item.reason };
        return item.remoteId === null ? {} : this.readBack(context, instance, resource, item.remoteId);
      }),
    );
  }

  /** As the vendor has it, and not as it is here. */
  private async readNow(
    context: RequestContext,
    instance: InstanceRow,
    resource: PlatformResource,
    id: string,
  ): Promise<PlatformRecord> {
    return (await this.reads.get(context, instance, resource, id, { maxAgeSeconds: 0 })).record;
  }

  /** The change was made, whatever becomes of reading it. */
  private async readBack(
    context: RequestContext,
    instance: InstanceRow,
    resource: PlatformResource,
    remoteId: string,
  ): Promise<PlatformRecord> {
    try {
      return (await this.reads.get(context, instance, resource, remoteId, {})).record;
    } catch (error) {
      if (!(error instanceof ElementsError)) throw error;
      return { id: remoteId };
    }
  }
}

function itemsOf(result: unknown): readonly ItemResult[] | null {
  const hasItems = typeof result === 'object' && result !== null && 'items' in result && Array.isArray(result.items);
  return hasItems ? (result.items as ItemResult[]) : null;
}

/** Throws where nothing was done. */
function requireDone(items: readonly ItemResult[]): void {
  if (items.length === 0 || items.some(({ outcome }) => outcome === 'DONE')) return;
  throw new ElementsErrors(items.flatMap((item) => toError(item) ?? []));
}

function toError(item: ItemResult): ElementsError | null {
  if (item.outcome === 'DONE') return null;
  if (item.outcome === 'SKIPPED') return new RecordConflictError(item.reason);
  return item.refusal?.code === 'NOT_FOUND'
    ? new ElementsError('NOT_FOUND', item.reason)
    : new VendorRejectedError(item.reason, { vendorMessage: item.refusal?.vendorMessage ?? null });
}
