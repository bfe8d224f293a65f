import { Field, ID, ObjectType } from 'type-graphql';
import type { InstanceStatus as Status } from '../../persistence/repositories/instance.repository';
import type { ChangeEvent, ChangeKind as Kind, ChangeSource as Source } from '../../services/change-event';
import { recordIdOf } from '../../services/change-subscription.service';
import { ChangeKind, ChangeSource } from '../change-event/change-event.enums';
import { InstanceStatus } from '../instance/instance.type';
import { DateTimeScalar } from '../scalars';

/** What all notices of a change tell. */
@ObjectType({ simpleResolvers: true })
abstract class ChangeNotice {
  /** What it tells of; resolvers find the rest with it. */
  readonly event: ChangeEvent;

  @Field(() => ID, {
    description: 'Rises from change to change. A repeat has the same; as `after`, it goes on behind this change.',
  })
  readonly eventId: string;

  @Field(() => DateTimeScalar, { description: 'When we took note.' })
  readonly recordedAt: Date;

  constructor(event: ChangeEvent) {
    this.event = event;
    this.eventId = event.id;
    this.recordedAt = event.recordedAt;
  }
}

/** What all notices of a change in a record tell. */
@ObjectType({ simpleResolvers: true })
abstract class RecordChangeNotice extends ChangeNotice {
  @Field(() => ChangeKind, { description: 'Whether it is new, different or gone.' })
  readonly kind: Kind;

  @Field(() => [String], { description: 'Names of the fields that changed; empty when unknown, new or gone.' })
  readonly changedFields: readonly string[];

  @Field(() => ChangeSource, { description: 'How we learned of it.' })
  readonly source: Source;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it happened at the vendor; null where that is not stated.',
  })
  readonly occurredAt: Date | null;

  constructor(event: ChangeEvent) {
    super(event);
    this.kind = event.kind;
    this.changedFields = event.changedFields;
    this.source = event.source;
    this.occurredAt = event.occurredAt;
  }

  protected get recordId(): string {
    return recordIdOf(this.event)!;
  }
}

/** `report` is a field of its resolver. */
@ObjectType({ description: 'A report changed.', simpleResolvers: true })
export class ReportChange extends RecordChangeNotice {
  @Field(() => ID, { description: 'Id of the report, also after it is gone.' })
  get reportId(): string {
    return this.recordId;
  }
}

/** `expense` is a field of its resolver. */
@ObjectType({ description: 'An expense changed.', simpleResolvers: true })
export class ExpenseChange extends RecordChangeNotice {
  @Field(() => ID, { description: 'Id of the expense, also after it is gone.' })
  get expenseId(): string {
    return this.recordId;
  }
}

interface StatusContent {
  readonly status: Status;
  readonly statusReason: string | null;
}

/** `instance` is a field of its resolver. */
@ObjectType({ description: 'An instance changed its status.', simpleResolvers: true })
export class InstanceStatusChange extends ChangeNotice {
  @Field(() => InstanceStatus, { nullable: true, description: 'The status before; null when it is new.' })
  get previousStatus(): Status | null {
    return (this.event.before as StatusContent | null)?.status ?? null;
  }

  @Field(() => InstanceStatus, { nullable: true, description: 'The status that it took; null when not kept.' })
  get status(): Status | null {
    return (this.event.after as StatusContent | null)?.status ?? null;
  }

  @Field(() => String, { nullable: true, description: 'Why it took it, for people.' })
  get statusReason(): string | null {
    return (this.event.after as StatusContent | null)?.statusReason ?? null;
  }
}
