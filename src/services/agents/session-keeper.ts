import type { AgentFacts } from '../../adapters/agent';
import type { Database } from '../../persistence/database';
import type {
  AgentSessionProgress,
  AgentSessionRepository,
} from '../../persistence/repositories/agent-session.repository';
import type { InstanceAgentRepository } from '../../persistence/repositories/instance-agent.repository';
import type { RequestContext } from '../../request-context';
import type { Entered } from './session-entrance';
import { stateAfter, type SessionResult } from './session-state';

/** Keeps what comes of calls, as long as no other call has come between. */
export class SessionKeeper {
  constructor(
    private readonly sessions: AgentSessionRepository,
    private readonly agents: InstanceAgentRepository,
    private readonly database: Database,
  ) {}

  /** False when the session has gone on without this call; then nothing is kept. What `change` leaves out stays. */
  async settle(
    context: RequestContext,
    { session, agent, instance }: Entered,
    result: SessionResult,
    change: Partial<AgentSessionProgress>,
    facts: AgentFacts = agent.facts,
  ): Promise<boolean> {
    const state = stateAfter(result);
    const changed = { ...session, ...change, state };
    const after = { ...changed, document: state === 'READY' ? changed.document : null };
    if (isSame(facts, agent.facts)) return this.sessions.settle(context, this.database, session, after);
    return this.database
      .transaction(async (transaction) => {
        await this.agents.addFacts(context, transaction, instance.id, facts);
        if (!(await this.sessions.settle(context, transaction, session, after))) throw new OvertakenError();
        return true;
      })
      .catch((error: unknown) => {
        if (error instanceof OvertakenError) return false;
        throw error;
      });
  }

  /** Nothing changes but what it is told when it asks. */
  async setMessage(context: RequestContext, { session }: Entered, message: string): Promise<void> {
    await this.sessions.settle(context, this.database, session, { ...session, message });
  }

  async keepFacts(context: RequestContext, { instance, agent }: Entered, facts: AgentFacts): Promise<void> {
    if (!isSame(facts, agent.facts)) await this.agents.addFacts(context, this.database, instance.id, facts);
  }
}

/** Nothing of the transaction is kept. */
class OvertakenError extends Error {}

function isSame(one: AgentFacts, other: AgentFacts): boolean {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name]);
}
