import type { AgentRequest } from '../../adapters/agent';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import type { RequestContext } from '../../request-context';
import type { WorkReference } from './agent-work';
import type { SessionLine } from './session-line';

/** A piece of work that is next, and what the agent had been given of it, where that has to be given again. */
export interface PendingWork {
  readonly workId: string;
  readonly handed: AgentRequest | null;
}

/** What became of it cannot be known in this session: it stays as it is for the next. */
export class WorkPostponedError extends Error {
  constructor(cause: unknown) {
    super('The work waits for another session.', { cause });
    this.name = new.target.name;
  }
}

/** One kind of work that agents carry. */
export interface AgentWorkKind {
  readonly kind: WorkReference['workKind'];
  /** How many pieces wait for the agent of each instance, in their order. */
  countPending(context: RequestContext, instanceIds: readonly string[]): Promise<number[]>;
  findNext(context: RequestContext, instance: InstanceRow): Promise<PendingWork | null>;
  /**
   * Takes a piece as far as the line allows, and settles it at its end, however that is.
   * @throws {AgentPause} where it stops for now. @throws {WorkPostponedError}
   */
  run(context: RequestContext, instance: InstanceRow, workId: string, line: SessionLine): Promise<void>;
  /** Before the agent gets the request. False when the piece has been settled meanwhile: then it does not. */
  hand(context: RequestContext, workId: string, request: AgentRequest): Promise<boolean>;
  /** Of the request that asked for it, or the piece itself where nobody's request did. */
  requestIdOf(context: RequestContext, workId: string): Promise<string>;
  /** From 0 to 1. */
  progressOf(context: RequestContext, workId: string): Promise<number>;
}
