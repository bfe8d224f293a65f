import type { Command } from 'commander';
import { loadConfig } from '../../config';
import { createSilentLogger } from '../../logger';
import { migrate } from '../../persistence/migrate';
import { withDatabase } from '../command-database';

/** The only way a production database changes; outside production the service does it at start. */
export function registerMigrate(program: Command): void {
  program
    .command('migrate')
    .description('Brings the database to this version. Safe to run in several places at once.')
    .action(async () => {
      const config = loadConfig(process.env, ['DATABASE_URL']);
      const done = await withDatabase(config, createSilentLogger(), migrate);
      const lines =
        done.length === 0
          ? ['Nothing to do: the database is at this version.']
          : done.map((name) => `Applied ${name}.`);
      process.stdout.write(`${lines.join('\n')}\n`);
    });
}
