import { adapters } from '../../src/adapters/registry';

/** As the platform's catalogue numbers them. */
const CATALOG = [
  ['expensify', 675, 'payment', 'CREDENTIALS'],
  ['quickbooks', 39, 'finance', 'OAUTH2'],
  ['quickbooksonprem', 195, 'finance', 'AGENT'],
  ['taxify', 320, 'finance', 'CREDENTIALS'],
];

/** What the platform's examples send in the `configuration` of a create call. */
const SENT_KEYS: Readonly<Record<string, readonly string[]>> = {
  expensify: ['partner.user.id', 'partner.user.secret'],
  quickbooks: [
    'oauth.callback.url',
    'quickbooks.datasource',
    'oauth.user.refresh_interval',
    'quickbooks.realm.id',
    'oauth.user.token',
    'oauth.user.token.secret',
    'oauth.api.key',
    'oauth.api.secret',
    'oauth.user.refresh_time',
  ],
  quickbooksonprem: ['app.name', 'host.ip'],
  taxify: ['api.key'],
};

describe('the catalogue', () => {
  it('has the four elements', () => {
    const entries = adapters.map(({ catalog }) => catalog);
    expect(entries.map(({ key, elementId, hub, authentication }) => [key, elementId, hub, authentication])).toEqual(
      CATALOG,
    );
  });

  it.each(adapters)('knows the keys that are sent to provision $catalog.key', ({ catalog }) => {
    const keys = catalog.configurationFields.map((field) => field.key);
    expect(keys).toEqual(expect.arrayContaining([...(SENT_KEYS[catalog.key] ?? ['?'])]));
  });

  it('can provision those that are built', () => {
    const provisionable = adapters.filter(({ check, agent }) => check !== undefined || agent !== undefined);
    expect(provisionable.map(({ catalog }) => catalog.key)).toEqual(CATALOG.map(([key]) => key));
  });
});
