import type { RequestContext } from '../../request-context';
import type { StatementRunner } from '../database';

/** One stored setting; `encryptedValue` for a secret. */
export interface StoredSetting {
  readonly key: string;
  readonly value: string | null;
  readonly encryptedValue: string | null;
  readonly encryptionKeyId: string | null;
}

interface SettingRow extends StoredSetting {
  readonly instanceId: string;
}

const COLUMNS = `instance_id AS "instanceId", key, value, encrypted_value AS "encryptedValue",
  encryption_key_id AS "encryptionKeyId"`;

/** Settings of instances. Callers have checked that the instance is theirs. */
export class InstanceConfigurationRepository {
  constructor(private readonly runner: StatementRunner) {}

  /** The settings of each instance, in the order of `instanceIds`. */
  async findByInstances(context: RequestContext, instanceIds: readonly string[]): Promise<StoredSetting[][]> {
    const rows = await this.runner.query<SettingRow>(context, {
      name: 'configuration-by-instances',
      text: `SELECT ${COLUMNS} FROM instance_configuration WHERE instance_id = ANY($1::uuid[]) ORDER BY instance_id, key`,
      values: [instanceIds],
    });
    const byInstance = new Map<string, StoredSetting[]>(instanceIds.map((id) => [id, []]));
    for (const row of rows) byInstance.get(row.instanceId)?.push(row);
    return instanceIds.map((id) => byInstance.get(id) ?? []);
  }

  /** Writes these settings and removes those keys; what is not named stays untouched, so that a rotation is not undone. */
  async write(
    context: RequestContext,
    instanceId: string,
    settings: readonly StoredSetting[],
    removedKeys: readonly string[],
  ): Promise<void> {
    if (removedKeys.length > 0) {
      await this.runner.query(context, {
        text: 'DELETE FROM instance_configuration WHERE instance_id = $1 AND key = ANY($2::text[])',
        values: [instanceId, removedKeys],
      });
    }
    if (settings.length === 0) return;
    await this.runner.query(context, {
      text: `INSERT INTO instance_configuration (instance_id, key, value, encrypted_value, encryption_key_id)
             SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[], $5::text[])
             ON CONFLICT (instance_id, key) DO UPDATE SET value = excluded.value,
               encrypted_value = excluded.encrypted_value, encryption_key_id = excluded.encryption_key_id`,
      values: [
        instanceId,
        settings.map((setting) => setting.key),
        settings.map((setting) => setting.value),
        settings.map((setting) => setting.encryptedValue),
        settings.map((setting) => setting.encryptionKeyId),
      ],
    });
  }

  /** Secrets that another key than `keyId` encrypted: what a rotation has still to do. */
  async listNotEncryptedWith(
    context: RequestContext,
    keyId: string,
    limit: number,
  ): Promise<{ instanceId: string; key: string; encryptedValue: string }[]> {
    return this.runner.query(context, {
      text: `SELECT instance_id AS "instanceId", key, encrypted_value AS "encryptedValue" FROM instance_configuration
             WHERE encryption_key_id <> $1 ORDER BY instance_id, key LIMIT $2`,
      values: [keyId, limit],
    });
  }

  /** Replaces an encrypted value only while it still reads `before`: someone may have set another meanwhile. */
  async replaceEncrypted(
    context: RequestContext,
    place: { readonly instanceId: string; readonly key: string },
    before: string,
    after: string,
    keyId: string,
  ): Promise<void> {
    await this.runner.query(context, {
      text: `UPDATE instance_configuration SET encrypted_value = $4, encryption_key_id = $5
             WHERE instance_id = $1 AND key = $2 AND encrypted_value = $3`,
      values: [place.instanceId, place.key, before, after, keyId],
    });
  }
}
