import { v7 as uuidv7 } from 'uuid';
import type { VendorAdapter } from '../../adapters/adapter';
import { VendorAuthenticationError } from '../../adapters/vendor-error';
import type { WriteAnswer, WriteName, WriteOperation, WriteRequestOf, WriteResultOf } from '../../adapters/writes';
import { InstanceStateError, RecordNotFoundError } from '../../errors';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import type { VendorWriteRow } from '../../persistence/repositories/vendor-write.repository';
import type { RequestContext } from '../../request-context';
import type { BackgroundTasks } from '../background-tasks';
import type { CatalogService } from '../catalog.service';
import { inProgress, type IdempotencyService, type KeyClaim } from '../idempotency.service';
import { mayAskVendor } from '../instance-health.service';
import type { InstanceReadService } from '../instance-read.service';
import type { VendorConnectionService } from '../vendor-connection.service';
import { errorOfWrite, writeFailureOf } from './write-failure';
import { identityOf } from './write-identity';
import { unsupportedWrite } from './write-kinds';
import type { WriteQueue } from './write-queue';
import type { WriteTurns } from './write-turns';
import {
  isTold,
  WRITES_KEPT_MS,
  WriteSettler,
  type KeptWrite,
  type SentWrite,
  type WriteOutcome,
  type WriteSettlerDependencies,
} from './write-settler';

/** What is to be changed at the vendor of an instance. */
export interface WriteOrder<Name extends WriteName> {
  readonly name: Name;
  readonly instanceId: string;
  readonly request: WriteRequestOf<Name>;
  /** A repeat with the same key, in which the same was asked for, gets the same answer. */
  readonly idempotencyKey?: string | null;
  /** Of a write that an agent is to bring: how long it may wait for it. Null: the default. */
  readonly expiresAfterSeconds?: number | null;
  /** What was asked for, in the words of who did. Default: the request, which what they name has been made into. */
  readonly asked?: object;
}

/** What the adapter answered, or threw. */
interface SendOutcome<Name extends WriteName> {
  readonly sent: SentWrite<Name>;
  readonly answer: WriteAnswer<WriteResultOf<Name>> | null;
  readonly thrown: unknown;
}

export interface VendorWriteDependencies extends WriteSettlerDependencies {
  readonly catalog: CatalogService;
  readonly instances: InstanceReadService;
  readonly connections: VendorConnectionService;
  readonly idempotency: IdempotencyService;
  readonly turns: WriteTurns;
  readonly queue: WriteQueue;
  readonly tasks: BackgroundTasks;
}

