import type { AgentRequest } from '../../adapters/agent';
import { AgentAwaitedError, AgentPause } from '../../adapters/agent';
import { VendorOutcomeUnknownError, VendorPermissionError } from '../../adapters/vendor-error';
import type { WriteAnswer, WriteName, WriteRequestOf, WriteResultOf } from '../../adapters/writes';
import type { Clock } from '../../clock';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import type { CarriedWrite, CarriedWriteRepository } from '../../persistence/repositories/carried-write.repository';
import type { VendorWriteRepository, VendorWriteStatus } from '../../persistence/repositories/vendor-write.repository';
import type { RequestContext } from '../../request-context';
import type { CatalogService } from '../catalog.service';
import type { IdempotencyService } from '../idempotency.service';
import type { VendorConnectionService } from '../vendor-connection.service';
import type { CarriedRequest, CarriedRequests } from '../writes/carried-request';
import { operationOf } from '../writes/vendor-write.service';
import type { KeptWrite, SentWrite, WriteOutcome, WriteSettler } from '../writes/write-settler';
import type { SessionLine } from './session-line';
import { LAST_FROM, MOST_TIMES_HANDED, WorkPostponedError, type AgentWorkKind, type PendingWork } from './work-kind';

export interface WriteWorkDependencies {
  readonly catalog: CatalogService;
  readonly connections: VendorConnectionService;
  readonly writes: VendorWriteRepository;
  readonly carriedWrites: CarriedWriteRepository;
  readonly requests: CarriedRequests;
  readonly settler: WriteSettler;
  readonly idempotency: IdempotencyService;
  readonly clock: Clock;
}

/** What became of such a write is known. */
const ENDED: ReadonlySet<VendorWriteStatus> = new Set(['SUCCEEDED', 'PARTIALLY_SUCCEEDED', 'REJECTED']);

/**
 * Writes that agents bring: one after the other, the oldest first. What an agent was given and has not answered comes
 * before all others and is given again, letter for letter: the product knows it by its mark, and does it once. What never
 * gets an answer, and may be what the product breaks on, comes after everything else, and is given up in the end.
 */
export class WriteWork implements AgentWorkKind {
  readonly kind = 'WRITE';
  readonly isReadiedLate = true;

  constructor(private readonly deps: WriteWorkDependencies) {}

  countPending(context: RequestContext, instanceIds: readonly string[]): Promise<number[]> {
    return this.deps.carriedWrites.countCarried(context, instanceIds, this.deps.clock.now());
  }

  async findNext(context: RequestContext, { id }: InstanceRow, passed: readonly string[]): Promise<PendingWork | null> {
    const { carriedWrites, clock } = this.deps;
    const found = await carriedWrites.findCarried(context, id, clock.now(), { except: passed, lastFrom: LAST_FROM });
    return found && { workId: found.row.id, comesLast: found.timesHanded >= LAST_FROM };
  }

  async run(context: RequestContext, instance: InstanceRow, workId: string, line: SessionLine): Promise<void> {
    const found = await this.deps.carriedWrites.findCarriedById(context, workId);
    // Settled meanwhile, by an answer that came twice.
    if (found === null) return;
    const handed = line.askedAt === null ? this.open(found).handed : null;
    if (handed === null) return this.carryOut(context, instance, found, line);
    if (found.timesHanded < MOST_TIMES_HANDED) throw new AgentAwaitedError(handed);
    await this.deps.settler.failed(context, await this.sentOf(context, instance, found), neverAnswered());
  }

