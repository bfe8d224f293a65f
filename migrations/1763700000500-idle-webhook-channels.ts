import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Channels with nothing to send wait for nothing, so that looking for those that are due costs nothing for the others. */
export class IdleWebhookChannels1763700000500 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE webhook_channels ALTER COLUMN waits_until DROP NOT NULL;
      DROP INDEX webhook_channels_waiting;
      CREATE INDEX webhook_channels_due ON webhook_channels (waits_until)
        WHERE status = 'ACTIVE' AND waits_until IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX webhook_channels_due;
      CREATE INDEX webhook_channels_waiting ON webhook_channels (waits_until) WHERE status = 'ACTIVE';
      UPDATE webhook_channels SET waits_until = now() WHERE waits_until IS NULL;
      ALTER TABLE webhook_channels ALTER COLUMN waits_until SET NOT NULL;
    `);
  }
}
