import type { AgentDelivery } from '../../src/adapters/agent';
import type { Database } from '../../src/persistence/database';
import { AgentSessionRepository } from '../../src/persistence/repositories/agent-session.repository';
import type { InstanceRow } from '../../src/persistence/repositories/instance.repository';
import type { RequestContext } from '../../src/request-context';
import type {
  AgentWork,
  AgentWorkSession,
  HandedWork,
  OutstandingWork,
  StepOutcome,
} from '../../src/services/agents/agent-work';

interface Piece {
  readonly instanceId: string;
  readonly workId: string;
  readonly document: string;
}

/** A queue of requests of one exchange each. What happens to it is written down. */
export class ScriptedWork implements AgentWork {
  private pieces: Piece[] = [];
  readonly taken: { readonly workId: string; readonly answer: string }[] = [];
  /** What the next answer runs into before it is kept. */
  beforeKeeping: () => Promise<void> = () => Promise.resolve();
  learns: Readonly<Record<string, string>> = {};

  constructor(private readonly database: Database) {}

  add(instanceId: string, ...documents: readonly string[]): void {
    const start = this.pieces.length + this.taken.length;
    this.pieces.push(
      ...documents.map((document, index) => ({ instanceId, document, workId: `work-${start + index + 1}` })),
    );
  }

  countPending(_context: RequestContext, instanceIds: readonly string[]): Promise<number[]> {
    return Promise.resolve(instanceIds.map((id) => this.pieces.filter(({ instanceId }) => instanceId === id).length));
  }

  queueDue(): Promise<void> {
    return Promise.resolve();
  }

  next(_context: RequestContext, { instance, facts }: AgentWorkSession): Promise<(HandedWork & StepOutcome) | null> {
    const handed = this.handedOf(instance);
    return Promise.resolve(handed && { ...handed, facts: { ...facts, ...this.learns } });
  }

  async take(
    context: RequestContext,
    { sessionId, instance, facts }: AgentWorkSession,
    handed: OutstandingWork,
    delivery: AgentDelivery,
  ): Promise<StepOutcome & { readonly next: HandedWork | null }> {
    const answer = delivery.kind === 'FAILURE' ? delivery.code : await textOf(delivery.document);
    await this.beforeKeeping();
    await this.database.transaction(async (transaction) => {
      await new AgentSessionRepository(transaction).assertTaking(context, transaction, sessionId, handed);
      this.taken.push({ workId: handed.workId, answer });
      this.pieces = this.pieces.filter(({ workId }) => workId !== handed.workId);
    });
    return { facts, next: this.handedOf(instance) };
  }

  private handedOf({ id }: InstanceRow): HandedWork | null {
    const waiting = this.pieces.filter(({ instanceId }) => instanceId === id);
    const [piece] = waiting;
    if (piece === undefined) return null;
    const { workId, document } = piece;
    const progress = this.taken.length / (this.taken.length + waiting.length);
    return { workKind: 'SYNC', workId, requestKey: `${workId}-request`, document, progress };
  }
}

/** An answer that cannot be read is a failure of its work, as far as it says so. */
async function textOf(document: AsyncIterable<string>): Promise<string> {
  let whole = '';
  try {
    for await (const piece of document) whole += piece;
  } catch (error) {
    const { code } = error as { readonly code?: string };
    if (code === 'VENDOR_PROTOCOL_ERROR') return code;
    throw error;
  }
  return whole;
}
