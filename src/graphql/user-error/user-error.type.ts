import { Field, Int, InterfaceType, ObjectType } from 'type-graphql';
import type { ErrorCode as Code, OAuthFlowErrorReason as Reason } from '../../errors';
import { registerEnum } from '../register-enum';
import { ErrorCode } from './error-code';

@InterfaceType({
  description:
    'What a caller can be told and can act on. Faults, and errors of reads, are top-level errors with the same words in `extensions.code`.',
})
export abstract class UserError {
  @Field(() => ErrorCode, { description: 'What kind of error it is, for programs.' })
  code!: Code;

  @Field(() => String, { description: 'For people: what, where, and what would be right. Never a secret.' })
  message!: string;

  @Field(() => [String], {
    nullable: true,
    description:
      'Place in the arguments, such as `["input", "configuration", "2", "value"]`; null when no one place is to blame.',
  })
  path!: readonly string[] | null;

  @Field(() => Boolean, { description: 'The same request may succeed later without a change.' })
  retryable!: boolean;
}

@ObjectType({
  implements: UserError,
  simpleResolvers: true,
  description: 'A value is wrong. Codes: INVALID_INPUT, UNKNOWN_CONFIGURATION_KEY, LIMIT_EXCEEDED.',
})
export class InvalidValueError extends UserError {
  @Field(() => String, { nullable: true, description: 'What would be right.' })
  expected!: string | null;

  @Field(() => [String], { description: 'Close known words, for likely misspellings.' })
  suggestions!: readonly string[];
}

@ObjectType({
  implements: UserError,
  simpleResolvers: true,
  description: 'Configuration is incomplete. Code: MISSING_CONFIGURATION.',
})
export class MissingConfigurationError extends UserError {
  @Field(() => [String], { description: 'Every missing key, in the order of the form.' })
  missingKeys!: readonly string[];

  elementKey!: string;
}

@ObjectType({
  implements: UserError,
  simpleResolvers: true,
  description: 'A configuration value cannot be right. Code: INVALID_CONFIGURATION.',
})
export class InvalidConfigurationError extends UserError {
  @Field(() => String, { description: 'Key of the setting.' })
  key!: string;

  elementKey!: string;
}

@ObjectType({
  implements: UserError,
  simpleResolvers: true,
  description: 'Something named in the input is not there. Code: NOT_FOUND.',
})
export class RecordNotFoundError extends UserError {
  @Field(() => String, { description: 'What was asked for, such as `Instance`.' })
  typeName!: string;

  @Field(() => String, { description: 'The id or name that was given.' })
  reference!: string;

  @Field(() => [String], { description: 'What there is, where that is a short list of names; else empty.' })
  suggestions!: readonly string[];
}

@ObjectType({
  implements: UserError,
  simpleResolvers: true,
  description: 'Another record, or a newer version of this one, stands in the way. Codes: CONFLICT, STALE_RECORD.',
})
export class RecordConflictError extends UserError {
  @Field(() => String, { nullable: true, description: 'Id of what stands in the way, when it is in this graph.' })
  conflictingId!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The vendor's own id of what stands in the way, where it tells.",
  })
  conflictingRemoteId!: string | null;
}

@ObjectType({
  implements: UserError,
  simpleResolvers: true,
  description: 'The element cannot do this. Code: UNSUPPORTED_OPERATION.',
})
export class UnsupportedOperationError extends UserError {
  elementKey!: string;
  resource!: string | null;
  operation!: string | null;
}

@ObjectType({
  implements: UserError,
  simpleResolvers: true,
  description:
    'The instance cannot be used now. Codes: INSTANCE_NOT_ACTIVE, NEEDS_REAUTHENTICATION, PERMISSION_DENIED.',
})
export class InstanceError extends UserError {
  instanceId!: string;

  @Field(() => String, { nullable: true, description: 'Role, plan or grant that is missing.' })
  requires!: string | null;
}

