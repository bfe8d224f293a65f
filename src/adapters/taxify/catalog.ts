import type { CatalogEntry } from '../adapter';

/** Taxify in the catalogue. */
export const taxifyCatalog: CatalogEntry = {
  key: 'taxify',
  elementId: 320,
  name: 'Taxify',
  description:
    'Sales tax for addresses in the United States: calculation, and filing of what was calculated. You need the API ' +
    'key of a Taxify account. In the catalogue for its form; it cannot be provisioned yet.',
  hub: 'finance',
  authentication: 'CREDENTIALS',
  provisioningFlows: ['CREDENTIALS'],
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
      key: 'partner.key',
      label: 'Partner key',
      description: 'Key of the integration partner, where Taxify has given you one.',
      type: 'TEXT',
      required: false,
      secret: true,
      advanced: true,
      example: '00000000-0000-4000-8000-000000000001',
      pattern: '\\S+',
      flows: ['CREDENTIALS'],
    },
    {
      key: 'base.url',
      label: 'Address of Taxify',
      description: 'Address of the JSON service. Leave it out unless requests have to go through a gateway of yours.',
      type: 'URL',
      required: false,
      secret: false,
      advanced: true,
      example: 'https://ws.taxify.co/taxify/1.1/core/JSONService.asmx',
      flows: ['CREDENTIALS'],
    },
  ],
};
