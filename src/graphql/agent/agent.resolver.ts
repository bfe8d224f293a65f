import { Arg, Ctx, Directive, FieldResolver, Int, Mutation, Resolver, Root } from 'type-graphql';
import type { AgentSessionRow } from '../../persistence/repositories/agent-session.repository';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import type { ShownAgent } from '../../services/agents/agent-read.service';
import type { GraphqlContext } from '../context';
import { Instance } from '../instance/instance.type';
import { withPayloadErrors } from '../user-error/payload-errors';
import { CreateAgentSetupLinkInput, RotateAgentPasswordInput } from './agent.input';
import { CreateAgentSetupLinkPayload, RotateAgentPasswordPayload } from './agent.payload';
import { AgentFact, AgentProblem, AgentRefusal, AgentSession, InstanceAgent } from './instance-agent.type';

@Resolver(() => Instance)
export class InstanceAgentResolver {
  @FieldResolver(() => InstanceAgent, {
    nullable: true,
    description: "The program on the customer's computer that calls us; null where the element has none.",
  })
  agent(@Root() instance: InstanceRow, @Ctx() context: GraphqlContext): Promise<ShownAgent | null> {
    return context.loaders.agents.load(instance);
  }
}

@Resolver(() => InstanceAgent)
export class AgentResolver {
  @FieldResolver(() => Int, { description: 'Reads and writes that wait for it.' })
  pendingRequestCount(@Root() agent: ShownAgent, @Ctx() context: GraphqlContext): Promise<number> {
    return context.loaders.pendingAgentWork.load(agent.instanceId);
  }

  @Directive('@listSize(assumedSize: 20)')
  @FieldResolver(() => [AgentFact], {
    description: "What is known of it and of the product beside it, in the element's words, by name.",
  })
  facts(@Root() { facts }: ShownAgent): AgentFact[] {
    const names = Object.keys(facts).sort();
    return names.map((name) => ({ name, value: facts[name] ?? '' }));
  }

  @FieldResolver(() => AgentRefusal, {
    nullable: true,
    description: 'The last call in its name that was turned away; null when none was.',
  })
  lastRefusal(@Root() { lastRefusedAt, lastRefusedAddress, lastRefusal }: ShownAgent): AgentRefusal | null {
    if (lastRefusedAt === null || lastRefusal === null) return null;
    return { at: lastRefusedAt, address: lastRefusedAddress ?? '', reason: lastRefusal };
  }

  @FieldResolver(() => AgentProblem, {
    nullable: true,
    description: 'What was wrong in its last session; null when all was well.',
  })
  problem(@Root() agent: ShownAgent): AgentProblem | null {
    const { problemCode, problemMessage, problemRemedy, problemAt } = agent;
    if (problemMessage === null || problemRemedy === null || problemAt === null) return null;
    return { code: problemCode, message: problemMessage, remedy: problemRemedy, at: problemAt };
  }

  @Directive('@listSize(assumedSize: 10)')
  @FieldResolver(() => [AgentSession], {
    description: 'Its latest ten sessions of the last 30 days, latest first. A call that found nothing to do is none.',
  })
  sessions(@Root() agent: ShownAgent, @Ctx() context: GraphqlContext): Promise<readonly AgentSessionRow[]> {
    return context.loaders.agentSessions.load(agent.instanceId);
  }
}

@Resolver()
export class AgentMutationResolver {
  @Mutation(() => CreateAgentSetupLinkPayload, {
    nullable: true,
    description: 'Make a link to the setup file of an agent that works once, for ten minutes.',
  })
  createAgentSetupLink(
    @Ctx() { request, services }: GraphqlContext,
    @Arg('input', () => CreateAgentSetupLinkInput, { description: 'The instance.' }) input: CreateAgentSetupLinkInput,
  ): Promise<object> {
    return withPayloadErrors(request, () => services.agentSetups.createSetupLink(request, input.id));
  }

  @Mutation(() => RotateAgentPasswordPayload, {
    nullable: true,
    description: 'Give an agent a new password. The old one, and a session that is under way, end at once.',
  })
  rotateAgentPassword(
    @Ctx() { request, services }: GraphqlContext,
    @Arg('input', () => RotateAgentPasswordInput, { description: 'The instance.' }) input: RotateAgentPasswordInput,
  ): Promise<object> {
    return withPayloadErrors(request, () => services.agentSetups.rotatePassword(request, input.id));
  }
}
