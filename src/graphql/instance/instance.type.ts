import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import type { InstanceStatus as Status } from '../../persistence/repositories/instance.repository';
import { VendorRequestLimit } from '../element/capability.type';
import { registerEnum } from '../register-enum';
import { DateTimeScalar } from '../scalars';

export const InstanceStatus = registerEnum<Status>('InstanceStatus', 'State of an instance.', {
  PENDING: "Provisioned; waits for consent, for the agent's first call, or for the first check.",
  ACTIVE: 'Works.',
  DEGRADED: 'Works in part: repeated vendor failures, a spent quota, an agent that has gone quiet.',
  NEEDS_REAUTHENTICATION: 'The credentials were refused or have run out; `reauthenticateInstance` mends it.',
  DISABLED: 'Switched off by its owner or by us; reads come from our copy, writes are refused.',
});

@Directive('@key(fields: "id")')
@ObjectType({
  description: 'One authenticated connection of one customer to one element.',
  simpleResolvers: true,
})
export class Instance {
  @Field(() => ID, { description: 'Opaque, global, stable through re-authentication.' })
  id!: string;

  @Field(() => String, { description: 'Name given by its owner.' })
  name!: string;

  @Field(() => [String], { description: 'Labels given by its owner.' })
  tags!: readonly string[];

  @Field(() => InstanceStatus, { description: 'Whether it works.' })
  status!: Status;

  @Field(() => String, { nullable: true, description: 'Why it has this status, for people.' })
  statusReason!: string | null;

  @Field(() => DateTimeScalar, { description: 'Since when it has this status.' })
  statusChangedAt!: Date;

  @Field(() => DateTimeScalar, { description: 'When it was provisioned.' })
  createdAt!: Date;

  @Field(() => DateTimeScalar, { description: 'When its own settings last changed.' })
  updatedAt!: Date;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When a list of its records was last read to the end; null when none was yet.',
  })
  lastSyncedAt!: Date | null;
}

@ObjectType({ description: 'One stored setting.', simpleResolvers: true })
export class ConfigurationEntry {
  @Field(() => String, { description: 'Its key, such as `base.url`.' })
  key!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Its value, `********` for a stored secret, null when not set.',
  })
  value!: string | null;

  @Field(() => Boolean, { description: 'Whether the value is hidden.' })
  secret!: boolean;

  @Field(() => Boolean, { description: "Nobody set it: the element's default is in force." })
  isDefault!: boolean;
}

@ObjectType({ description: 'What is left of a vendor limit, over all our replicas.', simpleResolvers: true })
export class VendorRequestBudget {
  @Field(() => VendorRequestLimit, { description: 'The limit.' })
  limit!: VendorRequestLimit;

  @Field(() => Int, { description: 'Requests that could be sent now.' })
  remaining!: number;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When there is room again; null while there is.' })
  resetsAt!: Date | null;
}
