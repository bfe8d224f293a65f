import { Arg, ID, Resolver, Root, Subscription } from 'type-graphql';
import type { SyncRunRow } from '../../persistence/repositories/sync-run.repository';
import type { GraphqlContext } from '../context';
import { SyncRun } from '../sync-run/sync-run.type';

interface Subscribing {
  readonly args: { readonly id: string };
  readonly context: GraphqlContext;
}

@Resolver()
export class SyncProgressResolver {
  @Subscription(() => SyncRun, {
    description: 'A sync as it is, then as it goes on; ends with it.',
    subscribe: ({ args, context: { request, services } }: Subscribing) =>
      services.syncProgress.follow(request, args.id),
  })
  syncProgress(@Root() run: SyncRunRow, @Arg('id', () => ID, { description: 'Its `id`.' }) _id: string): SyncRunRow {
    return run;
  }
}
