import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sessions that end keep no request any more: nothing looks for those that do. */
export class AgentSessionsOwed1764300000300 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX agent_sessions_owed');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX agent_sessions_owed ON agent_sessions (instance_id)
      WHERE ended_at IS NOT NULL AND work_kind IS NOT NULL`);
  }
}
