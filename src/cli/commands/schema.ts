import type { Command } from 'commander';
import { loadConfig } from '../../config';
import { buildElementsSchema } from '../../graphql/schema';

/** What a registry or a composition takes. */
export function registerSchema(program: Command): void {
  program
    .command('schema')
    .description('The graph.')
    .command('print')
    .description('Prints the subgraph SDL, with its federation directives, as `_service { sdl }` answers it.')
    .action(async () => {
      const { federationVersion } = loadConfig(process.env, []);
      const { sdl } = await buildElementsSchema({ federationVersion });
      process.stdout.write(sdl.endsWith('\n') ? sdl : `${sdl}\n`);
    });
}
