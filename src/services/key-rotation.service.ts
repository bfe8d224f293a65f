import type { CarriedWriteRepository } from '../persistence/repositories/carried-write.repository';
import type { IdempotencyKeyRepository } from '../persistence/repositories/idempotency-key.repository';
import type { InstanceConfigurationRepository } from '../persistence/repositories/instance-configuration.repository';
import type { ReportExportRepository } from '../persistence/repositories/report-export.repository';
import type { OAuthConsentRepository } from '../persistence/repositories/oauth-consent.repository';
import type { RequestContext } from '../request-context';
import type { Encryption } from '../security/encryption';
import type { ConsentVault } from './oauth/consent-vault';
import { placeOf } from './exports/export-order';
import { CarriedRequests } from './writes/carried-request';

const BATCH_SIZE = 200;

/**
 * Encrypts every stored secret with the first of `ENCRYPTION_KEYS`. Works beside running replicas and can be cut and run
 * again at any time: a value is replaced only while it still reads as it was read, and what is done is not looked at again.
 */
export class KeyRotationService {
  constructor(
    private readonly configuration: InstanceConfigurationRepository,
    private readonly idempotencyKeys: IdempotencyKeyRepository,
    private readonly exports: ReportExportRepository,
    private readonly consents: OAuthConsentRepository,
    private readonly vault: ConsentVault,
    private readonly writes: CarriedWriteRepository,
    private readonly encryption: Encryption,
  ) {}

  /** How many values were encrypted anew. */
  async rotate(context: RequestContext): Promise<number> {
    const configuration = await this.rotateConfiguration(context);
    const answers = await this.rotateAnswers(context);
    const exports = await this.rotateExports(context);
    const writes = await this.rotateWrites(context);
    return configuration + answers + exports + writes + (await this.rotateConsents(context));
  }

  /** Of those that wait for an agent. */
  private async rotateWrites(context: RequestContext): Promise<number> {
    const requests = new CarriedRequests(this.encryption);
    let rotated = 0;
    for (;;) {
      const batch = await this.writes.listNotEncryptedWith(context, this.encryption.currentKeyId, BATCH_SIZE);
      for (const write of batch) {
        const after = requests.reseal(write, write.encryptedRequest);
        await this.writes.replaceEncrypted(context, write.id, write.encryptedRequest, after);
      }
      rotated += batch.length;
      if (batch.length < BATCH_SIZE) return rotated;
    }
  }

  private async rotateConfiguration(context: RequestContext): Promise<number> {
    const keyId = this.encryption.currentKeyId;
    let rotated = 0;
    for (;;) {
      const batch = await this.configuration.listNotEncryptedWith(context, keyId, BATCH_SIZE);
      for (const { instanceId, key, encryptedValue } of batch) {
        const after = this.reencrypt(encryptedValue, { ownerId: instanceId, name: key });
        await this.configuration.replaceEncrypted(context, { instanceId, key }, encryptedValue, after, keyId);
      }
      rotated += batch.length;
      if (batch.length < BATCH_SIZE) return rotated;
    }
  }

  private async rotateConsents(context: RequestContext): Promise<number> {
    let rotated = 0;
    for (;;) {
      const batch = await this.consents.listNotEncryptedWith(context, this.encryption.currentKeyId, BATCH_SIZE);
      for (const sealed of batch) await this.consents.replaceEncrypted(context, sealed, this.vault.reseal(sealed));
      rotated += batch.length;
      if (batch.length < BATCH_SIZE) return rotated;
    }
  }

  private async rotateAnswers(context: RequestContext): Promise<number> {
    let rotated = 0;
    for (;;) {
      const batch = await this.idempotencyKeys.listNotEncryptedWith(context, this.encryption.currentKeyId, BATCH_SIZE);
      for (const { organizationId, key, encryptedAnswer } of batch) {
        const after = this.reencrypt(encryptedAnswer, { ownerId: organizationId, name: key });
        await this.idempotencyKeys.replaceEncrypted(context, organizationId, key, encryptedAnswer, after);
      }
      rotated += batch.length;
      if (batch.length < BATCH_SIZE) return rotated;
    }
  }

  /** Of those that have not ended: the others have no request any more. */
  private async rotateExports(context: RequestContext): Promise<number> {
    let rotated = 0;
    for (;;) {
      const batch = await this.exports.listNotEncryptedWith(context, this.encryption.currentKeyId, BATCH_SIZE);
      for (const { id, encryptedRequest } of batch) {
        const after = this.reencrypt(encryptedRequest, placeOf(id));
        await this.exports.replaceEncrypted(context, id, encryptedRequest, after);
      }
      rotated += batch.length;
      if (batch.length < BATCH_SIZE) return rotated;
    }
  }

  private reencrypt(stored: string, place: { readonly ownerId: string; readonly name: string }): string {
    return this.encryption.encrypt(this.encryption.decrypt(stored, place), place);
  }
}
