import type { CatalogEntry, ConfigurationField, PolledResource, ProvisioningFlow } from '../adapter';
import { eventConfigurationFields } from '../event-configuration';

const EVERY_FLOW: readonly ProvisioningFlow[] = ['OAUTH2', 'OAUTH1', 'EXISTING_TOKENS'];

/** Under the platform's names. What changed since is asked for in one call for all of them. */
const POLLED: readonly PolledResource[] = (
  [
    ['purchases', 'EXPENSES'],
    ['bills', 'EXPENSES'],
    ['vendor-credits', 'EXPENSES'],
    ['employees', 'EMPLOYEES'],
    ['vendors', 'SUPPLIERS'],
    ['customers', 'CUSTOMERS'],
    ['ledger-accounts', 'LEDGER_ACCOUNTS'],
    ['classes', 'TRACKING_CLASSES'],
    ['departments', 'DEPARTMENTS'],
  ] as const
).map(([name, resource]) => ({ name, resource, defaults: { url: `/hubs/finance/${name}`, idField: 'id' } }));

const appFields: readonly ConfigurationField[] = [
  {
    key: 'oauth.api.key',
    label: 'App key',
    description:
      'Key (OAuth 2.0: client ID; OAuth 1.0a: consumer key) of your app at https://developer.intuit.com/, under ' +
      'Keys & credentials. Development keys reach sandbox companies only, production keys every other company.',
    type: 'TEXT',
    required: true,
    secret: true,
    advanced: false,
    example: 'ABCDefghIJKLmnopQRSTuvwxYZ0123456789abcdEFGHijklmn',
    pattern: '\\S+',
    flows: EVERY_FLOW,
  },
  {
    key: 'oauth.api.secret',
    label: 'App secret',
    description: 'Secret that belongs to the app key: client secret, or consumer secret for OAuth 1.0a.',
    type: 'TEXT',
    required: true,
    secret: true,
    advanced: false,
    example: 'abcdEFGHijklMNOPqrstUVWXyz0123456789ABCD',
    pattern: '\\S+',
    flows: EVERY_FLOW,
  },
  {
    key: 'oauth.callback.url',
    label: 'Callback address',
    description:
      'Where the consent page returns to, letter for letter as registered for your app. Default: the callback page ' +
      'of this service.',
    type: 'URL',
    required: false,
    secret: false,
    advanced: false,
    example: 'https://app.example.com/oauth/callback',
    isForBrowsers: true,
    flows: EVERY_FLOW,
  },
];

const tokenFields: readonly ConfigurationField[] = [
  {
    key: 'quickbooks.realm.id',
    label: 'Company ID',
    description: 'Number of the QuickBooks company (`realmId`) that the tokens were granted for.',
    type: 'TEXT',
    required: true,
    secret: false,
    advanced: false,
    example: '9130350000000000000',
    pattern: '[0-9]+',
    flows: ['EXISTING_TOKENS'],
  },
  {
    key: 'oauth.user.token',
    label: 'Access token',
    description: 'Access token that you already hold for the company.',
    type: 'LONG_TEXT',
    required: true,
    secret: true,
    advanced: false,
    example: 'eyJlbmMiOiJBMTI4Q0JDLUhTMjU2In0.example.token',
    pattern: '\\S+',
    flows: ['EXISTING_TOKENS'],
  },
  {
    key: 'oauth.user.refresh_token',
    label: 'Refresh token',
    description: 'OAuth 2.0: refresh token that came with the access token. Without it the instance ends with that.',
    type: 'TEXT',
    required: false,
    secret: true,
    advanced: false,
    example: 'AB11700000000example',
    pattern: '\\S+',
    flows: ['EXISTING_TOKENS'],
  },
  {
    key: 'oauth.user.token.secret',
    label: 'Access token secret',
    description: 'OAuth 1.0a: secret that came with the access token.',
    type: 'TEXT',
    required: false,
    secret: true,
    advanced: true,
    example: 'abcdEFGHijklMNOPqrstUVWXyz0123456789ABCD',
    pattern: '\\S+',
    flows: ['EXISTING_TOKENS'],
  },
  {
    key: 'quickbooks.datasource',
    label: 'Data source',
    description: 'Kind of company that the consent page named: `QBO` for QuickBooks Online.',
    type: 'SELECT',
    required: false,
    secret: false,
    advanced: true,
    default: 'QBO',
    example: 'QBO',
    options: [
      { value: 'QBO', label: 'QuickBooks Online' },
      { value: 'QBD', label: 'QuickBooks desktop, synchronized' },
    ],
    flows: EVERY_FLOW,
  },
  {
    key: 'oauth.user.refresh_interval',
    label: 'Seconds between renewals',
    description:
      'How long an access token is used before it is renewed, in seconds: 3600 for OAuth 2.0, 13046400 (151 days) ' +
      'for OAuth 1.0a.',
    type: 'INTEGER',
    required: false,
    secret: false,
    advanced: true,
    example: '3600',
    minimum: 60,
    maximum: 15_552_000,
    flows: EVERY_FLOW,
  },
  {
    key: 'oauth.user.refresh_time',
    label: 'Time of the last renewal',
    description: 'When the access token was issued or last renewed, in milliseconds since 1970.',
    type: 'TEXT',
    required: false,
    secret: false,
    advanced: true,
    example: '1767225600000',
    pattern: '[0-9]{1,16}',
    flows: ['EXISTING_TOKENS'],
  },
  {
    key: 'oauth.user.refresh_token.expires',
    label: 'End of an idle refresh token',
    description:
      'When the refresh token ends unless it is used, in milliseconds since 1970. Kept by this service; Intuit gives about 100 days.',
    type: 'TEXT',
    required: false,
    secret: false,
    advanced: true,
    example: '1775865600000',
    pattern: '[0-9]{1,16}',
    flows: ['EXISTING_TOKENS'],
  },
  {
    key: 'oauth.user.consent.expires',
    label: 'End of the consent',
    description:
      'When the consent ends however often it is renewed, in milliseconds since 1970. Kept by this service; Intuit gives five years.',
    type: 'TEXT',
    required: false,
    secret: false,
    advanced: true,
    example: '1924905600000',
    pattern: '[0-9]{1,16}',
    flows: ['EXISTING_TOKENS'],
  },
];

