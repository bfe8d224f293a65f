import { Field, ID, InputType, ObjectType } from 'type-graphql';
import type { ElementResource as Resource } from '../../adapters/adapter';
import type { ChangeKind as Kind, ChangeSource as Source } from '../../services/change-event';
import { ElementResource } from '../element/capability.type';
import { DateTimeScalar, JsonObjectScalar } from '../scalars';
import { ChangeKind, ChangeSource } from './change-event.enums';

@ObjectType({
  description:
    'Something changed: in a record, or in the status of an instance. Events begin once a list was read whole for the first ' +
    'time, and are kept for 30 days.',
  simpleResolvers: true,
})
export class ChangeEvent {
  @Field(() => ID, {
    description:
      'Opaque. Within an organization it rises, compared as text, in the order in which the changes took effect here; ' +
      'also the cursor.',
  })
  id!: string;

  instanceId!: string;

  @Field(() => ChangeKind, { description: 'What happened.' })
  kind!: Kind;

  @Field(() => ElementResource, {
    nullable: true,
    description: 'In which resource; null for changes of the instance itself.',
  })
  resource!: Resource | null;

  @Field(() => [String], {
    description: 'Names of the fields that changed; empty when unknown, and where a record is new or gone.',
  })
  changedFields!: readonly string[];

  @Field(() => JsonObjectScalar, {
    nullable: true,
    description:
      'What it was: of a record its own fields, without long ones such as `history` and `vendorFields`; of an instance ' +
      '`status` and `statusReason`. Null when it is new, or what it was is not known.',
  })
  before!: object | null;

  @Field(() => JsonObjectScalar, {
    nullable: true,
    description: 'What it became, in the same words; null when it is gone.',
  })
  after!: object | null;

  @Field(() => ChangeSource, { description: 'How we learned of it.' })
  source!: Source;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it happened at the vendor, where that is stated.',
  })
  occurredAt!: Date | null;

  @Field(() => DateTimeScalar, { description: 'When we took note.' })
  recordedAt!: Date;
}

@InputType({ description: 'Conditions on changes; all that are given must hold. A list means any of.' })
export class InstanceChangeEventFilter {
  @Field(() => [ElementResource], { nullable: true, description: 'Changes in these resources.' })
  resource?: Resource[] | null;

  @Field(() => [ChangeKind], { nullable: true, description: 'Changes of these kinds.' })
  kind?: Kind[] | null;

  @Field(() => [ID], { nullable: true, description: 'Changes of these records, by `id`.' })
  recordId?: string[] | null;
}

@InputType({ description: 'Conditions on changes; all that are given must hold. A list means any of.' })
export class ChangeEventFilter extends InstanceChangeEventFilter {
  @Field(() => [ID], { nullable: true, description: 'Changes through these instances.' })
  instanceId?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Changes through instances of these elements, by key.' })
  elementKey?: string[] | null;
}
