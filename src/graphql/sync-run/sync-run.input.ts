import { Field, ID, InputType, Int } from 'type-graphql';
import type { ElementResource as Resource } from '../../adapters/adapter';
import type { SyncMode as Mode } from '../../persistence/repositories/sync-run.repository';
import { ElementResource } from '../element/capability.type';
import { SyncMode } from './sync-run.type';

@InputType({ description: 'Arguments of `syncInstance`.' })
export class SyncInstanceInput {
  @Field(() => ID, { description: 'The instance.' })
  id!: string;

  @Field(() => [ElementResource], {
    nullable: true,
    description: 'Only these resources, and those that come with them. Default: all that the element lists.',
  })
  resources?: Resource[] | null;

  @Field(() => SyncMode, { defaultValue: 'INCREMENTAL', description: 'What changed, or everything.' })
  mode!: Mode;

  @Field(() => Int, {
    defaultValue: 0,
    description: 'Answer when it has ended, or after so many seconds: at most 60.',
  })
  waitSeconds!: number;
}

@InputType({ description: 'Arguments of `cancelSyncRun`.' })
export class CancelSyncRunInput {
  @Field(() => ID, { description: 'The sync.' })
  id!: string;
}
