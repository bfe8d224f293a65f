import type { VendorAdapter } from '../adapters/adapter';
import type { Transaction } from '../persistence/database';
import { InstanceConfigurationRepository } from '../persistence/repositories/instance-configuration.repository';
import type { RequestContext } from '../request-context';
import type { Encryption } from '../security/encryption';
import type { ConfigurationChange } from './configuration-input';
import { sealSettings } from './instance-settings';
import type { WebhookSwitch } from './webhooks/webhook-switch';

/** Stores settings of instances, secrets encrypted, and sets in motion what follows from them. */
export class InstanceSettingsWriter {
  constructor(
    private readonly encryption: Encryption,
    private readonly webhooks: WebhookSwitch,
  ) {}

  /** Only what changes is written: settings that someone else changes at the same time are theirs. */
  async write(
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
