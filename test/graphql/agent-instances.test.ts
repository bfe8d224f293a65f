import { adapters } from '../../src/adapters/registry';
import { InstanceClient } from '../support/instance-client';
import { SCRIPTED_KEY, SCRIPTED_PATH, ScriptedClient, scriptedAgentAdapter } from '../support/scripted-agent';
import type { Tenant } from '../support/service-world';
import { startTestService, type TestService } from '../support/test-service';

const AGENT = `query ($id: ID!) {
  instance(id: $id) {
    status
    statusReason
    agent {
      setupFileUrl
      username
      version
      lastContactAt
      lastContactAddress
      nextContactExpectedAt
      pendingRequestCount
      facts { name value }
      lastRefusal { at address reason }
      problem { code message remedy at }
      sessions { id startedAt lastCallAt endedAt outcome address calls exchanges message }
    }
  }
}`;

interface ShownAgent {
  readonly instance: {
    readonly status: string;
    readonly statusReason: string | null;
    readonly agent: (Readonly<Record<string, unknown>> & { readonly sessions: readonly object[] }) | null;
  };
}

const PUBLIC_URL = 'https://elements.example.com';

describe.each(['compiled', 'graphql-js'] as const)('an agent in the graph, with operations run by %s', (executor) => {
  let service: TestService;
  let acme: Tenant;
  let client: InstanceClient;

  beforeAll(async () => {
    const options = { adapters: [...adapters, scriptedAgentAdapter], publicUrl: PUBLIC_URL, reports: 1 };
    service = await startTestService({ ...options, config: { graphqlExecutor: executor } });
    acme = await service.createTenant('Acme');
    client = new InstanceClient(service, acme);
  });
  afterAll(() => service.close());

  const provision = (more: object = {}): ReturnType<InstanceClient['mutate']> =>
    client.mutate('provisionInstance', {
      elementKey: SCRIPTED_KEY,
      name: 'Books',
      configuration: [
        { key: 'app.name', value: 'Elements' },
        { key: 'host.ip', value: '8.8.8.0/24' },
      ],
      ...more,
    });

  const agentOf = async (id: string): Promise<ShownAgent['instance']> => {
    const { data, errors } = await service.query<ShownAgent>(acme, AGENT, { id });
    expect(errors).toBeUndefined();
    return data!.instance;
  };

  it('is made with its instance: a setup file, a name, a password shown once, and what to do next', async () => {
    const { instance, token, agentSetup, errors } = await provision();
    expect(errors).toEqual([]);
    expect(token).toEqual(expect.any(String));
    expect(instance).toMatchObject({ status: 'PENDING', statusReason: expect.stringContaining('first call') });
    const { setupFileUrl, username, password, nextSteps } = agentSetup!;
    const file = `${PUBLIC_URL}${SCRIPTED_PATH}/${instance!.id}.json`;
    expect(setupFileUrl).toMatch(new RegExp(`^${file}\\?link=[\\w-]{43}$`));
    expect(username).toMatch(/^agent-/);
    expect(password).toMatch(/^([0-9a-z]{4}-){6}[0-9a-z]{4}$/);
    expect(nextSteps.length).toBeGreaterThan(2);
    expect(await agentOf(instance!.id)).toEqual({
      status: 'PENDING',
      statusReason: instance!.statusReason,
      agent: {
        setupFileUrl: file,
        username,
        version: null,
        lastContactAt: null,
        lastContactAddress: null,
        nextContactExpectedAt: null,
        pendingRequestCount: 0,
        facts: [],
        lastRefusal: null,
        problem: null,
        sessions: [],
      },
    });
    const stored = JSON.stringify(
      await service.database.query(service.parts.context, { text: 'SELECT a.*::text FROM instance_agents a' }),
    );
    expect(stored).not.toContain(password);
  });

  it('is made once for a request that is sent twice', async () => {
    const first = await provision({ idempotencyKey: 'again' });
    expect(await provision({ idempotencyKey: 'again' })).toEqual(first);
    expect(await service.countRows('instance_agents', first.instance!.id)).toBe(1);
  });

  it('is none of an element that is called', async () => {
    const { instance, agentSetup } = await client.mutate('provisionInstance', client.form());
    expect(agentSetup).toBeNull();
    expect(await agentOf(instance!.id)).toMatchObject({ status: 'ACTIVE', agent: null });
    for (const mutation of ['createAgentSetupLink', 'rotateAgentPassword'] as const) {
      const { errors } = await client.mutate(mutation, { id: instance!.id });
      expect(errors).toMatchObject([{ code: 'UNSUPPORTED_OPERATION', path: ['input', 'id'] }]);
    }
    const { errors } = await client.mutate('reauthenticateInstance', { id: instance!.id, renewAccountMark: true });
    expect(errors).toMatchObject([{ code: 'UNSUPPORTED_OPERATION', path: ['input', 'renewAccountMark'] }]);
  });

  it('shows when it called, what it said, what was wrong, and who was turned away', async () => {
    const { instance, agentSetup } = await provision({
      configuration: [
        { key: 'app.name', value: 'Elements' },
        { key: 'host.ip', value: 'accounting-pc' },
      ],
    });
    const { username, password } = agentSetup!;
    const agent = new ScriptedClient(`${service.url}${SCRIPTED_PATH}`, username, password);
    await agent.greet('2.3.0.215');
    await agent.signIn('guessed');
    await agent.signIn();
    await agent.fetch({ mark: 'other', companyName: 'Somebody else' });
    await agent.explain();
    await agent.close();
    expect(await agentOf(instance!.id)).toEqual({
      status: 'NEEDS_REAUTHENTICATION',
      statusReason: 'Books of somebody else are open.',
      agent: {
        setupFileUrl: expect.any(String),
        username,
        version: '2.3.0.215',
        lastContactAt: expect.any(String),
        lastContactAddress: '127.0.0.1',
        nextContactExpectedAt: expect.any(String),
        pendingRequestCount: 0,
        facts: [{ name: 'companyName', value: 'Somebody else' }],
        lastRefusal: { at: expect.any(String), address: '127.0.0.1', reason: 'PASSWORD' },
        problem: {
          code: null,
          message: 'Books of somebody else are open.',
          remedy: 'WRONG_ACCOUNT',
          at: expect.any(String),
        },
        sessions: [
          {
            id: expect.any(String),
            startedAt: expect.any(String),
            lastCallAt: expect.any(String),
            endedAt: expect.any(String),
            outcome: 'FAILED',
            address: '127.0.0.1',
            calls: 4,
            exchanges: 0,
            message: 'Books of somebody else are open.',
          },
        ],
      },
    });
  });

  it('gets another link, and another password, which are good at once', async () => {
    const { instance, agentSetup } = await provision({
      configuration: [
        { key: 'app.name', value: 'Elements' },
        { key: 'host.ip', value: 'accounting-pc' },
      ],
    });
    const id = instance!.id;
    const link = await client.mutate('createAgentSetupLink', { id });
    expect(link.errors).toEqual([]);
    expect(link).toMatchObject({ setupFileUrl: expect.stringContaining('?link='), expiresAt: expect.any(String) });
    const rotated = await client.mutate('rotateAgentPassword', { id });
    expect(rotated.instance).toMatchObject({ id, status: 'PENDING' });
    const anew = await client.mutate('reauthenticateInstance', { id, renewAccountMark: true });
    expect(anew.errors).toEqual([]);
    const agent = new ScriptedClient(`${service.url}${SCRIPTED_PATH}`, agentSetup!.username, anew.agentSetup!.password);
    expect(await agent.signIn(agentSetup!.password)).toEqual({ kind: 'SIGN_IN_REFUSED' });
    expect(await agent.signIn(rotated.agentSetup!.password)).toEqual({ kind: 'SIGN_IN_REFUSED' });
    expect(await agent.signIn()).toMatchObject({ kind: 'SIGNED_IN' });
  });

  it("is nobody else's", async () => {
    const { instance } = await provision();
    const other = await service.createTenant('Other');
    const { data } = await service.query(other, AGENT, { id: instance!.id });
    expect(data).toEqual({ instance: null });
    const foreign = new InstanceClient(service, other);
    for (const mutation of ['createAgentSetupLink', 'rotateAgentPassword', 'reauthenticateInstance'] as const) {
      const { errors } = await foreign.mutate(mutation, { id: instance!.id });
      expect(errors).toMatchObject([{ code: 'NOT_FOUND' }]);
    }
  });

  it('is shown for each instance of a page', async () => {
    await provision();
    const text = '{ instances(first: 50) { nodes { agent { pendingRequestCount sessions { id } } } } }';
    const { data, errors } = await service.query<{ instances: { nodes: readonly object[] } }>(acme, text);
    expect(errors).toBeUndefined();
    expect(data!.instances.nodes.length).toBeGreaterThan(3);
  });

  it('is made for QuickBooks Enterprise, from either form', async () => {
    const { instance, agentSetup, errors } = await client.mutate('provisionInstance', {
      elementKey: 'quickbooksonprem',
      name: 'Desktop books',
      typedConfiguration: { quickbooksonprem: { appName: 'Elements', hostIp: 'https://1234.g2c.cloud-elements.com' } },
    });
    expect(errors).toEqual([]);
    expect(instance).toMatchObject({ status: 'PENDING' });
    const file = await fetch(agentSetup!.setupFileUrl.replace(PUBLIC_URL, service.url));
    expect(file.status).toBe(200);
    const text = await file.text();
    expect(text).toContain(`<UserName>${agentSetup!.username}</UserName>`);
    expect(text).toContain(`<AppURL>${PUBLIC_URL}/web-connector</AppURL>`);
    const { data } = await service.query<{ instance: { agent: { pendingRequestCount: number } } }>(acme, AGENT, {
      id: instance!.id,
    });
    expect(data!.instance.agent.pendingRequestCount).toBeGreaterThanOrEqual(0);
  });
});