@ObjectType({
  implements: UserError,
  simpleResolvers: true,
  description: 'The vendor refused the credentials, so nothing was kept. Code: CREDENTIALS_REJECTED.',
})
export class CredentialsRejectedError extends UserError {
  @Field(() => [String], { description: 'Keys to look at.' })
  keys!: readonly string[];

  @Field(() => String, { nullable: true, description: "The vendor's own code." })
  vendorCode!: string | null;

  @Field(() => String, { nullable: true, description: "The vendor's own message." })
  vendorMessage!: string | null;
}

export const OAuthFlowErrorReason = registerEnum<Reason>(
  'OAuthFlowErrorReason',
  'Why a consent flow cannot be completed.',
  {
    STATE_UNKNOWN: "`state` is unknown, or another organization's.",
    STATE_USED: '`state` was used already.',
    STATE_EXPIRED: '`state` is too old, and its grant was given back: begin again.',
    STATE_MISMATCH:
      'The callback came with another `state`: its answer belongs to another flow. The flow can still be completed.',
    SECRET_WRONG: '`completionSecret` does not belong to `state`.',
    DENIED: 'The customer, or the consent page, said no.',
    NOT_GRANTED_YET: 'Our own callback page has not got the grant yet; try again once the browser has returned.',
    PARAMETER_MISSING: 'A callback parameter is missing; the flow can still be completed.',
    EXCHANGE_REFUSED: "The vendor refused the code, the verifier, or the app's key.",
    OTHER_ACCOUNT: 'The consent is for another account at the vendor than that of the instance.',
  },
);

@ObjectType({
  implements: UserError,
  simpleResolvers: true,
  description: 'The consent flow cannot be completed. Code: OAUTH_FAILED.',
})
export class OAuthFlowError extends UserError {
  @Field(() => OAuthFlowErrorReason, { description: 'Why.' })
  reason!: Reason;

  @Field(() => String, { nullable: true, description: "The vendor's `error`." })
  vendorError!: string | null;

  @Field(() => String, { nullable: true, description: "The vendor's `error_description`." })
  vendorErrorDescription!: string | null;

  instanceId!: string | null;
}

@ObjectType({
  implements: UserError,
  simpleResolvers: true,
  description:
    'The idempotency key belongs to another request, or its first request is still at work. Codes: IDEMPOTENCY_CONFLICT, IN_PROGRESS.',
})
export class IdempotencyKeyError extends UserError {}

@ObjectType({
  implements: UserError,
  simpleResolvers: true,
  description: "The vendor's limit is spent. Code: RATE_LIMITED.",
})
export class VendorRateLimitError extends UserError {
  @Field(() => Int, { nullable: true, description: 'Seconds until there is room again; null when not known.' })
  retryAfterSeconds!: number | null;
}

@ObjectType({
  implements: UserError,
  simpleResolvers: true,
  description:
    'The vendor refused or failed. Codes: VENDOR_REJECTED, VENDOR_UNAVAILABLE, VENDOR_PROTOCOL_ERROR, PERMISSION_DENIED, OUTCOME_UNKNOWN, and for a remembered failure any other.',
})
export class VendorError extends UserError {
  @Field(() => String, { nullable: true, description: "The vendor's own code." })
  vendorCode!: string | null;

  @Field(() => String, { nullable: true, description: "The vendor's own message." })
  vendorMessage!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The vendor's id of the request, to quote to its support.",
  })
  vendorRequestId!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Role, plan or grant that is missing at the vendor; null where that is not what went wrong.',
  })
  requires!: string | null;
}

/** Every class that only the interface leads to. */
export const USER_ERROR_TYPES = [
  InvalidValueError,
  MissingConfigurationError,
  InvalidConfigurationError,
  RecordNotFoundError,
  RecordConflictError,
  UnsupportedOperationError,
  InstanceError,
  CredentialsRejectedError,
  OAuthFlowError,
  IdempotencyKeyError,
  VendorRateLimitError,
  VendorError,
];
