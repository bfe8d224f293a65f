import { v4 as uuidv4 } from 'uuid';
import type { VendorAdapter } from '../../adapters/adapter';
import type { AgentSetup, AgentSetupFile } from '../../adapters/agent';
import type { Clock } from '../../clock';
import { UnsupportedOperationError } from '../../errors';
import type { Database, Transaction } from '../../persistence/database';
import { AgentSessionRepository } from '../../persistence/repositories/agent-session.repository';
import { InstanceAgentRepository, type SetupLink } from '../../persistence/repositories/instance-agent.repository';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import type { RequestContext } from '../../request-context';
import { createTypedSecret, createUrlSecret, hashSecret } from '../../security/secret';
import type { CatalogService } from '../catalog.service';
import type { AgentSettings } from './agent-settings';
import type { SessionEndListener } from './session-end';
import { AWAITS_FIRST_CALL, SESSION_REVOKED, setupStepsOf } from './agent-words';

const LINK_TTL_MS = 10 * 60_000;

/** What somebody needs to set an agent up; password and link are known at this moment only. As JSON it is the same. */
export interface AgentSetupDetails {
  /** Works once, for ten minutes, without an Authorization header. */
  readonly setupFileUrl: string;
  readonly username: string;
  readonly password: string;
  /** What to do, step by step. */
  readonly nextSteps: readonly string[];
}

/** An instance whose agent is about to be made. */
export interface NewAgentOwner {
  readonly id: string;
  readonly organizationId: string;
  readonly settings: ReadonlyMap<string, string>;
}

export interface AgentSetupDependencies {
  readonly catalog: CatalogService;
  readonly agents: InstanceAgentRepository;
  readonly settings: AgentSettings;
  readonly ended: SessionEndListener;
  readonly database: Database;
  readonly publicUrl: string;
  readonly clock: Clock;
}

/** Names, passwords and setup files of agents. Callers have checked that the instance is theirs. */
export class AgentSetupService {
  constructor(private readonly deps: AgentSetupDependencies) {}

  /** @throws what the adapter throws when agents could not call us as we are reached. */
  async create(
    context: RequestContext,
    transaction: Transaction,
    adapter: VendorAdapter,
    owner: NewAgentOwner,
  ): Promise<AgentSetupDetails> {
    const agent = adapter.agent!;
    const configuration = { ...this.deps.catalog.defaults(adapter.catalog), ...Object.fromEntries(owner.settings) };
    const [username, password, accountMark] = [
      `agent-${createTypedSecret().slice(0, 14)}`,
      createTypedSecret(),
      uuidv4(),
    ];
    const { publicUrl } = this.deps;
    agent.setupFile({ instanceId: owner.id, accountMark, username, publicUrl, configuration });
    const link = this.createLink(adapter, owner.id);
    await new InstanceAgentRepository(transaction).insert(context, {
      instanceId: owner.id,
      organizationId: owner.organizationId,
      username,
      passwordHash: hashSecret(password),
      accountMark,
      intervalSeconds: agent.intervalSeconds(configuration),
      statusReason: AWAITS_FIRST_CALL,
      setupLink: link,
      createdAt: this.deps.clock.now(),
    });
    return toDetails(adapter, link, username, password);
  }

  /** The link before is good no longer. */
  async createSetupLink(
    context: RequestContext,
    instance: InstanceRow,
  ): Promise<{ readonly setupFileUrl: string; readonly expiresAt: Date }> {
    const link = this.createLink(this.adapterOf(instance), instance.id);
    await this.deps.agents.setSetupLink(context, instance.id, link);
    return { setupFileUrl: link.url, expiresAt: link.expiresAt };
  }

  /**
   * A new password; the old one, and a session that is under way, end at once. With `renewsAccountMark` the books are marked
   * anew: for those that a program does not take once more under the old mark.
   */
  async rotatePassword(
    context: RequestContext,
    instance: InstanceRow,
    renewsAccountMark: boolean,
  ): Promise<AgentSetupDetails> {
    const { database, clock, ended } = this.deps;
    const adapter = this.adapterOf(instance);
    const [password, link] = [createTypedSecret(), this.createLink(adapter, instance.id)];
    const accountMark = renewsAccountMark ? uuidv4() : null;
    const [agent, session] = await database.transaction(async (transaction) => {
      const agents = new InstanceAgentRepository(transaction);
      const sessions = new AgentSessionRepository(transaction);
      return [
        await agents.replacePassword(context, instance.id, hashSecret(password), accountMark, link),
        await sessions.endUnderWay(context, instance.id, 'REVOKED', SESSION_REVOKED, clock.now()),
      ];
    });
    if (session !== null) ended(instance.elementKey, session);
    if (agent === null) throw hasNoAgent(adapter);
    return toDetails(adapter, link, agent.username, password);
  }

  /** Where the setup file is for whoever may read the instance. */
  setupFileUrl({ id, elementKey }: Pick<InstanceRow, 'id' | 'elementKey'>): string {
    return this.urlOf(this.adapterOf({ elementKey }), id);
  }

  /** For whoever has a good link, once; null for anybody else. */
  async openWithLink(context: RequestContext, instance: InstanceRow, secret: string): Promise<AgentSetupFile | null> {
    const isGood = await this.deps.agents.useSetupLink(context, instance.id, hashSecret(secret), this.deps.clock.now());
    return isGood ? this.setupFile(context, instance) : null;
  }

  /** Null when the instance has none. */
  async setupFile(context: RequestContext, instance: InstanceRow): Promise<AgentSetupFile | null> {
    const [agent] = await this.deps.agents.findByInstances(context, [instance.id]);
    if (agent == null) return null;
    const configuration = await this.deps.settings.of(context, instance);
    const { instanceId, accountMark, username } = agent;
    const setup: AgentSetup = { instanceId, accountMark, username, publicUrl: this.deps.publicUrl, configuration };
    return this.adapterOf(instance).agent!.setupFile(setup);
  }

  /** @throws {UnsupportedOperationError} for an element that calls nobody. */
  private adapterOf({ elementKey }: Pick<InstanceRow, 'elementKey'>): VendorAdapter {
    const adapter = this.deps.catalog.get(elementKey);
    if (adapter.agent === undefined) throw hasNoAgent(adapter);
    return adapter;
  }

  private createLink(adapter: VendorAdapter, instanceId: string): SetupLink & { readonly url: string } {
    const secret = createUrlSecret();
    const expiresAt = new Date(this.deps.clock.now().getTime() + LINK_TTL_MS);
    return { hash: hashSecret(secret), expiresAt, url: `${this.urlOf(adapter, instanceId)}?link=${secret}` };
  }

  private urlOf({ agent }: VendorAdapter, instanceId: string): string {
    return `${this.deps.publicUrl}${agent!.path}/${instanceId}.${agent!.setupExtension}`;
  }
}

function toDetails(
  { catalog }: VendorAdapter,
  link: { readonly url: string },
  username: string,
  password: string,
): AgentSetupDetails {
  return { setupFileUrl: link.url, username, password, nextSteps: setupStepsOf(catalog.name) };
}

function hasNoAgent({ catalog }: VendorAdapter): UnsupportedOperationError {
  const message = `${catalog.name} is called by this service: there is no program at the customer's to set up.`;
  return new UnsupportedOperationError(catalog.key, null, null, message, { path: ['input', 'id'] });
}
