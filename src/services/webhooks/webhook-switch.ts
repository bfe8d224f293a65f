import type { Clock } from '../../clock';
import type { Transaction } from '../../persistence/database';
import { ChangeEventRepository } from '../../persistence/repositories/change-event.repository';
import { InstanceConfigurationRepository } from '../../persistence/repositories/instance-configuration.repository';
import { WebhookChannelRepository } from '../../persistence/repositories/webhook-channel.repository';
import { WebhookDeliveryRepository } from '../../persistence/repositories/webhook-delivery.repository';
import type { RequestContext } from '../../request-context';
import type { Encryption } from '../../security/encryption';
import { isWebhookSetting, toWebhookSettings } from './webhook-settings';

/** Switches an instance's notifications on and off as its settings say. */
export class WebhookSwitch {
  constructor(
    private readonly encryption: Encryption,
    private readonly clock: Clock,
  ) {}

  /**
   * To be called in the transaction that has written these settings. Switched on, notifications begin with the next
   * change. Naming any of their settings, with the old value even, also puts those that we had given up on to work
   * again, from where they stopped.
   */
  async settingsWritten(
    context: RequestContext,
    transaction: Transaction,
    instanceId: string,
    keys: readonly string[],
  ): Promise<void> {
    if (!keys.some(isWebhookSetting)) return;
    const stored = await new InstanceConfigurationRepository(transaction).findByInstances(context, [instanceId]);
    const { isEnabled, callbackUrl } = toWebhookSettings(this.encryption, instanceId, stored[0] ?? []);
    if (isEnabled && callbackUrl !== null) await this.open(context, transaction, instanceId);
    else await this.close(context, transaction, instanceId);
  }

  private async open(context: RequestContext, transaction: Transaction, instanceId: string): Promise<void> {
    const channels = new WebhookChannelRepository(transaction);
    const instance = await channels.findInstance(context, instanceId);
    if (instance === null) return;
    const { organizationId } = instance;
    const now = this.clock.now();
    const cursor = await new ChangeEventRepository(transaction).latestId(context, organizationId);
    await channels.open(context, { instanceId, organizationId, cursor }, now);
    await new WebhookDeliveryRepository(transaction).retryFailed(context, instanceId, now);
  }

  private async close(context: RequestContext, transaction: Transaction, instanceId: string): Promise<void> {
    await new WebhookChannelRepository(transaction).close(context, instanceId);
    const reason = 'Notifications were switched off.';
    await new WebhookDeliveryRepository(transaction).cancelUndelivered(context, instanceId, reason, this.clock.now());
  }
}
