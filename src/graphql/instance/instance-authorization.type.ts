import { Field, ObjectType } from 'type-graphql';
import type { OAuthKind } from '../../adapters/oauth/vendor-oauth';
import { AuthenticationKind } from '../element/configuration-field.type';
import { DateTimeScalar } from '../scalars';

@ObjectType({ description: 'What a customer granted on a consent page.', simpleResolvers: true })
export class InstanceAuthorization {
  @Field(() => AuthenticationKind, { description: 'Protocol of the grant.' })
  kind!: OAuthKind;

  @Field(() => [String], { description: 'Scopes that were granted.' })
  scopes!: readonly string[];

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When the present access token ends; we renew before. Null when not known.',
  })
  accessExpiresAt!: Date | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'When a grant that nobody uses is lost. We renew before, unless the instance is switched off. Null when not known.',
  })
  idleExpiresAt!: Date | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'When the grant ends however often it is renewed, and the customer has to consent anew: the date to show to people. Null when it does not end, or not known.',
  })
  grantExpiresAt!: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Last successful renewal. Null when not known.' })
  refreshedAt!: Date | null;
}
