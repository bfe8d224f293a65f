import type { AgentAnnouncement, AgentDelivery, AgentFacts, AgentReply } from '../../adapters/agent';
import type { VendorAdapter } from '../../adapters/adapter';
import type { Clock } from '../../clock';
import {
  LostAgentSessionError,
  type AgentSessionProgress,
  type AgentSessionRepository,
  type AgentSessionWork,
} from '../../persistence/repositories/agent-session.repository';
import type { RequestContext } from '../../request-context';
import type { AgentHealthService } from './agent-health.service';
import type { AgentWork, PlannedWork } from './agent-work';
import * as words from './agent-words';
import { placeOf, type Entered, type SessionEntrance, type TicketedCall } from './session-entrance';
import type { SessionEndListener } from './session-end';
import type { SessionKeeper } from './session-keeper';
import { stateAfter, type SessionCall } from './session-state';

/** How often the agent may be sent to other books. */
const MAX_TRIES = 2;

type CallOf<Kind extends TicketedCall['kind']> = Extract<TicketedCall, { readonly kind: Kind }>;

/** A reply, and whom it is about, for the log. */
export interface SessionReply {
  readonly reply: AgentReply;
  readonly instanceId: string | null;
  readonly sessionId: string | null;
}

export interface AgentSessionDependencies {
  readonly entrance: SessionEntrance;
  readonly keeper: SessionKeeper;
  readonly sessions: AgentSessionRepository;
  readonly health: AgentHealthService;
  readonly work: AgentWork;
  readonly ended: SessionEndListener;
  readonly clock: Clock;
}

/**
 * What an agent calls within a session; what a call means is said in `session-state.ts`. All that a session is lies in the
 * database, between calls and while one is answered, so that any replica takes the next call, and a crash leaves behind what
 * the next call, or the next session, goes on with. No transaction is open while an answer is read.
 */
export class AgentSessionService {
  constructor(private readonly deps: AgentSessionDependencies) {}

  async receive(context: RequestContext, adapter: VendorAdapter, call: TicketedCall): Promise<SessionReply> {
    const entered = await this.deps.entrance.enter(context, adapter, call);
    if (entered.effect === null) {
      return { reply: replyWithoutSession(call.kind, entered.message), instanceId: null, sessionId: null };
    }
    const reply = await this.replyTo(context, entered, call);
    return { reply, instanceId: entered.instance.id, sessionId: entered.session.id };
  }

  private replyTo(context: RequestContext, entered: Entered, call: TicketedCall): Promise<AgentReply> {
    switch (call.kind) {
      case 'FETCH':
        return this.fetch(context, entered, call.announcement);
      case 'DELIVER':
        return this.deliver(context, entered, call);
      case 'UNREACHABLE':
        return this.unreachable(context, entered, call);
      case 'EXPLAIN':
        return Promise.resolve({ kind: 'TOLD', text: entered.session.message ?? words.NOTHING_WRONG });
      case 'CLOSE':
        return this.close(context, entered);
    }
  }

  private async fetch(
    context: RequestContext,
    entered: Entered,
    announcement: AgentAnnouncement | null,
  ): Promise<AgentReply> {
    const { effect, instance } = entered;
    if (effect === 'REFUSE') return { kind: 'NO_REQUEST' };
    if (instance.status === 'DISABLED') return this.stop(context, entered, words.SWITCHED_OFF);
    try {
      // A program that says again what it is has begun anew with the ticket it had.
      const isGreeted = effect !== 'GREET' && announcement === null;
      return isGreeted
        ? await this.handOver(context, entered, entered.agent.facts)
        : await this.greet(context, entered, announcement ?? {});
    } catch (error) {
      await this.stop(context, entered, words.FAILED_HERE);
      throw error;
    }
  }

  private async greet(context: RequestContext, entered: Entered, announcement: AgentAnnouncement): Promise<AgentReply> {
    const { adapter, agent, instance } = entered;
    const greeting = adapter.agent!.greet(announcement, agent, agent.facts);
    const facts = { ...agent.facts, ...greeting.facts };
    await this.deps.keeper.keepFacts(context, entered, facts);
    if (greeting.problem !== null) {
      await this.deps.health.hadProblem(context, instance, greeting.problem);
      return this.stop(context, entered, greeting.problem.message);
    }
    const greeted = await this.deps.health.greeted(context, instance);
    return this.handOver(context, { ...entered, instance: greeted }, facts);
  }

  private async handOver(context: RequestContext, entered: Entered, facts: AgentFacts): Promise<AgentReply> {
    const { session, adapter } = entered;
    const { work, document, state } = session;
    if (state === 'READY' && work !== null && document !== null) {
      return this.hand(context, entered, facts, work, document);
    }
    const next = await this.deps.work.next(context, placeOf(entered, facts));
    if (next !== null) return this.hand(context, entered, next.facts, this.workOf(next), next.document);
    // All is done: what the product keeps of writes is of no use any more.
    const forgotten = adapter.agent!.writeMemory?.forget(facts) ?? null;
    if (forgotten === null) return this.hand(context, entered, facts, null, adapter.agent!.idleRequest(facts));
    return this.hand(context, entered, { ...facts, ...forgotten.facts }, null, forgotten.document);
  }

  private async hand(
    context: RequestContext,
    entered: Entered,
    facts: AgentFacts,
    handed: AgentSessionWork | null,
    document: string,
  ): Promise<AgentReply> {
    const work = handed && { ...handed, askedAt: this.deps.clock.now() };
    const isKept = await this.deps.keeper.settle(context, entered, 'HANDED_OVER', { work, message: null }, facts);
    // Another call, or another session, has come between: it knows nothing of this request.
    return isKept ? { kind: 'REQUEST', document } : { kind: 'NO_REQUEST' };
  }

