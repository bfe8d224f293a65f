import { v7 as uuidv7 } from 'uuid';
import type { VendorAdapter } from '../../adapters/adapter';
import { VendorAuthenticationError, VendorStaleRecordError } from '../../adapters/vendor-error';
import type { WriteAnswer, WriteName, WriteOperation, WriteRequestOf, WriteResultOf } from '../../adapters/writes';
import type { Clock } from '../../clock';
import { ElementsError, ElementsErrors, InstanceStateError, RecordNotFoundError } from '../../errors';
import type { Database } from '../../persistence/database';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import type {
  VendorWriteRepository,
  VendorWriteRow,
  WriteSettlement,
} from '../../persistence/repositories/vendor-write.repository';
import type { RequestContext } from '../../request-context';
import type { BackgroundTasks } from '../background-tasks';
import type { CatalogService } from '../catalog.service';
import { inProgress, type IdempotencyService, type KeyClaim } from '../idempotency.service';
import { mayAskVendor, type InstanceHealthService } from '../instance-health.service';
import type { InstanceReadService } from '../instance-read.service';
import type { VendorConnectionService } from '../vendor-connection.service';
import { errorOfWrite, placeOf, toWriteError, writeFailureOf, type FailurePlace } from './write-failure';
import { identityOf } from './write-identity';
import { unsupportedWrite } from './write-kinds';
import type { WrittenRecordsService } from './written-records.service';

/** What is to be changed at the vendor of an instance. */
export interface WriteOrder<Name extends WriteName> {
  readonly name: Name;
  readonly instanceId: string;
  readonly request: WriteRequestOf<Name>;
  /** A repeat with the same key and the same request gets the same answer. */
  readonly idempotencyKey?: string | null;
}

/** What came of it. A write that the vendor was asked for answers, also when it failed; what kept it from that throws. */
export interface WriteOutcome<Name extends WriteName> {
  /** Null when nothing was to be changed, as by a dry run. */
  readonly write: VendorWriteRow | null;
  /** The answer of an earlier request with the same key. */
  readonly isReplay: boolean;
  readonly instance: InstanceRow;
  /** Null when it failed. */
  readonly answer: { readonly result: WriteResultOf<Name> } | null;
  /** Why it failed; their paths are places in the request. */
  readonly errors: readonly ElementsError[];
}

/** What is kept under a key: the write, and once it has succeeded its result. */
interface KeptWrite<Name extends WriteName> {
  readonly writeId: string;
  readonly result?: WriteResultOf<Name>;
  readonly failure?: FailurePlace;
}

/** A write on its way: recorded as sent, and pinned to its key. */
interface SentWrite<Name extends WriteName> {
  readonly instance: InstanceRow;
  readonly row: VendorWriteRow;
  readonly claim: KeyClaim<KeptWrite<Name>>;
}

export interface VendorWriteDependencies {
  readonly catalog: CatalogService;
  readonly instances: InstanceReadService;
  readonly connections: VendorConnectionService;
  readonly health: InstanceHealthService;
  readonly idempotency: IdempotencyService;
  readonly writes: VendorWriteRepository;
  readonly written: WrittenRecordsService;
  readonly database: Database;
  readonly tasks: BackgroundTasks;
  readonly clock: Clock;
}

const DAY_MS = 24 * 60 * 60_000;
/** How long a write waits for room in the vendor's limit, and for a vendor that asks to come back. */
const PATIENCE_MS = 30_000;
/** Whoever sent a write has settled it by then, or has died. */
const SETTLES_WITHIN_MS = 10 * 60_000;
/** Writes are kept so long; and so is the key of one whose outcome nobody knows, since it must not be sent again. */
export const WRITES_KEPT_MS = 30 * DAY_MS;

/** Until then a write that is still `SENT` was sent by somebody who is not at work any more. */
export function abandonedBefore(now: Date): Date {
  return new Date(now.getTime() - SETTLES_WITHIN_MS);
}

/**
 * Changes at vendors. A write is recorded as sent before the vendor is asked, and settled in the transaction that stores
 * what the vendor answered; while the vendor is asked, no transaction and no connection is held. It is sent once: where
 * nobody knows what came of it, a repeat under its key is told so, and is never sent again.
 */
