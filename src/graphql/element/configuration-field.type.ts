import { Field, ObjectType } from 'type-graphql';
import type {
  AuthenticationKind as Kind,
  ConfigurationFieldType as FieldType,
  ProvisioningFlow as Flow,
} from '../../adapters/adapter';
import { registerEnum } from '../register-enum';

export const AuthenticationKind = registerEnum<Kind>(
  'AuthenticationKind',
  'How a customer proves to a vendor that we may act.',
  {
    CREDENTIALS: 'Keys typed into a form.',
    OAUTH1: 'A consent page, OAuth 1.0a.',
    OAUTH2: 'A consent page, OAuth 2.0.',
    AGENT: "A program on the customer's computer that calls us.",
  },
);

export const ProvisioningFlow = registerEnum<Flow>('ProvisioningFlow', 'One way to provision an instance.', {
  CREDENTIALS: '`provisionInstance` with keys from a form.',
  OAUTH1: 'A consent page with request tokens, OAuth 1.0a.',
  OAUTH2: 'A consent page, OAuth 2.0.',
  EXISTING_TOKENS: '`provisionInstance` with tokens that you already hold and `externalAuthentication: INITIAL`.',
});

export const ConfigurationFieldType = registerEnum<FieldType>(
  'ConfigurationFieldType',
  'Kind of a configuration value.',
  {
    TEXT: 'One line.',
    LONG_TEXT: 'Several lines.',
    BOOLEAN: '`true` or `false`.',
    INTEGER: 'A whole number.',
    URL: 'An absolute URL.',
    HOST: 'A host name or address, optionally as a URL.',
    SELECT: 'One of `options`.',
    JSON: 'A JSON object as text.',
  },
);

@ObjectType({ description: 'One allowed value of a configuration field.', simpleResolvers: true })
export class ConfigurationOption {
  @Field(() => String, { description: 'The value to send.' })
  value!: string;

  @Field(() => String, { description: 'The words to show.' })
  label!: string;
}

@ObjectType({ description: 'One field of a provisioning form.', simpleResolvers: true })
export class ConfigurationField {
  @Field(() => String, { description: 'The name it is sent under, such as `partner.user.id`.' })
  key!: string;

  @Field(() => String, { description: 'Label to show.' })
  label!: string;

  @Field(() => String, { description: 'What it is and where to find it.' })
  description!: string;

  @Field(() => ConfigurationFieldType, { description: 'Control to show and check to make.' })
  type!: FieldType;

  @Field(() => Boolean, { description: 'Must be given in every flow of `flows`, unless it has a `default`.' })
  required!: boolean;

  @Field(() => Boolean, { description: 'Reads as `********` once it is stored; use a password control.' })
  secret!: boolean;

  @Field(() => Boolean, { description: 'Seldom needed: show it behind a fold.' })
  advanced!: boolean;

  @Field(() => String, { nullable: true, description: 'In force when nothing is given; null when there is none.' })
  default?: string;

  @Field(() => String, { nullable: true, description: 'A made-up value of the right shape.' })
  example?: string;

  @Field(() => String, {
    nullable: true,
    description: 'Regular expression (ECMAScript) that a whole value matches.',
  })
  pattern?: string;

  @Field(() => [ProvisioningFlow], { description: 'Flows in which it is asked for.' })
  flows!: readonly Flow[];
}
