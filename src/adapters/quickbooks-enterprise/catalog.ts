import type { CatalogEntry, ConfigurationField, PolledResource } from '../adapter';
import { eventConfigurationFields } from '../event-configuration';

const FLOWS = ['CREDENTIALS'] as const;

/** Under the platform's names. What changed since is asked for at once for all of them. */
const POLLED: readonly PolledResource[] = (
  [
    ['bills', 'EXPENSES', 'TxnID'],
    ['checks', 'EXPENSES', 'TxnID'],
    ['creditcard-charges', 'EXPENSES', 'TxnID'],
    ['creditcard-credits', 'EXPENSES', 'TxnID'],
    ['vendor-credits', 'EXPENSES', 'TxnID'],
    ['employees', 'EMPLOYEES', 'ListID'],
    ['vendors', 'SUPPLIERS', 'ListID'],
    ['customers', 'CUSTOMERS', 'ListID'],
    ['ledger-accounts', 'LEDGER_ACCOUNTS', 'ListID'],
    ['classes', 'TRACKING_CLASSES', 'ListID'],
  ] as const
).map(([name, resource, idField]) => ({ name, resource, defaults: { url: `/hubs/finance/${name}`, idField } }));

const connectionFields: readonly ConfigurationField[] = [
  {
    key: 'app.name',
    label: 'Application name',
    description:
      'Name that QuickBooks shows this connection under, and asks whether it may use the company file: Edit > ' +
      'Preferences > Integrated Applications > Company Preferences.',
    type: 'TEXT',
    required: true,
    secret: false,
    advanced: false,
    example: 'CloudElements',
    pattern: '.*\\S.*',
    flows: FLOWS,
  },
  {
    key: 'host.ip',
    label: 'Host name or address',
    description:
      'Where the computer with QuickBooks calls from. A public address, or a range of them such as `203.0.113.0/24`, is ' +
      'enforced: calls from elsewhere are refused. A host name, a URL or a private address is a label for people. It is ' +
      'never called: the computer calls this service.',
    type: 'HOST',
    required: true,
    secret: false,
    advanced: false,
    example: 'https://1234.g2c.cloud-elements.com',
    flows: FLOWS,
  },
];

const furtherFields: readonly ConfigurationField[] = [
  {
    key: 'sync.history.days',
    label: 'Days of history',
    description:
      'How far back bills, checks, card transactions and credits of suppliers are read, by their day. Two hundred of ' +
      'them more are a request more on each complete read, for which QuickBooks stops doing anything else.',
    type: 'INTEGER',
    required: false,
    secret: false,
    advanced: true,
    default: '1095',
    example: '365',
    minimum: 1,
    maximum: 3650,
    flows: FLOWS,
  },
];

/** QuickBooks Enterprise in the catalogue. It calls us, so it has no address. */
export const quickbooksEnterpriseCatalog: CatalogEntry = {
  key: 'quickbooksonprem',
  elementId: 195,
  name: 'QuickBooks Enterprise',
  description:
    'The books of a company file of QuickBooks Enterprise, or of another desktop edition, on a computer of the customer. ' +
    'The QuickBooks Web Connector, a program of Intuit on that computer, is given a set-up file and a password and then ' +
    'calls this service at regular times. Everything is as of its last call, and waits for the next one.',
  hub: 'finance',
  authentication: 'AGENT',
  provisioningFlows: FLOWS,
  polledResources: POLLED,
  signUp: {
    url: 'http://quickbooks.intuit.com/signup',
    hint: 'Whoever has no QuickBooks account yet can make one at QuickBooks.',
  },
  configurationFields: [
    ...connectionFields,
    ...furtherFields,
    ...eventConfigurationFields({ flows: FLOWS, polled: POLLED }),
  ],
};