export class VendorWriteService {
  constructor(private readonly deps: VendorWriteDependencies) {}

  /** Goes on when the caller does not wait any more, and a shutdown waits for it: an aborted write is one nobody knows of. */
  perform<Name extends WriteName>(context: RequestContext, order: WriteOrder<Name>): Promise<WriteOutcome<Name>> {
    return new Promise((resolve, reject) => {
      const started = this.deps.tasks.start('write', () => this.performOnce(context, order).then(resolve, reject));
      if (!started) reject(stopping());
    });
  }

  /** Throws an `UnsupportedOperationError` where the element of the instance has no such write. */
  assertSupported({ elementKey }: InstanceRow, name: WriteName): void {
    operationOf(this.deps.catalog.get(elementKey), name);
  }

  private async performOnce<Name extends WriteName>(
    context: RequestContext,
    order: WriteOrder<Name>,
  ): Promise<WriteOutcome<Name>> {
    const { name, instanceId, request, idempotencyKey } = order;
    const [instance] = await this.deps.instances.findByIds(context, [instanceId]);
    if (instance == null) throw new RecordNotFoundError('Instance', instanceId, { path: ['input', 'instanceId'] });
    const operation = operationOf(this.deps.catalog.get(instance.elementKey), name);
    if (isDryRun(request)) return this.tryOut(context, instance, operation, request);
    const keyed = { key: idempotencyKey, operation: name, request: [instanceId, request] };
    const claimed = await this.deps.idempotency.claim<KeptWrite<Name>>(context, keyed);
    if (claimed.claim === null) return this.repeat(context, instance, claimed.answer);
    return this.carryOut(context, order, instance, operation, claimed.claim);
  }

  private async carryOut<Name extends WriteName>(
    context: RequestContext,
    order: WriteOrder<Name>,
    instance: InstanceRow,
    operation: WriteOperation<WriteRequestOf<Name>, WriteResultOf<Name>>,
    claim: KeyClaim<KeptWrite<Name>>,
  ): Promise<WriteOutcome<Name>> {
    const prepared = await this.prepare(context, order, instance, operation, claim).catch(async (error: unknown) => {
      // What went wrong is what the caller is to hear of; a key that cannot be released frees itself in time.
      await claim.release().catch((reason: unknown) => {
        context.logger.warn({ err: reason }, 'an idempotency key could not be released');
      });
      throw error;
    });
    const { sent, connection } = prepared;
    let answer: WriteAnswer<WriteResultOf<Name>>;
    try {
      answer = await operation.run(connection, order.request, identityOf(order, sent.row));
    } catch (error) {
      return this.failed(context, sent, error);
    }
    return this.succeeded(context, sent, answer);
  }

  /** Nothing has been sent when this throws. */
  private async prepare<Name extends WriteName>(
    context: RequestContext,
    { name, idempotencyKey = null }: WriteOrder<Name>,
    instance: InstanceRow,
    { resource, operation }: Pick<WriteOperation<unknown, unknown>, 'resource' | 'operation'>,
    claim: KeyClaim<KeptWrite<Name>>,
  ) {
    const connection = await this.open(context, instance);
    const { organizationId, id: instanceId } = instance;
    const write = { id: uuidv7(), organizationId, instanceId, name, resource, operation, idempotencyKey };
    const { requestId } = context;
    const sent = await this.deps.database.transaction(async (transaction): Promise<SentWrite<Name>> => {
      const createdAt = this.deps.clock.now();
      const row = await this.deps.writes.insertSent(context, transaction, { ...write, requestId, createdAt });
      const kept = await claim.keep(transaction, { writeId: row.id }, WRITES_KEPT_MS);
      return { instance, row, claim: kept };
    });
    return { sent, connection };
  }

  private async open(context: RequestContext, instance: InstanceRow) {
    if (!mayAskVendor(instance)) throw notWritable(instance);
    const deadline = new Date(this.deps.clock.now().getTime() + PATIENCE_MS);
    return this.deps.connections.open(context, instance, { priority: 'write', deadline });
  }

