import type { AgentSessionRepository, AgentSessionRow } from '../../persistence/repositories/agent-session.repository';
import type {
  InstanceAgentRepository,
  InstanceAgentRow,
} from '../../persistence/repositories/instance-agent.repository';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import type { RequestContext } from '../../request-context';
import type { CatalogService } from '../catalog.service';
import type { AgentSetupService } from './agent-setup.service';
import type { AgentWork } from './agent-work';

/** An agent as callers see it. */
export interface ShownAgent extends InstanceAgentRow {
  readonly setupFileUrl: string;
  /** Null before its first call. */
  readonly nextContactExpectedAt: Date | null;
}

/** What is known of agents. Callers have checked that the instances are theirs. */
export class AgentReadService {
  constructor(
    private readonly catalog: CatalogService,
    private readonly agents: InstanceAgentRepository,
    private readonly sessions: AgentSessionRepository,
    private readonly setups: AgentSetupService,
    private readonly work: AgentWork,
  ) {}

  /** In the order of `instances`; null for those that have none. */
  async describe(context: RequestContext, instances: readonly InstanceRow[]): Promise<(ShownAgent | null)[]> {
    const having = instances.filter(({ elementKey }) => this.catalog.get(elementKey).agent !== undefined);
    if (having.length === 0) return instances.map(() => null);
    const ids = having.map(({ id }) => id);
    const agents = await this.agents.findByInstances(context, ids);
    const byId = new Map(ids.map((id, index) => [id, agents[index] ?? null]));
    return instances.map((instance) => {
      const agent = byId.get(instance.id) ?? null;
      return (
        agent && { ...agent, setupFileUrl: this.setups.setupFileUrl(instance), nextContactExpectedAt: dueAt(agent) }
      );
    });
  }

  countPending(context: RequestContext, instanceIds: readonly string[]): Promise<number[]> {
    return this.work.countPending(context, instanceIds);
  }

  /** Of each instance, the latest, latest first. */
  latestSessions(context: RequestContext, instanceIds: readonly string[], first: number): Promise<AgentSessionRow[][]> {
    return this.sessions.listLatest(context, instanceIds, first);
  }
}

function dueAt({ lastContactAt, intervalSeconds }: InstanceAgentRow): Date | null {
  return lastContactAt && new Date(lastContactAt.getTime() + intervalSeconds * 1_000);
}
