import { Field, ID, ObjectType } from 'type-graphql';
import { AgentSetup } from '../agent/agent-setup.type';
import { Payload } from '../user-error/payload.type';
import { Instance } from './instance.type';

@ObjectType({ description: 'Answer of `provisionInstance`.', simpleResolvers: true })
export class ProvisionInstancePayload extends Payload {
  @Field(() => Instance, { nullable: true, description: 'The new instance; null when nothing was kept.' })
  instance?: Instance | null;

  @Field(() => String, { nullable: true, description: 'Its token. Shown this once.' })
  token?: string | null;

  @Field(() => AgentSetup, {
    nullable: true,
    description: "How the program on the customer's computer is set up; null where the element has none.",
  })
  agentSetup?: AgentSetup | null;
}

@ObjectType({ description: 'Answer of `updateInstance`.', simpleResolvers: true })
export class UpdateInstancePayload extends Payload {
  @Field(() => Instance, { nullable: true, description: 'The instance as it now is; null when nothing was changed.' })
  instance?: Instance | null;
}

@ObjectType({ description: 'Answer of `reauthenticateInstance`.', simpleResolvers: true })
export class ReauthenticateInstancePayload extends Payload {
  @Field(() => Instance, {
    nullable: true,
    description: 'The instance as it now is; null when the new credentials were refused, and the old ones kept.',
  })
  instance?: Instance | null;

  @Field(() => AgentSetup, {
    nullable: true,
    description: "How the program on the customer's computer is set up anew; null where the element has none.",
  })
  agentSetup?: AgentSetup | null;
}

@ObjectType({ description: 'Answer of `enableInstance`.', simpleResolvers: true })
export class EnableInstancePayload extends Payload {
  @Field(() => Instance, { nullable: true, description: 'The instance as it now is; null when it stayed off.' })
  instance?: Instance | null;
}

@ObjectType({ description: 'Answer of `disableInstance`.', simpleResolvers: true })
export class DisableInstancePayload extends Payload {
  @Field(() => Instance, { nullable: true, description: 'The instance as it now is.' })
  instance?: Instance | null;
}

@ObjectType({ description: 'Answer of `deleteInstance`.', simpleResolvers: true })
export class DeleteInstancePayload extends Payload {
  @Field(() => ID, {
    nullable: true,
    description:
      'Id of what is gone, at once for every reader; null when it was not found. A grant that could not be withdrawn is told in `errors`; the instance is gone all the same.',
  })
  deletedInstanceId?: string | null;
}

@ObjectType({ description: 'Answer of `rotateInstanceToken`.', simpleResolvers: true })
export class RotateInstanceTokenPayload extends Payload {
  @Field(() => Instance, { nullable: true, description: 'The instance.' })
  instance?: Instance | null;

  @Field(() => String, { nullable: true, description: 'Its new token. Shown this once.' })
  token?: string | null;
}
