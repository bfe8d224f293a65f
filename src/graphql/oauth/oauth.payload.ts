import { Field, ObjectType } from 'type-graphql';
import type { RequestToken } from '../../adapters/oauth/vendor-oauth';
import { Instance } from '../instance/instance.type';
import { DateTimeScalar, UrlScalar } from '../scalars';
import { Payload } from '../user-error/payload.type';

@ObjectType({ description: 'A request token of OAuth 1.0a.', simpleResolvers: true })
export class OAuthRequestToken {
  @Field(() => String, { description: 'The token; the consent page sends it back.' })
  token!: string;

  @Field(() => String, { description: 'Its secret.' })
  secret!: string;
}

@ObjectType({ description: 'Answer of `beginOAuth`.', simpleResolvers: true })
export class BeginOAuthPayload extends Payload {
  @Field(() => UrlScalar, { nullable: true, description: 'Where to send the browser.' })
  authorizationUrl?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Ties the flow together: single use, bound to your organization, and sent back by the consent page.',
  })
  state?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When `state` ends.' })
  stateExpiresAt?: Date | null;

  @Field(() => String, {
    nullable: true,
    description: 'Proves in `completeOAuth` that it is you who began. Keep it on your server, out of the browser.',
  })
  completionSecret?: string | null;

  @Field(() => OAuthRequestToken, { nullable: true, description: 'OAuth 1.0a only.' })
  requestToken?: RequestToken | null;
}

@ObjectType({ description: 'Answer of `completeOAuth`.', simpleResolvers: true })
export class CompleteOAuthPayload extends Payload {
  @Field(() => Instance, {
    nullable: true,
    description: 'The new or re-authenticated instance; null when nothing was kept.',
  })
  instance?: Instance | null;

  @Field(() => String, { nullable: true, description: 'Its token, for a new instance. Shown this once.' })
  token?: string | null;
}
