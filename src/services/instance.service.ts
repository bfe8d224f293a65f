import { validate as isUuid } from 'uuid';
import type { VendorAdapter } from '../adapters/adapter';
import type { Clock } from '../clock';
import { InvalidValueError, RecordNotFoundError } from '../errors';
import type { ElementsError } from '../errors';
import type { Database, Transaction } from '../persistence/database';
import type { FreshnessRepository } from '../persistence/repositories/freshness.repository';
import { InstanceConfigurationRepository } from '../persistence/repositories/instance-configuration.repository';
import {
  InstanceRepository,
  type InstanceChange,
  type InstanceCondition,
  type InstanceRow,
} from '../persistence/repositories/instance.repository';
import type { LeaseRepository } from '../persistence/repositories/lease.repository';
import { SyncScheduleRepository } from '../persistence/repositories/sync-schedule.repository';
import type { RequestContext } from '../request-context';
import type { Encryption } from '../security/encryption';
import { createSecret, hashSecret } from '../security/secret';
import { AWAITS_NEXT_CALL } from './agents/agent-words';
import { isWithinScope, requireCaller } from './caller-scope';
import type { CatalogService } from './catalog.service';
import type { ConfigurationCheckService } from './configuration-check.service';
import { settingsAfter, type ConfigurationChange, type ConfigurationInput } from './configuration-input';
import { problemsWithName, problemsWithReason, problemsWithTags } from './instance-input';
import { openSettings } from './instance-settings';
import type { InstanceSettingsWriter } from './instance-settings-writer';
import type { InstanceStatusService } from './instance-status.service';
import { revokeLoads } from './lease';
import type { GrantedSettings } from './oauth/grant-exchange';
import { assertSameAccount, problemsWithAccount, withoutGrantBefore } from './oauth/instance-account';
import { pollIntervalOf } from './poller/poll-plan';
import { problemsWithTimeToLive, storedTimeToLive } from './time-to-live';
import type { Provisioned } from './provisioning.service';

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

/** A change of an instance that is about to be made. */
interface PlannedChange {
  readonly fields: InstanceChange;
  readonly configuration: readonly ConfigurationInput[];
  readonly problems: readonly ElementsError[];
  /** Ask the vendor also when nothing of its access changes. */
  readonly alwaysVerify: boolean;
  readonly switchesOn?: boolean;
}

/** A change whose settings are known to be good. */
interface AppliedChange {
  readonly fields: InstanceChange;
  readonly verifies: boolean;
  readonly pollsSooner: boolean;
  readonly change: ConfigurationChange;
}

