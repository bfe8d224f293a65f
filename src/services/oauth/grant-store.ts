import type { VendorAdapter } from '../../adapters/adapter';
import type { Settings } from '../../adapters/oauth/vendor-oauth';
import type { VendorAuthenticationError } from '../../adapters/vendor-error';
import type { Clock } from '../../clock';
import type { Database, Transaction } from '../../persistence/database';
import { InstanceConfigurationRepository } from '../../persistence/repositories/instance-configuration.repository';
import { InstanceRepository, type InstanceRow } from '../../persistence/repositories/instance.repository';
import type { LeaseRepository } from '../../persistence/repositories/lease.repository';
import type { RequestContext } from '../../request-context';
import type { Encryption } from '../../security/encryption';
import { openSettings, sealSettings } from '../instance-settings';
import type { InstanceStatusService } from '../instance-status.service';
import { withLease } from '../lease';
import { authenticationReason } from '../load-failure';
import type { GrantStore } from './instance-grant';

export interface GrantStoreDependencies {
  readonly configuration: InstanceConfigurationRepository;
  readonly leases: LeaseRepository;
  readonly statuses: InstanceStatusService;
  readonly encryption: Encryption;
  readonly database: Database;
  readonly clock: Clock;
}

/** Names what one process at a time does with the grant of an instance. */
export function grantLeaseKey(instanceId: string): string {
  return `grant:${instanceId}`;
}

/** The grant of an instance in our tables, which every replica reads and renews. */
export class StoredGrant implements GrantStore {
  constructor(
    private readonly deps: GrantStoreDependencies,
    private readonly context: RequestContext,
    private readonly adapter: VendorAdapter,
    private readonly instance: Pick<InstanceRow, 'id' | 'organizationId'>,
    private readonly defaults: Settings,
  ) {}

  read(): Promise<Settings> {
    return this.readWith(this.deps.configuration);
  }

  /**
   * The comparison is what keeps a late renewal from undoing a new consent, not the lease: a process that was stopped
   * for longer than its lease may hold the only token that still works.
   */
  async replace(renewedFrom: Settings, renewed: Settings): Promise<void> {
    const { statuses, database } = this.deps;
    await this.whileUnchanged(database, renewedFrom, async (transaction, status) => {
      const change = new Map(Object.entries(renewed).filter(([key, value]) => renewedFrom[key] !== value));
      const fields = this.adapter.catalog.configurationFields;
      const sealed = sealSettings(this.deps.encryption, this.instance.id, fields, change);
      await new InstanceConfigurationRepository(transaction).write(this.context, this.instance.id, sealed, []);
      if (status !== 'NEEDS_REAUTHENTICATION') return;
      await statuses.move(this.context, transaction, this.instance.id, 'ACTIVE', null);
    });
  }

  async lost(refused: Settings, error: VendorAuthenticationError): Promise<void> {
    const { statuses, database } = this.deps;
    await this.whileUnchanged(database, refused, (transaction) =>
      statuses.move(this.context, transaction, this.instance.id, 'NEEDS_REAUTHENTICATION', authenticationReason(error)),
    );
  }

  exclusively<T>(work: () => Promise<T>): Promise<{ readonly result: T } | null> {
    return withLease(this.context, this.deps.leases, this.deps.clock, grantLeaseKey(this.instance.id), work);
  }

  /** Runs `change` while nobody can change the instance, unless it is gone or has another grant by now. */
  private async whileUnchanged(
    database: Database,
    expected: Settings,
    change: (transaction: Transaction, status: InstanceRow['status']) => Promise<void>,
  ): Promise<void> {
    const { id, organizationId } = this.instance;
    await database.transaction(async (transaction) => {
      const status = await new InstanceRepository(transaction).lockStatus(this.context, organizationId, id);
      if (status === null) return;
      const stored = await this.readWith(new InstanceConfigurationRepository(transaction));
      const { accessTokenKey } = this.adapter.oauth!;
      if (stored[accessTokenKey] === expected[accessTokenKey]) await change(transaction, status);
    });
  }

  private async readWith(configuration: InstanceConfigurationRepository): Promise<Settings> {
    const [stored = []] = await configuration.findByInstances(this.context, [this.instance.id]);
    const settings = openSettings(this.deps.encryption, this.instance.id, stored);
    return { ...this.defaults, ...Object.fromEntries(settings) };
  }
}

/**
 * The stored grant of an instance while a change of its other settings is checked. It is renewed where everybody renews
 * it, and stays renewed when nothing comes of the change: what was there before may be worth nothing.
 */
export class GrantUnderChange implements GrantStore {
  constructor(
    private readonly stored: GrantStore,
    private readonly grantKeys: readonly string[],
    readonly settings: Settings,
  ) {}

  async read(): Promise<Settings> {
    const stored = await this.stored.read();
    const others = Object.entries(this.settings).filter(([key]) => !this.grantKeys.includes(key));
    const grant = Object.entries(stored).filter(([key]) => this.grantKeys.includes(key));
    return Object.fromEntries([...others, ...grant]);
  }

  replace(renewedFrom: Settings, renewed: Settings): Promise<void> {
    return this.stored.replace(renewedFrom, renewed);
  }

  /** With other settings: that says nothing of those that are stored. */
  lost(): Promise<void> {
    return Promise.resolve();
  }

  exclusively<T>(work: () => Promise<T>): Promise<{ readonly result: T } | null> {
    return this.stored.exclusively(work);
  }
}

/** A grant that no instance has yet. What it was renewed to is in `settings` when the work is done. */
export class UnstoredGrant implements GrantStore {
  constructor(public settings: Settings) {}

  read(): Promise<Settings> {
    return Promise.resolve(this.settings);
  }

  replace(_renewedFrom: Settings, renewed: Settings): Promise<void> {
    this.settings = renewed;
    return Promise.resolve();
  }

  lost(): Promise<void> {
    return Promise.resolve();
  }

  async exclusively<T>(work: () => Promise<T>): Promise<{ readonly result: T }> {
    return { result: await work() };
  }
}
