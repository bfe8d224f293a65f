import type { ConfigurationField, ProvisioningFlow, VendorAdapter } from '../adapters/adapter';
import type { AddressGuard } from '../adapters/http/address-guard';
import type { Settings } from '../adapters/oauth/vendor-oauth';
import { VendorAuthenticationError } from '../adapters/vendor-error';
import type { Clock } from '../clock';
import { CredentialsRejectedError, ElementsError, ElementsErrors, InvalidConfigurationError } from '../errors';
import type { InstanceRow } from '../persistence/repositories/instance.repository';
import type { RequestContext } from '../request-context';
import { BASE_URL_KEY, type CatalogService } from './catalog.service';
import { checkConfiguration, type ConfigurationChange, type ConfigurationInput } from './configuration-input';
import { GrantUnderChange, UnstoredGrant } from './oauth/grant-store';
import type { GrantStore } from './oauth/instance-grant';
import type { VendorConnectionService } from './vendor-connection.service';

/** How long a vendor may take to say whether credentials are good. */
const CHECK_PATIENCE_MS = 30_000;
const CONFIGURATION_PATH = ['input', 'configuration'];

/** Settings that somebody wants an instance to have. */
export interface ConfigurationRequest {
  readonly adapter: VendorAdapter;
  readonly flow: ProvisioningFlow;
  readonly inputs: readonly ConfigurationInput[];
  /** What is stored, by key. */
  readonly stored: ReadonlyMap<string, string>;
  /** What else is wrong with the input: told together with what is found here. */
  readonly problems: readonly ElementsError[];
}

/** Whether settings can be right: first by the element's form and the address guard, then by asking the vendor. */
export class ConfigurationCheckService {
  constructor(
    private readonly catalog: CatalogService,
    private readonly connections: VendorConnectionService,
    private readonly guard: AddressGuard,
    private readonly clock: Clock,
  ) {}

  /** What the input changes; throws `ElementsErrors` with everything that is wrong at once. Asks no vendor. */
  async checkInput(request: ConfigurationRequest): Promise<ConfigurationChange> {
    const { adapter, flow, inputs, stored, problems } = request;
    const entry = adapter.catalog;
    const fields = this.catalog.configurationFields(entry);
    const storedKeys = new Set(stored.keys());
    const withheldKeys = this.secretsOfOtherOrigin(adapter, inputs, stored);
    const { change, errors } = checkConfiguration({ entry, fields, flow, inputs, storedKeys, withheldKeys });
    const all = [...problems, ...errors, ...(await this.problemsWithAddresses(adapter, inputs, change))];
    if (all.length > 0) throw new ElementsErrors(all);
    return change;
  }

  /**
   * Stored secrets that were given for another origin than the vendor is to be reached at from now on. To send them
   * there would show them to whoever may change the address, though nobody may read them.
   */
  private secretsOfOtherOrigin(
    adapter: VendorAdapter,
    inputs: readonly ConfigurationInput[],
    stored: ReadonlyMap<string, string>,
  ): ReadonlySet<string> {
    const given = inputs.findLast((input) => input.key === BASE_URL_KEY);
    const usual = this.catalog.defaults(adapter.catalog)[BASE_URL_KEY];
    const before = originOf(stored.get(BASE_URL_KEY) ?? usual);
    const after = given === undefined ? before : originOf(given.value ?? usual);
    // What is no address is refused as such.
    if (after === before || after === null) return new Set();
    const secrets = adapter.catalog.configurationFields.filter(
      (field) => field.secret && isOfAccess(field) && stored.has(field.key),
    );
    return new Set(secrets.map((field) => field.key));
  }

  /** Whether a change touches what the vendor is reached or signed in with. */
  touchesAccess(adapter: VendorAdapter, change: ConfigurationChange, stored: ReadonlyMap<string, string>): boolean {
    return adapter.catalog.configurationFields.some(
      (field) =>
        isOfAccess(field) && change.has(field.key) && change.get(field.key) !== (stored.get(field.key) ?? null),
    );
  }

