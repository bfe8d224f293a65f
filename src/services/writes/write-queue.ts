import { v7 as uuidv7 } from 'uuid';
import { AgentAwaitedError, type AgentFacts } from '../../adapters/agent';
import type { WriteName, WriteOperation, WriteRequestOf, WriteResultOf } from '../../adapters/writes';
import type { Clock } from '../../clock';
import { InvalidValueError } from '../../errors';
import type { Database } from '../../persistence/database';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import type { CarriedWriteRepository } from '../../persistence/repositories/carried-write.repository';
import type { VendorWriteRow } from '../../persistence/repositories/vendor-write.repository';
import type { RequestContext } from '../../request-context';
import { SessionLine } from '../agents/session-line';
import type { KeyClaim } from '../idempotency.service';
import type { VendorConnectionService } from '../vendor-connection.service';
import type { CarriedRequests } from './carried-request';
import type { WriteOrder } from './vendor-write.service';
import { identityOf } from './write-identity';
import { WRITES_KEPT_MS, type KeptWrite } from './write-settler';

const SHORTEST_SECONDS = 60;
const LONGEST_SECONDS = 14 * 24 * 60 * 60;
const DEFAULT_SECONDS = 7 * 24 * 60 * 60;

/** What is known of the product that an agent stands beside. */
export interface AgentFactsSource {
  factsOf(context: RequestContext, instanceId: string): Promise<AgentFacts>;
}

/** Takes writes that an agent is to bring: they are checked at once, and sent when it calls. */
export class WriteQueue {
  constructor(
    private readonly connections: VendorConnectionService,
    private readonly facts: AgentFactsSource,
    private readonly writes: CarriedWriteRepository,
    private readonly requests: CarriedRequests,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Throws what can be told to be wrong with the request; then nothing is kept. */
  async add<Name extends WriteName>(
    context: RequestContext,
    order: WriteOrder<Name>,
    instance: InstanceRow,
    operation: WriteOperation<WriteRequestOf<Name>, WriteResultOf<Name>>,
    claim: KeyClaim<KeptWrite<Name>>,
  ): Promise<VendorWriteRow> {
    const expiresAt = this.expiryOf(order);
    const id = uuidv7();
    const { organizationId } = instance;
    const refusedId = await this.writes.findLastRefused(context, instance.id, order.idempotencyKey ?? null);
    const identity = identityOf(order, { id, organizationId }, refusedId);
    await this.check(context, order, instance, operation, identity);
    const place = { id, organizationId, instanceId: instance.id };
    const encryptedRequest = this.requests.seal(place, { request: order.request, identity, handed: null });
    const { name, idempotencyKey = null } = order;
    const asked = { name, resource: operation.resource, operation: operation.operation, idempotencyKey };
    return this.database.transaction(async (transaction) => {
      const { requestId } = context;
      const write = { ...place, ...asked, requestId, createdAt: this.clock.now(), encryptedRequest, expiresAt };
      const row = await this.writes.insertQueued(context, transaction, write);
      await claim.keep(transaction, { writeId: row.id }, WRITES_KEPT_MS);
      return row;
    });
  }

  /** As far as it goes without an answer: whatever is wrong by then is wrong with the request. */
  private async check<Name extends WriteName>(
    context: RequestContext,
    { request }: WriteOrder<Name>,
    instance: InstanceRow,
    operation: WriteOperation<WriteRequestOf<Name>, WriteResultOf<Name>>,
    identity: ReturnType<typeof identityOf>,
  ): Promise<void> {
    const agent = new SessionLine('', await this.facts.factsOf(context, instance.id));
    const connection = await this.connections.open(context, instance, { priority: 'write', agent });
    try {
      await operation.run(connection, request, identity);
    } catch (error) {
      if (error instanceof AgentAwaitedError) return;
      throw error;
    }
    throw new Error(
      `The write ${operation.resource} ${operation.operation} of ${instance.elementKey} asks for nothing.`,
    );
  }

  private expiryOf({ expiresAfterSeconds }: Pick<WriteOrder<WriteName>, 'expiresAfterSeconds'>): Date {
    const seconds = expiresAfterSeconds ?? DEFAULT_SECONDS;
    if (seconds >= SHORTEST_SECONDS && seconds <= LONGEST_SECONDS) {
      return new Date(this.clock.now().getTime() + seconds * 1_000);
    }
    throw new InvalidValueError('INVALID_INPUT', `"expiresAfterSeconds" is ${seconds}.`, {
      path: ['expiresAfterSeconds'],
      expected: `${SHORTEST_SECONDS} to ${LONGEST_SECONDS}`,
    });
  }
}
