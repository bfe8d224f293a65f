import type { AgentSessionState } from '../../persistence/repositories/agent-session.repository';

/**
 * The life of a session, from the call that signed in to the call that ends it:
 *
 *   SIGNED_IN ──FETCH──▶ ASKED ──DELIVER──▶ TAKING ──▶ READY ──FETCH──▶ ASKED … FINISHED ──CLOSE──▶ ENDED
 *
 * SIGNED_IN: nothing is known yet of the books that are open. ASKED: a request is out. TAKING: its answer is being read.
 * READY: the answer is kept, and more waits. FINISHED: nothing waits. FAILED: the session cannot go on, and the agent may
 * ask why. ENDED: closed, replaced by another, or forgotten by its agent; its ticket is dead.
 *
 * Agents are cut off anywhere, call twice, and leave out the last call. So every state has an answer to every call, and a
 * call that does not fit ends in words, never in a fault: an agent that meets a fault tells its user nothing but a number.
 */
export type SessionState = AgentSessionState;

/** What an agent calls within a session. */
export type SessionCall = 'FETCH' | 'DELIVER' | 'UNREACHABLE' | 'EXPLAIN' | 'CLOSE';

/** What is done about a call. */
export type SessionEffect =
  /** Looks whether the right books are open, then hands a request over. */
  | 'GREET'
  /** Hands the next request over. */
  | 'HAND_OVER'
  /** The request that is out gets no answer any more: gives it up, then hands the next one over. */
  | 'ASK_ANEW'
  /** Reads the answer. */
  | 'TAKE'
  /** This answer is kept already, and our word of it was lost: says it again. */
  | 'SAY_AGAIN'
  /** Finds out what keeps the agent from the product. */
  | 'JUDGE'
  /** Says no; why is told when it asks. */
  | 'REFUSE'
  /** Says what was wrong. */
  | 'TELL'
  /** Ends the session. */
  | 'END';

export interface SessionStep {
  readonly effect: SessionEffect;
  /** The state while that is done: what a crash leaves behind. */
  readonly during: SessionState;
}

type Steps = Readonly<Record<SessionCall, SessionStep>>;

const step = (effect: SessionEffect, during: SessionState): SessionStep => ({ effect, during });

const STEPS: Readonly<Record<SessionState, Steps>> = {
  SIGNED_IN: {
    FETCH: step('GREET', 'SIGNED_IN'),
    DELIVER: step('REFUSE', 'SIGNED_IN'),
    UNREACHABLE: step('JUDGE', 'SIGNED_IN'),
    EXPLAIN: step('TELL', 'SIGNED_IN'),
    CLOSE: step('END', 'SIGNED_IN'),
  },
  READY: {
    FETCH: step('HAND_OVER', 'READY'),
    DELIVER: step('SAY_AGAIN', 'READY'),
    UNREACHABLE: step('JUDGE', 'READY'),
    EXPLAIN: step('TELL', 'READY'),
    CLOSE: step('END', 'READY'),
  },
  ASKED: {
    FETCH: step('ASK_ANEW', 'ASKED'),
    DELIVER: step('TAKE', 'TAKING'),
    UNREACHABLE: step('JUDGE', 'ASKED'),
    EXPLAIN: step('TELL', 'ASKED'),
    CLOSE: step('END', 'ASKED'),
  },
  TAKING: {
    // Whoever reads the answer is too late now: nothing of it is kept any more.
    FETCH: step('ASK_ANEW', 'ASKED'),
    DELIVER: step('REFUSE', 'TAKING'),
    UNREACHABLE: step('JUDGE', 'ASKED'),
    EXPLAIN: step('TELL', 'TAKING'),
    CLOSE: step('END', 'ASKED'),
  },
  FAILED: {
    FETCH: step('REFUSE', 'FAILED'),
    DELIVER: step('REFUSE', 'FAILED'),
    UNREACHABLE: step('REFUSE', 'FAILED'),
    EXPLAIN: step('TELL', 'FAILED'),
    CLOSE: step('END', 'FAILED'),
  },
  FINISHED: {
    FETCH: step('REFUSE', 'FINISHED'),
    DELIVER: step('SAY_AGAIN', 'FINISHED'),
    UNREACHABLE: step('REFUSE', 'FINISHED'),
    EXPLAIN: step('TELL', 'FINISHED'),
    CLOSE: step('END', 'FINISHED'),
  },
  ENDED: {
    FETCH: step('REFUSE', 'ENDED'),
    DELIVER: step('REFUSE', 'ENDED'),
    UNREACHABLE: step('REFUSE', 'ENDED'),
    EXPLAIN: step('TELL', 'ENDED'),
    CLOSE: step('END', 'ENDED'),
  },
};

/** What a call means for a session that is in this state. */
export function stepOf(state: SessionState, call: SessionCall): SessionStep {
  return STEPS[state][call];
}

/** What came of an effect. */
export type SessionResult =
  | 'HANDED_OVER'
  /** The answer is kept, and more waits. */
  | 'MORE_WAITS'
  | 'ALL_DONE'
  /** The answer could not be kept: it may come again. */
  | 'NOT_KEPT'
  /** The agent tries other books. */
  | 'TRIES_AGAIN'
  | 'STOPPED';

const AFTER: Readonly<Record<SessionResult, SessionState>> = {
  HANDED_OVER: 'ASKED',
  MORE_WAITS: 'READY',
  ALL_DONE: 'FINISHED',
  NOT_KEPT: 'ASKED',
  TRIES_AGAIN: 'SIGNED_IN',
  STOPPED: 'FAILED',
};

export function stateAfter(result: SessionResult): SessionState {
  return AFTER[result];
}
