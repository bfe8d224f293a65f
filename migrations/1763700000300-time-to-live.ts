import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How old an instance's records may be before they are refreshed on read, where its owner chose. */
export class TimeToLive1763700000300 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE instances ADD COLUMN time_to_live_seconds int
        CONSTRAINT instances_time_to_live CHECK (time_to_live_seconds BETWEEN 1 AND 2592000)
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE instances DROP COLUMN time_to_live_seconds');
  }
}
