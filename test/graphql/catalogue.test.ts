import { getNullableType, isInputObjectType, isNonNullType } from 'graphql';
import { buildElementsSchema } from '../../src/graphql/schema';
import { startTestService, type TestService } from '../support/test-service';

interface FormField {
  readonly key: string;
  readonly inputField: string;
  readonly default: string | null;
  readonly required: boolean;
  readonly secret: boolean;
  readonly type: string;
  readonly flows: readonly string[];
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

interface CatalogueElement {
  readonly key: string;
  readonly elementId: number;
  readonly name: string;
  readonly hub: string;
  readonly authentication: string;
  readonly provisioningFlows: readonly string[];
  readonly configurationFields: readonly FormField[];
  readonly capabilities: readonly { readonly resource: string; readonly operations: readonly string[] }[];
  readonly requestLimits: readonly {
    readonly requests: number;
    readonly perSeconds: number;
    readonly source: string;
  }[];
}

const CATALOGUE = `{
  elements {
    key elementId name description hub authentication provisioningFlows credentialsHelpUrl
    requestLimits { requests perSeconds scope source }
    configurationFields {
      key label description type required secret advanced default example pattern flows inputField
      options { value label }
    }
    capabilities { resource operations details { operation delivery requires note } }
  }
}`;

/** A provisioning form, as a frontend asks for it. */
const PROVISIONING_FORM = `query ProvisioningForm($key: ID!, $flow: ProvisioningFlow) {
  element(key: $key) {
    key
    name
    description
    authentication
    provisioningFlows
    credentialsHelpUrl
    configurationFields(flow: $flow) {
      key
      label
      description
      type
      required
      secret
      advanced
      default
      example
      pattern
      options { value label }
    }
    capabilities {
      resource
      operations
      details { operation delivery requires note }
    }
  }
}`;

describe.each(['compiled', 'graphql-js'] as const)('the catalogue, without credentials, run by %s', (executor) => {
  let service: TestService;
  let elements: readonly CatalogueElement[];

  beforeAll(async () => {
    service = await startTestService({ config: { graphqlExecutor: executor } });
    const answer = await service.query<{ elements: readonly CatalogueElement[] }>(null, CATALOGUE);
    expect(answer.errors).toBeUndefined();
    elements = answer.data?.elements ?? [];
  });
  afterAll(() => service.close());

  const elementOf = (key: string): CatalogueElement => elements.find((element) => element.key === key)!;

  it('names every element with its number, its hub and how customers connect', () => {
    expect(elements.map(({ key, elementId, hub, authentication }) => [key, elementId, hub, authentication])).toEqual([
      ['expensify', 675, 'payment', 'CREDENTIALS'],
      ['quickbooks', 39, 'finance', 'OAUTH2'],
      ['quickbooksonprem', 195, 'finance', 'AGENT'],
      ['taxify', 320, 'finance', 'CREDENTIALS'],
    ]);
  });

  it('has a form for each, whose fields say how to ask for them', () => {
    for (const { configurationFields, provisioningFlows } of elements) {
      expect(configurationFields.length).toBeGreaterThan(0);
      for (const field of configurationFields) {
        expect(provisioningFlows).toEqual(expect.arrayContaining([...field.flows]));
        expect(field.options.length > 0).toBe(field.type === 'SELECT');
        if (field.secret) expect(field.default).toBeNull();
      }
    }
  });

  it('says what each can really do, and by which limits of its vendor', () => {
    const resources = elementOf('expensify').capabilities.map(({ resource }) => resource);
    expect(resources).toEqual(expect.arrayContaining(['REPORTS', 'EXPENSES', 'POLICIES', 'EMPLOYEES']));
    const books = elementOf('quickbooksonprem').capabilities.map(({ resource }) => resource);
    expect(books).toEqual(expect.arrayContaining(['EXPENSES', 'EMPLOYEES', 'FINANCIAL_REPORTS']));
    const [documents] = elementOf('taxify').capabilities;
    expect(documents).toMatchObject({
      resource: 'TAX_DOCUMENTS',
      operations: ['LIST', 'GET', 'CALCULATE', 'COMMIT', 'CANCEL'],
      details: [
        { operation: 'LIST', delivery: 'FROM_OUR_RECORDS' },
        { operation: 'GET', delivery: 'FROM_OUR_RECORDS' },
      ],
    });
    for (const { requests, perSeconds, source } of elements.flatMap(({ requestLimits }) => requestLimits)) {
      expect(requests).toBeGreaterThan(0);
      expect(perSeconds).toBeGreaterThan(0);
      expect(source).not.toBe('');
    }
    expect(elementOf('expensify').requestLimits.map(({ requests, perSeconds }) => [requests, perSeconds])).toEqual([
      [5, 10],
      [20, 60],
    ]);
  });

  it('shows the address of the sandbox where vendors are sandboxes', () => {
    const address = elementOf('expensify').configurationFields.find(({ key }) => key === 'base.url');
    expect(address?.default).toBe(`${service.sandboxOrigin}/expensify/Integration-Server`);
  });

  it('narrows the form to one flow', async () => {
    const keysOf = async (flow: string | null): Promise<string[]> => {
      const { data } = await service.query<{ element: CatalogueElement }>(null, PROVISIONING_FORM, {
        key: 'quickbooks',
        flow,
      });
      return data!.element.configurationFields.map(({ key }) => key);
    };
    const all = elementOf('quickbooks').configurationFields;
    expect(await keysOf(null)).toEqual(all.map(({ key }) => key));
    expect(await keysOf('EXISTING_TOKENS')).toEqual(
      all.filter(({ flows }) => flows.includes('EXISTING_TOKENS')).map(({ key }) => key),
    );
    expect(await keysOf('OAUTH2')).not.toContain('oauth.user.token');
  });

  it('gives a frontend everything for the form of one element', async () => {
    const { data, errors } = await service.query<{ element: CatalogueElement }>(null, PROVISIONING_FORM, {
      key: 'expensify',
      flow: 'CREDENTIALS',
    });
    expect(errors).toBeUndefined();
    expect(data?.element.configurationFields.filter(({ required }) => required).map(({ key }) => key)).toEqual([
      'partner.user.id',
      'partner.user.secret',
    ]);
  });

  it('is empty for a hub that nobody is in, and null for an element that nobody knows', async () => {
    const { data, errors } = await service.query(
      null,
      '{ elements(hub: "finance") { key } none: elements(hub: "nowhere") { key } element(key: "unknown") { key } }',
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      elements: [{ key: 'quickbooks' }, { key: 'quickbooksonprem' }, { key: 'taxify' }],
      none: [],
      element: null,
    });
  });

  it('tells its fields apart from what needs credentials', async () => {
    const { data, errors } = await service.query(
      null,
      '{ element(key: "expensify") { key instances { totalCount } } }',
    );
    expect(data).toEqual({ element: { key: 'expensify', instances: null } });
    expect(errors).toMatchObject([{ path: ['element', 'instances'], extensions: { code: 'UNAUTHENTICATED' } }]);
  });

  it('names the fields of the typed inputs as they are in the schema', async () => {
    const { schema } = await buildElementsSchema({ federationVersion: '2.9' });
    const union = schema.getType('ElementConfigurationInput');
    if (!isInputObjectType(union)) throw new Error('There is no ElementConfigurationInput.');
    expect(Object.keys(union.getFields())).toEqual(elements.map(({ key }) => key));
    for (const { key, configurationFields } of elements) {
      const input = getNullableType(union.getFields()[key]!.type);
      if (!isInputObjectType(input)) throw new Error(`${key} has no typed input.`);
      expect(Object.keys(input.getFields()).sort()).toEqual(
        configurationFields.map((field) => field.inputField).sort(),
      );
      const needed = Object.values(input.getFields()).filter(({ type }) => isNonNullType(type));
      const required = configurationFields.filter((field) => field.required).map((field) => field.inputField);
      expect(required).toEqual(expect.arrayContaining(needed.map(({ name }) => name)));
    }
  });

  it('is found by gateways, entry by entry', async () => {
    const { data } = await service.query(
      null,
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Element { key name } } }',
      {
        r: [
          { __typename: 'Element', key: 'taxify' },
          { __typename: 'Element', key: 'unknown' },
        ],
      },
    );
    expect(data).toEqual({ _entities: [{ key: 'taxify', name: 'Taxify' }, null] });
  });
});
