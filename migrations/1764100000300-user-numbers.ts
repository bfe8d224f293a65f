import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Numbers of users, as the platform's calls name them. */
export class UserNumbers1764100000300 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE users ADD COLUMN number bigserial NOT NULL;
      CREATE UNIQUE INDEX users_number ON users (number);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE users DROP COLUMN number');
  }
}
