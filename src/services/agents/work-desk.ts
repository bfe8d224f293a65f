import { AgentAwaitedError, AgentPause, type AgentDelivery, type AgentRequest } from '../../adapters/agent';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import type { RequestContext } from '../../request-context';
import type {
  AgentWork,
  AgentWorkSession,
  HandedWork,
  OutstandingWork,
  PlannedWork,
  StepOutcome,
  WorkReference,
} from './agent-work';
import type { ExchangeLog } from './exchange-log';
import { SessionLine } from './session-line';
import type { SyncWork } from './sync-work';
import { WorkPostponedError, type AgentWorkKind } from './work-kind';

/** Takes a piece of work further: the request that it waits for now, `ENDED`, or `POSTPONED` to another session. */
type Step = AgentRequest | 'ENDED' | 'POSTPONED';

/** What is looked for: the next request of a session. */
interface Search {
  readonly context: RequestContext;
  readonly session: AgentWorkSession;
  readonly line: SessionLine;
  /** Pieces that were looked at already. */
  readonly passed: Pick<WorkReference, 'workKind' | 'workId'>[];
  /** The agent gets what is found at once; otherwise when it asks for it. */
  readonly isFetched: boolean;
}

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
    const planned = await this.find({ context, session, line, passed: [], isFetched: true });
    const document = planned?.document ?? null;
    return planned === null || document === null ? null : { ...planned, document, facts: line.facts };
  }

  async take(
    context: RequestContext,
    session: AgentWorkSession,
    handed: OutstandingWork,
    delivery: AgentDelivery,
  ): Promise<StepOutcome & { readonly next: PlannedWork | null }> {
    const { requestKey, askedAt, workId } = handed;
    const line = new SessionLine(session.sessionId, session.facts, { requestKey, askedAt, delivery });
    const kind = this.kindOf(handed);
    const requestId = await kind.requestIdOf(context, workId);
    const step = await this.step(context, session.instance, kind, workId, line);
    this.exchanges.record(session.instance, handed, line, requestId);
    // The product is not to be had: what else waits would meet the same.
    if (step === 'POSTPONED') return { facts: line.facts, next: null };
    const later = new SessionLine(session.sessionId, line.facts);
    // Where its end could not be kept, it is still there: it is not given again at once.
    const search = { context, session, line: later, passed: [handed], isFetched: false };
    const next = step === 'ENDED' ? await this.find(search) : await this.goOn(search, kind, workId, step);
    return { facts: later.facts, next };
  }

  /** The first request of the first work that has one; of what comes last only when there is nothing else. */
  private async find(search: Search): Promise<PlannedWork | null> {
    const last: AgentWorkKind[] = [];
    for (const kind of this.kinds) {
      const planned = await this.findOf(search, kind, false);
      if (planned === 'COMES_LAST') last.push(kind);
      else if (planned !== null) return planned;
    }
    for (const kind of last) {
      const planned = await this.findOf(search, kind, true);
      if (planned !== null && planned !== 'COMES_LAST') return planned;
    }
    return null;
  }

  private async findOf(
    search: Search,
    kind: AgentWorkKind,
    withLast: boolean,
  ): Promise<PlannedWork | 'COMES_LAST' | null> {
    const { context, session, passed } = search;
    for (;;) {
      const pending = await kind.findNext(context, session.instance, idsOf(passed, kind));
      if (pending === null) return null;
      if (pending.comesLast && !withLast) return 'COMES_LAST';
      const { workId } = pending;
      // Whatever comes of it: never in the way of all others.
      passed.push({ workKind: kind.kind, workId });
      const step = await this.tryStep(search, kind, workId);
      if (step === 'POSTPONED') return null;
      if (step === 'ENDED') continue;
      const planned = await this.plan(search, kind, workId, step);
      if (planned !== null) return planned;
    }
  }

  /** Work that cannot even begin is passed over, and waits for somebody who mends that. */
  private async tryStep({ context, session, line }: Search, kind: AgentWorkKind, workId: string): Promise<Step> {
    try {
      return await this.step(context, session.instance, kind, workId, line);
    } catch (error) {
      context.logger.error({ err: error, workKind: kind.kind, workId }, 'work of an agent cannot begin');
      return 'ENDED';
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
      if (error instanceof AgentPause || error instanceof WorkPostponedError) {
        context.logger.warn(
          { err: error, instanceId: instance.id, workKind: kind.kind },
          'work waits for another session',
        );
        return 'POSTPONED';
      }
      throw error;
    }
  }

  /** The next request of work that has just been answered. */
  private async goOn(
    search: Search,
    kind: AgentWorkKind,
    workId: string,
    request: AgentRequest,
  ): Promise<PlannedWork | null> {
    const { context, session } = search;
    if (!(await kind.hand(context, session.instance, workId, request))) return this.find(search);
    return this.planned(search, kind, workId, request);
  }

  /** Null: it has been settled meanwhile. */
  private async plan(
    search: Search,
    kind: AgentWorkKind,
    workId: string,
    request: AgentRequest,
  ): Promise<PlannedWork | null> {
    const isHandedNow = search.isFetched || !kind.isReadiedLate;
    const { context, session } = search;
    if (isHandedNow && !(await kind.hand(context, session.instance, workId, request))) return null;
    return this.planned(search, kind, workId, request);
  }

  private async planned(
    { context, session, isFetched }: Search,
    kind: AgentWorkKind,
    workId: string,
    request: AgentRequest,
  ): Promise<PlannedWork> {
    const [waiting = 1] = await this.countPending(context, [session.instance.id]);
    const progress = (await kind.progressOf(context, workId)) / Math.max(1, waiting);
    const document = isFetched || !kind.isReadiedLate ? request.document : null;
    return { workKind: kind.kind, workId, requestKey: request.key, document, progress };
  }

  private kindOf({ workKind }: WorkReference): AgentWorkKind {
    const kind = this.kinds.find((one) => one.kind === workKind);
    if (kind === undefined) throw new Error(`No agent carries work of the kind ${workKind}.`);
    return kind;
  }
}

function idsOf(passed: Search['passed'], { kind }: AgentWorkKind): string[] {
  return passed.filter(({ workKind }) => workKind === kind).map(({ workId }) => workId);
}
