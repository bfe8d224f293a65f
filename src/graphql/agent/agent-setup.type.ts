import { Field, ObjectType } from 'type-graphql';
import { UrlScalar } from '../scalars';

@ObjectType({ description: "What sets up the program on the customer's computer.", simpleResolvers: true })
export class AgentSetup {
  @Field(() => UrlScalar, {
    description: 'Setup file: works once, within ten minutes, without an Authorization header.',
  })
  setupFileUrl!: string;

  @Field(() => String, { description: 'User name that the program signs in with; it is in the file.' })
  username!: string;

  @Field(() => String, { description: 'Password to be given to the program. Shown this once.' })
  password!: string;

  @Field(() => [String], { description: 'What to do next, step by step, for people.' })
  nextSteps!: readonly string[];
}
