import type { Clock } from '../../clock';
import type { AgentSessionRepository, AgentSessionRow } from '../../persistence/repositories/agent-session.repository';
import type { InstanceAgentRepository } from '../../persistence/repositories/instance-agent.repository';
import type { InstanceRepository } from '../../persistence/repositories/instance.repository';
import type { RequestContext } from '../../request-context';
import type { AgentHealthService } from './agent-health.service';
import { SESSION_EXPIRED } from './agent-words';
import type { SessionEndListener } from './session-end';

const MINUTE_MS = 60_000;
/** A session that nobody has called in for so long is over. */
const SILENT_MS = 30 * MINUTE_MS;
const SESSIONS_KEPT_MS = 30 * 24 * 60 * MINUTE_MS;
/** Beyond two intervals: programs on people's computers are not on the second. */
const QUIET_GRACE_SECONDS = 60;
const AT_ONCE = 200;

export interface AgentUpkeepDependencies {
  readonly agents: InstanceAgentRepository;
  readonly sessions: AgentSessionRepository;
  readonly instances: InstanceRepository;
  readonly health: AgentHealthService;
  readonly ended: SessionEndListener;
  readonly clock: Clock;
}

/** What becomes of agents that nobody hears of. */
export class AgentUpkeepService {
  constructor(private readonly deps: AgentUpkeepDependencies) {}

  async tidy(context: RequestContext): Promise<void> {
    const { agents, sessions, health, clock } = this.deps;
    const now = clock.now();
    for (const session of await sessions.listSilent(context, new Date(now.getTime() - SILENT_MS), AT_ONCE)) {
      await this.expire(context, session);
    }
    for (const agent of await agents.listQuiet(context, now, QUIET_GRACE_SECONDS, AT_ONCE)) {
      await health.goneQuiet(context, agent);
    }
    await sessions.prune(context, new Date(now.getTime() - SESSIONS_KEPT_MS));
  }

  private async expire(context: RequestContext, silent: AgentSessionRow): Promise<void> {
    const { sessions, instances, clock, ended } = this.deps;
    const session = await sessions.end(context, silent.id, 'EXPIRED', SESSION_EXPIRED, clock.now());
    const instance = session && (await instances.findOfAnyone(context, session.instanceId));
    if (session !== null && instance !== null) ended(instance.elementKey, session);
  }
}
