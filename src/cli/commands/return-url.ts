import type { Command } from 'commander';
import { withOrganizations } from '../organization-services';
import { printAnswer } from '../print-answer';

/** Where browsers may be sent back to after a vendor's consent page, by organization. */
export function registerReturnUrl(organization: Command): void {
  const returnUrl = organization
    .command('return-url')
    .description('Addresses that our own callback page may send browsers back to after consent.');
  returnUrl
    .command('add')
    .argument('<organizationId>', 'organization that it is for')
    .argument('<url>', 'the whole address, letter for letter as `returnUrl` will have it')
    .description('Registers an address. One that is registered already stays so.')
    .action(async (organizationId: string, url: string) => {
      await withOrganizations(({ returnUrls, context }) => returnUrls.add(context, organizationId, url));
    });
  returnUrl
    .command('list')
    .argument('<organizationId>', 'organization to list those of')
    .option('--json', 'print JSON')
    .description('Lists the addresses of an organization.')
    .action(async (organizationId: string, options: { json?: boolean }) => {
      const urls = await withOrganizations(({ returnUrls, context }) => returnUrls.list(context, organizationId));
      printAnswer(
        urls.map((url) => ({ url })),
        options,
      );
    });
  returnUrl
    .command('remove')
    .argument('<organizationId>', 'organization that it is of')
    .argument('<url>', 'the address')
    .description('Removes an address. Flows that were begun with it still end there.')
    .action(async (organizationId: string, url: string) => {
      await withOrganizations(({ returnUrls, context }) => returnUrls.remove(context, organizationId, url));
    });
}
