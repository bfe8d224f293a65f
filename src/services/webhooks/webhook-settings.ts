import type { StoredSetting } from '../../persistence/repositories/instance-configuration.repository';
import type { Encryption } from '../../security/encryption';
import { openSettings } from '../instance-settings';

const ENABLED_KEY = 'event.notification.enabled';
export const CALLBACK_URL_KEY = 'event.notification.callback.url';
const SIGNATURE_KEY = 'event.notification.signature.key';
const KEYS: readonly string[] = [ENABLED_KEY, CALLBACK_URL_KEY, SIGNATURE_KEY];

/** Where an instance's notifications go. */
export interface WebhookSettings {
  readonly isEnabled: boolean;
  readonly callbackUrl: string | null;
  /** In the clear: never leaves the services. */
  readonly signatureKey: string | null;
}

export function isWebhookSetting(key: string): boolean {
  return KEYS.includes(key);
}

export function toWebhookSettings(
  encryption: Encryption,
  instanceId: string,
  stored: readonly StoredSetting[],
): WebhookSettings {
  const own = stored.filter(({ key }) => isWebhookSetting(key));
  const settings = openSettings(encryption, instanceId, own);
  return {
    isEnabled: settings.get(ENABLED_KEY) === 'true',
    callbackUrl: settings.get(CALLBACK_URL_KEY) || null,
    signatureKey: settings.get(SIGNATURE_KEY) || null,
  };
}