  private async succeeded<Name extends WriteName>(
    context: RequestContext,
    sent: SentWrite<Name>,
    answer: WriteAnswer<WriteResultOf<Name>>,
  ): Promise<WriteOutcome<Name>> {
    const { instance } = sent;
    const since = this.deps.clock.now();
    const row = await this.settleWith(context, sent, answer).catch((error: unknown) => {
      // The vendor has done it: that is told even where its records cannot be stored as they came.
      context.logger.error({ err: error, writeId: sent.row.id }, 'what was written could not be stored');
      return this.settleWithout(context, sent, answer).catch(() => sent.row);
    });
    await this.deps.written.readAgain(context, instance, answer.changed ?? [], since);
    return { write: row, isReplay: false, instance, answer: { result: answer.result }, errors: [] };
  }

  private settleWith<Name extends WriteName>(
    context: RequestContext,
    sent: SentWrite<Name>,
    answer: WriteAnswer<WriteResultOf<Name>>,
  ): Promise<VendorWriteRow> {
    return this.deps.database.transaction(async (transaction) => {
      await this.deps.written.keep(context, transaction, sent.instance, answer);
      return this.settle(context, transaction, sent, settlementOf(answer), { result: answer.result });
    });
  }

  private settleWithout<Name extends WriteName>(
    context: RequestContext,
    sent: SentWrite<Name>,
    answer: WriteAnswer<WriteResultOf<Name>>,
  ): Promise<VendorWriteRow> {
    return this.deps.database.transaction(async (transaction) => {
      await this.deps.written.giveUp(context, transaction, sent.instance, answer);
      return this.settle(context, transaction, sent, settlementOf(answer), { result: answer.result });
    });
  }

  private async settle<Name extends WriteName>(
    context: RequestContext,
    transaction: Parameters<Parameters<Database['transaction']>[0]>[0],
    { row, claim }: SentWrite<Name>,
    settlement: WriteSettlement,
    kept: Omit<KeptWrite<Name>, 'writeId'>,
    keptMs?: number,
  ): Promise<VendorWriteRow> {
    const settled = await this.deps.writes.settle(context, transaction, row.id, settlement, this.deps.clock.now());
    // Its instance was deleted meanwhile, and the write with it.
    if (settled === null) return row;
    await claim.keep(transaction, { writeId: row.id, ...kept }, keptMs);
    return settled;
  }

  private async failed<Name extends WriteName>(
    context: RequestContext,
    sent: SentWrite<Name>,
    thrown: unknown,
  ): Promise<WriteOutcome<Name>> {
    const { instance } = sent;
    const { status, errors, isRemembered } = writeFailureOf(thrown, instance.id);
    if (!isTold(thrown)) context.logger.error({ err: thrown, writeId: sent.row.id }, 'a write failed');
    const settlement = { status, error: toWriteError(...errors) };
    const write = await this.deps.database
      .transaction(async (transaction) => {
        if (thrown instanceof VendorAuthenticationError)
          await this.deps.health.readFailed(context, transaction, instance.id, thrown, []);
        if (thrown instanceof VendorStaleRecordError)
          await this.deps.written.keep(context, transaction, instance, { batch: thrown.current?.batch });
        if (status === 'UNKNOWN') await this.deps.written.outdate(context, transaction, instance, sent.row.resource);
        if (isRemembered) {
          const keptMs = status === 'UNKNOWN' ? WRITES_KEPT_MS : undefined;
          return this.settle(context, transaction, sent, settlement, { failure: placeOf(errors) }, keptMs);
        }
        await sent.claim.release(transaction);
        const now = this.deps.clock.now();
        return (await this.deps.writes.settle(context, transaction, sent.row.id, settlement, now)) ?? sent.row;
      })
      .catch((reason: unknown) => {
        // What the vendor said is what the caller must learn of; a repeat will be told that nobody knows.
        context.logger.error({ err: reason, writeId: sent.row.id }, 'the outcome of a write could not be written down');
        return sent.row;
      });
    return { write, isReplay: false, instance, answer: null, errors };
  }

