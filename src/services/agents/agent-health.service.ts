import type { AgentProblem } from '../../adapters/agent';
import type { Clock } from '../../clock';
import type { Database, Transaction } from '../../persistence/database';
import { InstanceAgentRepository } from '../../persistence/repositories/instance-agent.repository';
import type { InstanceAgentRow } from '../../persistence/repositories/instance-agent.repository';
import type { InstanceRow, InstanceStatus } from '../../persistence/repositories/instance.repository';
import type { RequestContext } from '../../request-context';
import type { InstanceStatusService } from '../instance-status.service';
import { quietWords, turnedAwayWords } from './agent-words';

/** A problem that passes is one of the instance when it comes in so many sessions in a row. */
const REPEATED = 2;

/**
 * The status of instances as their agents make it. What an agent gave an instance as the reason of its status, it takes back
 * when all is well; what something else gave, such as a list that cannot be read, stays.
 */
export class AgentHealthService {
  constructor(
    private readonly statuses: InstanceStatusService,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Whether a session is wanted even when nothing waits: it shows that the instance works again. */
  isWanted(instance: InstanceRow, agent: InstanceAgentRow): boolean {
    const { status } = instance;
    return status === 'PENDING' || status === 'NEEDS_REAUTHENTICATION' || isOfAgent(instance, agent.statusReason);
  }

  /** A session has got past its begin: the right books are open. The instance as it is then. */
  async greeted(context: RequestContext, instance: InstanceRow): Promise<InstanceRow> {
    return this.database.transaction(async (transaction) => {
      const agents = new InstanceAgentRepository(transaction);
      const agent = await agents.lock(context, instance.id);
      if (agent === null) return instance;
      await agents.noteGreeting(context, instance.id, this.clock.now());
      if (!this.isWanted(instance, agent)) return instance;
      await this.statuses.move(context, transaction, instance.id, 'ACTIVE', null);
      return { ...instance, status: 'ACTIVE', statusReason: null };
    });
  }

  /** Something is wrong at the customer's. */
  async hadProblem(context: RequestContext, instance: InstanceRow, problem: AgentProblem): Promise<void> {
    context.logger.warn({ instanceId: instance.id, code: problem.code, remedy: problem.remedy }, 'agent had a problem');
    await this.database.transaction(async (transaction) => {
      const agents = new InstanceAgentRepository(transaction);
      const count = await agents.noteProblem(context, instance.id, problem, this.clock.now());
      const status = problem.remedy === 'RETRY' ? afterPassing(instance, count) : 'NEEDS_REAUTHENTICATION';
      if (status !== null) await this.give(context, transaction, instance, status, problem.message);
    });
  }

  /** It called from where it may not call. */
  async turnedAway(context: RequestContext, instance: InstanceRow, address: string, allowed: string): Promise<void> {
    const now = this.clock.now();
    await this.database.transaction(async (transaction) => {
      const agents = new InstanceAgentRepository(transaction);
      const agent = await agents.lock(context, instance.id);
      if (agent === null) return;
      await agents.noteRefusal(context, instance.id, 'ADDRESS', address, now);
      const words = turnedAwayWords(address, allowed, now);
      if (instance.status === 'PENDING') await this.give(context, transaction, instance, 'PENDING', words);
      else if (instance.status === 'ACTIVE' || isOfAgent(instance, agent.statusReason)) {
        await this.give(context, transaction, instance, 'DEGRADED', words);
      }
    });
  }

  /** It has missed two calls. */
  async goneQuiet(context: RequestContext, agent: InstanceAgentRow): Promise<void> {
    await this.database.transaction(async (transaction) => {
      const instance = { id: agent.instanceId };
      await this.give(context, transaction, instance, 'DEGRADED', quietWords(agent));
    });
  }

  private async give(
    context: RequestContext,
    transaction: Transaction,
    { id }: Pick<InstanceRow, 'id'>,
    status: InstanceStatus,
    reason: string,
  ): Promise<void> {
    await new InstanceAgentRepository(transaction).setStatusReason(context, id, reason);
    await this.statuses.move(context, transaction, id, status, reason);
  }
}

/** Null: it stays as it is. */
function afterPassing(instance: InstanceRow, count: number): InstanceStatus | null {
  // Whoever is setting it up waits for just this.
  if (instance.status === 'PENDING') return 'PENDING';
  if (instance.status === 'NEEDS_REAUTHENTICATION') return null;
  return count >= REPEATED ? 'DEGRADED' : null;
}

function isOfAgent({ status, statusReason }: InstanceRow, given: string | null): boolean {
  return status === 'DEGRADED' && given !== null && given === statusReason;
}
