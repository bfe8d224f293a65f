import { Field, ID, InputType, Int } from 'type-graphql';
import { registerEnum } from '../register-enum';
import { StringMapScalar, type StringMap } from '../scalars';
import { ElementConfigurationInput } from './element-configuration.input';

export const ExternalAuthentication = registerEnum<'NONE' | 'INITIAL'>(
  'ExternalAuthentication',
  'How far a connection is authenticated outside this service.',
  {
    NONE: 'Not at all: the usual case.',
    INITIAL: 'Tokens were obtained elsewhere and are in the configuration.',
  },
);

@InputType({ description: 'A string under a name that the schema does not know beforehand.' })
export class KeyValueInput {
  @Field(() => String, { description: 'Name, such as `base.url`.' })
  key!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Value; booleans and numbers as text. `********` leaves a stored secret as it is; null clears.',
  })
  value?: string | null;
}

@InputType({ description: 'Arguments of `provisionInstance`.' })
export class ProvisionInstanceInput {
  @Field(() => ID, { description: 'Element to connect to.' })
  elementKey!: string;

  @Field(() => String, { description: 'Name to give: plain text of 1 to 200 characters.' })
  name!: string;

  @Field(() => [String], { defaultValue: [], description: 'Labels to give: at most 50 of at most 100 characters.' })
  tags!: string[];

  @Field(() => [KeyValueInput], {
    defaultValue: [],
    description: 'Configuration by key: works for every element. Wins over `typedConfiguration` for the same key.',
  })
  configuration!: KeyValueInput[];

  @Field(() => ElementConfigurationInput, {
    nullable: true,
    description: 'Configuration by field: the one field must be that of `elementKey`.',
  })
  typedConfiguration?: ElementConfigurationInput | null;

  @Field(() => StringMapScalar, {
    nullable: true,
    description:
      'What a consent page came back with, when you open it yourself; `beginOAuth` and `completeOAuth` do it for you. OAuth 1.0a: with the `secret` of the request token.',
  })
  providerData?: StringMap | null;

  @Field(() => ExternalAuthentication, {
    defaultValue: 'NONE',
    description: '`INITIAL`: you hold tokens already, skip the consent page.',
  })
  externalAuthentication!: 'NONE' | 'INITIAL';

  @Field(() => Int, {
    nullable: true,
    description:
      'Records older than this many seconds are refreshed on read: 1 to 2 592 000, thirty days. Left out, null or 0: the default, 900. ' +
      'It is what `cacheTimeToLive` is on the platform.',
  })
  timeToLiveSeconds?: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Your key for this request, 1 to 255 characters, a UUID is best: a repeat within 90 minutes gives the first answer again, token included.',
  })
  idempotencyKey?: string | null;
}

@InputType({ description: 'Arguments of `updateInstance`. What is left out stays; null clears.' })
export class UpdateInstanceInput {
  @Field(() => ID, { description: 'The instance.' })
  id!: string;

  @Field(() => String, { nullable: true, description: 'New name: plain text of 1 to 200 characters.' })
  name?: string | null;

  @Field(() => [String], { nullable: true, description: 'New labels, all of them; null clears them.' })
  tags?: string[] | null;

  @Field(() => [KeyValueInput], {
    nullable: true,
    description: 'Keys to change; others stay. Changed credentials are checked with the vendor first.',
  })
  configuration?: KeyValueInput[] | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Records older than this many seconds are refreshed on read: 1 to 2 592 000, thirty days; null or 0 brings back the default, 900.',
  })
  timeToLiveSeconds?: number | null;
}

@InputType({ description: 'Arguments of `reauthenticateInstance`. Id and token stay.' })
export class ReauthenticateInstanceInput {
  @Field(() => ID, { description: 'The instance.' })
  id!: string;

  @Field(() => [KeyValueInput], {
    defaultValue: [],
    description: 'New credentials by key. Wins over `typedConfiguration` for the same key.',
  })
  configuration!: KeyValueInput[];

  @Field(() => ElementConfigurationInput, {
    nullable: true,
    description: 'New credentials by field: the one field must be that of its element.',
  })
  typedConfiguration?: ElementConfigurationInput | null;

  @Field(() => StringMapScalar, {
    nullable: true,
    description:
      'What a consent page came back with, when you open it yourself; `beginOAuth` with `instanceId` and `completeOAuth` do it for you.',
  })
  providerData?: StringMap | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Of an element whose agent calls us: mark the books anew in the setup file, for books that the program does not take once more.',
  })
  renewAccountMark!: boolean;
}

@InputType({ description: 'Arguments of `enableInstance`.' })
export class EnableInstanceInput {
  @Field(() => ID, { description: 'The instance.' })
  id!: string;
}

@InputType({ description: 'Arguments of `disableInstance`.' })
export class DisableInstanceInput {
  @Field(() => ID, { description: 'The instance.' })
  id!: string;

  @Field(() => String, { nullable: true, description: 'Why: becomes `statusReason`; at most 500 characters.' })
  reason?: string | null;
}

@InputType({ description: 'Arguments of `deleteInstance`.' })
export class DeleteInstanceInput {
  @Field(() => ID, { description: 'The instance.' })
  id!: string;

  @Field(() => Boolean, {
    defaultValue: true,
    description: 'Also withdraw the grant at the vendor, where it can be withdrawn.',
  })
  revokeGrant!: boolean;
}

@InputType({ description: 'Arguments of `rotateInstanceToken`.' })
export class RotateInstanceTokenInput {
  @Field(() => ID, { description: 'The instance.' })
  id!: string;

  @Field(() => Int, {
    defaultValue: 0,
    description: 'Seconds that the old token still works: 0 to 86 400, a day.',
  })
  graceSeconds!: number;
}