const furtherFields: readonly ConfigurationField[] = [
  {
    key: 'authentication.type',
    label: 'Protocol',
    description: 'OAuth 2.0, or OAuth 1.0a, with which Intuit itself has made no connections since December 2019.',
    type: 'SELECT',
    required: false,
    secret: false,
    advanced: true,
    default: 'oauth2',
    example: 'oauth2',
    options: [
      { value: 'oauth2', label: 'OAuth 2.0' },
      { value: 'oauth1', label: 'OAuth 1.0a' },
    ],
    flows: EVERY_FLOW,
  },
  {
    key: 'scope',
    label: 'Scopes',
    description: 'What to ask consent for, separated by spaces. OAuth 2.0 only.',
    type: 'TEXT',
    required: false,
    secret: false,
    advanced: true,
    default: 'com.intuit.quickbooks.accounting',
    example: 'com.intuit.quickbooks.accounting openid email',
    pattern: '[\\w.:-]+( [\\w.:-]+)*',
    flows: ['OAUTH2'],
  },
  {
    key: 'use_sandbox',
    label: "Intuit's development host",
    description: "Whether the company is a sandbox company at Intuit, reached with your app's development keys.",
    type: 'BOOLEAN',
    required: false,
    secret: false,
    advanced: true,
    default: 'false',
    example: 'true',
    flows: EVERY_FLOW,
  },
  {
    key: 'event.vendor.webhooks.verifier_token',
    label: 'Webhook verifier token',
    description:
      "Verifier token of your app's webhooks, from their page at https://developer.intuit.com/. With it, and this " +
      "service's address `/webhooks/quickbooks` registered there, changes are read as soon as Intuit tells of them.",
    type: 'TEXT',
    required: false,
    secret: true,
    advanced: true,
    example: '5f2b8c0e-9d4a-47c1-b6a3-f0e8d7c6b5a4',
    pattern: '\\S+',
    flows: EVERY_FLOW,
  },
  {
    key: 'sync.history.days',
    label: 'Days of history',
    description:
      'How far back purchases, bills and credits of suppliers are read, by their day. A thousand of each more is a ' +
      'request more on each complete read.',
    type: 'INTEGER',
    required: false,
    secret: false,
    advanced: true,
    default: '1095',
    example: '365',
    minimum: 1,
    maximum: 3650,
    flows: EVERY_FLOW,
  },
  ...eventConfigurationFields({ flows: EVERY_FLOW, polled: POLLED }),
  {
    key: 'base.url',
    label: 'Address of QuickBooks Online',
    description:
      'Address of the accounting service. Leave it out unless requests have to go through a gateway of yours.',
    type: 'URL',
    required: false,
    secret: false,
    advanced: true,
    example: 'https://quickbooks.api.intuit.com',
    flows: EVERY_FLOW,
  },
];

/** QuickBooks Online in the catalogue. */
export const quickbooksOnlineCatalog: CatalogEntry = {
  key: 'quickbooks',
  elementId: 39,
  name: 'QuickBooks Online',
  description:
    'The books of a QuickBooks Online company. You need an app of your own at https://developer.intuit.com/, and an ' +
    'administrator of the company who gives consent.',
  hub: 'finance',
  authentication: 'OAUTH2',
  provisioningFlows: EVERY_FLOW,
  polledResources: POLLED,
  credentialsHelpUrl: 'https://developer.intuit.com/',
  signUp: {
    url: 'http://quickbooks.intuit.com/signup',
    hint: 'Whoever has no QuickBooks account yet can make one at QuickBooks.',
  },
  baseUrl: { live: 'https://quickbooks.api.intuit.com', sandboxPath: '/quickbooks' },
  configurationFields: [...appFields, ...tokenFields, ...furtherFields],
};
