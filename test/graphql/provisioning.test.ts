import { adapters } from '../../src/adapters/registry';
import { InstanceClient } from '../support/instance-client';
import type { InstancePayload } from '../support/instance-operations';
import { startTestService, type TestService } from '../support/test-service';
import { unconnectable } from '../support/unconnectable-adapter';

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
  let client: InstanceClient;

  beforeAll(async () => {
    service = await startTestService({ config: { graphqlExecutor: executor }, adapters: [...adapters, unconnectable] });
  });
  afterAll(() => service.close());
  beforeEach(async () => {
    client = new InstanceClient(service, await service.createTenant());
    service.sandbox.setFaults({});
  });

  async function expectNothingKept(payload: InstancePayload): Promise<void> {
    expect(payload.instance).toBeNull();
    expect(payload.token ?? null).toBeNull();
    expect(await client.countInstances()).toBe(0);
  }

  describe('a form that is right', () => {
    it.each(['generic', 'typed'])('is taken by key or by field (%s)', async (form) => {
      const { partner } = client;
      const typedConfiguration = { expensify: { partnerUserId: partner.id, partnerUserSecret: partner.secret } };
      const configuration =
        form === 'generic' ? { configuration: client.credentials() } : { configuration: [], typedConfiguration };
      const input = {
        elementKey: 'expensify',
        name: 'Acme Expensify',
        tags: ['production'],
        idempotencyKey: form,
        ...configuration,
      };
      const { data, errors } = await service.query<{ provisionInstance: InstancePayload }>(client.tenant, CONNECT, {
        input,
      });
      expect(errors).toBeUndefined();
      expect(data?.provisionInstance).toEqual({
        instance: {
          id: expect.any(String),
          name: 'Acme Expensify',
          status: 'ACTIVE',
          statusReason: null,
          element: { key: 'expensify', name: 'Expensify' },
          capabilities: expect.arrayContaining([
            { resource: 'POLICIES', operations: ['LIST', 'GET', 'CREATE', 'UPDATE'] },
          ]),
        },
        token: expect.any(String),
        errors: [],
      });
    });

    it('wins by key over the same setting by field', async () => {
      const { instance, errors } = await client.mutate('provisionInstance', {
        elementKey: 'expensify',
        name: 'Both',
        typedConfiguration: {
          expensify: { partnerUserId: 'aa_nobody', partnerUserSecret: client.partner.secret, syncHistoryDays: 0 },
        },
        configuration: [
          { key: 'partner.user.id', value: client.partner.id },
          { key: 'sync.history.days', value: '400' },
        ],
      });
      expect(errors).toEqual([]);
      const valueOf = (key: string): unknown => instance!.configuration.find((entry) => entry.key === key)?.value;
      expect(valueOf('partner.user.id')).toBe(client.partner.id);
      expect(valueOf('sync.history.days')).toBe('400');
    });

    it('never comes back with its secret', async () => {
      const answer = await client.ask('provisionInstance', client.form());
      expect(answer.data?.['provisionInstance']?.instance?.configuration).toEqual(
        expect.arrayContaining([
          { key: 'partner.user.id', value: client.partner.id, secret: false, isDefault: false },
          { key: 'partner.user.secret', value: '********', secret: true, isDefault: false },
          { key: 'sync.history.days', value: '1095', secret: false, isDefault: true },
        ]),
      );
      expect(JSON.stringify(answer)).not.toContain(client.partner.secret);
    });

    it('gives a token that narrows a request to the instance, and is shown that once', async () => {
      const { id, token } = await client.provision();
      const viewer = '{ viewer { instance { id } } instances { nodes { id } } }';
      const { data } = await service.query(client.narrowedTo(token), viewer);
      expect(data).toEqual({ viewer: { instance: { id } }, instances: { nodes: [{ id }] } });
      const read = await service.query(client.tenant, '{ instances { nodes { id configuration { value } } } }');
      expect(JSON.stringify(read)).not.toContain(token);
    });
  });

  describe('a form that is wrong', () => {
    it('is told every missing key, and how to ask for it', async () => {
      const payload = await client.mutate('provisionInstance', client.form({ configuration: [] }));
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

    it('is told the one key that is missing, by the operation of a form', async () => {
      const [id] = client.credentials();
      const input = { elementKey: 'expensify', name: 'Acme Expensify', configuration: [id] };
      const { data } = await service.query(client.tenant, CONNECT, { input });
      expect(data).toMatchObject({
        provisionInstance: { instance: null, token: null, errors: [{ missingKeys: ['partner.user.secret'] }] },
      });
    });

    it('is told everything at once, each with its place and with what would be right', async () => {
      const payload = await client.mutate('provisionInstance', {
        elementKey: 'expensify',
        name: ' ',
        tags: ['fine', '<b>'],
        configuration: [
          { key: 'partner.user.id', value: client.partner.id },
          { key: 'partner.user.secrte', value: 'hush-hush' },
          { key: 'sync.history.days', value: 'many' },
          { key: 'base.url', value: 'http://10.0.0.1/' },
        ],
      });
      expect(payload.errors.map(({ code, path }) => [code, path])).toEqual([
        ['INVALID_INPUT', ['input', 'name']],
        ['INVALID_INPUT', ['input', 'tags', '1']],
        ['MISSING_CONFIGURATION', ['input', 'configuration']],
        ['UNKNOWN_CONFIGURATION_KEY', ['input', 'configuration', '1', 'key']],
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

    it('is told of a key that is there twice, whichever form it is in', async () => {
      const twice = [...client.credentials(), { key: 'partner.user.secret', value: 'hush-hush' }];
      const payload = await client.mutate('provisionInstance', client.form({ configuration: twice }));
      expect(payload.errors).toMatchObject([
        {
          __typename: 'InvalidConfigurationError',
          code: 'INVALID_CONFIGURATION',
          key: 'partner.user.secret',
          path: ['input', 'configuration', '2', 'key'],
        },
      ]);
      expect(JSON.stringify(payload)).not.toContain('hush-hush');
      await expectNothingKept(payload);
    });

    it('is told which credentials the vendor refused, in the words of the vendor', async () => {
      const wrong = [
        { key: 'partner.user.id', value: client.partner.id },
        { key: 'partner.user.secret', value: 'not-the-secret' },
      ];
      const payload = await client.mutate('provisionInstance', client.form({ configuration: wrong }));
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
      const payload = await client.mutate('provisionInstance', client.form({ elementKey: 'expensivify' }));
      expect(payload.errors).toEqual([
        {
          __typename: 'RecordNotFoundError',
          code: 'NOT_FOUND',
          message:
            'There is no Element with the key "expensivify". There are: expensify, quickbooks, quickbooksonprem, taxify, unconnectable.',
          path: ['input', 'elementKey'],
          retryable: false,
          typeName: 'Element',
          reference: 'expensivify',
          suggestions: ['expensify', 'quickbooks', 'quickbooksonprem', 'taxify', 'unconnectable'],
        },
      ]);
    });

    it('is told that the element cannot be provisioned', async () => {
      const payload = await client.mutate('provisionInstance', {
        elementKey: 'unconnectable',
        name: 'Books',
        configuration: [],
      });
      expect(payload.errors).toEqual([
        {
          __typename: 'UnsupportedOperationError',
          code: 'UNSUPPORTED_OPERATION',
          message: expect.stringContaining('Unconnectable Books'),
          path: ['input', 'elementKey'],
          retryable: false,
          element: { key: 'unconnectable' },
          resource: null,
          operation: null,
          supported: [],
        },
      ]);
      await expectNothingKept(payload);
    });

    it('may be sent again when the vendor has no room', async () => {
      service.sandbox.setFaults({ '429': 'http' });
      const payload = await client.mutate('provisionInstance', client.form());
      expect(payload.errors).toMatchObject([
        { __typename: 'VendorRateLimitError', code: 'RATE_LIMITED', retryable: true },
      ]);
      expect(payload.errors[0]!['retryAfterSeconds']).toBeGreaterThan(0);
      await expectNothingKept(payload);
    });

    it('may be sent again when the vendor is down', async () => {
      service.sandbox.setFaults({ 'http-503-html': true });
      const payload = await client.mutate('provisionInstance', client.form());
      expect(payload.errors).toMatchObject([
        { __typename: 'VendorError', code: 'VENDOR_UNAVAILABLE', retryable: true, vendorRequestId: null },
      ]);
      await expectNothingKept(payload);
    });
  });

  describe('an idempotency key', () => {
    it('gives the same answer to the same request, and makes one instance', async () => {
      const first = await client.provision({ idempotencyKey: 'k-1' });
      expect(await client.provision({ idempotencyKey: 'k-1' })).toEqual(first);
      expect(await client.countInstances()).toBe(1);
    });

    it('is refused for another request', async () => {
      await client.provision({ idempotencyKey: 'k-1' });
      const payload = await client.mutate('provisionInstance', client.form({ name: 'Other', idempotencyKey: 'k-1' }));
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
      expect(await client.countInstances()).toBe(1);
    });

    it('is free again after a failure', async () => {
      service.sandbox.setFaults({ 'http-503-html': true });
      expect((await client.mutate('provisionInstance', client.form({ idempotencyKey: 'k-1' }))).errors).toHaveLength(1);
      service.sandbox.setFaults({});
      await client.provision({ idempotencyKey: 'k-1' });
    });

    it('makes one instance of two requests at once; the second is told to come back', async () => {
      const [one, two] = await Promise.all([
        client.mutate('provisionInstance', client.form({ idempotencyKey: 'k-1' })),
        client.mutate('provisionInstance', client.form({ idempotencyKey: 'k-1' })),
      ]);
      const refused = [...one.errors, ...two.errors];
      for (const error of refused) expect(error).toMatchObject({ code: 'IN_PROGRESS', retryable: true });
      expect(await client.countInstances()).toBe(1);
    });

    it('belongs to its organization', async () => {
      const first = await client.provision({ idempotencyKey: 'k-1' });
      const other = new InstanceClient(service, await service.createTenant('Other'));
      expect((await other.provision({ idempotencyKey: 'k-1' })).id).not.toBe(first.id);
    });

    it.each(['', 'k'.repeat(256), 'k\u0000'])('has 1 to 255 characters (%#)', async (idempotencyKey) => {
      const payload = await client.mutate('provisionInstance', client.form({ idempotencyKey }));
      expect(payload.errors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'idempotencyKey'] }]);
      await expectNothingKept(payload);
    });
  });
});
