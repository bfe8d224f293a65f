import { createAgentWorld, type AgentWorld, type ProvisionedAgent } from '../support/agent-world';
import { SCRIPTED_PATH } from '../support/scripted-agent';

const MINUTE_MS = 60_000;
const REFUSED = { kind: 'SIGN_IN_REFUSED' };

describe('an agent that signs in', () => {
  let world: AgentWorld;
  let books: ProvisionedAgent;

  beforeAll(async () => {
    world = await createAgentWorld();
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    books = await world.provisionAgent();
  });

  const from = (address: string): Readonly<Record<string, string>> => ({ 'x-forwarded-for': address });

  it('is shown with its version, when it called, and from where', async () => {
    const client = books.client.at(`${world.url}${SCRIPTED_PATH}`, from('198.51.100.7'));
    expect(await client.greet('2.3.0.215')).toEqual({ kind: 'GREETED' });
    expect(await client.signIn()).toMatchObject({ kind: 'SIGNED_IN' });
    expect(await world.agentColumn(books.id, 'version')).toBe('2.3.0.215');
    expect(await world.agentColumn(books.id, 'last_contact_address')).toBe('198.51.100.7');
    expect(await world.agentColumn(books.id, 'last_contact_at')).toEqual(world.clock.now());
  });

  it('is refused with another password, which its instance shows, and under a name that nobody has', async () => {
    expect(await books.client.signIn('guessed')).toEqual(REFUSED);
    expect(await world.agentColumn(books.id, 'last_refusal')).toBe('PASSWORD');
    expect(await world.agentColumn(books.id, 'last_contact_at')).toBeNull();
    expect(await books.client.signIn(books.setup.password, 'nobody')).toEqual(REFUSED);
    expect(await books.client.signIn(books.setup.password, 'no\0body')).toEqual(REFUSED);
    expect(await books.client.signIn()).toMatchObject({ kind: 'SIGNED_IN' });
  });

  it('is not looked at for the rest of a minute when it guesses ten times, and nobody else for it', async () => {
    const guesser = books.client.at(`${world.url}${SCRIPTED_PATH}`, from('198.51.100.66'));
    for (let guess = 1; guess <= 10; guess += 1) expect(await guesser.signIn(`guess ${guess}`)).toEqual(REFUSED);
    expect(await guesser.signIn()).toEqual(REFUSED);
    expect(await books.client.signIn()).toMatchObject({ kind: 'SIGNED_IN' });
    world.clock.advance(MINUTE_MS);
    expect(await guesser.signIn()).toMatchObject({ kind: 'SIGNED_IN' });
  });

  it('has nothing to do when it runs wild', async () => {
    for (let run = 1; run <= 30; run += 1) expect(await books.client.signIn()).toMatchObject({ kind: 'SIGNED_IN' });
    expect(await books.client.signIn()).toMatchObject({ kind: 'NOTHING_TO_DO' });
    world.clock.advance(MINUTE_MS);
    expect(await books.client.signIn()).toMatchObject({ kind: 'SIGNED_IN' });
  });

  describe('where its configuration says from where it calls', () => {
    it.each([
      ['8.8.8.8', '8.8.8.8', true],
      ['8.8.8.8', '::ffff:8.8.8.8', true],
      ['8.8.8.8', '8.8.4.4', false],
      ['8.8.8.0/24', '8.8.8.200', true],
      ['8.8.8.0/24', '8.8.9.1', false],
      ['2a00:1450::/32', '2a00:1450:4001::1', true],
      ['2a00:1450::/32', '8.8.8.8', false],
      // Labels: nobody is turned away for them.
      ['192.168.1.10', '8.8.8.8', true],
      ['10.0.0.0/8', '8.8.8.8', true],
      ['accounting-pc', '8.8.8.8', true],
      ['https://1234.g2c.cloud-elements.com', '8.8.8.8', true],
    ])('as %s, lets %s in: %s', async (configured, address, isLetIn) => {
      const { id, client } = await world.provisionAgent({ 'app.name': 'Elements', 'host.ip': configured });
      const reply = await client.at(`${world.url}${SCRIPTED_PATH}`, from(address)).signIn();
      expect(reply.kind).toBe(isLetIn ? 'SIGNED_IN' : 'SIGN_IN_REFUSED');
      expect(await world.agentColumn(id, 'last_refusal')).toBe(isLetIn ? null : 'ADDRESS');
    });

    it('says at its instance that it was turned away, and takes it back when it calls from the right place', async () => {
      const { id, client, accountMark } = await world.provisionAgent({ 'app.name': 'E', 'host.ip': '8.8.8.8' });
      const at = (address: string): typeof client => client.at(`${world.url}${SCRIPTED_PATH}`, from(address));
      const run = async (): Promise<void> => {
        const good = at('8.8.8.8');
        await good.signIn();
        await good.fetch({ mark: accountMark });
        await good.deliver('1');
        await good.close();
      };
      await at('1.1.1.1').signIn();
      expect(await world.instanceOf(id)).toMatchObject({
        status: 'PENDING',
        statusReason: expect.stringContaining('it called from 1.1.1.1, and may call from 8.8.8.8 only'),
      });
      await run();
      expect(await world.instanceOf(id)).toMatchObject({ status: 'ACTIVE', statusReason: null });
      await at('1.1.1.1').signIn();
      expect(await world.instanceOf(id)).toMatchObject({ status: 'DEGRADED' });
      expect(await world.agentColumn(id, 'last_refused_address')).toBe('1.1.1.1');
      await run();
      expect(await world.instanceOf(id)).toMatchObject({ status: 'ACTIVE', statusReason: null });
    });
  });

  it('is missed after two intervals, and its instance is well again when it calls', async () => {
    const { client, id, accountMark } = books;
    const run = async (): Promise<void> => {
      await client.signIn();
      if ((await client.fetch({ mark: accountMark })).kind === 'REQUEST') await client.deliver('1');
      await client.close();
    };
    await run();
    world.clock.advance(30 * MINUTE_MS);
    await world.upkeep.tidy(world.parts.context);
    expect(await world.instanceOf(id)).toMatchObject({ status: 'ACTIVE' });
    world.clock.advance(2 * MINUTE_MS);
    await world.upkeep.tidy(world.parts.context);
    const called = new Date(world.clock.now().getTime() - 32 * MINUTE_MS).toISOString().slice(0, 16).replace('T', ' ');
    expect(await world.instanceOf(id)).toMatchObject({
      status: 'DEGRADED',
      statusReason: expect.stringContaining(`last on ${called} UTC, and is due every 15 minutes`),
    });
    await run();
    expect(await world.instanceOf(id)).toMatchObject({ status: 'ACTIVE', statusReason: null });
    expect(await statusEdges(id)).toEqual(['PENDING>ACTIVE', 'ACTIVE>DEGRADED', 'DEGRADED>ACTIVE']);
  });

  it('leaves an instance degraded that something else has degraded', async () => {
    const { client, id, accountMark } = books;
    await client.signIn();
    await client.fetch({ mark: accountMark });
    await client.deliver('1');
    await client.close();
    await world.database.query(world.parts.context, {
      text: "UPDATE instances SET status = 'DEGRADED', status_reason = 'A list cannot be read.' WHERE id = $1",
      values: [id],
    });
    world.work.add(id, 'one');
    await client.signIn();
    await client.fetch({ mark: accountMark });
    await client.deliver('1');
    await client.close();
    expect(await world.instanceOf(id)).toMatchObject({ statusReason: 'A list cannot be read.' });
    // Nobody can be asked whether it works again, so nobody says that it does.
    world.clock.advance(60 * MINUTE_MS);
    await world.parts.healthChecks.check(world.parts.context, {
      organizationId: world.tenant.caller.organizationId,
      instanceId: id,
    });
    expect(await world.instanceOf(id)).toMatchObject({ status: 'DEGRADED' });
  });

  it('signs in with the new password alone once it has one, and the session before is dead', async () => {
    const { client, id } = books;
    await client.signIn();
    const context = world.as(world.tenant);
    const { agentSetup } = await world.parts.services.agentSetups.rotatePassword(context, id);
    expect(await client.fetch()).toEqual({ kind: 'NO_REQUEST' });
    expect(await client.explain()).toMatchObject({ text: expect.stringContaining('new password') });
    expect(await client.signIn()).toEqual(REFUSED);
    expect(await client.signIn(agentSetup.password)).toMatchObject({ kind: 'SIGNED_IN' });
    expect(agentSetup.username).toBe(client.username);
  });

  it('is set up anew with its credentials: another password, and another mark when that is asked for', async () => {
    const { client, id, accountMark } = books;
    await client.signIn();
    await client.fetch({ mark: accountMark, product: 'Books' });
    const request = { id, configuration: [], providerData: null };
    const { reauthentication } = world.parts.services;
    const kept = await reauthentication.reauthenticate(world.as(world.tenant), request);
    expect(kept.instance).toMatchObject({ status: 'PENDING', statusReason: expect.stringContaining('next call') });
    expect(await world.agentColumn(id, 'account_mark')).toBe(accountMark);
    const renewed = await reauthentication.reauthenticate(world.as(world.tenant), {
      ...request,
      renewsAccountMark: true,
    });
    expect(await world.agentColumn(id, 'account_mark')).not.toBe(accountMark);
    expect(await world.agentColumn(id, 'facts')).toEqual({});
    expect(await client.signIn(kept.agentSetup?.password)).toEqual(REFUSED);
    expect(await client.signIn(renewed.agentSetup?.password)).toMatchObject({ kind: 'SIGNED_IN' });
    expect(await client.fetch({ mark: accountMark })).toEqual({ kind: 'NO_REQUEST' });
  });

  async function statusEdges(id: string): Promise<string[]> {
    const rows = await world.database.query<{ edge: string }>(world.parts.context, {
      text: `SELECT before->>'status' || '>' || (after->>'status') AS edge FROM change_events
             WHERE instance_id = $1 AND kind = 'INSTANCE_STATUS_CHANGED' ORDER BY id`,
      values: [id],
    });
    return rows.map(({ edge }) => edge);
  }
});
