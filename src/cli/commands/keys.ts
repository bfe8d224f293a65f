import type { Command } from 'commander';
import { loadConfig } from '../../config';
import { createSilentLogger } from '../../logger';
import { Database } from '../../persistence/database';
import { assertMigrated } from '../../persistence/migrate';
import { CarriedWriteRepository } from '../../persistence/repositories/carried-write.repository';
import { IdempotencyKeyRepository } from '../../persistence/repositories/idempotency-key.repository';
import { InstanceConfigurationRepository } from '../../persistence/repositories/instance-configuration.repository';
import { OAuthConsentRepository } from '../../persistence/repositories/oauth-consent.repository';
import { ReportExportRepository } from '../../persistence/repositories/report-export.repository';
import { createRequestContext } from '../../request-context';
import { Encryption } from '../../security/encryption';
import { loadOrCreateEncryptionKeys } from '../../security/encryption-keys-file';
import { KeyRotationService } from '../../services/key-rotation.service';
import { ConsentVault } from '../../services/oauth/consent-vault';
import { withDatabase } from '../command-database';

/** The third step of a key rotation: see "Security" in the README for all of them. */
export function registerKeys(program: Command): void {
  program
    .command('keys')
    .description('Encryption keys.')
    .command('rotate')
    .description(
      'Encrypts every stored secret with the first of ENCRYPTION_KEYS. Needs no downtime; may be cut and run again.',
    )
    .action(async () => {
      const config = loadConfig(process.env, ['DATABASE_URL', 'ENCRYPTION_KEYS']);
      const encryption = new Encryption(config.encryptionKeys ?? loadOrCreateEncryptionKeys(config.dataDir));
      const logger = createSilentLogger();
      const rotated = await withDatabase(config, logger, async (dataSource) => {
        await assertMigrated(dataSource);
        const database = new Database(dataSource);
        const rotation = new KeyRotationService(
          new InstanceConfigurationRepository(database),
          new IdempotencyKeyRepository(database),
          new ReportExportRepository(database),
          new OAuthConsentRepository(database),
          new ConsentVault(encryption),
          new CarriedWriteRepository(database),
          encryption,
        );
        return rotation.rotate(createRequestContext({ logger }));
      });
      process.stdout.write(`Encrypted ${rotated} values with the key "${encryption.currentKeyId}".\n`);
    });
}
