import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { ElementsError } from '../../errors';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import type { ConfigurationInput } from '../../services/configuration-input';
import type { GraphqlContext } from '../context';
import { toUserError } from '../user-error/to-user-error';
import { withPayloadErrors } from '../user-error/payload-errors';
import { toConfigurationInputs } from './element-configuration.input';
import {
  DeleteInstanceInput,
  DisableInstanceInput,
  EnableInstanceInput,
  ProvisionInstanceInput,
  ReauthenticateInstanceInput,
  RotateInstanceTokenInput,
  UpdateInstanceInput,
} from './instance.input';
import {
  DeleteInstancePayload,
  DisableInstancePayload,
  EnableInstancePayload,
  ProvisionInstancePayload,
  ReauthenticateInstancePayload,
  RotateInstanceTokenPayload,
  UpdateInstancePayload,
} from './instance.payload';
import { byKey } from './key-value-inputs';

@Resolver()
export class InstanceMutationResolver {
  @Mutation(() => ProvisionInstancePayload, {
    nullable: true,
    description: "Connect a customer's account. The credentials are checked with the vendor before anything is kept.",
  })
  provisionInstance(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => ProvisionInstanceInput, { description: 'What to connect, and with what.' })
    input: ProvisionInstanceInput,
  ): Promise<object> {
    return withPayloadErrors(context.request, async () => {
      const { request, services, loaders } = context;
      const { instanceId, token, agentSetup } = await services.provisioning.provision(request, {
        elementKey: input.elementKey,
        name: input.name,
        tags: input.tags,
        configuration: configurationOf(context, input.elementKey, input),
        providerData: input.providerData,
        externalAuthentication: input.externalAuthentication,
        timeToLiveSeconds: input.timeToLiveSeconds,
        idempotencyKey: input.idempotencyKey,
      });
      return { instance: await loaders.instances.load(instanceId), token, agentSetup };
    });
  }

  @Mutation(() => UpdateInstancePayload, { nullable: true, description: 'Change name, labels or settings.' })
  updateInstance(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => UpdateInstanceInput, { description: 'What to change.' }) input: UpdateInstanceInput,
  ): Promise<object> {
    return withPayloadErrors(context.request, async () =>
      changed(
        context,
        await context.services.instances.update(context.request, {
          id: input.id,
          name: input.name,
          tags: input.tags === null ? [] : input.tags,
          configuration: byKey(input.configuration ?? []),
          timeToLiveSeconds: input.timeToLiveSeconds,
        }),
      ),
    );
  }

  @Mutation(() => ReauthenticateInstancePayload, {
    nullable: true,
    description: 'Give new credentials to an instance; id and token stay. An agent that calls us gets a new password.',
  })
  reauthenticateInstance(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => ReauthenticateInstanceInput, { description: 'The instance and its new credentials.' })
    input: ReauthenticateInstanceInput,
  ): Promise<object> {
    return withPayloadErrors(context.request, async () => {
      const { request, services } = context;
      const { elementKey } = await services.instances.getOwn(request, input.id);
      const configuration = configurationOf(context, elementKey, input);
      const { id, providerData = null, renewAccountMark: renewsAccountMark } = input;
      const asked = { id, configuration, providerData, renewsAccountMark };
      const { instance, agentSetup } = await services.reauthentication.reauthenticate(request, asked);
      return { ...changed(context, instance), agentSetup };
    });
  }

  @Mutation(() => EnableInstancePayload, {
    nullable: true,
    description: 'Switch an instance on; its credentials are checked.',
  })
  enableInstance(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => EnableInstanceInput, { description: 'The instance.' }) input: EnableInstanceInput,
  ): Promise<object> {
    return withPayloadErrors(context.request, async () =>
      changed(context, await context.services.instances.enable(context.request, input.id)),
    );
  }

  @Mutation(() => DisableInstancePayload, {
    nullable: true,
    description: 'Switch an instance off; its records can still be read.',
  })
  disableInstance(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => DisableInstanceInput, { description: 'The instance, and why.' }) input: DisableInstanceInput,
  ): Promise<object> {
    return withPayloadErrors(context.request, async () =>
      changed(context, await context.services.instances.disable(context.request, input.id, input.reason ?? null)),
    );
  }

  @Mutation(() => DeleteInstancePayload, {
    nullable: true,
    description: 'Remove an instance, its credentials, its token and its records. Cannot be undone.',
  })
  async deleteInstance(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => DeleteInstanceInput, { description: 'The instance.' }) input: DeleteInstanceInput,
  ): Promise<object> {
    const { request, services, loaders } = context;
    let notRevoked: ElementsError | null = null;
    const payload = await withPayloadErrors(request, async () => {
      notRevoked = await services.instanceRemoval.remove(request, input.id, input.revokeGrant);
      loaders.instances.clear(input.id);
      return { deletedInstanceId: input.id };
    });
    return notRevoked === null ? payload : { ...payload, errors: [toUserError(notRevoked)] };
  }

  @Mutation(() => RotateInstanceTokenPayload, { nullable: true, description: 'Give an instance a new token.' })
  rotateInstanceToken(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => RotateInstanceTokenInput, { description: 'The instance, and how long the old token works.' })
    input: RotateInstanceTokenInput,
  ): Promise<object> {
    return withPayloadErrors(context.request, async () => {
      const { request, services, loaders } = context;
      const { token } = await services.instances.rotateToken(request, input.id, input.graceSeconds);
      return { instance: await loaders.instances.clear(input.id).load(input.id), token };
    });
  }
}

/** What the rest of the request reads is the instance as it now is. */
function changed(context: GraphqlContext, instance: InstanceRow): { readonly instance: InstanceRow } {
  context.loaders.instances.clear(instance.id).prime(instance.id, instance);
  return { instance };
}

/** Both forms together: a key that is given by itself wins over the same setting of the typed form. */
function configurationOf(
  { services }: GraphqlContext,
  elementKey: string,
  { configuration, typedConfiguration }: Pick<ProvisionInstanceInput, 'configuration' | 'typedConfiguration'>,
): ConfigurationInput[] {
  const adapter = services.catalog.getForInput(elementKey);
  const given = new Set(configuration.map(({ key }) => key));
  const typed = toConfigurationInputs(adapter.catalog, typedConfiguration);
  return [...typed.filter(({ key }) => !given.has(key)), ...byKey(configuration)];
}
