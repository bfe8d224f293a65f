import { InstanceClient } from '../support/instance-client';
import type { InstancePayload } from '../support/instance-operations';
import { startTestService, type TestService } from '../support/test-service';

const KEY = 'event.poller.configuration';

describe('settings of caching, polling and notification', () => {
  let service: TestService;
  let client: InstanceClient;

  beforeAll(async () => {
    service = await startTestService();
  });
  afterAll(() => service.close());
  beforeEach(async () => {
    client = new InstanceClient(service, await service.createTenant());
    service.sandbox.forgetJobs();
  });

  const including = (settings: Record<string, string | null>): object => ({
    configuration: [...client.credentials(), ...Object.entries(settings).map(([key, value]) => ({ key, value }))],
  });
  const valuesOf = ({ instance }: InstancePayload): Record<string, string | null> =>
    Object.fromEntries(instance!.configuration.map(({ key, value }) => [key, value]));
  const timeToLiveOf = async (id: string): Promise<number | undefined> => {
    const answer = await service.query<{ instance: { timeToLiveSeconds: number } }>(
      client.tenant,
      'query ($id: ID!) { instance(id: $id) { timeToLiveSeconds } }',
      { id },
    );
    return answer.data?.instance.timeToLiveSeconds;
  };

  it('are the defaults of the element where nobody set them', async () => {
    const values = valuesOf(await client.mutate('provisionInstance', client.form()));
    expect(values).toMatchObject({
      'event.poller.refresh_interval': '15',
      'event.notification.enabled': 'false',
      'event.notification.callback.url': null,
      'event.notification.signature.key': null,
    });
    expect(JSON.parse(values[KEY]!)).toMatchObject({ reports: { idField: 'reportId' } });
  });

  it('take a time-to-live when an instance is provisioned and updated; 0 and null are the default', async () => {
    const { id } = await client.provision({ timeToLiveSeconds: 60 });
    expect(await timeToLiveOf(id)).toBe(60);
    await client.mutate('updateInstance', { id, timeToLiveSeconds: 86_400 });
    expect(await timeToLiveOf(id)).toBe(86_400);
    await client.mutate('updateInstance', { id, name: 'Other' });
    expect(await timeToLiveOf(id)).toBe(86_400);
    await client.mutate('updateInstance', { id, timeToLiveSeconds: 0 });
    expect(await timeToLiveOf(id)).toBe(900);
    await client.mutate('updateInstance', { id, timeToLiveSeconds: 60 });
    await client.mutate('updateInstance', { id, timeToLiveSeconds: null });
    expect(await timeToLiveOf(id)).toBe(900);
  });

  it('keep one text of a poller configuration, however it was written', async () => {
    const written = `{ "reports" : { "pollDelay": 60,\n "url": "/reports?where=startDate >= '\${date:yyyy-MM-dd}'" } }`;
    const payload = await client.mutate('provisionInstance', client.form(including({ [KEY]: written })));
    expect(payload.errors).toEqual([]);
    expect(valuesOf(payload)[KEY]).toBe(
      `{"reports":{"url":"/reports?where=startDate >= '\${date:yyyy-MM-dd}'","pollDelay":60}}`,
    );
    const forgotten = await client.mutate('updateInstance', {
      id: payload.instance!.id,
      configuration: [{ key: KEY, value: null }],
    });
    expect(JSON.parse(valuesOf(forgotten)[KEY]!)).toHaveProperty('reports.idField', 'reportId');
  });

  it('are refused with every problem at once, and nothing is kept', async () => {
    const settings = including({
      'event.poller.refresh_interval': '0',
      [KEY]: `{"reports":{"url":"/reports?where=startDate = '\${today}'","pollDelay":-1},"bills":{}}`,
      'event.notification.enabled': 'yes',
      'event.notification.callback.url': 'http://169.254.169.254/latest',
    });
    const { instance, errors } = await client.mutate(
      'provisionInstance',
      client.form({ ...settings, timeToLiveSeconds: -5 }),
    );
    expect(instance).toBeNull();
    expect(errors.map(({ code, path }) => [code, (path as string[]).join('.')])).toEqual([
      ['INVALID_INPUT', 'input.timeToLiveSeconds'],
      ['INVALID_CONFIGURATION', 'input.configuration.2.value'],
      ['INVALID_CONFIGURATION', 'input.configuration.3.value'],
      ['INVALID_CONFIGURATION', 'input.configuration.4.value'],
      ['INVALID_CONFIGURATION', 'input.configuration.5.value'],
    ]);
    expect(errors[1]!.message).toBe('event.poller.refresh_interval must be a whole number from 1 to 1440.');
    expect(errors[2]!.message).toBe(
      `${KEY} → reports.pollDelay: must be a whole number of seconds from 0 to 86400. ` +
        `${KEY} → bills: Expensify has no resource of this name to poll; it has reports, policies, employees.`,
    );
    expect(await client.countInstances()).toBe(0);
    expect(service.sandbox.jobs()).toEqual([]);
  });

  it.each(['-15', '1.5', '1441', '', 'often', '１５'])('refuse an interval of %j minutes', async (value) => {
    const { id } = await client.provision();
    const { errors } = await client.mutate('updateInstance', {
      id,
      configuration: [{ key: 'event.poller.refresh_interval', value }],
    });
    expect(errors).toMatchObject([
      {
        __typename: 'InvalidConfigurationError',
        key: 'event.poller.refresh_interval',
        message: 'event.poller.refresh_interval must be a whole number from 1 to 1440.',
      },
    ]);
  });

  it('refuse an unknown macro, and name those that there are', async () => {
    const { id } = await client.provision();
    const value = `{"reports":{"url":"/reports?where=startDate = '\${today}'"}}`;
    const { errors } = await client.mutate('updateInstance', { id, configuration: [{ key: KEY, value }] });
    expect(errors).toMatchObject([{ code: 'INVALID_CONFIGURATION', key: KEY, field: { type: 'JSON' } }]);
    expect(errors[0]!.message).toContain('There is no macro ${today}; there are ${date:FORMAT}');
  });

  it('ask the vendor nothing when they change, and never show a signature key', async () => {
    const { id } = await client.provision();
    service.sandbox.forgetJobs();
    const payload = await client.mutate('updateInstance', {
      id,
      configuration: [
        { key: 'event.poller.refresh_interval', value: '30' },
        { key: 'event.notification.signature.key', value: 'hush-hush' },
      ],
    });
    expect(payload.errors).toEqual([]);
    expect(valuesOf(payload)).toMatchObject({
      'event.poller.refresh_interval': '30',
      'event.notification.signature.key': '********',
    });
    expect(JSON.stringify(payload)).not.toContain('hush-hush');
    expect(service.sandbox.jobs()).toEqual([]);
  });
});
