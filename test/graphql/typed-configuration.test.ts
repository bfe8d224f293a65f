import { InstanceClient } from '../support/instance-client';
import { startTestService, type TestService } from '../support/test-service';

describe.each(['compiled', 'graphql-js'] as const)('the typed form of a configuration, run by %s', (executor) => {
  let service: TestService;
  let client: InstanceClient;

  beforeAll(async () => {
    service = await startTestService({ config: { graphqlExecutor: executor } });
  });
  afterAll(() => service.close());
  beforeEach(async () => {
    client = new InstanceClient(service, await service.createTenant());
    service.sandbox.setFaults({});
  });

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
    const answer = await client.ask('provisionInstance', { elementKey: 'expensify', name: 'Acme', typedConfiguration });
    expect(answer.data ?? null).toBeNull();
    for (const { extensions } of answer.errors!) {
      expect(extensions).toMatchObject({ code: 'BAD_USER_INPUT', retryable: false });
    }
    expect(JSON.stringify(answer.errors)).not.toContain('hush-hush');
    expect(await client.countInstances()).toBe(0);
  });

  it.each([
    ['no key', '{}'],
    ['a key that is null', '{ expensify: null }'],
    ['two keys', '{ taxify: { apiKey: "k" }, expensify: { partnerUserId: "a", partnerUserSecret: "b" } }'],
  ])('is refused with %s, in the document', async (_, literal) => {
    const { data, errors } = await service.query(
      client.tenant,
      `mutation { provisionInstance(input: { elementKey: "expensify", name: "A", typedConfiguration: ${literal} }) { token } }`,
    );
    expect(data ?? null).toBeNull();
    expect(errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
  });

  it('is refused where the one key is null through a variable within the document', async () => {
    const { data, errors } = await service.query<{ provisionInstance: null }>(
      client.tenant,
      `mutation ($form: ExpensifyConfigurationInput) {
          provisionInstance(input: { elementKey: "expensify", name: "A", typedConfiguration: { expensify: $form } }) { token }
        }`,
      { form: null },
    );
    expect(data?.provisionInstance ?? null).toBeNull();
    expect(errors).toHaveLength(1);
    expect(errors![0]!.extensions.code).not.toBe('INTERNAL_SERVER_ERROR');
    expect(await client.countInstances()).toBe(0);
  });

  it('must be that of the element', async () => {
    const payload = await client.mutate('provisionInstance', {
      elementKey: 'expensify',
      name: 'Acme',
      typedConfiguration: { taxify: { apiKey: 'k' } },
    });
    expect(payload.errors).toMatchObject([
      { code: 'INVALID_INPUT', path: ['input', 'typedConfiguration'], expected: '{ expensify: { … } }' },
    ]);
    expect(payload).toMatchObject({ instance: null, token: null });
    expect(await client.countInstances()).toBe(0);
  });

  it('names the field that is wrong', async () => {
    const expensify = {
      partnerUserId: client.partner.id,
      partnerUserSecret: client.partner.secret,
      syncHistoryDays: 0,
    };
    const payload = await client.mutate('provisionInstance', {
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
    const answer = await client.ask('provisionInstance', {
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
