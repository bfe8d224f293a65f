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

/** A request and its answer, for the log. */
export interface Exchange {
  readonly failure: { readonly code: string; readonly vendorMessage: string | null } | null;
  readonly requestBytes: number;
  readonly responseBytes: number;
  readonly isCut: boolean;
}

/**
 * The line to an agent for one step of work: it has one answer, or none. Other work of the same call gets a line without
 * it.
 */
export class SessionLine implements AgentLine {
  private known: AgentFacts;
  private isTaken = false;
  private readonly told = { requestBytes: 0, responseBytes: 0, isCut: false };

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

  /** What was asked and answered, as far as it went. */
  get exchange(): Exchange {
    const delivery = this.brought?.delivery;
    return { ...this.told, failure: delivery?.kind === 'FAILURE' ? delivery : null };
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
    this.told.requestBytes = Buffer.byteLength(request.document);
    const { delivery } = this.brought;
    if (delivery.kind === 'FAILURE') throw new AgentRequestFailure(delivery.code, delivery.vendorMessage);
    return this.read(delivery.document);
  }

  /** What goes wrong on the way is none of the product's failures. */
  private async *read(document: AgentAnswer): AsyncGenerator<string> {
    try {
      for await (const part of document) {
        this.told.responseBytes += Buffer.byteLength(part);
        yield part;
      }
    } catch (error) {
      this.told.isCut = true;
      throw error instanceof AgentPause ? error : new AgentAnswerCutError({ cause: error });
    }
  }
}

/**
 * The line of one way to read a list, whose answers count as calls to a vendor. An answer to a question for changes is
 * never one to a question for everything, whatever the two are called: what it does not tell is not gone.
 */
export function lineOfPlan(line: AgentLine, plan: string, { stats }: RequestContext): AgentLine {
  return {
    sessionId: line.sessionId,
    get facts() {
      return line.facts;
    },
    learn: (facts) => line.learn(facts),
    async ask(request) {
      const answer = await line.ask({ ...request, key: `${plan} ${request.key}` });
      stats.vendorCalls += 1;
      return answer;
    },
  };
}
