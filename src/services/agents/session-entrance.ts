import type { VendorAdapter } from '../../adapters/adapter';
import type { AgentCall, AgentFacts } from '../../adapters/agent';
import type { Clock } from '../../clock';
import type { AgentSessionRepository, AgentSessionRow } from '../../persistence/repositories/agent-session.repository';
import type {
  InstanceAgentRepository,
  InstanceAgentRow,
} from '../../persistence/repositories/instance-agent.repository';
import type { InstanceRepository, InstanceRow } from '../../persistence/repositories/instance.repository';
import type { RequestContext } from '../../request-context';
import { hashSecret } from '../../security/secret';
import type { AgentWorkSession } from './agent-work';
import { ALL_IS_DONE, OUT_OF_TURN, SESSION_REVOKED, SESSION_UNKNOWN } from './agent-words';
import { stepOf, type SessionEffect } from './session-state';

/** How often a call looks anew that another one came before. */
const LOOKS = 3;
/** Whoever does no more than these leaves the others alone. */
const ONLY_SAY: ReadonlySet<SessionEffect> = new Set(['SAY_AGAIN', 'REFUSE', 'TELL']);

export type TicketedCall = Extract<AgentCall, { readonly ticket: string }>;

/** A call that was let in. */
export interface Entered {
  readonly adapter: VendorAdapter;
  readonly session: AgentSessionRow;
  readonly instance: InstanceRow;
  readonly agent: InstanceAgentRow;
  readonly effect: SessionEffect;
}

/** A call whose ticket is dead, or never lived; why, in words. */
export interface TurnedAway {
  readonly effect: null;
  readonly message: string;
}

/** Where calls within sessions come in: whose they are, and what they mean. */
export class SessionEntrance {
  constructor(
    private readonly sessions: AgentSessionRepository,
    private readonly agents: InstanceAgentRepository,
    private readonly instances: InstanceRepository,
    private readonly clock: Clock,
  ) {}

  /** Of two calls at once, one looks anew, at what the other made of the session. */
  async enter(context: RequestContext, adapter: VendorAdapter, call: TicketedCall): Promise<Entered | TurnedAway> {
    for (let look = 1; look <= LOOKS; look += 1) {
      const found = await this.sessions.findByTicket(context, hashSecret(call.ticket));
      if (found === null) return turnedAway(SESSION_UNKNOWN);
      const [instance] = await this.instances.findByIds(context, found.organizationId, [found.instanceId]);
      const [agent] = await this.agents.findByInstances(context, [found.instanceId]);
      if (instance?.elementKey !== adapter.catalog.key || agent == null) return turnedAway(SESSION_REVOKED);
      if (found.state === 'ENDED') return turnedAway(found.message ?? ALL_IS_DONE);
      const { effect, session } = await this.letIn(context, found, call);
      if (session === null) continue;
      await this.agents.noteCall(context, instance.id, this.clock.now());
      return { adapter, session, instance, agent, effect };
    }
    return turnedAway(OUT_OF_TURN);
  }

  private async letIn(
    context: RequestContext,
    found: AgentSessionRow,
    call: TicketedCall,
  ): Promise<{ readonly effect: SessionEffect; readonly session: AgentSessionRow | null }> {
    const { effect, during } = stepOf(found.state, call.kind);
    const now = this.clock.now();
    const session = ONLY_SAY.has(effect)
      ? await this.sessions.noteCall(context, found.id, now)
      : await this.sessions.claim(context, found, during, now);
    return { effect, session };
  }
}

function turnedAway(message: string): TurnedAway {
  return { effect: null, message };
}

export function placeOf({ session, instance, agent }: Entered, facts: AgentFacts = agent.facts): AgentWorkSession {
  return { sessionId: session.id, instance, facts };
}