const ID_PATH = ['input', 'id'];
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
    private readonly settings: InstanceSettingsWriter,
    private readonly database: Database,
    private readonly encryption: Encryption,
    private readonly clock: Clock,
    /** Told when somebody has lost access to an organization, before whoever took it is answered. */
    private readonly onAccessChange: (organizationId: string) => void,
  ) {}

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

  /** Checks the credentials first: an instance that is on is one that works, or whose agent is to show that it does. */
  async enable(context: RequestContext, id: string): Promise<InstanceRow> {
    const planned = { configuration: [], fields: {}, problems: [], alwaysVerify: true, switchesOn: true };
    return this.change(context, id, planned);
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
    this.onAccessChange(organizationId);
  }

  async rotateToken(context: RequestContext, id: string, graceSeconds: number): Promise<Provisioned> {
    const { organizationId } = requireCaller(context);
    if (!(graceSeconds >= 0 && graceSeconds <= MAX_TOKEN_GRACE_SECONDS)) throw graceOutOfRange();
    await this.getOwn(context, id);
    const token = createSecret();
    const now = this.clock.now();
    const previousUntil = graceSeconds === 0 ? null : new Date(now.getTime() + graceSeconds * 1_000);
    const hash = hashSecret(token);
    const replaced = await this.instances.replaceToken(context, organizationId, id, hash, previousUntil, now);
    this.onAccessChange(organizationId);
    found(replaced, id);
    return { instanceId: id, token };
  }

  /** The caller's instance; throws `RecordNotFoundError` for another's, a deleted, and an unknown one alike. */
  async getOwn(context: RequestContext, id: string, path: readonly string[] = ID_PATH): Promise<InstanceRow> {
    const caller = requireCaller(context);
    if (!isUuid(id) || !isWithinScope(caller, id)) throw notFound(id, path);
    const [instance] = await this.instances.findByIds(context, caller.organizationId, [id]);
    if (instance == null) throw notFound(id, path);
    return instance;
  }

  /** Settings in the clear. Never leaves the services. */
  async settingsOf(context: RequestContext, id: string): Promise<Map<string, string>> {
    const [stored = []] = await new InstanceConfigurationRepository(this.database).findByInstances(context, [id]);
    return openSettings(this.encryption, id, stored);
  }

  /**
   * A new consent for an instance that is there: id and token stay.
   * @param end what else is to be true once the grant is stored, in the same transaction.
   */
  async adoptGrant(
    context: RequestContext,
    id: string,
    granted: GrantedSettings,
    end: (transaction: Transaction) => Promise<void>,
  ): Promise<void> {
    try {
      const instance = await this.getOwn(context, id);
      const adapter = this.catalog.get(instance.elementKey);
      const stored = await this.settingsOf(context, id);
      assertSameAccount(adapter, stored, granted.change);
      const settings = await this.check.verify(context, adapter, instance, settingsAfter(stored, granted.change));
      const change = differences(stored, settings, granted.change);
      const plan = { fields: {}, verifies: true, pollsSooner: true, change };
      await this.apply(context, instance, settings, plan, end);
    } catch (error) {
      await granted.giveBack();
      throw error;
    }
  }

  private async change(context: RequestContext, id: string, planned: PlannedChange): Promise<InstanceRow> {
    const instance = await this.getOwn(context, id);
    const adapter = this.catalog.get(instance.elementKey);
    const before = await this.settingsOf(context, id);
    const { configuration: inputs } = planned;
    const problems = [...planned.problems, ...problemsWithAccount(adapter, before, inputs)];
    const flow = adapter.oauth === undefined ? 'CREDENTIALS' : 'EXISTING_TOKENS';
    const checked = await this.check.checkInput({ adapter, flow, inputs, stored: before, problems });
    const input = withoutGrantBefore(adapter, before, checked);
    // Where an agent calls us, there is nobody to ask.
    const mayVerify = adapter.agent === undefined && this.check.touchesAccess(adapter, input, before);
    const verifies = planned.alwaysVerify || mayVerify;
    const wanted = settingsAfter(before, input);
    const settings = verifies ? await this.verified(context, instance, adapter, wanted, input) : wanted;
    const pollsSooner = planned.alwaysVerify || touchesPolls(input);
    const fields = { ...planned.fields, ...(planned.switchesOn && mendedStatus(adapter)) };
    const plan = { fields, verifies, pollsSooner, change: differences(before, settings, input) };
    return this.apply(context, instance, settings, plan);
  }

  /** A grant that stays is not written with the change: it may be renewed before that is stored. */
  private async verified(
    context: RequestContext,
    instance: InstanceRow,
    adapter: VendorAdapter,
    wanted: ReadonlyMap<string, string>,
    input: ConfigurationChange,
  ): Promise<ReadonlyMap<string, string>> {
    const staysGranted = adapter.oauth !== undefined && !adapter.oauth.grantKeys.some((key) => input.has(key));
    if (!staysGranted) return this.check.verify(context, adapter, instance, wanted);
    await this.check.verifyWithGrant(context, adapter, instance, wanted);
    return wanted;
  }

  private async apply(
    context: RequestContext,
    instance: InstanceRow,
    settings: ReadonlyMap<string, string>,
    { fields, verifies, pollsSooner, change }: AppliedChange,
    end?: (transaction: Transaction) => Promise<void>,
  ): Promise<InstanceRow> {
    const { id, organizationId, elementKey } = instance;
    return this.database.transaction(async (transaction) => {
      // The schedule before everything, as polls take it.
      if (pollsSooner) await this.pollSooner(context, transaction, instance, settings);
      // Leases before instances, as loads take them: in another order the two could wait for each other for ever.
      if (verifies) await revokeLoads(context, transaction, this.leases, id);
      const row = await new InstanceRepository(transaction).update(
        context,
        organizationId,
        id,
        fields,
        this.clock.now(),
      );
      // A deleted instance gets no settings any more.
      const changed = found(row, id);
      this.statuses.announce(context, transaction, changed, 'WRITE');
      await this.settings.write(context, transaction, this.catalog.get(elementKey), id, change);
      await end?.(transaction);
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
    const { status, statusReason } = mendedStatus(this.catalog.get(instance.elementKey));
    await this.statuses.move(context, transaction, id, status, statusReason, 'WRITE');
    await this.freshness.forgetFailures(context, transaction, id);
    const [mended] = await new InstanceRepository(transaction).findByIds(context, organizationId, [id]);
    return found(mended ?? null, id);
  }
}

/** An agent proves with its next call that all is well. */
function mendedStatus({ agent }: VendorAdapter): InstanceCondition {
  return agent === undefined
    ? { status: 'ACTIVE', statusReason: null }
    : { status: 'PENDING', statusReason: AWAITS_NEXT_CALL };
}

function touchesPolls(change: ConfigurationChange): boolean {
  return [...change.keys()].some((key) => key.startsWith(POLLER_KEYS));
}

/** What is to be written so that `settings` are stored: what was asked for, and what was renewed meanwhile. */
function differences(
  stored: ReadonlyMap<string, string>,
  settings: ReadonlyMap<string, string>,
  change: ConfigurationChange,
): ConfigurationChange {
  return new Map([...change, ...[...settings].filter(([key, value]) => stored.get(key) !== value)]);
}

function found<Found>(instance: Found | null, id: string): Found {
  if (instance === null) throw notFound(id);
  return instance;
}

function notFound(id: string, path: readonly string[] = ID_PATH): RecordNotFoundError {
  return new RecordNotFoundError('Instance', id, { path });
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
