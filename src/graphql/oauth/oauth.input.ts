import { Field, ID, InputType } from 'type-graphql';
import type { OAuthKind } from '../../adapters/oauth/vendor-oauth';
import { AuthenticationKind } from '../element/configuration-field.type';
import { KeyValueInput } from '../instance/instance.input';
import { StringMapScalar, UrlScalar, type StringMap } from '../scalars';

@InputType({ description: 'Arguments of `beginOAuth`.' })
export class BeginOAuthInput {
  @Field(() => ID, { description: 'Element to connect to.' })
  elementKey!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'Key of your app at the vendor. When it is missing, the payload says so together with all else that is.',
  })
  apiKey?: string | null;

  @Field(() => String, { nullable: true, description: 'Secret of your app at the vendor.' })
  apiSecret?: string | null;

  @Field(() => UrlScalar, {
    nullable: true,
    description:
      'Where the consent page returns to, letter for letter as registered at the vendor. Default: this service, which takes the grant and keeps it, pending, for `completeOAuth`.',
  })
  callbackUrl?: string | null;

  @Field(() => AuthenticationKind, {
    nullable: true,
    description: 'Protocol, where the element has more than one: `OAUTH1` or `OAUTH2`. Default: its `authentication`.',
  })
  kind?: OAuthKind | 'CREDENTIALS' | 'AGENT' | null;

  @Field(() => [String], { nullable: true, description: "Scopes to ask for. Default: the element's." })
  scopes?: string[] | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Re-authenticate this instance instead of making a new one; it knows your app already.',
  })
  instanceId?: string | null;

  @Field(() => UrlScalar, {
    nullable: true,
    description:
      'Where our own callback page sends the browser, with `state`. Must be registered for your organization (`organization return-url add`).',
  })
  returnUrl?: string | null;

  @Field(() => [KeyValueInput], {
    defaultValue: [],
    description: 'Further configuration by key, such as `use_sandbox`.',
  })
  configuration!: KeyValueInput[];
}

@InputType({ description: 'Arguments of `completeOAuth`.' })
export class CompleteOAuthInput {
  @Field(() => String, { description: 'As `beginOAuth` gave it.' })
  state!: string;

  @Field(() => String, { description: 'As `beginOAuth` gave it.' })
  completionSecret!: string;

  @Field(() => StringMapScalar, {
    nullable: true,
    description:
      'All query parameters of the callback, as they came: `state` and `code`, `realmId`, `oauth_token`, `oauth_verifier`, `dataSource`, or `error`. Leave out when our own callback page took them.',
  })
  callbackParameters?: StringMap | null;

  @Field(() => String, {
    nullable: true,
    description: 'Name to give: plain text of 1 to 200 characters. Not needed when re-authenticating.',
  })
  name?: string | null;

  @Field(() => [String], { defaultValue: [], description: 'Labels to give: at most 50 of at most 100 characters.' })
  tags!: string[];

  @Field(() => [KeyValueInput], { defaultValue: [], description: 'Further configuration by key.' })
  configuration!: KeyValueInput[];
}
