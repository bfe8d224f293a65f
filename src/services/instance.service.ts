import { v7 as uuidv7, validate as isUuid } from 'uuid';
import type { ProvisioningFlow, VendorAdapter } from '../adapters/adapter';
import type { Clock } from '../clock';
import { InvalidValueError, RecordNotFoundError, UnauthenticatedError, UnsupportedOperationError } from '../errors';
import type { ElementsError } from '../errors';
import type { Database, Transaction } from '../persistence/database';
import type { FreshnessRepository } from '../persistence/repositories/freshness.repository';
import { InstanceConfigurationRepository } from '../persistence/repositories/instance-configuration.repository';
import {
  InstanceRepository,
  type InstanceChange,
  type InstanceRow,
} from '../persistence/repositories/instance.repository';
import type { LeaseRepository } from '../persistence/repositories/lease.repository';
import { SyncScheduleRepository } from '../persistence/repositories/sync-schedule.repository';
import type { Caller, RequestContext } from '../request-context';
import type { Encryption } from '../security/encryption';
import { createSecret, hashSecret } from '../security/secret';
import { isWithinScope, requireCaller } from './caller-scope';
import type { CatalogService } from './catalog.service';
import type { ConfigurationCheckService } from './configuration-check.service';
import type { ConfigurationChange, ConfigurationInput } from './configuration-input';
import type { IdempotencyService, Settle } from './idempotency.service';
import { problemsWithName, problemsWithReason, problemsWithTags } from './instance-input';
import { openSettings, sealSettings } from './instance-settings';
import type { InstanceStatusService } from './instance-status.service';
import { revokeLoads } from './lease';
import { pollIntervalOf } from './poller/poll-plan';
import { problemsWithTimeToLive, storedTimeToLive } from './time-to-live';
import type { WebhookSwitch } from './webhooks/webhook-switch';

export interface ProvisionRequest {
  readonly elementKey: string;
  readonly name: string;
  readonly tags: readonly string[];
  readonly configuration: readonly ConfigurationInput[];
  readonly externalAuthentication: 'NONE' | 'INITIAL';
  /** Null or 0: the default. */
  readonly timeToLiveSeconds?: number | null;
  readonly idempotencyKey?: string | null;
}

/** What is left out stays. */
export interface UpdateRequest {
  readonly id: string;
  readonly name?: string | null;
  /** Null: none. */
  readonly tags?: readonly string[] | null;
  readonly configuration?: readonly ConfigurationInput[] | null;
  /** Null or 0: the default. */
  readonly timeToLiveSeconds?: number | null;
}

/** An instance and a secret that is shown once. */
export interface Provisioned {
  readonly instanceId: string;
  readonly token: string;
}

/** A change of an instance that is about to be made. */
interface PlannedChange {
  readonly fields: InstanceChange;
  readonly configuration: readonly ConfigurationInput[];
  readonly problems: readonly ElementsError[];
  /** Ask the vendor also when nothing of its access changes. */
  readonly alwaysVerify: boolean;
}

const POLLER_KEYS = 'event.poller.';
const MAX_TOKEN_GRACE_SECONDS = 24 * 60 * 60;

/** The life of instances. Every method answers for the caller's organization only. */
export class InstanceService {
  constructor(
    private readonly catalog: CatalogService,
    private readonly check: ConfigurationCheckService,
    private readonly instances: InstanceRepository,
    private readonly statuses: InstanceStatusService,
    private readonly freshness: FreshnessRepository,
    private readonly leases: LeaseRepository,
    private readonly idempotency: IdempotencyService,
    private readonly webhooks: WebhookSwitch,
    private readonly database: Database,
    private readonly encryption: Encryption,
    private readonly clock: Clock,
  ) {}

  /** Nothing is kept unless the vendor accepts the credentials. */
  async provision(context: RequestContext, request: ProvisionRequest): Promise<Provisioned> {
    const caller = requireCaller(context);
    if (caller.instanceId !== null) throw narrowed();
    const { idempotencyKey, ...operands } = request;
    const options = { key: idempotencyKey, operation: 'provisionInstance', request: operands };
    return this.idempotency.once<Provisioned>(context, options, async (settle) => {
      const adapter = this.provisionable(request.elementKey);
      const change = await this.check.checkInput({
        adapter,
        flow: flowOf(adapter, request),
        inputs: request.configuration,
        stored: new Map(),
        problems: [
          ...problemsWithName(request.name),
          ...problemsWithTags(request.tags),
          ...problemsWithTimeToLive(request.timeToLiveSeconds ?? null),
        ],
      });
      await this.check.verify(context, adapter, { id: null, ...caller }, withoutNulls(change));
      return this.keep(context, caller, adapter, request, change, settle);
    });
  }

