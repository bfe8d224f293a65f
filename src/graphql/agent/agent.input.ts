import { Field, ID, InputType } from 'type-graphql';

@InputType({ description: 'Arguments of `createAgentSetupLink`.' })
export class CreateAgentSetupLinkInput {
  @Field(() => ID, { description: 'The instance.' })
  id!: string;
}

@InputType({ description: 'Arguments of `rotateAgentPassword`.' })
export class RotateAgentPasswordInput {
  @Field(() => ID, { description: 'The instance.' })
  id!: string;
}
