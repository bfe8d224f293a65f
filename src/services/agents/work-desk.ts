import { AgentAnswerCutError, AgentAwaitedError, type AgentDelivery, type AgentRequest } from '../../adapters/agent';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import type { RequestContext } from '../../request-context';
import type {
  AgentWork,
  AgentWorkSession,
  HandedWork,
  OutstandingWork,
  StepOutcome,
  WorkReference,
} from './agent-work';
import type { ExchangeLog } from './exchange-log';
import { SessionLine } from './session-line';
import type { SyncWork } from './sync-work';
import { WorkPostponedError, type AgentWorkKind } from './work-kind';

/** Takes a piece of work further: the request that it waits for now, `ENDED`, or `POSTPONED` to another session. */
type Step = AgentRequest | 'ENDED' | 'POSTPONED';

/** What agents carry: writes first, then what somebody waits for, then what is read in the background. */
export class WorkDesk implements AgentWork {
  private readonly kinds: readonly AgentWorkKind[];

  constructor(
    writes: AgentWorkKind,
    statements: AgentWorkKind,
    private readonly syncs: SyncWork,
    private readonly exchanges: ExchangeLog,
  ) {
    this.kinds = [writes, statements, syncs];
  }

  async countPending(context: RequestContext, instanceIds: readonly string[]): Promise<number[]> {
    const counts = await Promise.all(this.kinds.map((kind) => kind.countPending(context, instanceIds)));
    return instanceIds.map((_, index) => counts.reduce((sum, ofKind) => sum + (ofKind[index] ?? 0), 0));
  }

  queueDue(context: RequestContext, instance: InstanceRow): Promise<void> {
    return this.syncs.queueDue(context, instance);
  }

  async next(context: RequestContext, session: AgentWorkSession): Promise<(HandedWork & StepOutcome) | null> {
    const line = new SessionLine(session.sessionId, session.facts);
    const handed = await this.find(context, session, line);
    return handed && { ...handed, facts: line.facts };
  }

  async take(
    context: RequestContext,
    session: AgentWorkSession,
    handed: OutstandingWork,
    delivery: AgentDelivery,
  ): Promise<StepOutcome & { readonly next: HandedWork | null }> {
    const { requestKey, askedAt, workId } = handed;
    const line = new SessionLine(session.sessionId, session.facts, { requestKey, askedAt, delivery });
    const kind = this.kindOf(handed);
    const requestId = await kind.requestIdOf(context, workId);
    const step = await this.step(context, session.instance, kind, workId, line);
    this.exchanges.record(session.instance, handed, line, requestId);
    // The product is not to be had: what else waits would meet the same.
    if (step === 'POSTPONED') return { facts: line.facts, next: null };
    const later = new SessionLine(session.sessionId, line.facts);
    const next =
      step === 'ENDED'
        ? await this.find(context, session, later)
        : await this.handOver(context, session, kind, workId, step, later);
    return { facts: later.facts, next };
  }

  /** A write is given again in the next session, and what is read is asked for again: there is nothing to undo. */
  abandoned(context: RequestContext, { instance }: AgentWorkSession, handed: OutstandingWork): Promise<void> {
    context.logger.info({ instanceId: instance.id, ...handed }, 'a request to an agent was left unanswered');
    return Promise.resolve();
  }

  /** The first request of the first work that has one. */
  private async find(
    context: RequestContext,
    session: AgentWorkSession,
    line: SessionLine,
  ): Promise<HandedWork | null> {
    for (const kind of this.kinds) {
      const handed = await this.findOf(context, session, kind, line);
      if (handed !== null) return handed;
    }
    return null;
  }

  private async findOf(
    context: RequestContext,
    session: AgentWorkSession,
    kind: AgentWorkKind,
    line: SessionLine,
  ): Promise<HandedWork | null> {
    const done = new Set<string>();
    for (;;) {
      const pending = await kind.findNext(context, session.instance);
      if (pending === null) return null;
      if (done.has(pending.workId)) {
        // Never in the way of all others, whatever is wrong with it.
        context.logger.error({ workKind: kind.kind, ...pending }, 'work of an agent has ended and is still there');
        return null;
      }
      done.add(pending.workId);
      const { workId, handed } = pending;
      const step = handed ?? (await this.step(context, session.instance, kind, workId, line));
      if (step === 'POSTPONED') return null;
      if (step === 'ENDED') continue;
      const given = await this.handOver(context, session, kind, workId, step, line);
      if (given !== null) return given;
    }
  }

  private async step(
    context: RequestContext,
    instance: InstanceRow,
    kind: AgentWorkKind,
    workId: string,
    line: SessionLine,
  ): Promise<Step> {
    try {
      await kind.run(context, instance, workId, line);
      return 'ENDED';
    } catch (error) {
      if (error instanceof AgentAwaitedError) return error.request;
      if (error instanceof AgentAnswerCutError || error instanceof WorkPostponedError) {
        context.logger.warn(
          { err: error, instanceId: instance.id, workKind: kind.kind },
          'work waits for another session',
        );
        return 'POSTPONED';
      }
      throw error;
    }
  }

  /** What has been settled meanwhile is not given: then it is whatever is next. */
  private async handOver(
    context: RequestContext,
    session: AgentWorkSession,
    kind: AgentWorkKind,
    workId: string,
    request: AgentRequest,
    line: SessionLine,
  ): Promise<HandedWork | null> {
    if (!(await kind.hand(context, workId, request))) return this.find(context, session, line);
    const [waiting = 1] = await this.countPending(context, [session.instance.id]);
    const progress = (await kind.progressOf(context, workId)) / Math.max(1, waiting);
    return { workKind: kind.kind, workId, requestKey: request.key, document: request.document, progress };
  }

  private kindOf({ workKind }: WorkReference): AgentWorkKind {
    const kind = this.kinds.find((one) => one.kind === workKind);
    if (kind === undefined) throw new Error(`No agent carries work of the kind ${workKind}.`);
    return kind;
  }
}
