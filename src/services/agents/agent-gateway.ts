import type { IncomingHttpHeaders } from 'node:http';
import { LRUCache } from 'lru-cache';
import type { VendorAdapter } from '../../adapters/adapter';
import type { AgentCall, AgentHttpReply, AgentReply, VendorAgent } from '../../adapters/agent';
import type { Metrics } from '../../metrics';
import type { RequestContext } from '../../request-context';
import type { CatalogService } from '../catalog.service';
import { replyWithoutSession, type AgentSessionService } from './agent-session.service';
import type { AgentSignInService } from './agent-sign-in.service';
import { FAILED_HERE } from './agent-words';
import { openAnswer, type AgentCallBody } from './delivered-answer';

/** Agents say their version before anybody knows who they are; between the two calls lie milliseconds. */
const VERSIONS_REMEMBERED = 1_000;

/** Where a call comes from, and whether there is time for more. */
export interface AgentCaller {
  readonly address: string;
  /** The service ends what it has begun, and begins nothing. */
  readonly isDraining: boolean;
}

type SortedCall = Exclude<AgentCall, { readonly kind: 'ANSWERED' }>;

interface Answered {
  readonly reply: AgentReply;
  readonly instanceId: string | null;
  readonly sessionId: string | null;
}

/** The door for agents: finds out what a call is, has it answered, and tells of it in one log line. */
export class AgentGateway {
  private readonly versions = new LRUCache<string, string>({ max: VERSIONS_REMEMBERED });

  constructor(
    private readonly catalog: CatalogService,
    private readonly signIns: AgentSignInService,
    private readonly sessions: AgentSessionService,
    private readonly metrics: Metrics,
  ) {}

  /** The agents that there are, by the key of their element. */
  list(): { readonly elementKey: string; readonly agent: VendorAgent }[] {
    return this.catalog
      .list()
      .flatMap(({ catalog, agent }) => (agent === undefined ? [] : [{ elementKey: catalog.key, agent }]));
  }

  /** Never rejects for what went wrong here: an agent would show its user a number. Only when its connection is gone. */
  async receive(
    context: RequestContext,
    elementKey: string,
    headers: IncomingHttpHeaders,
    body: AgentCallBody,
    caller: AgentCaller,
  ): Promise<AgentHttpReply> {
    const startedAt = performance.now();
    const adapter = this.catalog.get(elementKey);
    const agent = adapter.agent!;
    const call = await agent.readCall(headers, body);
    const answered = await this.answer(context, adapter, withAnswerOf(call, body, agent.maxBodyBytes), caller);
    const reply = answered === null && call.kind === 'ANSWERED' ? call.reply : agent.writeReply(call, answered!.reply);
    this.tell(context, elementKey, call, answered, caller, performance.now() - startedAt);
    return reply;
  }

  private async answer(
    context: RequestContext,
    adapter: VendorAdapter,
    call: AgentCall,
    caller: AgentCaller,
  ): Promise<Answered | null> {
    if (call.kind === 'ANSWERED') return null;
    try {
      return await this.answerSorted(context, adapter, call, caller);
    } catch (error) {
      context.logger.error({ err: error, call: call.kind }, 'the call of an agent failed');
      return { reply: replyToFailed(call), instanceId: null, sessionId: null };
    }
  }

  private async answerSorted(
    context: RequestContext,
    adapter: VendorAdapter,
    call: SortedCall,
    { address, isDraining }: AgentCaller,
  ): Promise<Answered> {
    if (call.kind === 'GREET') {
      if (call.version !== null) this.versions.set(address, call.version);
      return { reply: { kind: 'GREETED' }, instanceId: null, sessionId: null };
    }
    if (call.kind !== 'SIGN_IN') return this.sessions.receive(context, adapter, call);
    if (isDraining) return { reply: { kind: 'BUSY' }, instanceId: null, sessionId: null };
    const { username, password } = call;
    const version = this.versions.get(address) ?? null;
    const signedIn = await this.signIns.signIn(context, adapter, { username, password, address, version });
    return { ...signedIn, sessionId: null };
  }

  private tell(
    context: RequestContext,
    element: string,
    call: AgentCall,
    answered: Answered | null,
    { address }: AgentCaller,
    durationMs: number,
  ): void {
    const reply = answered?.reply.kind ?? 'ANSWERED';
    this.metrics.agentCallSeconds.observe({ element, call: call.kind, reply }, durationMs / 1_000);
    context.logger.info(
      {
        clientAddress: address,
        element,
        call: call.kind,
        reply,
        instanceId: answered?.instanceId ?? null,
        sessionId: answered?.sessionId ?? null,
        sqlStatements: context.stats.sqlStatements,
        durationMs: Math.round(durationMs * 10) / 10,
      },
      'agent call',
    );
  }
}

function withAnswerOf(call: AgentCall, body: AgentCallBody, maxBytes: number): AgentCall {
  return call.kind === 'DELIVER' ? { ...call, open: () => openAnswer(call, body, maxBytes) } : call;
}

/** The agent is told to come again, and never how it failed. */
function replyToFailed(call: SortedCall): AgentReply {
  if (call.kind === 'GREET') return { kind: 'GREETED' };
  return call.kind === 'SIGN_IN' ? { kind: 'BUSY' } : replyWithoutSession(call.kind, FAILED_HERE);
}