  /** The answer that an earlier request with the key got, or would have got. */
  private async repeat<Name extends WriteName>(
    context: RequestContext,
    instance: InstanceRow,
    kept: KeptWrite<Name>,
  ): Promise<WriteOutcome<Name>> {
    const write = await this.findSettled(context, kept.writeId);
    const answer = 'result' in kept ? { result: kept.result as WriteResultOf<Name> } : null;
    const error = errorOfWrite(write, kept.failure);
    return { write, isReplay: true, instance, answer, errors: error === null ? [] : [error] };
  }

  private async findSettled(context: RequestContext, id: string): Promise<VendorWriteRow> {
    const { writes, clock } = this.deps;
    const [row] = await writes.findByIds(context, [id]);
    if (row === undefined) throw inProgress();
    if (row.status !== 'SENT') return row;
    const now = clock.now();
    const limit = abandonedBefore(now);
    if (row.createdAt >= limit) throw inProgress();
    await writes.giveUp(context, limit, now);
    const [settled = row] = await writes.findByIds(context, [id]);
    return settled;
  }

  /** What would be changed: nothing is recorded, since nothing is. */
  private async tryOut<Name extends WriteName>(
    context: RequestContext,
    instance: InstanceRow,
    operation: WriteOperation<WriteRequestOf<Name>, WriteResultOf<Name>>,
    request: WriteRequestOf<Name>,
  ): Promise<WriteOutcome<Name>> {
    const connection = await this.open(context, instance);
    const outcome = { write: null, isReplay: false, instance };
    try {
      const { result } = await operation.run(connection, request, { id: uuidv7().replaceAll('-', ''), isKeyed: false });
      return { ...outcome, answer: { result }, errors: [] };
    } catch (thrown) {
      if (!isTold(thrown)) throw thrown;
      if (thrown instanceof VendorAuthenticationError) {
        await this.deps.database.transaction((transaction) =>
          this.deps.health.readFailed(context, transaction, instance.id, thrown, []),
        );
      }
      return { ...outcome, answer: null, errors: writeFailureOf(thrown, instance.id).errors };
    }
  }
}

function operationOf<Name extends WriteName>(
  adapter: VendorAdapter,
  name: Name,
): WriteOperation<WriteRequestOf<Name>, WriteResultOf<Name>> {
  const operation = adapter.writes?.[name];
  if (operation === undefined) throw unsupportedWrite(adapter, name);
  return operation as unknown as WriteOperation<WriteRequestOf<Name>, WriteResultOf<Name>>;
}

/** Otherwise it is a fault of ours. */
function isTold(error: unknown): boolean {
  return error instanceof ElementsError || error instanceof ElementsErrors;
}

function isDryRun(request: unknown): boolean {
  return typeof request === 'object' && request !== null && 'dryRun' in request && request.dryRun === true;
}

function settlementOf({ result, isPartial = false }: WriteAnswer<unknown>): WriteSettlement {
  return { status: isPartial ? 'PARTIALLY_SUCCEEDED' : 'SUCCEEDED', counts: countsOf(result) };
}

/** Of a result that tells what became of each item. */
function countsOf(result: unknown): { done: number; skipped: number; failed: number } | null {
  if (typeof result !== 'object' || result === null || !('items' in result) || !Array.isArray(result.items))
    return null;
  const items = result.items as readonly { readonly outcome: string }[];
  const count = (outcome: string): number => items.filter((item) => item.outcome === outcome).length;
  return { done: count('DONE'), skipped: count('SKIPPED'), failed: count('FAILED') };
}

function notWritable(instance: InstanceRow): InstanceStateError {
  if (instance.status === 'NEEDS_REAUTHENTICATION') {
    const message = instance.statusReason ?? 'The vendor refused the stored credentials.';
    return new InstanceStateError('NEEDS_REAUTHENTICATION', instance.id, message);
  }
  const message = 'The instance is switched off: enableInstance switches it on.';
  return new InstanceStateError('INSTANCE_NOT_ACTIVE', instance.id, message);
}

function stopping(): ElementsError {
  return new ElementsError(
    'VENDOR_UNAVAILABLE',
    'The service is stopping, and nothing was sent. Ask again in a moment.',
    {
      retryable: true,
    },
  );
}
