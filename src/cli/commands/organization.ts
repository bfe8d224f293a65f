import type { Command } from 'commander';
import { withOrganizations } from '../organization-services';
import { printAnswer } from '../print-answer';
import { registerReturnUrl } from './return-url';

/** Tenants are made here and nowhere else. */
export function registerOrganization(program: Command): void {
  const organization = program.command('organization').description('Organizations: the tenants of the service.');
  organization
    .command('create')
    .argument('<name>', 'name to show')
    .option('--json', 'print JSON')
    .description('Creates an organization and prints its secret, this once.')
    .action(async (name: string, options: { json?: boolean }) => {
      const created = await withOrganizations(({ service, context }) => service.createOrganization(context, name));
      printAnswer({ organizationId: created.id, organizationSecret: created.secret }, options);
    });
  organization
    .command('list')
    .option('--json', 'print JSON')
    .description('Lists all organizations, oldest first.')
    .action(async (options: { json?: boolean }) => {
      const all = await withOrganizations(({ service, context }) => service.listOrganizations(context));
      printAnswer(
        all.map(({ id, name, createdAt }) => ({ organizationId: id, name, createdAt: createdAt.toISOString() })),
        options,
      );
    });
  registerReturnUrl(organization);
}
