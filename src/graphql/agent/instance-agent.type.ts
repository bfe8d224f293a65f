import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import type { AgentProblem as Problem } from '../../adapters/agent';
import type { AgentSessionOutcome as Outcome } from '../../persistence/repositories/agent-session.repository';
import type { AgentRefusal as RefusalReason } from '../../persistence/repositories/instance-agent.repository';
import { registerEnum } from '../register-enum';
import { DateTimeScalar, UrlScalar } from '../scalars';

export const AgentRefusalReason = registerEnum<RefusalReason>('AgentRefusalReason', 'Why an agent was turned away.', {
  PASSWORD: 'The password was wrong: `rotateAgentPassword` gives another.',
  ADDRESS: 'It called from an address that the configuration does not allow.',
});

export const AgentRemedy = registerEnum<Problem['remedy']>('AgentRemedy', 'What is done about a problem of an agent.', {
  RETRY: "It passes by itself, or with a hand of somebody at the customer's computer; the next session tries again.",
  SETUP: 'The agent has to be set up anew, or allowed in the product.',
  WRONG_ACCOUNT: 'Other books are open than those that the instance is connected to.',
});

export const AgentSessionOutcome = registerEnum<Outcome>('AgentSessionOutcome', 'How a session of an agent ended.', {
  DONE: 'Nothing was left to exchange.',
  FAILED: "Something was wrong at the customer's.",
  CUT: 'The agent closed it before everything was exchanged.',
  REPLACED: 'The agent began another.',
  EXPIRED: 'Nothing was heard of the agent for half an hour.',
  REVOKED: 'The agent was given a new password.',
});

@ObjectType({ description: 'Something that is known of an agent and the product beside it.', simpleResolvers: true })
export class AgentFact {
  @Field(() => String, { description: "Its name, in the element's words, such as `companyName`." })
  name!: string;

  @Field(() => String, { description: 'What is so.' })
  value!: string;
}

@ObjectType({ description: 'A call of an agent that was turned away.', simpleResolvers: true })
export class AgentRefusal {
  @Field(() => DateTimeScalar, { description: 'When it called.' })
  at!: Date;

  @Field(() => String, { description: 'The address that it was seen to call from.' })
  address!: string;

  @Field(() => AgentRefusalReason, { description: 'Why it was turned away.' })
  reason!: RefusalReason;
}

@ObjectType({ description: 'What is wrong where an agent runs.', simpleResolvers: true })
export class AgentProblem {
  @Field(() => String, { nullable: true, description: "The vendor's own code; null where it has none." })
  code!: string | null;

  @Field(() => String, { description: 'What it is and what to do, for people.' })
  message!: string;

  @Field(() => AgentRemedy, { description: 'What is done about it.' })
  remedy!: Problem['remedy'];

  @Field(() => DateTimeScalar, { description: 'When it was last met.' })
  at!: Date;
}

@Directive('@tag(name: "operations")')
@ObjectType({ description: 'One run of an agent, from its sign-in to its end.', simpleResolvers: true })
export class AgentSession {
  @Field(() => ID, { description: 'Its id here; also in the logs.' })
  id!: string;

  @Field(() => DateTimeScalar, { description: 'When it signed in.' })
  startedAt!: Date;

  @Field(() => DateTimeScalar, { description: 'When it last called.' })
  lastCallAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it ended; null while it goes on.' })
  endedAt!: Date | null;

  @Field(() => AgentSessionOutcome, { nullable: true, description: 'How it ended; null while it goes on.' })
  outcome!: Outcome | null;

  @Field(() => String, { description: 'Where it called from.' })
  address!: string;

  @Field(() => Int, { description: 'Calls to us.' })
  calls!: number;

  @Field(() => Int, { description: 'Requests that it took to the product and brought an answer to.' })
  exchanges!: number;

  @Field(() => String, { nullable: true, description: 'What it was told, or would be, that was wrong.' })
  message!: string | null;
}

@ObjectType({ description: "A program on the customer's computer that calls us.", simpleResolvers: true })
export class InstanceAgent {
  instanceId!: string;

  @Field(() => UrlScalar, {
    description:
      'File that sets the program up; needs the Authorization header. `createAgentSetupLink` makes a link that does not.',
  })
  setupFileUrl!: string;

  @Field(() => String, { description: 'User name that it signs in with.' })
  username!: string;

  @Field(() => String, { nullable: true, description: 'Its version, as it says; null when it did not yet.' })
  version!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it last called; null when it never did.' })
  lastContactAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'Where it last signed in from.' })
  lastContactAddress!: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it is due again, by its own schedule; null before its first call.',
  })
  nextContactExpectedAt!: Date | null;
}
