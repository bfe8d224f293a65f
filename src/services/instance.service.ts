import { v7 as uuidv7, validate as isUuid } from 'uuid';
import type { ProvisioningFlow, VendorAdapter } from '../adapters/adapter';
import type { AddressGuard } from '../adapters/http/address-guard';
import { VendorAuthenticationError } from '../adapters/vendor-error';
import type { Clock } from '../clock';
import {
  CredentialsRejectedError,
  ElementsError,
  ElementsErrors,
  InvalidConfigurationError,
  InvalidValueError,
  RecordNotFoundError,
  UnauthenticatedError,
  UnsupportedOperationError,
} from '../errors';
import type { Database, Transaction } from '../persistence/database';
import { InstanceConfigurationRepository } from '../persistence/repositories/instance-configuration.repository';
import {
  InstanceRepository,
  type InstanceChange,
  type InstanceRow,
} from '../persistence/repositories/instance.repository';
import type { FreshnessRepository } from '../persistence/repositories/freshness.repository';
import type { Caller, RequestContext } from '../request-context';
import type { Encryption } from '../security/encryption';
import { createSecret, hashSecret } from '../security/secret';
import type { CatalogService } from './catalog.service';
import { BASE_URL_KEY } from './catalog.service';
import { isWithinScope, requireCaller } from './caller-scope';
import { checkConfiguration, type ConfigurationChange, type ConfigurationInput } from './configuration-input';
import type { IdempotencyService } from './idempotency.service';
import { problemsWithName, problemsWithTags } from './instance-input';
import { changeSettings, openSettings } from './instance-settings';
import type { VendorConnectionService } from './vendor-connection.service';

export interface ProvisionRequest {
  readonly elementKey: string;
  readonly name: string;
  readonly tags: readonly string[];
  readonly configuration: readonly ConfigurationInput[];
  readonly externalAuthentication: 'NONE' | 'INITIAL';
  readonly idempotencyKey?: string | null;
}

export interface UpdateRequest {
  readonly id: string;
  readonly name?: string | null;
  readonly tags?: readonly string[] | null;
  readonly configuration?: readonly ConfigurationInput[] | null;
}

/** An instance and a secret that is shown once. */
export interface Provisioned {
  readonly instanceId: string;
  readonly token: string;
}

/** How long a vendor may take to say whether credentials are good. */
const CHECK_PATIENCE_MS = 30_000;
const MAX_TOKEN_GRACE_SECONDS = 24 * 60 * 60;
const MAX_REASON_LENGTH = 500;
const CONFIGURATION_PATH = ['input', 'configuration'];

/** The life of instances. Every method answers for the caller's organization only. */
export class InstanceService {
  constructor(
    private readonly catalog: CatalogService,
    private readonly instances: InstanceRepository,
    private readonly freshness: FreshnessRepository,
    private readonly connections: VendorConnectionService,
    private readonly idempotency: IdempotencyService,
    private readonly database: Database,
    private readonly encryption: Encryption,
    private readonly guard: AddressGuard,
    private readonly clock: Clock,
  ) {}

  /** Nothing is kept unless the vendor accepts the credentials. */
  async provision(context: RequestContext, request: ProvisionRequest): Promise<Provisioned> {
    const caller = requireCaller(context);
    if (caller.instanceId !== null) throw narrowed();
    const { idempotencyKey, ...operands } = request;
    return this.idempotency.once<Provisioned>(
      context,
      { key: idempotencyKey, operation: 'provisionInstance', request: operands },
      async (settle) => {
        const adapter = this.provisionable(request.elementKey);
        const flow: ProvisioningFlow = request.externalAuthentication === 'INITIAL' ? 'EXISTING_TOKENS' : 'CREDENTIALS';
        const change = await this.checkInput(adapter, flow, request.configuration, new Set(), [
          ...problemsWithName(request.name),
          ...problemsWithTags(request.tags),
        ]);
        await this.verify(context, adapter, { id: null, ...caller }, withoutNulls(change));
        return this.keep(context, caller, adapter, request, change, settle);
      },
    );
  }

  async update(context: RequestContext, request: UpdateRequest): Promise<InstanceRow> {
    const name = request.name ?? undefined;
    const tags = request.tags ?? undefined;
    return this.change(context, request.id, request.configuration ?? [], { name, tags }, [
      ...(request.name === null ? [nameNeeded()] : problemsWithNameChange(name)),
      ...problemsWithTags(tags ?? []),
    ]);
  }

  /** New credentials in place: id and token stay. They are checked even when they are the old ones. */
  async reauthenticate(
    context: RequestContext,
    id: string,
    configuration: readonly ConfigurationInput[],
  ): Promise<InstanceRow> {
    const instance = await this.getOwn(context, id);
    const status = instance.status === 'DISABLED' ? undefined : 'ACTIVE';
    const updated = await this.change(
      context,
      id,
      configuration,
      status === undefined ? {} : { status, statusReason: null },
      [],
      true,
    );
    await this.freshness.forgetFailures(context, id);
    return updated;
  }

