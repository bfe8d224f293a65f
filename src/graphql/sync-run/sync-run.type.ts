import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import type {
  SyncMode as Mode,
  SyncRunStatus as Status,
  SyncTrigger as Trigger,
} from '../../persistence/repositories/sync-run.repository';
import { ElementResource } from '../element/capability.type';
import { registerEnum } from '../register-enum';
import { DateTimeScalar } from '../scalars';

export const SyncMode = registerEnum<Mode>('SyncMode', 'How much a sync reads.', {
  INCREMENTAL: 'What may have changed since the last one; everything where the vendor offers no less.',
  FULL: 'Everything; also finds what was deleted long after it was settled.',
});

export const SyncTrigger = registerEnum<Trigger>('SyncTrigger', 'What set a sync off.', {
  SCHEDULE: 'Its schedule.',
  REQUEST: '`syncInstance`, also where that joined one that had not begun.',
  READ: 'A read that needed fresher data.',
  PROVISIONING: 'Provisioning: the first of an instance.',
});

export const SyncRunStatus = registerEnum<Status>('SyncRunStatus', 'How far a sync is.', {
  QUEUED: 'Waits to begin.',
  RUNNING: 'Reads, or waits to go on after a fault of the vendor.',
  SUCCEEDED: 'All resources were read.',
  PARTIALLY_SUCCEEDED: 'Some resources were read; the rest keep their old state and go on where they were cut.',
  FAILED: 'Nothing was read to its end. What was read stays, and nothing was deleted; the next goes on from there.',
  CANCELLED: 'Stopped by `cancelSyncRun`; what was read stays.',
});

@ObjectType({ description: "One reading of an instance's records.", simpleResolvers: true })
export class SyncRun {
  @Field(() => ID, { description: 'Its id here; its requests to the vendor have it as `requestId`.' })
  id!: string;

  instanceId!: string;

  @Field(() => [ElementResource], { description: 'What is read.' })
  resources!: readonly string[];

  @Field(() => SyncMode, { description: 'Everything, or what changed. Becomes FULL when less would not do.' })
  mode!: Mode;

  @Field(() => SyncTrigger, { description: 'What set it off.' })
  trigger!: Trigger;

  @Field(() => SyncRunStatus, { description: 'How far it is.' })
  status!: Status;

  @Field(() => Float, { description: 'How much is read, from 0 to 1, as far as the vendor lets us know.' })
  progress!: number;

  @Field(() => Int, { description: 'Records read.' })
  recordsRead!: number;

  @Field(() => Int, { description: 'Records that are new to us.' })
  recordsCreated!: number;

  @Field(() => Int, { description: 'Records that are different from what we had.' })
  recordsChanged!: number;

  @Field(() => Int, { description: 'Records that are gone at the vendor.' })
  recordsDeleted!: number;

  @Field(() => Int, { description: 'Records that could not be read as what they should be: set aside, never guessed.' })
  rejectedCount!: number;

  @Field(() => Int, { description: 'Requests made to the vendor, repeated ones included.' })
  vendorCalls!: number;

  errorCode!: string | null;
  errorMessage!: string | null;

  @Field(() => DateTimeScalar, { description: 'When it was asked for.' })
  createdAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it began; null while it waits.' })
  startedAt!: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it ended; null until then.' })
  finishedAt!: Date | null;
}
