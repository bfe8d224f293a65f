import type { CatalogEntry } from '../adapter';

/** QuickBooks Enterprise in the catalogue. It calls us, so it has no address. */
export const quickbooksEnterpriseCatalog: CatalogEntry = {
  key: 'quickbooksonprem',
  elementId: 195,
  name: 'QuickBooks Enterprise',
  description:
    'The books of a company file of QuickBooks Enterprise, or another desktop edition, on a computer of the customer. ' +
    'A program beside QuickBooks, the QuickBooks Web Connector, calls this service; both have to be running. In the ' +
    'catalogue for its form; it cannot be provisioned yet.',
  hub: 'finance',
  authentication: 'AGENT',
  provisioningFlows: ['CREDENTIALS'],
  signUp: {
    url: 'http://quickbooks.intuit.com/signup',
    hint: 'Whoever has no QuickBooks account yet can make one at QuickBooks.',
  },
  configurationFields: [
    {
      key: 'app.name',
      label: 'Application name',
      description:
        'Name under which QuickBooks knows this connection, letter for letter: in QuickBooks, Edit > Preferences > ' +
        'Integrated Applications > Company Preferences.',
      type: 'TEXT',
      required: true,
      secret: false,
      advanced: false,
      example: 'CloudElements',
      pattern: '.*\\S.*',
      flows: ['CREDENTIALS'],
    },
    {
      key: 'host.ip',
      label: 'Host name or address',
      description:
        'Host name, address or URL of the computer that QuickBooks runs on. It is a label for people: the computer ' +
        'calls this service, never the other way round.',
      type: 'HOST',
      required: true,
      secret: false,
      advanced: false,
      example: 'https://1234.g2c.cloud-elements.com',
      flows: ['CREDENTIALS'],
    },
    {
      key: 'event.notification.enabled',
      label: 'Change notifications',
      description: 'Whether changes found by polling are sent to `event.notification.callback.url`.',
      type: 'BOOLEAN',
      required: false,
      secret: false,
      advanced: true,
      default: 'false',
      example: 'true',
      flows: ['CREDENTIALS'],
    },
    {
      key: 'event.notification.callback.url',
      label: 'Notification address',
      description: 'Where change notifications are sent: an https address of yours that answers with a 2xx status.',
      type: 'URL',
      required: false,
      secret: false,
      advanced: true,
      example: 'https://hooks.example.com/elements',
      flows: ['CREDENTIALS'],
    },
    {
      key: 'event.poller.refresh_interval',
      label: 'Minutes between polls',
      description: 'How often the program on the customer side asks for work, in minutes.',
      type: 'INTEGER',
      required: false,
      secret: false,
      advanced: true,
      default: '15',
      example: '30',
      minimum: 1,
      maximum: 1440,
      flows: ['CREDENTIALS'],
    },
  ],
};