  /** Checks the credentials first: an instance that is on is one that works. */
  async enable(context: RequestContext, id: string): Promise<InstanceRow> {
    const updated = await this.change(context, id, [], { status: 'ACTIVE', statusReason: null }, [], true);
    await this.freshness.forgetFailures(context, id);
    return updated;
  }

  async disable(context: RequestContext, id: string, reason: string | null): Promise<InstanceRow> {
    const { organizationId } = requireCaller(context);
    await this.getOwn(context, id);
    if (reason !== null && reason.length > MAX_REASON_LENGTH) throw reasonTooLong();
    const change: InstanceChange = { status: 'DISABLED', statusReason: reason ?? 'Switched off by its owner.' };
    return found(await this.instances.update(context, organizationId, id, change, this.clock.now()), id);
  }

  /** Gone for every reader when this returns; its rows are purged after. */
  async remove(context: RequestContext, id: string): Promise<void> {
    const { organizationId } = requireCaller(context);
    await this.getOwn(context, id);
    await this.instances.markDeleted(context, organizationId, id, this.clock.now());
  }

  async rotateToken(context: RequestContext, id: string, graceSeconds: number): Promise<Provisioned> {
    const { organizationId } = requireCaller(context);
    if (graceSeconds < 0 || graceSeconds > MAX_TOKEN_GRACE_SECONDS) throw graceOutOfRange();
    await this.getOwn(context, id);
    const token = createSecret();
    const now = this.clock.now();
    const previousUntil = graceSeconds === 0 ? null : new Date(now.getTime() + graceSeconds * 1_000);
    found(await this.instances.replaceToken(context, organizationId, id, hashSecret(token), previousUntil, now), id);
    return { instanceId: id, token };
  }

  /** The caller's instance; throws `RecordNotFoundError` for another's, a deleted, and an unknown one alike. */
  async getOwn(context: RequestContext, id: string): Promise<InstanceRow> {
    const caller = requireCaller(context);
    if (!isUuid(id) || !isWithinScope(caller, id)) throw notFound(id);
    const [instance] = await this.instances.findByIds(context, caller.organizationId, [id]);
    return found(instance ?? null, id);
  }

  private provisionable(elementKey: string): VendorAdapter {
    const adapter = this.catalog.find(elementKey);
    if (adapter === null) throw new RecordNotFoundError('Element', elementKey, { path: ['input', 'elementKey'] });
    if (adapter.check === undefined) {
      throw new UnsupportedOperationError(
        elementKey,
        null,
        null,
        `${adapter.catalog.name} is in the catalogue, but cannot be provisioned yet.`,
        { path: ['input', 'elementKey'] },
      );
    }
    return adapter;
  }

  private async change(
    context: RequestContext,
    id: string,
    configuration: readonly ConfigurationInput[],
    fields: InstanceChange,
    problems: readonly ElementsError[],
    alwaysVerify = false,
  ): Promise<InstanceRow> {
    const caller = requireCaller(context);
    const instance = await this.getOwn(context, id);
    const adapter = this.catalog.get(instance.elementKey);
    const stored = await this.storedSettings(context, id);
    const change = await this.checkInput(adapter, 'CREDENTIALS', configuration, new Set(stored.keys()), problems);
    if (alwaysVerify || this.needsVerification(adapter, change, stored)) {
      await this.verify(context, adapter, instance, applied(stored, change));
    }
    return this.database.transaction(async (transaction) => {
      const row = await new InstanceRepository(transaction).update(
        context,
        caller.organizationId,
        id,
        fields,
        this.clock.now(),
      );
      // After the update has locked the row: a change made meanwhile is kept, and ours goes on top of it.
      await this.writeSettings(context, transaction, adapter, id, change);
      return found(row, id);
    });
  }

  private async storedSettings(context: RequestContext, id: string): Promise<Map<string, string>> {
    const [stored = []] = await new InstanceConfigurationRepository(this.database).findByInstances(context, [id]);
    return openSettings(this.encryption, id, stored);
  }

  /** Throws `ElementsErrors` with everything that is wrong at once. */
  private async checkInput(
    adapter: VendorAdapter,
    flow: ProvisioningFlow,
    inputs: readonly ConfigurationInput[],
    storedKeys: ReadonlySet<string>,
    problems: readonly ElementsError[],
  ): Promise<ConfigurationChange> {
    const fields = this.catalog.configurationFields(adapter.catalog);
    const { change, errors } = checkConfiguration({ entry: adapter.catalog, fields, flow, inputs, storedKeys });
    const all = [...problems, ...errors, ...(await this.problemsWithAddresses(adapter, inputs, change))];
    if (all.length > 0) throw new ElementsErrors(all);
    return change;
  }

