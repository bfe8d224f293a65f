import { Field, ObjectType } from 'type-graphql';
import { Instance } from '../instance/instance.type';
import { DateTimeScalar, UrlScalar } from '../scalars';
import { Payload } from '../user-error/payload.type';
import { AgentSetup } from './agent-setup.type';

@ObjectType({ description: 'Answer of `createAgentSetupLink`.', simpleResolvers: true })
export class CreateAgentSetupLinkPayload extends Payload {
  @Field(() => UrlScalar, {
    nullable: true,
    description: 'Setup file: works once, without an Authorization header. The link before works no longer.',
  })
  setupFileUrl?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Until when it works: ten minutes.' })
  expiresAt?: Date | null;
}

@ObjectType({ description: 'Answer of `rotateAgentPassword`.', simpleResolvers: true })
export class RotateAgentPasswordPayload extends Payload {
  @Field(() => Instance, { nullable: true, description: 'The instance.' })
  instance?: Instance | null;

  @Field(() => AgentSetup, { nullable: true, description: 'With the new password; the setup file stays good.' })
  agentSetup?: AgentSetup | null;
}
