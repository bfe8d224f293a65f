import { Command } from 'commander';
import { registerMigrate } from './commands/migrate';
import { registerUser } from './commands/user';
import { registerSchema } from './commands/schema';
import { registerSandbox } from './commands/sandbox';
import { registerOrganization } from './commands/organization';
import { registerKeys } from './commands/keys';
import { registerSync } from './commands/sync';

/** Every command: one file each in `commands/`, and one line here. */
export function createProgram(): Command {
  const program = new Command('elements')
    .description('Administration of the service. It reads the same settings as the service itself.')
    .showHelpAfterError('(--help lists what there is)');
  registerMigrate(program);
  registerKeys(program);
  registerOrganization(program);
  registerSandbox(program);
  registerSchema(program);
  registerSync(program);
  registerUser(program);
  return program;
}
