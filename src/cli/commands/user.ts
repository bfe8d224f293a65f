import type { Command } from 'commander';
import { withOrganizations } from '../organization-services';
import { printAnswer } from '../print-answer';

interface UserOptions {
  readonly organization: string;
  readonly name?: string;
  readonly email?: string;
  readonly json?: boolean;
}

/** Users are people or programs that call for one organization. */
export function registerUser(program: Command): void {
  program
    .command('user')
    .description('Users: people or programs that call for one organization.')
    .command('create')
    .requiredOption('--organization <id>', 'the organization that the user belongs to')
    .option('--name <name>', 'name to show')
    .option('--email <address>', 'e-mail address to show')
    .option('--json', 'print JSON')
    .description('Creates a user and prints the secret, this once.')
    .action(async (options: UserOptions) => {
      const created = await withOrganizations(({ service, context }) =>
        service.createUser(context, {
          organizationId: options.organization,
          name: options.name ?? null,
          email: options.email ?? null,
        }),
      );
      printAnswer({ userId: created.id, userSecret: created.secret }, options);
    });
}