  private async deliver(context: RequestContext, entered: Entered, call: CallOf<'DELIVER'>): Promise<AgentReply> {
    const { session, effect } = entered;
    if (effect === 'SAY_AGAIN') return { kind: 'TAKEN', percent: percentOf(session) };
    if (effect === 'REFUSE') {
      await this.deps.keeper.setMessage(context, entered, session.message ?? words.OUT_OF_TURN);
      return { kind: 'NOT_TAKEN' };
    }
    try {
      return await this.take(context, entered, await call.open());
    } catch (error) {
      if (error instanceof LostAgentSessionError) return { kind: 'NOT_TAKEN' };
      // It may come once more: the program, or something between us, sends again what broke off.
      await this.deps.keeper.settle(context, entered, 'NOT_KEPT', { message: words.ANSWER_NOT_KEPT });
      throw error;
    }
  }

  private async take(context: RequestContext, entered: Entered, delivery: AgentDelivery): Promise<AgentReply> {
    const { session, agent } = entered;
    if (session.work === null) {
      await readToItsEnd(delivery);
      return this.taken(context, entered, agent.facts, null);
    }
    const { next, facts } = await this.deps.work.take(context, placeOf(entered), session.work, delivery);
    return this.taken(context, entered, facts, next);
  }

  private async taken(
    context: RequestContext,
    entered: Entered,
    facts: AgentFacts,
    next: PlannedWork | null,
  ): Promise<AgentReply> {
    const { session, adapter } = entered;
    const isAllDone = next === null && (adapter.agent!.writeMemory?.forget(facts) ?? null) === null;
    const result = isAllDone ? 'ALL_DONE' : 'MORE_WAITS';
    const after = {
      work: next && this.workOf(next),
      document: next && next.document,
      exchanges: session.exchanges + 1,
      // Work that comes in meanwhile does not take back what was done.
      progress: next === null ? 1 : Math.min(1, Math.max(session.progress, next.progress)),
      message: null,
    };
    if (!(await this.deps.keeper.settle(context, entered, result, after, facts))) return { kind: 'NOT_TAKEN' };
    return { kind: 'TAKEN', percent: percentOf({ ...after, state: stateAfter(result) }) };
  }

  private async unreachable(
    context: RequestContext,
    entered: Entered,
    { code, vendorMessage }: CallOf<'UNREACHABLE'>,
  ): Promise<AgentReply> {
    const { session, instance, agent, adapter, effect } = entered;
    if (effect === 'REFUSE') return { kind: 'GIVE_UP' };
    const { problem, tryAgain } = adapter.agent!.explain({ code, vendorMessage }, agent.facts, session.tries);
    const change = { tries: session.tries + 1, message: problem.message };
    // With a request out it has lost the product on the way: no other books are worth a try.
    if (tryAgain !== null && session.tries < MAX_TRIES && session.state === 'SIGNED_IN') {
      const isKept = await this.deps.keeper.settle(context, entered, 'TRIES_AGAIN', change);
      return isKept ? { kind: 'TRY_AGAIN', accountPlace: tryAgain.accountPlace } : { kind: 'GIVE_UP' };
    }
    await this.deps.health.hadProblem(context, instance, problem);
    await this.deps.keeper.settle(context, entered, 'STOPPED', change);
    return { kind: 'GIVE_UP' };
  }

  /** A request that is still out gets no answer any more: its work asks again. */
  private async close(context: RequestContext, { session, instance }: Entered): Promise<AgentReply> {
    const { sessions, clock, ended } = this.deps;
    const outcome = session.state === 'FAILED' ? 'FAILED' : session.state === 'FINISHED' ? 'DONE' : 'CUT';
    const closed = await sessions.end(context, session.id, outcome, null, clock.now());
    if (closed !== null) ended(instance.elementKey, closed);
    return { kind: 'CLOSED', text: session.message ?? words.goodbye(session.exchanges) };
  }

  /** What is planned stays with the session until it is closed. */
  private async stop(context: RequestContext, entered: Entered, message: string): Promise<AgentReply> {
    await this.deps.keeper.settle(context, entered, 'STOPPED', { message });
    return { kind: 'NO_REQUEST' };
  }

  private workOf({ workKind, workId, requestKey }: PlannedWork): AgentSessionWork {
    return { workKind, workId, requestKey, askedAt: this.deps.clock.now() };
  }
}

/** What a call is told that belongs to no session, or whose answer failed here. */
export function replyWithoutSession(call: SessionCall, message: string): AgentReply {
  switch (call) {
    case 'FETCH':
      return { kind: 'NO_REQUEST' };
    case 'DELIVER':
      return { kind: 'NOT_TAKEN' };
    case 'UNREACHABLE':
      return { kind: 'GIVE_UP' };
    case 'EXPLAIN':
      return { kind: 'TOLD', text: message };
    case 'CLOSE':
      return { kind: 'CLOSED', text: words.goodbye(0) };
  }
}

/** 100 ends a session, and some agents take 0 for a failure. */
function percentOf({ state, progress }: Pick<AgentSessionProgress, 'state' | 'progress'>): number {
  return state === 'FINISHED' ? 100 : Math.min(99, Math.max(1, Math.floor(progress * 100)));
}

/** The answer to a request that is no work says nothing that anybody wants to know. */
async function readToItsEnd(delivery: AgentDelivery): Promise<void> {
  if (delivery.kind === 'FAILURE') return;
  const pieces = delivery.document[Symbol.asyncIterator]();
  while ((await pieces.next()).done !== true);
}
