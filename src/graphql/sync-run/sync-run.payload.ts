import { Field, ObjectType } from 'type-graphql';
import { Payload } from '../user-error/payload.type';
import { SyncRun } from './sync-run.type';

@ObjectType({ description: 'Answer of `syncInstance`.', simpleResolvers: true })
export class SyncInstancePayload extends Payload {
  @Field(() => SyncRun, {
    nullable: true,
    description: 'The sync: a new one, or one under way that does as much; null when there was to be none.',
  })
  syncRun?: SyncRun | null;
}

@ObjectType({ description: 'Answer of `cancelSyncRun`.', simpleResolvers: true })
export class CancelSyncRunPayload extends Payload {
  @Field(() => SyncRun, { nullable: true, description: 'The sync as it now is; null when it was not found.' })
  syncRun?: SyncRun | null;
}
