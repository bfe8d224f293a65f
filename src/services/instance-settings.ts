import type { ConfigurationField } from '../adapters/adapter';
import type { StoredSetting } from '../persistence/repositories/instance-configuration.repository';
import type { Encryption } from '../security/encryption';
import { SECRET_MASK, type ConfigurationChange } from './configuration-input';

/** One setting as callers see it. */
export interface ConfigurationEntry {
  readonly key: string;
  /** The mask for a stored secret; null when not set. */
  readonly value: string | null;
  readonly secret: boolean;
  /** Nobody set it: the element's default is in force. */
  readonly isDefault: boolean;
}

/** Stored settings in the clear. Never leaves the services. */
export function openSettings(
  encryption: Encryption,
  instanceId: string,
  stored: readonly StoredSetting[],
): Map<string, string> {
  return new Map(
    stored.map((setting) => [
      setting.key,
      setting.encryptedValue === null
        ? (setting.value ?? '')
        : encryption.decrypt(setting.encryptedValue, { ownerId: instanceId, name: setting.key }),
    ]),
  );
}

/** New values as they are stored: secrets encrypted for their place. */
export function sealSettings(
  encryption: Encryption,
  instanceId: string,
  fields: readonly ConfigurationField[],
  change: ConfigurationChange,
): StoredSetting[] {
  const secretKeys = new Set(fields.filter((field) => field.secret).map((field) => field.key));
  return [...change].flatMap(([key, value]) =>
    value === null ? [] : [sealSetting(encryption, instanceId, key, value, secretKeys.has(key))],
  );
}

function sealSetting(
  encryption: Encryption,
  instanceId: string,
  key: string,
  value: string,
  secret: boolean,
): StoredSetting {
  if (!secret) return { key, value, encryptedValue: null, encryptionKeyId: null };
  return {
    key,
    value: null,
    encryptedValue: encryption.encrypt(value, { ownerId: instanceId, name: key }),
    encryptionKeyId: encryption.currentKeyId,
  };
}

/** Settings for callers, in the order of the form. Needs no key: a secret is never opened to be shown. */
export function describeSettings(
  fields: readonly ConfigurationField[],
  stored: readonly StoredSetting[],
): ConfigurationEntry[] {
  const byKey = new Map(stored.map((setting) => [setting.key, setting]));
  return fields.map((field) => {
    const setting = byKey.get(field.key);
    const shown = field.secret || setting?.encryptedValue != null ? SECRET_MASK : (setting?.value ?? null);
    return {
      key: field.key,
      value: setting === undefined ? (field.default ?? null) : shown,
      secret: field.secret,
      isDefault: setting === undefined,
    };
  });
}