  /** Settings that the vendor is reached or signed in with are checked with it before they are stored. */
  async update(context: RequestContext, request: UpdateRequest): Promise<InstanceRow> {
    const name = request.name ?? undefined;
    const tags = request.tags === null ? [] : request.tags;
    const { timeToLiveSeconds } = request;
    return this.change(context, request.id, {
      configuration: request.configuration ?? [],
      fields: {
        name,
        tags: tags && [...new Set(tags)],
        timeToLiveSeconds: timeToLiveSeconds === undefined ? undefined : storedTimeToLive(timeToLiveSeconds),
      },
      problems: [
        ...(request.name === null ? [nameNeeded()] : []),
        ...(name === undefined ? [] : problemsWithName(name)),
        ...problemsWithTags(tags ?? []),
        ...problemsWithTimeToLive(timeToLiveSeconds ?? null),
      ],
      alwaysVerify: false,
    });
  }

  /** New credentials in place: id and token stay. They are checked even when they are the old ones. */
  async reauthenticate(
    context: RequestContext,
    id: string,
    configuration: readonly ConfigurationInput[],
  ): Promise<InstanceRow> {
    return this.change(context, id, { configuration, fields: {}, problems: [], alwaysVerify: true });
  }

  /** Checks the credentials first: an instance that is on is one that works. */
  async enable(context: RequestContext, id: string): Promise<InstanceRow> {
    const fields = { status: 'ACTIVE', statusReason: null } as const;
    return this.change(context, id, { configuration: [], fields, problems: [], alwaysVerify: true });
  }

  /** Its records stay readable; the vendor is not asked any more, also by loads that are under way. */
  async disable(context: RequestContext, id: string, reason: string | null): Promise<InstanceRow> {
    const { organizationId } = requireCaller(context);
    await this.getOwn(context, id);
    const [problem] = reason === null ? [] : problemsWithReason(reason);
    if (problem !== undefined) throw problem;
    const change: InstanceChange = { status: 'DISABLED', statusReason: reason ?? 'Switched off by its owner.' };
    return this.database.transaction(async (transaction) => {
      await revokeLoads(context, transaction, this.leases, id);
      const instances = new InstanceRepository(transaction);
      const changed = found(await instances.update(context, organizationId, id, change, this.clock.now()), id);
      this.statuses.announce(context, transaction, changed, 'WRITE');
      return changed.instance;
    });
  }

  /** Gone for every reader when this returns; its rows are purged after. */
  async remove(context: RequestContext, id: string): Promise<void> {
    const { organizationId } = requireCaller(context);
    await this.getOwn(context, id);
    await this.database.transaction(async (transaction) => {
      await revokeLoads(context, transaction, this.leases, id);
      await new InstanceRepository(transaction).markDeleted(context, organizationId, id, this.clock.now());
    });
  }