  private async problemsWithAddresses(
    adapter: VendorAdapter,
    inputs: readonly ConfigurationInput[],
    change: ConfigurationChange,
  ): Promise<ElementsError[]> {
    const addresses = adapter.catalog.configurationFields.filter((field) => field.type === 'URL');
    const problems = await Promise.all(
      addresses.map(async ({ key }) => {
        const value = change.get(key);
        if (value === null || value === undefined || !URL.canParse(value)) return [];
        const path = inputs.find((input) => input.key === key)?.path ?? CONFIGURATION_PATH;
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

  private needsVerification(
    adapter: VendorAdapter,
    change: ConfigurationChange,
    stored: ReadonlyMap<string, string>,
  ): boolean {
    return adapter.catalog.configurationFields.some(
      ({ key, required, secret }) =>
        (required || secret || key === BASE_URL_KEY) &&
        change.has(key) &&
        change.get(key) !== (stored.get(key) ?? null),
    );
  }

  /** Asks the vendor whether the settings are good; no connection to our database is held meanwhile. */
  private async verify(
    context: RequestContext,
    adapter: VendorAdapter,
    owner: { readonly id: string | null; readonly organizationId: string },
    settings: ReadonlyMap<string, string>,
  ): Promise<void> {
    const deadline = new Date(this.clock.now().getTime() + CHECK_PATIENCE_MS);
    const connection = this.connections.openWith(context, adapter, owner, settings, { priority: 'write', deadline });
    try {
      await adapter.check?.(connection);
    } catch (error) {
      if (error instanceof VendorAuthenticationError) throw credentialsRejected(adapter, error);
      throw error;
    }
  }

  private async keep(
    context: RequestContext,
    caller: Caller,
    adapter: VendorAdapter,
    request: ProvisionRequest,
    change: ConfigurationChange,
    settle: (transaction: Transaction, answer: Provisioned) => Promise<void>,
  ): Promise<Provisioned> {
    const id = uuidv7();
    const token = createSecret();
    return this.database.transaction(async (transaction) => {
      await new InstanceRepository(transaction).insert(context, {
        id,
        organizationId: caller.organizationId,
        elementKey: adapter.catalog.key,
        name: request.name,
        tags: [...new Set(request.tags)],
        status: 'ACTIVE',
        tokenHash: hashSecret(token),
        externalAuthentication: request.externalAuthentication,
        createdBy: caller.userId,
        createdAt: this.clock.now(),
      });
      await this.writeSettings(context, transaction, adapter, id, change);
      const answer = { instanceId: id, token };
      await settle(transaction, answer);
      return answer;
    });
  }

  private async writeSettings(
    context: RequestContext,
    transaction: Transaction,
    adapter: VendorAdapter,
    id: string,
    change: ConfigurationChange,
  ): Promise<void> {
    if (change.size === 0) return;
    const repository = new InstanceConfigurationRepository(transaction);
    const [stored = []] = await repository.findByInstances(context, [id]);
    const fields = adapter.catalog.configurationFields;
    await repository.replace(context, id, changeSettings(this.encryption, id, fields, stored, change));
  }
}

function applied(stored: ReadonlyMap<string, string>, change: ConfigurationChange): Map<string, string> {
  return withoutNulls(new Map<string, string | null>([...stored, ...change]));
}

function withoutNulls(change: ConfigurationChange): Map<string, string> {
  return new Map([...change].flatMap(([key, value]) => (value === null ? [] : [[key, value] as const])));
}

function problemsWithNameChange(name: string | undefined): ElementsError[] {
  return name === undefined ? [] : problemsWithName(name);
}

function credentialsRejected(adapter: VendorAdapter, error: VendorAuthenticationError): CredentialsRejectedError {
  const keys = adapter.catalog.configurationFields.filter((field) => field.required).map((field) => field.key);
  return new CredentialsRejectedError(
    keys,
    error.vendorCode,
    error.vendorMessage,
    `${adapter.catalog.name} refused the credentials. Look at: ${keys.join(', ')}.`,
    { path: CONFIGURATION_PATH, cause: error },
  );
}

function found(instance: InstanceRow | null, id: string): InstanceRow {
  if (instance === null) throw notFound(id);
  return instance;
}

function notFound(id: string): RecordNotFoundError {
  return new RecordNotFoundError('Instance', id, { path: ['input', 'id'] });
}

function nameNeeded(): InvalidValueError {
  return new InvalidValueError('INVALID_INPUT', 'An instance always has a name; leave `name` out to keep it.', {
    path: ['input', 'name'],
    expected: 'A name, or nothing.',
  });
}

function reasonTooLong(): InvalidValueError {
  return new InvalidValueError('INVALID_INPUT', `A reason has at most ${MAX_REASON_LENGTH} characters.`, {
    path: ['input', 'reason'],
    expected: `At most ${MAX_REASON_LENGTH} characters.`,
  });
}

function graceOutOfRange(): InvalidValueError {
  return new InvalidValueError('INVALID_INPUT', `graceSeconds must be from 0 to ${MAX_TOKEN_GRACE_SECONDS} (a day).`, {
    path: ['input', 'graceSeconds'],
    expected: `0 to ${MAX_TOKEN_GRACE_SECONDS}`,
  });
}

function narrowed(): UnauthenticatedError {
  return new UnauthenticatedError(
    'An instance token narrows this request to one instance. Leave `Element …` out of the Authorization header to provision another.',
  );
}

function messageOf(error: unknown): string {
  if (error instanceof ElementsError) return error.message;
  throw error;
}
