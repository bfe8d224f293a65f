import { InstanceClient } from '../support/instance-client';
import { INSTANCE_MUTATIONS, type InstanceMutation } from '../support/instance-operations';
import { startTestService, type TestService } from '../support/test-service';

const UNKNOWN_ID = '0198c0de-0000-7000-8000-000000000000';
const MUTATIONS = Object.keys(INSTANCE_MUTATIONS) as InstanceMutation[];

/** Input that names what is to be changed, and no more than must be there. */
function inputOf(field: InstanceMutation, id: string): Readonly<Record<string, unknown>> {
  if (field === 'beginOAuth') return { instanceId: id, elementKey: 'quickbooks' };
  if (field === 'completeOAuth') return { state: id, completionSecret: 'secret' };
  if (field === 'replayNotifications') return { instanceId: id, since: '2026-01-01T00:00:00Z' };
  return field === 'testNotification' ? { instanceId: id } : { id };
}

describe.each(['compiled', 'graphql-js'] as const)('mutations of instances, run by %s', (executor) => {
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

  describe('an instance that is there', () => {
    it('is given another name, other labels and other settings; what is left out stays', async () => {
      const { id } = await client.provision({ tags: ['a'] });
      const renamed = await client.mutate('updateInstance', { id, name: 'Acme two' });
      expect(renamed.instance).toMatchObject({ id, name: 'Acme two', tags: ['a'] });
      const changed = await client.mutate('updateInstance', {
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
      const cleared = await client.mutate('updateInstance', {
        id,
        configuration: [{ key: 'sync.history.days', value: null }],
      });
      expect(cleared.instance?.configuration).toEqual(
        expect.arrayContaining([{ key: 'sync.history.days', value: '1095', secret: false, isDefault: true }]),
      );
    });

    it('keeps its settings when the changed ones are wrong', async () => {
      const { id } = await client.provision();
      const payload = await client.mutate('updateInstance', {
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
      const refused = await client.mutate('updateInstance', {
        id,
        configuration: [{ key: 'partner.user.id', value: 'aa_x' }],
      });
      expect(refused.errors).toMatchObject([{ code: 'CREDENTIALS_REJECTED' }]);
      const { data } = await service.query(client.tenant, 'query ($id: ID!) { instance(id: $id) { name } }', { id });
      expect(data).toEqual({ instance: { name: 'Acme' } });
    });

    it('takes new credentials in place, by key or by field', async () => {
      const { id, token } = await client.provision();
      const issued = service.sandbox.issueCredentials('second');
      const byField = {
        expensify: {
          partnerUserId: issued['partner.user.id'],
          partnerUserSecret: issued['partner.user.secret'],
        },
      };
      const changed = await client.mutate('reauthenticateInstance', { id, typedConfiguration: byField });
      expect(changed.errors).toEqual([]);
      expect(changed.instance).toMatchObject({ id, status: 'ACTIVE' });
      expect(await client.isAccepted(token)).toBe(true);
      const back = await client.mutate('reauthenticateInstance', { id, configuration: client.credentials() });
      expect(back.instance?.configuration).toEqual(
        expect.arrayContaining([expect.objectContaining({ key: 'partner.user.id', value: client.partner.id })]),
      );
      const refused = await client.mutate('reauthenticateInstance', {
        id,
        configuration: [{ key: 'partner.user.secret', value: 'wrong' }],
      });
      expect(refused).toMatchObject({ instance: null, errors: [{ code: 'CREDENTIALS_REJECTED' }] });
      const { data } = await service.query(client.tenant, 'query ($id: ID!) { instance(id: $id) { status } }', { id });
      expect(data).toEqual({ instance: { status: 'ACTIVE' } });
    });

    it('refuses the typed form of another element for new credentials', async () => {
      const { id } = await client.provision();
      const payload = await client.mutate('reauthenticateInstance', {
        id,
        typedConfiguration: { taxify: { apiKey: 'k' } },
      });
      expect(payload.errors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'typedConfiguration'] }]);
    });

    it('is switched off with a reason, and on again', async () => {
      const { id } = await client.provision();
      const off = await client.mutate('disableInstance', { id, reason: 'Audit' });
      expect(off.instance).toMatchObject({ status: 'DISABLED', statusReason: 'Audit' });
      const read = await service.query(
        client.tenant,
        'query ($id: ID!) { instance(id: $id) { reports { totalCount } } }',
        {
          id,
        },
      );
      expect(read).toMatchObject({
        data: { instance: { reports: null } },
        errors: [{ path: ['instance', 'reports'], extensions: { code: 'INSTANCE_NOT_ACTIVE' } }],
      });
      const on = await client.mutate('enableInstance', { id });
      expect(on.instance).toMatchObject({ status: 'ACTIVE', statusReason: null });
    });

    it('stays off while its credentials are refused', async () => {
      const issued = service.sandbox.issueCredentials(`third ${executor}`);
      const configuration = Object.entries(issued).map(([key, value]) => ({ key, value }));
      const { id } = await client.provision({ configuration });
      await client.mutate('disableInstance', { id });
      service.sandbox.revokeCredentials(issued['partner.user.id']!);
      const payload = await client.mutate('enableInstance', { id });
      expect(payload).toMatchObject({ instance: null, errors: [{ code: 'CREDENTIALS_REJECTED' }] });
    });

    it('takes no reason that cannot be stored or shown', async () => {
      const { id } = await client.provision();
      for (const reason of ['r'.repeat(501), 'a\u0000b']) {
        const payload = await client.mutate('disableInstance', { id, reason });
        expect(payload.errors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'reason'] }]);
      }
    });

    it('is given another token; the old one works as long as was asked', async () => {
      const { id, token } = await client.provision();
      const graceful = await client.mutate('rotateInstanceToken', { id, graceSeconds: 86_400 });
      expect(graceful.instance?.id).toBe(id);
      expect(await client.isAccepted(token)).toBe(true);
      expect(await client.isAccepted(graceful.token!)).toBe(true);
      const abrupt = await client.mutate('rotateInstanceToken', { id });
      expect(await client.isAccepted(graceful.token!)).toBe(false);
      expect(await client.isAccepted(token)).toBe(false);
      expect(await client.isAccepted(abrupt.token!)).toBe(true);
      for (const graceSeconds of [-1, 86_401]) {
        const { token: none, errors } = await client.mutate('rotateInstanceToken', { id, graceSeconds });
        expect(none).toBeNull();
        expect(errors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'graceSeconds'] }]);
      }
    });

    it('is gone for everybody once it is deleted, and its token with it', async () => {
      const { id, token } = await client.provision();
      const payload = await client.mutate('deleteInstance', { id });
      expect(payload).toEqual({ deletedInstanceId: id, errors: [] });
      expect(await client.countInstances()).toBe(0);
      expect(await client.isAccepted(token)).toBe(false);
      expect(await client.mutate('deleteInstance', { id })).toMatchObject({
        deletedInstanceId: null,
        errors: [{ code: 'NOT_FOUND' }],
      });
    });
  });

  it.each(MUTATIONS.filter((field) => field !== 'provisionInstance' && field !== 'completeOAuth'))(
    '%s tells that there is no such instance, and does nothing',
    async (field) => {
      const typeName = field === 'cancelSyncRun' ? 'SyncRun' : 'Instance';
      for (const id of [UNKNOWN_ID, 'nonsense', '']) {
        const payload = await client.mutate(field, inputOf(field, id));
        expect(payload.errors).toEqual([
          {
            __typename: 'RecordNotFoundError',
            code: 'NOT_FOUND',
            message: `There is no ${typeName} with the id "${id}".`,
            path: ['input', Object.keys(inputOf(field, id))[0]],
            retryable: false,
            typeName,
            reference: id,
            suggestions: [],
          },
        ]);
      }
    },
  );

  it.each(MUTATIONS)('%s needs credentials, whatever it is given', async (field) => {
    const inputs =
      field === 'provisionInstance'
        ? [client.form(), client.form({ elementKey: 'unknown' })]
        : [inputOf(field, UNKNOWN_ID)];
    for (const input of inputs) {
      const answer = await service.query<Record<string, null>>(null, INSTANCE_MUTATIONS[field], { input });
      expect(answer.data).toEqual({ [field]: null });
      expect(answer.errors).toMatchObject([{ path: [field], extensions: { code: 'UNAUTHENTICATED' } }]);
    }
  });

  it('is not for a request that an instance token narrows', async () => {
    const { token } = await client.provision();
    const answer = await service.query(client.narrowedTo(token), INSTANCE_MUTATIONS.provisionInstance, {
      input: client.form(),
    });
    expect(answer.errors).toMatchObject([{ path: ['provisionInstance'], extensions: { code: 'UNAUTHENTICATED' } }]);
    expect(await client.countInstances()).toBe(1);
  });
});
