import {
  AgentAnswerCutError,
  AgentAwaitedError,
  AgentPause,
  AgentRequestFailure,
  type AgentAnswer,
  type AgentDelivery,
  type AgentFacts,
  type AgentLine,
  type AgentRequest,
} from '../../adapters/agent';
import { VendorProtocolError } from '../../adapters/vendor-error';
import type { RequestContext } from '../../request-context';

/** An answer that the agent has just brought. */
export interface BroughtAnswer {
  readonly requestKey: string;
  readonly askedAt: Date;
  readonly delivery: AgentDelivery;
}

/**
 * The line to an agent for one step of work: it has one answer, or none. Other work of the same call gets a line without
 * it.
 */
export class SessionLine implements AgentLine {
  private known: AgentFacts;
  private isTaken = false;

  constructor(
    readonly sessionId: string,
    facts: AgentFacts,
    private readonly brought: BroughtAnswer | null = null,
  ) {
    this.known = facts;
  }

  get facts(): AgentFacts {
    return this.known;
  }

  /** When what comes was asked for; null: it has still to be. */
  get askedAt(): Date | null {
    return this.isTaken ? null : (this.brought?.askedAt ?? null);
  }

  learn(facts: AgentFacts): void {
    this.known = { ...this.known, ...facts };
  }

  async ask(request: AgentRequest): Promise<AgentAnswer> {
    if (this.brought === null || this.isTaken) throw new AgentAwaitedError(request);
    // Work that asks for something else than it was given would go round in circles, a request a time.
    if (request.key !== this.brought.requestKey) {
      const message = `The work asked for "${request.key}" where "${this.brought.requestKey}" had been answered.`;
      throw new VendorProtocolError(message);
    }
    this.isTaken = true;
    const { delivery } = this.brought;
    if (delivery.kind === 'FAILURE') throw new AgentRequestFailure(delivery.code, delivery.vendorMessage);
    return uncut(delivery.document);
  }
}

/** The line of work whose answers count as calls to a vendor. */
export function countingAnswers(line: AgentLine, { stats }: RequestContext): AgentLine {
  return {
    sessionId: line.sessionId,
    get facts() {
      return line.facts;
    },
    learn: (facts) => line.learn(facts),
    async ask(request) {
      const answer = await line.ask(request);
      stats.vendorCalls += 1;
      return answer;
    },
  };
}

/** What goes wrong on the way is none of the product's failures. */
async function* uncut(document: AgentAnswer): AsyncGenerator<string> {
  try {
    yield* document;
  } catch (error) {
    throw error instanceof AgentPause ? error : new AgentAnswerCutError({ cause: error });
  }
}
