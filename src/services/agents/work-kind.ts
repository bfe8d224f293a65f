import type { AgentRequest } from '../../adapters/agent';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import type { RequestContext } from '../../request-context';
import type { WorkReference } from './agent-work';
import type { SessionLine } from './session-line';

/** A piece of work that is next. */
export interface PendingWork {
  readonly workId: string;
  /** It was given again and again, and no answer came: all others go first, of whatever kind. */
  readonly comesLast: boolean;
}

/** What was given so often without an answer may well be why none came: no other work waits for it any more. */
export const LAST_FROM = 3;
/** So often, and no answer: it is given no more. */
export const MOST_TIMES_HANDED = 20;

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
  /**
   * Its requests are made ready when they are fetched, not when the answer before them comes: so they lie nowhere meanwhile,
   * and what is never fetched was never given.
   */
  readonly isReadiedLate: boolean;
  /** How many pieces wait for the agent of each instance, in their order. */
  countPending(context: RequestContext, instanceIds: readonly string[]): Promise<number[]>;
  /** None of `passed`; what comes last only when there is nothing else. */
  findNext(context: RequestContext, instance: InstanceRow, passed: readonly string[]): Promise<PendingWork | null>;
  /**
   * Takes a piece as far as the line allows, and settles it at its end, however that is.
   * @throws {AgentPause} where it stops for now. @throws {WorkPostponedError}
   */
  run(context: RequestContext, instance: InstanceRow, workId: string, line: SessionLine): Promise<void>;
  /** Before the agent gets the request. False when the piece has been settled meanwhile: then it does not. */
  hand(context: RequestContext, instance: InstanceRow, workId: string, request: AgentRequest): Promise<boolean>;
  /** Of the request that asked for it, or the piece itself where nobody's request did. */
  requestIdOf(context: RequestContext, workId: string): Promise<string>;
  /** From 0 to 1. */
  progressOf(context: RequestContext, workId: string): Promise<number>;
}
