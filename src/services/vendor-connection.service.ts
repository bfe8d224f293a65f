import type { VendorAdapter, VendorConnection } from '../adapters/adapter';
import type { AgentLine } from '../adapters/agent';
import type { Settings } from '../adapters/oauth/vendor-oauth';
import type { VendorHttpFactory, VendorHttpScope } from '../adapters/http/http-client';
import { budgetKeyOf } from '../adapters/http/request-budget';
import type { Clock } from '../clock';
import type { InstanceConfigurationRepository } from '../persistence/repositories/instance-configuration.repository';
import type { InstanceRow } from '../persistence/repositories/instance.repository';
import type { RequestContext } from '../request-context';
import type { Encryption } from '../security/encryption';
import { BASE_URL_KEY, type CatalogService } from './catalog.service';
import { openSettings } from './instance-settings';
import { InstanceGrant, type GrantStore } from './oauth/instance-grant';
import { StoredGrant, type GrantStoreDependencies } from './oauth/grant-store';

/** How urgent the calls of a connection are, and how long they may wait for room in the vendor's limit. */
export interface CallUrgency {
  readonly priority: VendorHttpScope['priority'];
  readonly deadline?: Date;
  readonly signal?: AbortSignal;
  /** What must not show in errors and in the call log, beside the instance's own secrets. */
  readonly secrets?: readonly string[];
  /** Of an element with an agent. */
  readonly agent?: AgentLine;
}

/**
 * Opens connections to vendors: decrypted settings, the way out with the budget that belongs to them, and the grant of
 * an element with a consent page.
 */
export class VendorConnectionService {
  private readonly configuration: InstanceConfigurationRepository;
  private readonly encryption: Encryption;
  private readonly clock: Clock;

  constructor(
    private readonly catalog: CatalogService,
    private readonly openHttp: VendorHttpFactory['open'],
    private readonly grants: GrantStoreDependencies,
  ) {
    this.configuration = grants.configuration;
    this.encryption = grants.encryption;
    this.clock = grants.clock;
  }

  /** `urgency` is read anew at every call, so that work can become less urgent while it goes on. */
  async open(context: RequestContext, instance: InstanceRow, urgency: CallUrgency): Promise<VendorConnection> {
    const [stored = []] = await this.configuration.findByInstances(context, [instance.id]);
    const settings = openSettings(this.encryption, instance.id, stored);
    const adapter = this.catalog.get(instance.elementKey);
    const store = this.grantOf(context, adapter, instance);
    return this.openWith(context, adapter, instance, settings, urgency, store);
  }

  /** Where the grant of an instance is kept. */
  grantOf(
    context: RequestContext,
    adapter: VendorAdapter,
    instance: Pick<InstanceRow, 'id' | 'organizationId'>,
  ): GrantStore {
    return new StoredGrant(this.grants, context, adapter, instance, this.catalog.defaults(adapter.catalog));
  }

  /**
   * With settings that may not be stored yet: the check before an instance exists.
   * @param store where a grant is kept; without it the settings are used as they are.
   */
  openWith(
    context: RequestContext,
    adapter: VendorAdapter,
    owner: { readonly id: string | null; readonly organizationId: string },
    settings: ReadonlyMap<string, string>,
    urgency: CallUrgency,
    store?: GrantStore,
  ): VendorConnection {
    const configuration = { ...this.catalog.defaults(adapter.catalog), ...Object.fromEntries(settings) };
    const { oauth } = adapter;
    if (oauth === undefined || store === undefined) {
      return this.connect(context, adapter, owner, () => configuration, urgency);
    }
    // Without the signal: tokens that are cut off on their way to us may be the only ones that work.
    const { priority, deadline } = urgency;
    const renewWith = (latest: Settings): VendorConnection =>
      this.connect(context, adapter, owner, () => latest, { priority, deadline });
    const grant: InstanceGrant = new InstanceGrant(oauth, store, renewWith, this.clock, configuration, urgency.signal);
    // What is renewed on the way is a secret too.
    return { ...this.connect(context, adapter, owner, () => grant.settings, urgency), grant };
  }

  private connect(
    context: RequestContext,
    adapter: VendorAdapter,
    owner: { readonly id: string | null; readonly organizationId: string },
    latest: () => Settings,
    urgency: CallUrgency,
  ): VendorConnection {
    const { catalog } = adapter;
    const configuration = latest();
    const secretKeys = catalog.configurationFields.filter((field) => field.secret).map((field) => field.key);
    const http = this.openHttp({
      instanceId: owner.id,
      organizationId: owner.organizationId,
      elementKey: catalog.key,
      requestContext: context,
      limits: adapter.requestLimits,
      budgetKey: this.budgetKey(adapter, configuration),
      get secrets() {
        return [...secretKeys.flatMap((key) => latest()[key] ?? []), ...(urgency.secrets ?? [])];
      },
      get priority() {
        return urgency.priority;
      },
      get deadline() {
        return urgency.deadline;
      },
      signal: urgency.signal,
    });
    return { configuration, http, clock: this.clock, signal: urgency.signal, agent: urgency.agent };
  }

  /** Names the vendor's limits that each instance shares with whoever has the same credentials. */
  async budgetKeysOf(context: RequestContext, instances: readonly InstanceRow[]): Promise<string[]> {
    const stored = await this.configuration.findByInstances(
      context,
      instances.map((instance) => instance.id),
    );
    return instances.map((instance, index) => {
      const adapter = this.catalog.get(instance.elementKey);
      const settings = openSettings(this.encryption, instance.id, stored[index] ?? []);
      return this.budgetKey(adapter, { ...this.catalog.defaults(adapter.catalog), ...Object.fromEntries(settings) });
    });
  }

  /**
   * Narrower than a vendor's own limit, which may be one for an account whatever way it is reached: what a server
   * answers is believed about itself alone, or anybody's server could tell us to keep away from another's account.
   */
  private budgetKey(adapter: VendorAdapter, configuration: Readonly<Record<string, string>>): string {
    const address = configuration[BASE_URL_KEY] ?? '';
    const origin = URL.canParse(address) ? new URL(address).origin : address;
    return budgetKeyOf(adapter.catalog.key, JSON.stringify([origin, adapter.budgetScope?.(configuration) ?? '']));
  }
}
