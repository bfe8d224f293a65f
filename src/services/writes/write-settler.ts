import { VendorAuthenticationError, VendorStaleRecordError } from '../../adapters/vendor-error';
import type { WriteAnswer, WriteName, WriteResultOf } from '../../adapters/writes';
import type { Clock } from '../../clock';
import { ElementsError, ElementsErrors } from '../../errors';
import type { Database, Transaction } from '../../persistence/database';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import type {
  VendorWriteRepository,
  VendorWriteRow,
  WriteSettlement,
} from '../../persistence/repositories/vendor-write.repository';
import type { RequestContext } from '../../request-context';
import type { KeyClaim } from '../idempotency.service';
import type { InstanceHealthService } from '../instance-health.service';
import { createdRecordsOf } from './created-records';
import { placeOf, toWriteError, writeFailureOf, type FailurePlace } from './write-failure';
import type { OutdatedLists, WrittenRecordsService } from './written-records.service';

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
export interface KeptWrite<Name extends WriteName> {
  readonly writeId: string;
  readonly result?: WriteResultOf<Name>;
  readonly failure?: FailurePlace;
}

/** A write on its way: recorded as sent, and pinned to its key. */
export interface SentWrite<Name extends WriteName> {
  readonly instance: InstanceRow;
  readonly row: VendorWriteRow;
  readonly claim: KeyClaim<KeptWrite<Name>>;
}

export interface WriteSettlerDependencies {
  readonly health: InstanceHealthService;
  readonly writes: VendorWriteRepository;
  readonly written: WrittenRecordsService;
  readonly database: Database;
  readonly clock: Clock;
}

/** Writes and their outcomes are kept so long; so is the key of one whose outcome nobody knows: it is never sent again. */
export const WRITES_KEPT_MS = 30 * 24 * 60 * 60_000;

/** Writes down what came of a write: what the vendor answered, the write's own state, and the answer to a repeat, together. */
export class WriteSettler {
  constructor(private readonly deps: WriteSettlerDependencies) {}

  /** The vendor has answered; what it did not tell of the records is read again. */
  async succeeded<Name extends WriteName>(
    context: RequestContext,
    sent: SentWrite<Name>,
    answer: WriteAnswer<WriteResultOf<Name>>,
  ): Promise<WriteOutcome<Name>> {
    const { instance } = sent;
    const { written, clock } = this.deps;
    let outdated: OutdatedLists = { at: clock.now(), byItAlone: [] };
    const row = await this.settleWith(context, sent, answer, async (transaction) => {
      outdated = await written.keep(context, transaction, instance, answer);
    }).catch((error: unknown) => {
      // The vendor has done it: that is told even where its records cannot be stored as they came.
      context.logger.error({ err: error, writeId: sent.row.id }, 'what was written could not be stored');
      const giveUp = async (transaction: Transaction): Promise<void> => {
        outdated = await written.giveUp(context, transaction, instance, answer);
      };
      return this.settleWith(context, sent, answer, giveUp).catch(() => sent.row);
    });
    await written.readAgain(context, instance, answer.changed ?? [], outdated);
    return { write: row, isReplay: false, instance, answer: { result: answer.result }, errors: [] };
  }

  private settleWith<Name extends WriteName>(
    context: RequestContext,
    sent: SentWrite<Name>,
    answer: WriteAnswer<WriteResultOf<Name>>,
    store: (transaction: Transaction) => Promise<void>,
  ): Promise<VendorWriteRow> {
    return this.deps.database.transaction(async (transaction) => {
      await store(transaction);
      const settlement = settlementOf(sent.row.name, answer);
      // Whoever waited hours for an agent asks again after more than minutes.
      const keptMs = sent.row.expiresAt === null ? undefined : WRITES_KEPT_MS;
      return this.settle(context, transaction, sent, settlement, { result: answer.result }, keptMs);
    });
  }

  private async settle<Name extends WriteName>(
    context: RequestContext,
    transaction: Transaction,
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

  /** The adapter threw. */
  async failed<Name extends WriteName>(
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
        // What stands in the way is told with the refusal: from now on it is what we have.
        if (thrown instanceof VendorStaleRecordError && thrown.current !== null)
          await this.deps.written.keep(context, transaction, instance, { batch: thrown.current.batch });
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
}

/** Otherwise it is a fault of ours. */
export function isTold(error: unknown): boolean {
  return error instanceof ElementsError || error instanceof ElementsErrors;
}

function settlementOf(name: WriteName, { result, isPartial = false }: WriteAnswer<unknown>): WriteSettlement {
  const createdRecords = createdRecordsOf(name, result);
  return { status: isPartial ? 'PARTIALLY_SUCCEEDED' : 'SUCCEEDED', counts: countsOf(result), createdRecords };
}

/** Of a result that tells what became of each item. */
function countsOf(result: unknown): { done: number; skipped: number; failed: number } | null {
  if (typeof result !== 'object' || result === null || !('items' in result) || !Array.isArray(result.items))
    return null;
  const items = result.items as readonly { readonly outcome: string }[];
  const count = (outcome: string): number => items.filter((item) => item.outcome === outcome).length;
  return { done: count('DONE'), skipped: count('SKIPPED'), failed: count('FAILED') };
}
