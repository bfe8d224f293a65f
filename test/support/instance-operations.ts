/** Every field of every kind of error that a payload can hold. */
export const ERROR_FIELDS = `fragment ErrorFields on UserError {
  __typename
  code
  message
  path
  retryable
  ... on InvalidValueError { expected suggestions }
  ... on MissingConfigurationError { missingKeys missingFields { key label type secret } }
  ... on InvalidConfigurationError { key field { key type example } }
  ... on RecordNotFoundError { typeName reference suggestions }
  ... on RecordConflictError { conflictingId conflictingRemoteId }
  ... on UnsupportedOperationError { element { key } resource operation supported { resource operations } }
  ... on InstanceError { requires instance { id status statusReason } }
  ... on CredentialsRejectedError { keys vendorCode vendorMessage }
  ... on OAuthFlowError { reason vendorError vendorErrorDescription instance { id } }
  ... on VendorRateLimitError { retryAfterSeconds }
  ... on VendorError { vendorCode vendorMessage vendorRequestId requires }
}`;

const INSTANCE_FIELDS = `fragment InstanceFields on Instance {
  id
  name
  tags
  status
  statusReason
  element { key name }
  configuration { key value secret isDefault }
}`;

/** Mutations of instances with everything that their payloads can say. Each takes one variable, `$input`. */
export const INSTANCE_MUTATIONS = {
  provisionInstance: mutation(
    'provisionInstance',
    'ProvisionInstanceInput',
    'instance { ...InstanceFields } token agentSetup { setupFileUrl username password nextSteps }',
  ),
  updateInstance: mutation('updateInstance', 'UpdateInstanceInput', 'instance { ...InstanceFields }'),
  reauthenticateInstance: mutation(
    'reauthenticateInstance',
    'ReauthenticateInstanceInput',
    'instance { ...InstanceFields } agentSetup { setupFileUrl username password nextSteps }',
  ),
  beginOAuth: mutation(
    'beginOAuth',
    'BeginOAuthInput',
    'authorizationUrl state stateExpiresAt completionSecret requestToken { token secret }',
  ),
  completeOAuth: mutation('completeOAuth', 'CompleteOAuthInput', 'instance { ...InstanceFields } token'),
  enableInstance: mutation('enableInstance', 'EnableInstanceInput', 'instance { ...InstanceFields }'),
  disableInstance: mutation('disableInstance', 'DisableInstanceInput', 'instance { ...InstanceFields }'),
  deleteInstance: mutation('deleteInstance', 'DeleteInstanceInput', 'deletedInstanceId'),
  rotateInstanceToken: mutation(
    'rotateInstanceToken',
    'RotateInstanceTokenInput',
    'instance { ...InstanceFields } token',
  ),
  createAgentSetupLink: mutation('createAgentSetupLink', 'CreateAgentSetupLinkInput', 'setupFileUrl expiresAt'),
  rotateAgentPassword: mutation(
    'rotateAgentPassword',
    'RotateAgentPasswordInput',
    'instance { ...InstanceFields } agentSetup { setupFileUrl username password nextSteps }',
  ),
  syncInstance: mutation('syncInstance', 'SyncInstanceInput', 'syncRun { id status instance { id } }'),
  cancelSyncRun: mutation('cancelSyncRun', 'CancelSyncRunInput', 'syncRun { id status instance { id } }'),
  testNotification: mutation('testNotification', 'TestNotificationInput', 'delivery { id status instance { id } }'),
  replayNotifications: mutation('replayNotifications', 'ReplayNotificationsInput', 'instance { ...InstanceFields }'),
} as const;

export type InstanceMutation = keyof typeof INSTANCE_MUTATIONS;

/** Likewise, of sales tax. */
export const TAX_MUTATIONS = {
  calculateTax: mutation(
    'calculateTax',
    'CalculateTaxInput',
    'taxDocument { id instance { id } } estimate { taxDate }',
  ),
  commitTax: mutation('commitTax', 'CommitTaxInput', 'taxDocument { id instance { id } }'),
  cancelTax: mutation('cancelTax', 'CancelTaxInput', 'taxDocument { id instance { id } }'),
  verifyAddress: mutation('verifyAddress', 'VerifyAddressInput', 'address { city } advisories { message }'),
} as const;

/** What some of these need beside an id. */
export const NEEDED_INPUT: Readonly<Record<string, object>> = {
  beginOAuth: { elementKey: 'quickbooks' },
  calculateTax: { documentKey: 'INV-1', lines: [{ amount: '100' }], destination: { region: 'CO' } },
  verifyAddress: { address: { region: 'CO' } },
};

function mutation(field: string, inputType: string, result: string): string {
  const instanceFields = result.includes('InstanceFields') ? INSTANCE_FIELDS : '';
  return `mutation ($input: ${inputType}!) {
    ${field}(input: $input) { ${result} errors { ...ErrorFields } }
  }
  ${ERROR_FIELDS}
  ${instanceFields}`;
}

export interface AnsweredInstance {
  readonly id: string;
  readonly name: string;
  readonly tags: readonly string[];
  readonly status: string;
  readonly statusReason: string | null;
  readonly element: { readonly key: string; readonly name: string };
  readonly configuration: readonly {
    readonly key: string;
    readonly value: string | null;
    readonly secret: boolean;
    readonly isDefault: boolean;
  }[];
}

export interface AnsweredAgentSetup {
  readonly setupFileUrl: string;
  readonly username: string;
  readonly password: string;
  readonly nextSteps: readonly string[];
}

/** What such a mutation answers: the fields that its payload has. */
export interface InstancePayload {
  readonly instance: AnsweredInstance | null;
  readonly token: string | null;
  readonly agentSetup?: AnsweredAgentSetup | null;
  readonly deletedInstanceId: string | null;
  readonly errors: readonly ({ readonly code: string; readonly message: string } & Readonly<Record<string, unknown>>)[];
}
