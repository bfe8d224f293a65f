import type { AgentSessionRepository, AgentSessionRow } from '../../persistence/repositories/agent-session.repository';
import type { InstanceAgentRepository } from '../../persistence/repositories/instance-agent.repository';
import type { InstanceRepository, InstanceRow } from '../../persistence/repositories/instance.repository';
import type { RequestContext } from '../../request-context';
import type { AgentWork } from './agent-work';

const AT_ONCE = 50;

/**
 * Requests of ended sessions that got no answer. A session that ends keeps its request until the work has been told, so that
 * a crash between the two is made up for: by the next session, or by housekeeping.
 */
export class AbandonedWork {
  constructor(
    private readonly sessions: AgentSessionRepository,
    private readonly agents: InstanceAgentRepository,
    private readonly instances: InstanceRepository,
    private readonly work: AgentWork,
  ) {}

  /** Of one instance: before another of its sessions asks for anything. */
  async settleOf(context: RequestContext, instance: InstanceRow): Promise<void> {
    for (const session of await this.sessions.listOwed(context, instance.id, AT_ONCE)) {
      await this.settle(context, session, instance);
    }
  }

  /** Whoever's they are. One that fails keeps none of the others. */
  async settleAll(context: RequestContext): Promise<void> {
    for (const session of await this.sessions.listOwed(context, null, AT_ONCE)) {
      const [instance] = await this.instances.findByIds(context, session.organizationId, [session.instanceId]);
      // Of one that is deleted, the work goes with the instance.
      const settled =
        instance == null ? this.sessions.forgetWork(context, session.id) : this.settle(context, session, instance);
      await settled.catch((error: unknown) => {
        context.logger.error({ err: error, sessionId: session.id }, 'the request of an agent could not be given up');
      });
    }
  }

  private async settle(context: RequestContext, session: AgentSessionRow, instance: InstanceRow): Promise<void> {
    const [agent] = await this.agents.findByInstances(context, [instance.id]);
    const place = { sessionId: session.id, instance, facts: agent?.facts ?? {} };
    if (session.work !== null) await this.work.abandoned(context, place, session.work);
    await this.sessions.forgetWork(context, session.id);
  }
}