  private async carryOut<Name extends WriteName>(
    context: RequestContext,
    instance: InstanceRow,
    found: CarriedWrite,
    line: SessionLine,
  ): Promise<void> {
    const { settler } = this.deps;
    const sent = await this.sentOf<Name>(context, instance, found);
    let answer: WriteAnswer<WriteResultOf<Name>>;
    try {
      answer = await this.send<Name>(context, instance, found, line);
    } catch (thrown) {
      if (thrown instanceof AgentPause) throw thrown;
      // Whether it was done shows when the same is given again.
      if (thrown instanceof VendorOutcomeUnknownError && thrown.retryable) throw new WorkPostponedError(thrown);
      if (isSilentOnEarlier(thrown, found, line)) throw new WorkPostponedError(thrown);
      this.forgetAtProduct(instance, found, line, await settler.failed(context, sent, thrown));
      return;
    }
    this.forgetAtProduct(instance, found, line, await settler.succeeded(context, sent, answer));
  }

  /** Only once its end is kept here: what is not kept is given again, and then the product must know it. */
  private forgetAtProduct(
    { elementKey }: InstanceRow,
    found: CarriedWrite,
    line: SessionLine,
    { write }: WriteOutcome<WriteName>,
  ): void {
    const wasGiven = found.timesHanded > 0 && line.exchange.failure === null;
    if (write === null || !ENDED.has(write.status) || !wasGiven) return;
    const memory = this.deps.catalog.get(elementKey).agent?.writeMemory;
    if (memory !== undefined) line.learn(memory.settled(line.facts, this.open(found).identity.id));
  }

  private async sentOf<Name extends WriteName>(
    context: RequestContext,
    instance: InstanceRow,
    { row }: CarriedWrite,
  ): Promise<SentWrite<Name>> {
    const isOurs = (kept: KeptWrite<Name>): boolean => kept.writeId === row.id;
    const claim = await this.deps.idempotency.reopen(context, row.organizationId, row.idempotencyKey, isOurs);
    return { instance, row, claim };
  }

  private async send<Name extends WriteName>(
    context: RequestContext,
    instance: InstanceRow,
    found: CarriedWrite,
    agent: SessionLine,
  ): Promise<WriteAnswer<WriteResultOf<Name>>> {
    const { catalog, connections } = this.deps;
    const operation = operationOf(catalog.get(instance.elementKey), found.row.name as Name);
    const { request, identity } = this.open(found);
    const connection = await connections.open(context, instance, { priority: 'write', agent });
    return operation.run(connection, request as WriteRequestOf<Name>, identity);
  }

  /** From here on it may have been carried out. */
  async hand(context: RequestContext, _instance: InstanceRow, workId: string, request: AgentRequest): Promise<boolean> {
    const { carriedWrites, requests, clock } = this.deps;
    const found = await carriedWrites.findCarriedById(context, workId);
    if (found === null) return false;
    const before = this.open(found);
    const timesHanded = before.handed?.document === request.document ? found.timesHanded + 1 : 1;
    const encryptedRequest = requests.seal(found.row, { ...before, handed: request });
    return carriedWrites.hand(context, workId, { encryptedRequest, timesHanded }, clock.now());
  }

  async requestIdOf(context: RequestContext, workId: string): Promise<string> {
    const [row] = await this.deps.writes.findByIds(context, [workId]);
    return row?.requestId ?? context.requestId;
  }

  progressOf(): Promise<number> {
    return Promise.resolve(0);
  }

  private open({ row, encryptedRequest }: CarriedWrite): CarriedRequest {
    return this.deps.requests.open(row, encryptedRequest);
  }
}

/**
 * The product does not let anybody in now, and says nothing of what it did when it was given the same before: that shows when
 * it lets the agent in again.
 */
function isSilentOnEarlier(thrown: unknown, { timesHanded }: CarriedWrite, { exchange }: SessionLine): boolean {
  return thrown instanceof VendorPermissionError && exchange.failure !== null && timesHanded > 1;
}

function neverAnswered(): VendorOutcomeUnknownError {
  return new VendorOutcomeUnknownError(
    `The program at the customer's was given this ${MOST_TIMES_HANDED} times, and never brought an answer that says what ` +
      'became of it. Look there before sending it again.',
  );
}
