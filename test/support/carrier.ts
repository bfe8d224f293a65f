import type { AgentDelivery } from '../../src/adapters/agent';
import type { InstanceRow } from '../../src/persistence/repositories/instance.repository';
import type { OutstandingWork, PlannedWork } from '../../src/services/agents/agent-work';
import type { ServiceWorld } from './service-world';

/** A session of an agent that carries what it is given, and answers as it is told; through one replica, or another. */
export class Carrier {
  private handed: OutstandingWork | null = null;

  constructor(
    private readonly parts: Pick<ServiceWorld['parts'], 'agentWork' | 'context'>,
    private readonly sessionId: string,
    private readonly instance: InstanceRow,
    private readonly now: () => Date,
  ) {}

  async fetch(): Promise<string | null> {
    const next = await this.parts.agentWork.next(this.parts.context, this.session);
    return this.keep(next);
  }

  /** What it is given next; null when that is all. */
  answer(text: string): Promise<string | null> {
    return this.deliver({ kind: 'ANSWER', document: partsOf(text) });
  }

  /** As `answer`; the second half of it comes when `late` is over. */
  answerLate(text: string, late: Promise<void>): Promise<string | null> {
    return this.deliver({ kind: 'ANSWER', document: partsOf(text, late) });
  }

  fail(code: string, vendorMessage: string | null = null): Promise<string | null> {
    return this.deliver({ kind: 'FAILURE', code, vendorMessage });
  }

  breakOff(text: string): Promise<string | null> {
    return this.deliver({ kind: 'ANSWER', document: cutPartsOf(text) });
  }

  /** What is planned after it; nothing is given before it is fetched. */
  async plan(text: string): Promise<PlannedWork | null> {
    const delivery = { kind: 'ANSWER', document: partsOf(text) } as const;
    return (await this.parts.agentWork.take(this.parts.context, this.session, this.handed!, delivery)).next;
  }

  private async deliver(delivery: AgentDelivery): Promise<string | null> {
    const { agentWork, context } = this.parts;
    const { next } = await agentWork.take(context, this.session, this.handed!, delivery);
    // As a session does: what was not made ready is made when it is fetched.
    return next?.document === null ? this.fetch() : this.keep(next);
  }

  private keep(next: PlannedWork | null): string | null {
    this.handed = next && { ...next, askedAt: this.now() };
    return next?.document ?? null;
  }

  private get session() {
    return { sessionId: this.sessionId, instance: this.instance, facts: {} };
  }
}

async function* partsOf(text: string, late: Promise<void> = Promise.resolve()): AsyncGenerator<string> {
  yield text.slice(0, 2);
  await late;
  yield text.slice(2);
}

async function* cutPartsOf(text: string): AsyncGenerator<string> {
  yield text;
  throw new Error('The connection was closed.');
}
