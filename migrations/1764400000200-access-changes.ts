import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where what opens access is kept: the column of the organization's id, and the columns that a change of which takes it. */
const KEPT_IN = {
  organizations: ['id', 'secret_hash'],
  users: ['organization_id', 'organization_id, secret_hash'],
  instances: ['organization_id', 'token_hash, previous_token_hash, previous_token_expires_at, deleted_at'],
} as const;

/**
 * Whoever has let somebody in for a while hears when that may have ended, however it came about: by the service, or by an
 * operator who takes somebody's access away with SQL.
 */
export class AccessChanges1764400000200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION tell_access_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_notify('access_changes', to_jsonb(OLD) ->> TG_ARGV[0]);
        RETURN NULL;
      END $$;
    `);
    for (const [table, [organization, columns]] of Object.entries(KEPT_IN)) {
      await runner.query(`
        CREATE TRIGGER ${table}_access_change AFTER DELETE OR UPDATE OF ${columns} ON ${table}
          FOR EACH ROW EXECUTE FUNCTION tell_access_change('${organization}');
      `);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of Object.keys(KEPT_IN)) await runner.query(`DROP TRIGGER ${table}_access_change ON ${table}`);
    await runner.query('DROP FUNCTION tell_access_change()');
  }
}