/** How long a write waits for room in the vendor's limit, and for a vendor that asks to come back. */
const PATIENCE_MS = 30_000;
/** Whoever sent a write has settled it by then, or has died. */
const SETTLES_WITHIN_MS = 10 * 60_000;

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
  private readonly settler: WriteSettler;

  constructor(private readonly deps: VendorWriteDependencies) {
    this.settler = new WriteSettler(deps);
  }

  /** Goes on when the caller does not wait any more, and a shutdown waits for it: an aborted write is one nobody knows of. */
  perform<Name extends WriteName>(context: RequestContext, order: WriteOrder<Name>): Promise<WriteOutcome<Name>> {
    return this.deps.tasks.seeThrough('write', () => this.performOnce(context, order));
  }

  /** Throws an `UnsupportedOperationError` where the element of the instance has no such write. */
  assertSupported({ elementKey }: InstanceRow, name: WriteName): void {
    operationOf(this.deps.catalog.get(elementKey), name);
  }

  /**
   * The answer that was kept under the key of the order; null when there is none. Answers also where what the order names
   * is not there any more, and so no request can be made of it: then it is not looked at.
   */
  async recall<Name extends WriteName>(
    context: RequestContext,
    order: WriteOrder<Name>,
  ): Promise<WriteOutcome<Name> | null> {
    const instance = await this.instanceOf(context, order);
    if (isDryRun(order.request)) return null;
    const kept = await this.deps.idempotency.recall<KeptWrite<Name>>(context, keyedOf(order));
    return kept && this.repeat(context, instance, kept.answer);
  }

  private async performOnce<Name extends WriteName>(
    context: RequestContext,
    order: WriteOrder<Name>,
  ): Promise<WriteOutcome<Name>> {
    const instance = await this.instanceOf(context, order);
    const operation = operationOf(this.deps.catalog.get(instance.elementKey), order.name);
    if (isDryRun(order.request)) return this.tryOut(context, instance, operation, order.request);
    const claimed = await this.deps.idempotency.claim<KeptWrite<Name>>(context, keyedOf(order));
    if (claimed.claim === null) return this.repeat(context, instance, claimed.answer);
    if (this.deps.catalog.get(instance.elementKey).agent !== undefined) {
      return this.enqueue(context, order, instance, operation, claimed.claim);
    }
    return this.carryOut(context, order, instance, operation, claimed.claim);
  }

  private async instanceOf(
    context: RequestContext,
    { instanceId }: Pick<WriteOrder<WriteName>, 'instanceId'>,
  ): Promise<InstanceRow> {
    const [instance] = await this.deps.instances.findByIds(context, [instanceId]);
    if (instance != null) return instance;
    throw new RecordNotFoundError('Instance', instanceId, { path: ['input', 'instanceId'] });
  }

  /** An agent is to bring it. */
  private async enqueue<Name extends WriteName>(
    context: RequestContext,
    order: WriteOrder<Name>,
    instance: InstanceRow,
    operation: WriteOperation<WriteRequestOf<Name>, WriteResultOf<Name>>,
    claim: KeyClaim<KeptWrite<Name>>,
  ): Promise<WriteOutcome<Name>> {
    try {
      if (!mayAskVendor(instance)) throw notWritable(instance);
      const write = await this.deps.queue.add(context, order, instance, operation, claim);
      return { write, isReplay: false, instance, answer: null, errors: [] };
    } catch (error) {
      await giveBack(context, claim);
      throw error;
    }
  }

  private async carryOut<Name extends WriteName>(
    context: RequestContext,
    order: WriteOrder<Name>,
    instance: InstanceRow,
    operation: WriteOperation<WriteRequestOf<Name>, WriteResultOf<Name>>,
    claim: KeyClaim<KeptWrite<Name>>,
  ): Promise<WriteOutcome<Name>> {
    const send = (): Promise<SendOutcome<Name>> => this.send(context, order, instance, operation, claim);
    const { turns, tasks } = this.deps;
    const sending = turns.inTurn(context, instance.id, operation, tasks.signal, send);
    const { sent, answer, thrown } = await sending.catch(async (error: unknown) => {
      await giveBack(context, claim);
      throw error;
    });
    return answer === null ? this.settler.failed(context, sent, thrown) : this.settler.succeeded(context, sent, answer);
  }

  /** Nothing has been sent when this throws. */
  private async send<Name extends WriteName>(
    context: RequestContext,
    order: WriteOrder<Name>,
    instance: InstanceRow,
    operation: WriteOperation<WriteRequestOf<Name>, WriteResultOf<Name>>,
    claim: KeyClaim<KeptWrite<Name>>,
  ): Promise<SendOutcome<Name>> {
    const { sent, connection } = await this.prepare(context, order, instance, operation, claim);
    try {
      return {
        sent,
        answer: await operation.run(connection, order.request, identityOf(order, sent.row)),
        thrown: null,
      };
    } catch (thrown) {
      return { sent, answer: null, thrown };
    }
  }

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

  /** The answer that an earlier request with the key got, or would have got. */
  private async repeat<Name extends WriteName>(
    context: RequestContext,
    instance: InstanceRow,
    kept: KeptWrite<Name>,
  ): Promise<WriteOutcome<Name>> {
    const write = await this.findSettled(context, kept.writeId);
    const answer = 'result' in kept ? { result: kept.result as WriteResultOf<Name> } : null;
    const error = errorOfWrite(write, kept.failure);
    if (isCarried(write)) return { write, isReplay: true, instance, answer: null, errors: [] };
    // Settled since the key was read: whoever asks again gets its answer, or a new try.
    if ((answer === null && error === null) || write.status === 'NOT_SENT') throw inProgress();
    return { write, isReplay: true, instance, answer, errors: error === null ? [] : [error] };
  }

  private async findSettled(context: RequestContext, id: string): Promise<VendorWriteRow> {
    const { writes, clock } = this.deps;
    const [row] = await writes.findByIds(context, [id]);
    if (row === undefined) throw inProgress();
    if (row.status !== 'SENT' || isCarried(row)) return row;
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

/** What went wrong is what the caller is to hear of; a key that cannot be released frees itself in time. */
async function giveBack(context: RequestContext, claim: KeyClaim<unknown>): Promise<void> {
  await claim.release().catch((reason: unknown) => {
    context.logger.warn({ err: reason }, 'an idempotency key could not be released');
  });
}

/** Whether an agent has still to bring it, or its answer. */
function isCarried({ status, expiresAt }: VendorWriteRow): boolean {
  return expiresAt !== null && (status === 'QUEUED' || status === 'SENT');
}

export function operationOf<Name extends WriteName>(
  adapter: VendorAdapter,
  name: Name,
): WriteOperation<WriteRequestOf<Name>, WriteResultOf<Name>> {
  const operation = adapter.writes?.[name];
  if (operation === undefined) throw unsupportedWrite(adapter, name);
  return operation as unknown as WriteOperation<WriteRequestOf<Name>, WriteResultOf<Name>>;
}

function keyedOf<Name extends WriteName>({ name, instanceId, request, asked, idempotencyKey }: WriteOrder<Name>) {
  return { key: idempotencyKey, operation: name, request: [instanceId, asked ?? request] };
}

function isDryRun(request: unknown): boolean {
  return typeof request === 'object' && request !== null && 'dryRun' in request && request.dryRun === true;
}

function notWritable(instance: InstanceRow): InstanceStateError {
  if (instance.status === 'NEEDS_REAUTHENTICATION') {
    const message = instance.statusReason ?? 'The vendor refused the stored credentials.';
    return new InstanceStateError('NEEDS_REAUTHENTICATION', instance.id, message);
  }
  const message = 'The instance is switched off: enableInstance switches it on.';
  return new InstanceStateError('INSTANCE_NOT_ACTIVE', instance.id, message);
}
