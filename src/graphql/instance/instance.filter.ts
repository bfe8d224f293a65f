import { Field, ID, InputType } from 'type-graphql';
import type { InstanceStatus as Status } from '../../persistence/repositories/instance.repository';
import { InstanceStatus } from './instance.type';

@InputType({ description: 'Conditions on instances; all that are given must hold. A list means any of.' })
export class InstanceFilter {
  @Field(() => [ID], { nullable: true, description: 'Instances of these elements, by key.' })
  elementKey?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Instances whose element is in these hubs.' })
  hub?: string[] | null;

  @Field(() => [InstanceStatus], { nullable: true, description: 'Instances in these states.' })
  status?: Status[] | null;

  @Field(() => [String], { nullable: true, description: 'Instances that carry one of these tags.' })
  tag?: string[] | null;

  @Field(() => String, { nullable: true, description: 'Part of the name, case ignored.' })
  text?: string | null;
}
