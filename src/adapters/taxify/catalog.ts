import type { CatalogEntry, ConfigurationField } from '../adapter';
import { eventConfigurationFields } from '../event-configuration';

const OPTIONAL = { required: false, secret: false, advanced: true, flows: ['CREDENTIALS'] } as const;

/** What the platform's instances carry besides; Taxify has nothing that they would change. */
const platformFields: readonly ConfigurationField[] = [
  {
    ...OPTIONAL,
    key: 'pagination.max',
    label: 'Page size',
    description: "The platform's setting, checked and kept. Taxify has no lists of documents, so it changes nothing.",
    type: 'INTEGER',
    default: '100',
    example: '100',
    minimum: 1,
    maximum: 2000,
  },
  {
    ...OPTIONAL,
    key: 'pagination.type',
    label: 'Kind of paging',
    description: "The platform's setting, kept. Taxify has no lists of documents, so it changes nothing.",
    type: 'TEXT',
    example: 'page',
    pattern: '[a-z]+',
  },
  {
    ...OPTIONAL,
    key: 'event.vendor.type',
    label: 'Origin of events',
    description: "The platform's setting, checked and kept. Taxify itself tells no events, so it changes nothing.",
    type: 'SELECT',
    default: 'webhook',
    example: 'webhook',
    options: [
      { value: 'webhook', label: 'Notifications of the vendor' },
      { value: 'polling', label: 'Asking the vendor' },
    ],
  },
];

/** Taxify in the catalogue. */
export const taxifyCatalog: CatalogEntry = {
  key: 'taxify',
  elementId: 320,
  name: 'Taxify',
  description:
    'Sales tax for addresses in the United States: calculation, filing of what was calculated, verified addresses and ' +
    'taxability codes. You need the API key of a Taxify account.',
  hub: 'finance',
  authentication: 'CREDENTIALS',
  provisioningFlows: ['CREDENTIALS'],
  imageUrl: 'https://pbs.twimg.com/profile_images/621714602074619904/w2K5p8C3.png',
  baseUrl: {
    live: 'https://ws.taxify.co/taxify/1.0/core/JSONService.asmx',
    sandboxPath: '/taxify/1.0/core/JSONService.asmx',
  },
  configurationFields: [
    {
      key: 'api.key',
      label: 'API key',
      description: 'Key of the Taxify account: in Taxify, Setup > Connect Your Apps > Taxify API.',
      type: 'TEXT',
      required: true,
      secret: true,
      advanced: false,
      example: '00000000-0000-4000-8000-000000000000',
      pattern: '\\S+',
      flows: ['CREDENTIALS'],
    },
    {
      ...OPTIONAL,
      key: 'partner.key',
      label: 'Partner key',
      description: 'Key of the integration partner, where Taxify has given you one.',
      type: 'TEXT',
      secret: true,
      example: '00000000-0000-4000-8000-000000000001',
      pattern: '\\S+',
    },
    {
      ...OPTIONAL,
      key: 'document.key.prefix',
      label: 'Prefix of document keys',
      description:
        'Put before the key of every document. Keys are unique in the Taxify account: where several sources of ' +
        'documents share one, a prefix keeps them from replacing each other. Do not change it while drafts are open.',
      type: 'TEXT',
      example: 'shop-',
      pattern: '[\\w.:/-]{1,50}',
    },
    ...eventConfigurationFields({ flows: ['CREDENTIALS'], polled: [] }),
    ...platformFields,
    {
      ...OPTIONAL,
      key: 'base.url',
      label: 'Address of Taxify',
      description:
        'Address of the JSON service, version 1.0 or 1.1. Leave it out unless you want the other version, or requests ' +
        'have to go through a gateway of yours.',
      type: 'URL',
      example: 'https://ws.taxify.co/taxify/1.1/core/JSONService.asmx',
    },
  ],
};
