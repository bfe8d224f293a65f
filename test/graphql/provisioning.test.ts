import { INSTANCE_MUTATIONS, type InstanceMutation, type InstancePayload } from '../support/instance-operations';
import type { Tenant } from '../support/service-world';
import { startTestService, type GraphqlAnswer, type TestService } from '../support/test-service';

const UNKNOWN_ID = '0198c0de-0000-7000-8000-000000000000';

/** What a frontend sends when a customer has filled in the form. */
const CONNECT = `mutation Connect($input: ProvisionInstanceInput!) {
  provisionInstance(input: $input) {
    instance { id name status statusReason element { key name } capabilities { resource operations } }
    token
    errors {
      __typename
      code
      message
      path
      retryable
      ... on MissingConfigurationError { missingKeys missingFields { key label type secret } }
      ... on CredentialsRejectedError { keys vendorMessage }
      ... on InvalidValueError { expected suggestions }
      ... on VendorRateLimitError { retryAfterSeconds }
    }
  }
}`;

describe.each(['compiled', 'graphql-js'] as const)('provisioning, run by %s', (executor) => {
  let service: TestService;
  let tenant: Tenant;
  let partner: { readonly id: string; readonly secret: string };

  beforeAll(async () => {
    service = await startTestService({ config: { graphqlExecutor: executor } });
    const { configuration } = service.sandbox;
    partner = { id: configuration['partner.user.id']!, secret: configuration['partner.user.secret']! };
  });
  afterAll(() => service.close());
  beforeEach(async () => {
    tenant = await service.createTenant();
    service.sandbox.setFaults({});
  });

  function ask(
    field: InstanceMutation,
    input: object,
    asked = tenant,
  ): Promise<GraphqlAnswer<Record<string, InstancePayload>>> {
    return service.query(asked, INSTANCE_MUTATIONS[field], { input });
  }

  async function mutate(field: InstanceMutation, input: object): Promise<InstancePayload> {
    const answer = await ask(field, input);
    expect(answer.errors).toBeUndefined();
    return answer.data![field]!;
  }

  const generic = (): object[] => [
    { key: 'partner.user.id', value: partner.id },
    { key: 'partner.user.secret', value: partner.secret },
  ];
  const typed = (): object => ({ expensify: { partnerUserId: partner.id, partnerUserSecret: partner.secret } });
  const acme = (more: object = {}): object => ({
    elementKey: 'expensify',
    name: 'Acme',
    configuration: generic(),
    ...more,
  });

  async function countInstances(): Promise<number> {
    const { data } = await service.query<{ instances: { totalCount: number } }>(tenant, '{ instances { totalCount } }');
    return data!.instances.totalCount;
  }

  async function expectNothingKept(payload: InstancePayload): Promise<void> {
    expect(payload.instance).toBeNull();
    expect(payload.token ?? null).toBeNull();
    expect(await countInstances()).toBe(0);
  }

  async function provisioned(more: object = {}): Promise<{ id: string; token: string }> {
    const { instance, token, errors } = await mutate('provisionInstance', acme(more));
    expect(errors).toEqual([]);
    return { id: instance!.id, token: token! };
  }

  const narrowedTo = (token: string): Pick<Tenant, 'authorization'> => ({
    authorization: `${tenant.authorization}, Element ${token}`,
  });

  async function isAccepted(token: string): Promise<boolean> {
    const { data } = await service.query<{ viewer: object | null }>(narrowedTo(token), '{ viewer { id } }');
    return (data?.viewer ?? null) !== null;
  }

  describe('a form that is right', () => {
    it.each(['generic', 'typed'])('is taken by key or by field (%s)', async (form) => {
      const configuration =
        form === 'generic' ? { configuration: generic() } : { configuration: [], typedConfiguration: typed() };
      const input = { elementKey: 'expensify', name: 'Acme Expensify', tags: ['production'], ...configuration };
      const { data, errors } = await service.query<{ provisionInstance: InstancePayload }>(tenant, CONNECT, { input });
      expect(errors).toBeUndefined();
      expect(data?.provisionInstance).toEqual({
        instance: {
          id: expect.any(String),
          name: 'Acme Expensify',
          status: 'ACTIVE',
          statusReason: null,
          element: { key: 'expensify', name: 'Expensify' },
          capabilities: expect.arrayContaining([{ resource: 'REPORTS', operations: ['LIST', 'GET'] }]),
        },
        token: expect.any(String),
        errors: [],
      });
    });

    it('wins by key over the same setting by field', async () => {
      const { instance, errors } = await mutate('provisionInstance', {
        elementKey: 'expensify',
        name: 'Both',
        typedConfiguration: {
          expensify: { partnerUserId: 'aa_nobody', partnerUserSecret: partner.secret, syncHistoryDays: 0 },
        },
        configuration: [
          { key: 'partner.user.id', value: partner.id },
          { key: 'sync.history.days', value: '400' },
        ],
      });
      expect(errors).toEqual([]);
      const valueOf = (key: string): unknown => instance!.configuration.find((entry) => entry.key === key)?.value;
      expect(valueOf('partner.user.id')).toBe(partner.id);
      expect(valueOf('sync.history.days')).toBe('400');
    });

    it('never comes back with its secret', async () => {
      const answer = await ask('provisionInstance', acme());
      expect(answer.data?.['provisionInstance']?.instance?.configuration).toEqual(
        expect.arrayContaining([
          { key: 'partner.user.id', value: partner.id, secret: false, isDefault: false },
          { key: 'partner.user.secret', value: '********', secret: true, isDefault: false },
          { key: 'sync.history.days', value: '1095', secret: false, isDefault: true },
        ]),
      );
      expect(JSON.stringify(answer)).not.toContain(partner.secret);
    });

    it('gives a token that narrows a request to the instance, and is shown that once', async () => {
      const { id, token } = await provisioned();
      const viewer = '{ viewer { instance { id } } instances { nodes { id } } }';
      const { data } = await service.query(narrowedTo(token), viewer);
      expect(data).toEqual({ viewer: { instance: { id } }, instances: { nodes: [{ id }] } });
      const read = await service.query(tenant, '{ instances { nodes { id configuration { value } } } }');
      expect(JSON.stringify(read)).not.toContain(token);
    });
  });

  describe('a form that is wrong', () => {
    it('is told every missing key, and how to ask for it', async () => {
      const payload = await mutate('provisionInstance', acme({ configuration: [] }));
      expect(payload.errors).toEqual([
        {
          __typename: 'MissingConfigurationError',
          code: 'MISSING_CONFIGURATION',
          message: 'Required configuration is missing: partner.user.id, partner.user.secret.',
          path: ['input', 'configuration'],
          retryable: false,
          missingKeys: ['partner.user.id', 'partner.user.secret'],
          missingFields: [
            { key: 'partner.user.id', label: 'Partner user ID', type: 'TEXT', secret: false },
            { key: 'partner.user.secret', label: 'Partner user secret', type: 'TEXT', secret: true },
          ],
        },
      ]);
      await expectNothingKept(payload);
    });

    it('is told everything at once, each with its place and with what would be right', async () => {
      const payload = await mutate('provisionInstance', {
        elementKey: 'expensify',
        name: ' ',
        tags: ['fine', '<b>'],
        configuration: [
          { key: 'partner.user.id', value: partner.id },
          { key: 'partner.user.secrte', value: 'hush-hush' },
          { key: 'sync.history.days', value: 'many' },
          { key: 'base.url', value: 'http://10.0.0.1/' },
        ],
      });
      expect(payload.errors.map(({ code, path }) => [code, path])).toEqual([
        ['INVALID_INPUT', ['input', 'name']],
        ['INVALID_INPUT', ['input', 'tags', '1']],
        ['MISSING_CONFIGURATION', ['input', 'configuration']],
        ['UNKNOWN_CONFIGURATION_KEY', ['input', 'configuration', '1', 'value']],
        ['INVALID_CONFIGURATION', ['input', 'configuration', '2', 'value']],
        ['INVALID_CONFIGURATION', ['input', 'configuration', '3', 'value']],
      ]);
      expect(payload.errors[3]).toMatchObject({
        __typename: 'InvalidValueError',
        suggestions: ['partner.user.secret'],
        expected: expect.stringContaining('partner.user.secret'),
      });
      expect(payload.errors[4]).toMatchObject({
        __typename: 'InvalidConfigurationError',
        key: 'sync.history.days',
        field: { key: 'sync.history.days', type: 'INTEGER', example: '365' },
      });
      expect(JSON.stringify(payload)).not.toContain('hush-hush');
      await expectNothingKept(payload);
    });

    it('is told which credentials the vendor refused, in the words of the vendor', async () => {
      const wrong = [
        { key: 'partner.user.id', value: partner.id },
        { key: 'partner.user.secret', value: 'not-the-secret' },
      ];
      const payload = await mutate('provisionInstance', acme({ configuration: wrong }));
      expect(payload.errors).toEqual([
        {
          __typename: 'CredentialsRejectedError',
          code: 'CREDENTIALS_REJECTED',
          message: expect.stringContaining('partner.user.id, partner.user.secret'),
          path: ['input', 'configuration'],
          retryable: false,
          keys: ['partner.user.id', 'partner.user.secret'],
          vendorCode: expect.any(String),
          vendorMessage: 'Authentication error',
        },
      ]);
      expect(JSON.stringify(payload)).not.toContain('not-the-secret');
      await expectNothingKept(payload);
    });

    it('is told that there is no such element', async () => {
      const payload = await mutate('provisionInstance', acme({ elementKey: 'expensivify' }));
      expect(payload.errors).toEqual([
        {
          __typename: 'RecordNotFoundError',
          code: 'NOT_FOUND',
          message: 'There is no Element with the id "expensivify".',
          path: ['input', 'elementKey'],
          retryable: false,
          typeName: 'Element',
          reference: 'expensivify',
        },
      ]);
    });

    it('is told that the element cannot be provisioned', async () => {
      const payload = await mutate('provisionInstance', {
        elementKey: 'taxify',
        name: 'Taxes',
        configuration: [{ key: 'api.key', value: 'k' }],
      });
      expect(payload.errors).toEqual([
        {
          __typename: 'UnsupportedOperationError',
          code: 'UNSUPPORTED_OPERATION',
          message: expect.stringContaining('Taxify'),
          path: ['input', 'elementKey'],
          retryable: false,
          element: { key: 'taxify' },
          resource: null,
          operation: null,
          supported: [],
        },
      ]);
      await expectNothingKept(payload);
    });

    it('may be sent again when the vendor has no room', async () => {
      service.sandbox.setFaults({ '429': 'http' });
      const payload = await mutate('provisionInstance', acme());
      expect(payload.errors).toMatchObject([
        { __typename: 'VendorRateLimitError', code: 'RATE_LIMITED', retryable: true },
      ]);
      expect(payload.errors[0]!['retryAfterSeconds']).toBeGreaterThan(0);
      await expectNothingKept(payload);
    });

    it('may be sent again when the vendor is down', async () => {
      service.sandbox.setFaults({ 'http-503-html': true });
      const payload = await mutate('provisionInstance', acme());
      expect(payload.errors).toMatchObject([
        { __typename: 'VendorError', code: 'VENDOR_UNAVAILABLE', retryable: true, vendorRequestId: null },
      ]);
      await expectNothingKept(payload);
    });
  });

  describe('the typed form', () => {
    const form = { partnerUserId: 'aa_acme', partnerUserSecret: 'hush-hush' };
    const MISFITS: readonly [string, object][] = [
      ['no key', {}],
      ['a key that is null', { expensify: null }],
      ['two keys', { expensify: form, taxify: { apiKey: 'k' } }],
      ['a key and a null', { expensify: form, taxify: null }],
      ['a key that no element has', { netsuite: form }],
      ['a field that the element does not have', { expensify: { ...form, password: 'hush-hush' } }],
      ['a value of another type', { expensify: { ...form, partnerUserId: 1 } }],
    ];

    it.each(MISFITS)('is refused with %s, in a variable', async (_, typedConfiguration) => {
      const answer = await ask('provisionInstance', { elementKey: 'expensify', name: 'Acme', typedConfiguration });
      expect(answer.data ?? null).toBeNull();
      for (const { extensions } of answer.errors!) {
        expect(extensions).toMatchObject({ code: 'BAD_USER_INPUT', retryable: false });
      }
      expect(JSON.stringify(answer.errors)).not.toContain('hush-hush');
      expect(await countInstances()).toBe(0);
    });

    it.each([
      ['no key', '{}'],
      ['a key that is null', '{ expensify: null }'],
      ['two keys', '{ taxify: { apiKey: "k" }, expensify: { partnerUserId: "a", partnerUserSecret: "b" } }'],
    ])('is refused with %s, in the document', async (_, literal) => {
      const { data, errors } = await service.query(
        tenant,
        `mutation { provisionInstance(input: { elementKey: "expensify", name: "A", typedConfiguration: ${literal} }) { token } }`,
      );
      expect(data ?? null).toBeNull();
      expect(errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
    });

    it('is refused where the one key is null through a variable within the document', async () => {
      const { data, errors } = await service.query<{ provisionInstance: null }>(
        tenant,
        `mutation ($form: ExpensifyConfigurationInput) {
          provisionInstance(input: { elementKey: "expensify", name: "A", typedConfiguration: { expensify: $form } }) { token }
        }`,
        { form: null },
      );
      expect(data?.provisionInstance ?? null).toBeNull();
      expect(errors).toHaveLength(1);
      expect(errors![0]!.extensions.code).not.toBe('INTERNAL_SERVER_ERROR');
      expect(await countInstances()).toBe(0);
    });

    it('must be that of the element', async () => {
      const payload = await mutate('provisionInstance', {
        elementKey: 'expensify',
        name: 'Acme',
        typedConfiguration: { taxify: { apiKey: 'k' } },
      });
      expect(payload.errors).toMatchObject([
        { code: 'INVALID_INPUT', path: ['input', 'typedConfiguration'], expected: '{ expensify: { … } }' },
      ]);
      await expectNothingKept(payload);
    });

    it('names the field that is wrong', async () => {
      const expensify = { partnerUserId: partner.id, partnerUserSecret: partner.secret, syncHistoryDays: 0 };
      const payload = await mutate('provisionInstance', {
        elementKey: 'expensify',
        name: 'Acme',
        typedConfiguration: { expensify },
      });
      expect(payload.errors).toMatchObject([
        {
          code: 'INVALID_CONFIGURATION',
          key: 'sync.history.days',
          path: ['input', 'typedConfiguration', 'expensify', 'syncHistoryDays'],
        },
      ]);
    });

    it('has its required fields named by the schema', async () => {
      const answer = await ask('provisionInstance', {
        elementKey: 'expensify',
        name: 'Acme',
        typedConfiguration: { expensify: { partnerUserSecret: 'hush-hush' } },
      });
      expect(answer.errors).toMatchObject([
        {
          message:
            'Variable "$input" got an invalid value at "input.typedConfiguration.expensify"; ' +
            'Field "partnerUserId" of required type "String!" was not provided.',
          extensions: { code: 'BAD_USER_INPUT' },
        },
      ]);
    });
  });

  describe('an idempotency key', () => {
    it('gives the same answer to the same request, and makes one instance', async () => {
      const first = await provisioned({ idempotencyKey: 'k-1' });
      expect(await provisioned({ idempotencyKey: 'k-1' })).toEqual(first);
      expect(await countInstances()).toBe(1);
    });

    it('is refused for another request', async () => {
      await provisioned({ idempotencyKey: 'k-1' });
      const payload = await mutate('provisionInstance', acme({ name: 'Other', idempotencyKey: 'k-1' }));
      expect(payload).toMatchObject({
        instance: null,
        token: null,
        errors: [
          {
            __typename: 'IdempotencyKeyError',
            code: 'IDEMPOTENCY_CONFLICT',
            path: ['input', 'idempotencyKey'],
            retryable: false,
          },
        ],
      });
      expect(await countInstances()).toBe(1);
    });

    it('is free again after a failure', async () => {
      service.sandbox.setFaults({ 'http-503-html': true });
      expect((await mutate('provisionInstance', acme({ idempotencyKey: 'k-1' }))).errors).toHaveLength(1);
      service.sandbox.setFaults({});
      await provisioned({ idempotencyKey: 'k-1' });
    });

    it('makes one instance of two requests at once; the second is told to come back', async () => {
      const [one, two] = await Promise.all([
        mutate('provisionInstance', acme({ idempotencyKey: 'k-1' })),
        mutate('provisionInstance', acme({ idempotencyKey: 'k-1' })),
      ]);
      const refused = [...one.errors, ...two.errors];
      for (const error of refused) expect(error).toMatchObject({ code: 'IN_PROGRESS', retryable: true });
      expect(await countInstances()).toBe(1);
    });

    it('belongs to its organization', async () => {
      const first = await provisioned({ idempotencyKey: 'k-1' });
      tenant = await service.createTenant('Other');
      expect((await provisioned({ idempotencyKey: 'k-1' })).id).not.toBe(first.id);
    });

    it.each(['', 'k'.repeat(256), 'k\u0000'])('has 1 to 255 characters (%#)', async (idempotencyKey) => {
      const payload = await mutate('provisionInstance', acme({ idempotencyKey }));
      expect(payload.errors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'idempotencyKey'] }]);
      await expectNothingKept(payload);
    });
  });

  describe('an instance that is there', () => {
    it('is given another name, other labels and other settings; what is left out stays', async () => {
      const { id } = await provisioned({ tags: ['a'] });
      const renamed = await mutate('updateInstance', { id, name: 'Acme two' });
      expect(renamed.instance).toMatchObject({ id, name: 'Acme two', tags: ['a'] });
      const changed = await mutate('updateInstance', {
        id,
        tags: null,
        configuration: [
          { key: 'sync.history.days', value: '30' },
          { key: 'partner.user.secret', value: '********' },
        ],
      });
      expect(changed.errors).toEqual([]);
      expect(changed.instance).toMatchObject({ name: 'Acme two', tags: [] });
      expect(changed.instance?.configuration).toEqual(
        expect.arrayContaining([{ key: 'sync.history.days', value: '30', secret: false, isDefault: false }]),
      );
      const cleared = await mutate('updateInstance', {
        id,
        configuration: [{ key: 'sync.history.days', value: null }],
      });
      expect(cleared.instance?.configuration).toEqual(
        expect.arrayContaining([{ key: 'sync.history.days', value: '1095', secret: false, isDefault: true }]),
      );
    });

    it('keeps its settings when the changed ones are wrong', async () => {
      const { id } = await provisioned();
      const payload = await mutate('updateInstance', {
        id,
        name: null,
        configuration: [
          { key: 'partner.user.id', value: null },
          { key: 'sync.history.days', value: '0' },
        ],
      });
      expect(payload.instance).toBeNull();
      expect(payload.errors.map(({ code }) => code)).toEqual([
        'INVALID_INPUT',
        'MISSING_CONFIGURATION',
        'INVALID_CONFIGURATION',
      ]);
      const refused = await mutate('updateInstance', {
        id,
        configuration: [{ key: 'partner.user.id', value: 'aa_x' }],
      });
      expect(refused.errors).toMatchObject([{ code: 'CREDENTIALS_REJECTED' }]);
      const { data } = await service.query(tenant, 'query ($id: ID!) { instance(id: $id) { name } }', { id });
      expect(data).toEqual({ instance: { name: 'Acme' } });
    });

    it('takes new credentials in place, by key or by field', async () => {
      const { id, token } = await provisioned();
      const issued = service.sandbox.issueCredentials('second');
      const byField = {
        expensify: {
          partnerUserId: issued['partner.user.id'],
          partnerUserSecret: issued['partner.user.secret'],
        },
      };
      const changed = await mutate('reauthenticateInstance', { id, typedConfiguration: byField });
      expect(changed.errors).toEqual([]);
      expect(changed.instance).toMatchObject({ id, status: 'ACTIVE' });
      expect(await isAccepted(token)).toBe(true);
      const back = await mutate('reauthenticateInstance', { id, configuration: generic() });
      expect(back.instance?.configuration).toEqual(
        expect.arrayContaining([expect.objectContaining({ key: 'partner.user.id', value: partner.id })]),
      );
      const refused = await mutate('reauthenticateInstance', {
        id,
        configuration: [{ key: 'partner.user.secret', value: 'wrong' }],
      });
      expect(refused).toMatchObject({ instance: null, errors: [{ code: 'CREDENTIALS_REJECTED' }] });
      const { data } = await service.query(tenant, 'query ($id: ID!) { instance(id: $id) { status } }', { id });
      expect(data).toEqual({ instance: { status: 'ACTIVE' } });
    });

    it('refuses the typed form of another element for new credentials', async () => {
      const { id } = await provisioned();
      const payload = await mutate('reauthenticateInstance', { id, typedConfiguration: { taxify: { apiKey: 'k' } } });
      expect(payload.errors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'typedConfiguration'] }]);
    });

    it('is switched off with a reason, and on again', async () => {
      const { id } = await provisioned();
      const off = await mutate('disableInstance', { id, reason: 'Audit' });
      expect(off.instance).toMatchObject({ status: 'DISABLED', statusReason: 'Audit' });
      const read = await service.query(tenant, 'query ($id: ID!) { instance(id: $id) { reports { totalCount } } }', {
        id,
      });
      expect(read).toMatchObject({
        data: { instance: { reports: null } },
        errors: [{ path: ['instance', 'reports'], extensions: { code: 'INSTANCE_NOT_ACTIVE' } }],
      });
      const on = await mutate('enableInstance', { id });
      expect(on.instance).toMatchObject({ status: 'ACTIVE', statusReason: null });
    });

    it('stays off while its credentials are refused', async () => {
      const issued = service.sandbox.issueCredentials(`third ${executor}`);
      const configuration = Object.entries(issued).map(([key, value]) => ({ key, value }));
      const { id } = await provisioned({ configuration });
      await mutate('disableInstance', { id });
      service.sandbox.revokeCredentials(issued['partner.user.id']!);
      const payload = await mutate('enableInstance', { id });
      expect(payload).toMatchObject({ instance: null, errors: [{ code: 'CREDENTIALS_REJECTED' }] });
    });

    it('takes no reason that cannot be stored or shown', async () => {
      const { id } = await provisioned();
      for (const reason of ['r'.repeat(501), 'a\u0000b']) {
        const payload = await mutate('disableInstance', { id, reason });
        expect(payload.errors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'reason'] }]);
      }
    });

    it('is given another token; the old one works as long as was asked', async () => {
      const { id, token } = await provisioned();
      const graceful = await mutate('rotateInstanceToken', { id, graceSeconds: 86_400 });
      expect(graceful.instance?.id).toBe(id);
      expect(await isAccepted(token)).toBe(true);
      expect(await isAccepted(graceful.token!)).toBe(true);
      const abrupt = await mutate('rotateInstanceToken', { id });
      expect(await isAccepted(graceful.token!)).toBe(false);
      expect(await isAccepted(token)).toBe(false);
      expect(await isAccepted(abrupt.token!)).toBe(true);
      for (const graceSeconds of [-1, 86_401]) {
        const { token: none, errors } = await mutate('rotateInstanceToken', { id, graceSeconds });
        expect(none).toBeNull();
        expect(errors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'graceSeconds'] }]);
      }
    });

    it('is gone for everybody once it is deleted, and its token with it', async () => {
      const { id, token } = await provisioned();
      const payload = await mutate('deleteInstance', { id });
      expect(payload).toEqual({ deletedInstanceId: id, errors: [] });
      expect(await countInstances()).toBe(0);
      expect(await isAccepted(token)).toBe(false);
      expect(await mutate('deleteInstance', { id })).toMatchObject({
        deletedInstanceId: null,
        errors: [{ code: 'NOT_FOUND' }],
      });
    });
  });

  const MUTATIONS = Object.keys(INSTANCE_MUTATIONS) as InstanceMutation[];

  it.each(MUTATIONS.filter((field) => field !== 'provisionInstance'))(
    '%s tells that there is no such instance, and does nothing',
    async (field) => {
      for (const id of [UNKNOWN_ID, 'nonsense', '']) {
        const payload = await mutate(field, { id });
        expect(payload.errors).toEqual([
          {
            __typename: 'RecordNotFoundError',
            code: 'NOT_FOUND',
            message: `There is no Instance with the id "${id}".`,
            path: ['input', 'id'],
            retryable: false,
            typeName: 'Instance',
            reference: id,
          },
        ]);
      }
    },
  );

  it.each(MUTATIONS)('%s needs credentials, whatever it is given', async (field) => {
    const inputs = field === 'provisionInstance' ? [acme(), acme({ elementKey: 'unknown' })] : [{ id: UNKNOWN_ID }];
    for (const input of inputs) {
      const answer = await service.query<Record<string, null>>(null, INSTANCE_MUTATIONS[field], { input });
      expect(answer.data).toEqual({ [field]: null });
      expect(answer.errors).toMatchObject([{ path: [field], extensions: { code: 'UNAUTHENTICATED' } }]);
    }
  });

  it('is not for a request that an instance token narrows', async () => {
    const { token } = await provisioned();
    const answer = await service.query(narrowedTo(token), INSTANCE_MUTATIONS.provisionInstance, { input: acme() });
    expect(answer.errors).toMatchObject([{ path: ['provisionInstance'], extensions: { code: 'UNAUTHENTICATED' } }]);
    expect(await countInstances()).toBe(1);
  });
});
