import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Writes are found by when they were settled, however long before they were asked for. */
export class VendorWritesSettled1764300000400 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX vendor_writes_settled ON vendor_writes (instance_id, settled_at) WHERE settled_at IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX vendor_writes_settled');
  }
}
