import { v7 as uuidv7 } from 'uuid';
import type { VendorAdapter } from '../../adapters/adapter';
import type { AgentReply } from '../../adapters/agent';
import type { Clock } from '../../clock';
import type { Database } from '../../persistence/database';
import { AgentSessionRepository } from '../../persistence/repositories/agent-session.repository';
import {
  InstanceAgentRepository,
  type InstanceAgentRow,
} from '../../persistence/repositories/instance-agent.repository';
import type { InstanceRepository, InstanceRow } from '../../persistence/repositories/instance.repository';
import type { RequestContext } from '../../request-context';
import { createUrlSecret, hashSecret, isSameHash } from '../../security/secret';
import { mayAskVendor } from '../instance-health.service';
import type { AgentHealthService } from './agent-health.service';
import type { AgentSettings } from './agent-settings';
import type { AgentWork } from './agent-work';
import { SESSION_REPLACED } from './agent-words';
import { callerRuleOf } from './caller-address';
import type { SessionEndListener } from './session-end';
import type { SignInThrottle } from './sign-in-throttle';

const COUNTED_SECONDS = 60;
/** More sign-ins of one agent within a minute are a program that runs wild. */
const SIGN_INS_A_MINUTE = 30;
/** Compared with where there is no such agent, so that both take the same time. */
const NOBODYS_HASH = hashSecret(createUrlSecret());

/** Who signs in. */
export interface SignIn {
  readonly username: string;
  readonly password: string;
  readonly address: string;
  /** As it said before; null when it did not. */
  readonly version: string | null;
}

/** A reply, and whom it is about, for the log. */
export interface SignInResult {
  readonly reply: AgentReply;
  readonly instanceId: string | null;
}

export interface AgentSignInDependencies {
  readonly agents: InstanceAgentRepository;
  readonly sessions: AgentSessionRepository;
  readonly instances: InstanceRepository;
  readonly settings: AgentSettings;
  readonly health: AgentHealthService;
  readonly work: AgentWork;
  readonly throttle: SignInThrottle;
  readonly ended: SessionEndListener;
  readonly database: Database;
  readonly clock: Clock;
}

/** What a sign-in comes to: a session, nothing to do, or nothing just now. */
type SessionNeed = 'SESSION' | 'NOTHING' | 'NOT_NOW';

/** How sessions begin. */
export class AgentSignInService {
  constructor(private readonly deps: AgentSignInDependencies) {}

  async signIn(context: RequestContext, adapter: VendorAdapter, signIn: SignIn): Promise<SignInResult> {
    const { throttle, instances } = this.deps;
    if (throttle.isBlocked(signIn.address, signIn.username)) return refused(null);
    const agent = await this.authenticate(context, adapter, signIn);
    if (agent === null) {
      throttle.failed(signIn.address, signIn.username);
      return refused(null);
    }
    const [instance] = await instances.findByIds(context, agent.organizationId, [agent.instanceId]);
    if (instance == null) return refused(agent.instanceId);
    const configuration = await this.deps.settings.of(context, instance);
    const rule = callerRuleOf(configuration[adapter.agent!.callerKey]);
    if (rule.kind === 'ENFORCED' && !rule.allows(signIn.address)) {
      await this.deps.health.turnedAway(context, instance, signIn.address, rule.text);
      return refused(instance.id);
    }
    const intervalSeconds = adapter.agent!.intervalSeconds(configuration);
    const need = await this.needOf(context, instance, agent, signIn, intervalSeconds);
    const ticket = createUrlSecret();
    if (need === 'NOTHING') await this.endForgotten(context, instance);
    if (need !== 'SESSION') return { reply: { kind: 'NOTHING_TO_DO', ticket }, instanceId: instance.id };
    await this.begin(context, instance, ticket, signIn.address);
    return { reply: { kind: 'SIGNED_IN', ticket, accountPlace: null }, instanceId: instance.id };
  }

  /** The agent with this name and password; null when there is none. A wrong password is shown at the instance. */
  private async authenticate(
    context: RequestContext,
    { catalog }: VendorAdapter,
    { username, password, address }: SignIn,
  ): Promise<InstanceAgentRow | null> {
    const { agents, clock } = this.deps;
    // What Postgres cannot hold is nobody's name.
    const isName = !username.includes('\0');
    const agent = isName ? await agents.findByUsername(context, catalog.key, username) : null;
    const isGood = isSameHash(hashSecret(password), agent?.passwordHash ?? NOBODYS_HASH);
    if (agent === null || isGood) return agent;
    await agents.noteRefusal(context, agent.instanceId, 'PASSWORD', address, clock.now());
    return null;
  }

  /** Notes the call, which counts as one whatever comes of it. */
  private async needOf(
    context: RequestContext,
    instance: InstanceRow,
    agent: InstanceAgentRow,
    { address, version }: SignIn,
    intervalSeconds: number,
  ): Promise<SessionNeed> {
    const { agents, work, health, clock } = this.deps;
    const contact = { at: clock.now(), address, version, intervalSeconds, countedSeconds: COUNTED_SECONDS };
    const signIns = await agents.noteSignIn(context, instance.id, contact);
    if (instance.status === 'DISABLED' || signIns > SIGN_INS_A_MINUTE) return 'NOT_NOW';
    if (mayAskVendor(instance)) await work.queueDue(context, instance);
    if (health.isWanted(instance, agent)) return 'SESSION';
    const [pending = 0] = await work.countPending(context, [instance.id]);
    return pending > 0 ? 'SESSION' : 'NOTHING';
  }

  /** Whoever signs in has no other session any more: all that it had to do is done, and only its last calls never came. */
  private async endForgotten(context: RequestContext, instance: InstanceRow): Promise<void> {
    const { sessions, clock, ended } = this.deps;
    const forgotten = await sessions.endUnderWay(context, instance.id, 'CUT', SESSION_REPLACED, clock.now());
    if (forgotten !== null) ended(instance.elementKey, forgotten);
  }

  /** One session at a time: the one before was cut off, or loses its place. */
  private async begin(context: RequestContext, instance: InstanceRow, ticket: string, address: string): Promise<void> {
    const { database, clock, ended } = this.deps;
    const now = clock.now();
    const replaced = await database.transaction(async (transaction) => {
      const agent = await new InstanceAgentRepository(transaction).lock(context, instance.id);
      if (agent === null) return null;
      const sessions = new AgentSessionRepository(transaction);
      const before = await sessions.endUnderWay(context, instance.id, 'REPLACED', SESSION_REPLACED, now);
      await sessions.insert(context, {
        id: uuidv7(),
        instanceId: instance.id,
        organizationId: instance.organizationId,
        ticketHash: hashSecret(ticket),
        address,
        startedAt: now,
      });
      return before;
    });
    if (replaced !== null) ended(instance.elementKey, replaced);
  }
}

function refused(instanceId: string | null): SignInResult {
  return { reply: { kind: 'SIGN_IN_REFUSED' }, instanceId };
}