  /**
   * Asks the vendor whether the settings are good; no connection to our database is held meanwhile. What the settings are
   * after that: tokens that were at their end are other ones by then.
   * @throws CredentialsRejectedError when they are not; a `VendorError` when the vendor cannot say.
   */
  async verify(
    context: RequestContext,
    adapter: VendorAdapter,
    owner: { readonly id: string | null; readonly organizationId: string },
    settings: ReadonlyMap<string, string>,
  ): Promise<ReadonlyMap<string, string>> {
    const grant = new UnstoredGrant(this.withDefaults(adapter, settings));
    const given = grant.settings;
    await this.ask(context, adapter, owner, settings, grant);
    const renewed = Object.entries(grant.settings).filter(([key, value]) => given[key] !== value);
    return new Map([...settings, ...renewed]);
  }

  /** As `verify`, of a change that leaves an instance its grant, which is renewed in its place when it has to be. */
  async verifyWithGrant(
    context: RequestContext,
    adapter: VendorAdapter,
    instance: Pick<InstanceRow, 'id' | 'organizationId'>,
    settings: ReadonlyMap<string, string>,
  ): Promise<void> {
    const stored = this.connections.grantOf(context, adapter, instance);
    const wanted = this.withDefaults(adapter, settings);
    const grant = new GrantUnderChange(stored, adapter.oauth?.grantKeys ?? [], wanted);
    await this.ask(context, adapter, instance, settings, grant);
  }

  private withDefaults({ catalog }: VendorAdapter, settings: ReadonlyMap<string, string>): Settings {
    return { ...this.catalog.defaults(catalog), ...Object.fromEntries(settings) };
  }

  private async ask(
    context: RequestContext,
    adapter: VendorAdapter,
    owner: { readonly id: string | null; readonly organizationId: string },
    settings: ReadonlyMap<string, string>,
    grant: GrantStore,
  ): Promise<void> {
    const deadline = new Date(this.clock.now().getTime() + CHECK_PATIENCE_MS);
    const urgency = { priority: 'write', deadline } as const;
    try {
      await adapter.check?.(this.connections.openWith(context, adapter, owner, settings, urgency, grant));
    } catch (error) {
      if (error instanceof VendorAuthenticationError) throw credentialsRejected(adapter, error);
      throw error;
    }
  }

  private async problemsWithAddresses(
    adapter: VendorAdapter,
    inputs: readonly ConfigurationInput[],
    change: ConfigurationChange,
  ): Promise<ElementsError[]> {
    const { configurationFields } = adapter.catalog;
    const addresses = configurationFields.filter((field) => field.type === 'URL' && field.isForBrowsers !== true);
    const problems = await Promise.all(
      addresses.map(async ({ key }) => {
        const value = change.get(key);
        if (value === null || value === undefined || !URL.canParse(value)) return [];
        const path = inputs.findLast((input) => input.key === key)?.path ?? CONFIGURATION_PATH;
        return this.guard.check(value).then(
          () => [],
          (error: unknown) => [
            new InvalidConfigurationError(adapter.catalog.key, key, `${key}: ${messageOf(error)}`, { path }),
          ],
        );
      }),
    );
    return problems.flat();
  }
}

function originOf(url: string | undefined): string | null {
  return url !== undefined && URL.canParse(url) ? new URL(url).origin : null;
}

/** Settings of polling and notifications are between the customer and us, their secrets too. */
function isOfAccess({ key, required, secret }: ConfigurationField): boolean {
  return (required || secret || key === BASE_URL_KEY) && !key.startsWith('event.');
}

/** The vendor does not take what is required of a flow; without one, of any. */
export function credentialsRejected(
  adapter: VendorAdapter,
  error: VendorAuthenticationError,
  flow?: ProvisioningFlow,
): CredentialsRejectedError {
  const keys = adapter.catalog.configurationFields
    .filter((field) => field.required && (flow === undefined || field.flows.includes(flow)))
    .map((field) => field.key);
  return new CredentialsRejectedError(
    keys,
    error.vendorCode,
    error.vendorMessage,
    `${adapter.catalog.name} refused the credentials. Look at: ${keys.join(', ')}.`,
    { path: CONFIGURATION_PATH, cause: error },
  );
}

function messageOf(error: unknown): string {
  if (error instanceof ElementsError) return error.message;
  throw error;
}