  async rotateToken(context: RequestContext, id: string, graceSeconds: number): Promise<Provisioned> {
    const { organizationId } = requireCaller(context);
    if (!(graceSeconds >= 0 && graceSeconds <= MAX_TOKEN_GRACE_SECONDS)) throw graceOutOfRange();
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
    const adapter = this.catalog.getForInput(elementKey);
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

  private async change(context: RequestContext, id: string, planned: PlannedChange): Promise<InstanceRow> {
    const instance = await this.getOwn(context, id);
    const adapter = this.catalog.get(instance.elementKey);
    const stored = await this.storedSettings(context, id);
    const change = await this.check.checkInput({
      adapter,
      flow: 'CREDENTIALS',
      inputs: planned.configuration,
      stored,
      problems: planned.problems,
    });
    const verifies = planned.alwaysVerify || this.check.touchesAccess(adapter, change, stored);
    const settings = applied(stored, change);
    if (verifies) await this.check.verify(context, adapter, instance, settings);
    return this.database.transaction(async (transaction) => {
      // The schedule before everything, as polls take it.
      if (planned.alwaysVerify || touchesPolls(change)) await this.pollSooner(context, transaction, instance, settings);
      // Leases before instances, as loads take them: in another order the two could wait for each other for ever.
      if (verifies) await revokeLoads(context, transaction, this.leases, id);
      const instances = new InstanceRepository(transaction);
      const row = await instances.update(context, instance.organizationId, id, planned.fields, this.clock.now());
      // A deleted instance gets no settings any more.
      const changed = found(row, id);
      this.statuses.announce(context, transaction, changed, 'WRITE');
      await this.writeSettings(context, transaction, adapter, id, change);
      return verifies ? this.mend(context, transaction, changed.instance) : changed.instance;
    });
  }

  /** An interval that is shorter now, or polls that were off, do not wait for the end of the interval before. */
  private async pollSooner(
    context: RequestContext,
    transaction: Transaction,
    { id, elementKey }: InstanceRow,
    settings: ReadonlyMap<string, string>,
  ): Promise<void> {
    const defaults = this.catalog.defaults(this.catalog.get(elementKey).catalog);
    const minutes = pollIntervalOf({ ...defaults, ...Object.fromEntries(settings) });
    const latest = new Date(this.clock.now().getTime() + minutes * 60_000);
    await new SyncScheduleRepository(transaction).bringForward(context, id, latest);
  }

  /** The vendor has accepted the credentials: what failed before says nothing any more. */
  private async mend(context: RequestContext, transaction: Transaction, instance: InstanceRow): Promise<InstanceRow> {
    const { id, organizationId } = instance;
    await this.statuses.move(context, transaction, id, 'ACTIVE', null, 'WRITE');
    await this.freshness.forgetFailures(context, transaction, id);
    const [mended] = await new InstanceRepository(transaction).findByIds(context, organizationId, [id]);
    return found(mended ?? null, id);
  }

  private async storedSettings(context: RequestContext, id: string): Promise<Map<string, string>> {
    const [stored = []] = await new InstanceConfigurationRepository(this.database).findByInstances(context, [id]);
    return openSettings(this.encryption, id, stored);
  }

  private async keep(
    context: RequestContext,
    caller: Caller,
    adapter: VendorAdapter,
    request: ProvisionRequest,
    change: ConfigurationChange,
    settle: Settle<Provisioned>,
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
        timeToLiveSeconds: storedTimeToLive(request.timeToLiveSeconds ?? null),
        createdBy: caller.userId,
        createdAt: this.clock.now(),
      });
      await this.writeSettings(context, transaction, adapter, id, change);
      const answer = { instanceId: id, token };
      await settle(transaction, answer);
      return answer;
    });
  }

  /** Only what changes is written: settings that someone else changes at the same time are theirs. */
  private async writeSettings(
    context: RequestContext,
    transaction: Transaction,
    adapter: VendorAdapter,
    id: string,
    change: ConfigurationChange,
  ): Promise<void> {
    const sealed = sealSettings(this.encryption, id, adapter.catalog.configurationFields, change);
    const removed = [...change].flatMap(([key, value]) => (value === null ? [key] : []));
    await new InstanceConfigurationRepository(transaction).write(context, id, sealed, removed);
    await this.webhooks.settingsWritten(context, transaction, id, [...change.keys()]);
  }
}

function flowOf(adapter: VendorAdapter, { externalAuthentication }: ProvisionRequest): ProvisioningFlow {
  if (externalAuthentication === 'NONE') return 'CREDENTIALS';
  const { key, name, provisioningFlows } = adapter.catalog;
  if (provisioningFlows.includes('EXISTING_TOKENS')) return 'EXISTING_TOKENS';
  throw new UnsupportedOperationError(key, null, null, `${name} has no tokens that could be brought along.`, {
    path: ['input', 'externalAuthentication'],
  });
}

function applied(stored: ReadonlyMap<string, string>, change: ConfigurationChange): Map<string, string> {
  return withoutNulls(new Map<string, string | null>([...stored, ...change]));
}

function touchesPolls(change: ConfigurationChange): boolean {
  return [...change.keys()].some((key) => key.startsWith(POLLER_KEYS));
}

function withoutNulls(change: ConfigurationChange): Map<string, string> {
  return new Map([...change].flatMap(([key, value]) => (value === null ? [] : [[key, value] as const])));
}

function found<Found>(instance: Found | null, id: string): Found {
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
