import type { CatalogEntry, PolledResource } from '../adapter';
import { eventConfigurationFields } from '../event-configuration';
import { platformFields } from './platform-fields';

/** Filtered by the later of the days on which a report was opened and submitted. */
const reports: PolledResource = {
  name: 'reports',
  resource: 'REPORTS',
  sinceField: 'startDate',
  defaults: {
    url: "/hubs/payment/reports?where=startDate ='${date:yyyy-MM-dd}'",
    // The platform's name; Expensify itself writes `reportID`.
    idField: 'reportId',
    datesConfiguration: {
      updatedDateField: 'created',
      updatedDateFormat: 'yyyy-MM-dd HH:mm:ss',
      updatedDateTimezone: 'GMT',
      createdDateField: 'created',
      createdDateFormat: 'yyyy-MM-dd HH:mm:ss',
      createdDateTimezone: 'GMT',
    },
  },
};

/** Expensify has no filter for these: they are read whole. */
const policies: PolledResource = {
  name: 'policies',
  resource: 'POLICIES',
  defaults: { url: '/hubs/payment/policies', idField: 'policyId' },
};
const employees: PolledResource = {
  name: 'employees',
  resource: 'EMPLOYEES',
  defaults: { url: '/hubs/payment/employees', idField: 'email' },
};

/** Expensify in the catalogue. What stands here is asked for, checked, shown and documented from here alone. */
export const expensifyCatalog: CatalogEntry = {
  key: 'expensify',
  elementId: 675,
  name: 'Expensify',
  description:
    'Expense reports, expenses, policies (Expensify calls them workspaces) and employees of an Expensify account. ' +
    'You need a pair of partner credentials, which any account holder can create; what an instance sees and may ' +
    'change is what the account that created them sees and may change.',
  hub: 'payment',
  authentication: 'CREDENTIALS',
  provisioningFlows: ['CREDENTIALS'],
  polledResources: [reports, policies, employees],
  credentialsHelpUrl: 'https://www.expensify.com/tools/integrations/',
  imageUrl: 'http://we.are.expensify.com/assets/img/icon-rounded.png',
  baseUrl: {
    live: 'https://integrations.expensify.com/Integration-Server',
    sandboxPath: '/expensify/Integration-Server',
  },
  configurationFields: [
    {
      key: 'partner.user.id',
      label: 'Partner user ID',
      description:
        'First half of the partner credentials, made from the e-mail address of the account that created them. ' +
        'Signed in at Expensify, open https://www.expensify.com/tools/integrations/.',
      type: 'TEXT',
      required: true,
      secret: false,
      advanced: false,
      example: 'aa_api_domain_com',
      pattern: '\\S+',
      flows: ['CREDENTIALS'],
    },
    {
      key: 'partner.user.secret',
      label: 'Partner user secret',
      description:
        'Second half of the partner credentials. Expensify shows it once, when the pair is created; a lost one can ' +
        'only be replaced there, and the old one then stops working.',
      type: 'TEXT',
      required: true,
      secret: true,
      advanced: false,
      example: '0123456789abcdef0123456789abcdef01234567',
      pattern: '\\S+',
      flows: ['CREDENTIALS'],
    },
    {
      key: 'sync.history.days',
      label: 'Days of history',
      description:
        'How far back reports are read, by the later of the day they were opened and the day they were submitted. ' +
        'Every further year costs two requests on each complete read.',
      type: 'INTEGER',
      required: false,
      secret: false,
      advanced: true,
      default: '1095',
      example: '365',
      minimum: 1,
      maximum: 3650,
      flows: ['CREDENTIALS'],
    },
    ...eventConfigurationFields({ flows: ['CREDENTIALS'], polled: [reports] }),
    ...platformFields,
    {
      key: 'base.url',
      label: 'Address of Expensify',
      description:
        'Address of the Integration Server, without `/ExpensifyIntegrations`. Leave it out unless requests have to go ' +
        'through a gateway of yours.',
      type: 'URL',
      required: false,
      secret: false,
      advanced: true,
      example: 'https://integrations.expensify.com/Integration-Server',
      flows: ['CREDENTIALS'],
    },
  ],
};
