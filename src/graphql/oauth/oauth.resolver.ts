import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { OAuthKind } from '../../adapters/oauth/vendor-oauth';
import { InvalidValueError } from '../../errors';
import type { ConfigurationInput } from '../../services/configuration-input';
import { CALLBACK_URL_KEY } from '../../services/oauth/grant-exchange';
import type { GraphqlContext } from '../context';
import { byKey } from '../instance/key-value-inputs';
import { withPayloadErrors } from '../user-error/payload-errors';
import { BeginOAuthInput, CompleteOAuthInput } from './oauth.input';
import { BeginOAuthPayload, CompleteOAuthPayload } from './oauth.payload';

/** The platform's names of what `beginOAuth` asks for by itself. */
const KEYS = { apiKey: 'oauth.api.key', apiSecret: 'oauth.api.secret', callbackUrl: CALLBACK_URL_KEY } as const;

@Resolver()
export class OAuthResolver {
  @Mutation(() => BeginOAuthPayload, {
    nullable: true,
    description:
      'Begin a consent flow: send the browser to `authorizationUrl`, then end it with `completeOAuth`. Nothing is kept of a flow that does not end.',
  })
  beginOAuth(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => BeginOAuthInput, { description: 'What to connect to, and as which app.' })
    input: BeginOAuthInput,
  ): Promise<object> {
    return withPayloadErrors(context.request, () =>
      context.services.consentRequests.begin(context.request, {
        elementKey: input.elementKey,
        configuration: [...named(input), ...byKey(input.configuration)],
        kind: requireOAuth(input.kind ?? null),
        scopes: input.scopes ?? null,
        instanceId: input.instanceId ?? null,
        returnUrl: input.returnUrl ?? null,
      }),
    );
  }

  @Mutation(() => CompleteOAuthPayload, {
    nullable: true,
    description: 'End a consent flow and provision, or re-authenticate, the instance.',
  })
  completeOAuth(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => CompleteOAuthInput, { description: 'Which flow, and what the consent page came back with.' })
    input: CompleteOAuthInput,
  ): Promise<object> {
    return withPayloadErrors(context.request, async () => {
      const { request, services, loaders } = context;
      const { instanceId, token } = await services.consentCompletion.complete(request, {
        state: input.state,
        completionSecret: input.completionSecret,
        callbackParameters: input.callbackParameters ?? null,
        name: input.name ?? undefined,
        tags: input.tags,
        configuration: byKey(input.configuration),
      });
      return { instance: await loaders.instances.clear(instanceId).load(instanceId), token };
    });
  }
}

function named(input: BeginOAuthInput): ConfigurationInput[] {
  return (Object.keys(KEYS) as (keyof typeof KEYS)[]).flatMap((field) => {
    const value = input[field];
    return value == null ? [] : [{ key: KEYS[field], value, path: ['input', field] }];
  });
}

function requireOAuth(kind: BeginOAuthInput['kind']): OAuthKind | null {
  if (kind == null || kind === 'OAUTH1' || kind === 'OAUTH2') return kind ?? null;
  throw new InvalidValueError('INVALID_INPUT', `${kind} has no consent page.`, {
    path: ['input', 'kind'],
    expected: 'OAUTH1 or OAUTH2',
  });
}
