import type { AgentDelivery, AgentFacts } from '../../adapters/agent';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import type { RequestContext } from '../../request-context';

/** One session's place in its work. */
export interface AgentWorkSession {
  readonly sessionId: string;
  readonly instance: InstanceRow;
  readonly facts: AgentFacts;
}

/** Which request it is, of which work. */
export interface WorkReference {
  readonly workKind: 'WRITE' | 'STATEMENT' | 'SYNC';
  readonly workId: string;
  readonly requestKey: string;
}

/** What an agent is to carry now. */
export interface HandedWork extends WorkReference {
  readonly document: string;
  /** 0 to 1, of all that is known to wait. */
  readonly progress: number;
}

/** What an agent is to carry when it asks for more. Without a document, that is made when it does. */
export interface PlannedWork extends Omit<HandedWork, 'document'> {
  readonly document: string | null;
}

/** A request that was handed over, and has no answer yet. */
export interface OutstandingWork extends WorkReference {
  readonly askedAt: Date;
}

export interface StepOutcome {
  /** Those of the session, and what was learnt. */
  readonly facts: AgentFacts;
}

/**
 * What agents carry: which work is next, and how an answer takes it further. A request whose session ends without an answer
 * leaves nothing to undo: a write is given again as it was, and what is read is asked for again.
 */
export interface AgentWork {
  /** How many pieces of work wait for the agent of each instance, in their order. */
  countPending(context: RequestContext, instanceIds: readonly string[]): Promise<number[]>;
  /** Puts what is due into the queue: whoever calls may be long in coming again. */
  queueDue(context: RequestContext, instance: InstanceRow): Promise<void>;
  /** The next request; null when nothing is left. Marks a write as sent before it is handed over. */
  next(context: RequestContext, session: AgentWorkSession): Promise<(HandedWork & StepOutcome) | null>;
  /**
   * Takes an answer, or a failure, for what was handed over. Never throws for what the vendor said: a failure settles its
   * work, so that nothing is asked for ever. Throws only when it could not be kept, by our database, and then nothing was.
   */
  take(
    context: RequestContext,
    session: AgentWorkSession,
    handed: OutstandingWork,
    delivery: AgentDelivery,
  ): Promise<StepOutcome & { readonly next: PlannedWork | null }>;
}
