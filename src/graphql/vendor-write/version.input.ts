import { Field, InputType } from 'type-graphql';
import { KeyedInput } from './write.input';

/** What the input of every mutation has that changes a record of which others may know an older version. */
@InputType()
export abstract class VersionedInput extends KeyedInput {
  @Field(() => String, {
    nullable: true,
    description:
      '`version` of the record as you read it. If it is another by now, nothing is changed, and a `RecordConflictError` of the code STALE_RECORD has the record as it is. Without it, the change is made whatever the record is now.',
  })
  expectedVersion?: string | null;
}
