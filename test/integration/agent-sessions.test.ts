import { createAgentWorld, type AgentWorld, type ProvisionedAgent } from '../support/agent-world';
import { MAX_BYTES, SCRIPTED_PATH } from '../support/scripted-agent';

const MINUTE_MS = 60_000;

describe('the sessions of an agent', () => {
  let world: AgentWorld;
  let books: ProvisionedAgent;

  beforeAll(async () => {
    world = await createAgentWorld();
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    books = await world.provisionAgent();
    world.work.taken.length = 0;
  });

  const announced = (more: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> => ({
    mark: books.accountMark,
    ...more,
  });

  it('carry what waits, one request at a time, and say how far they are', async () => {
    const { client, id } = books;
    world.work.add(id, 'one', 'two');
    expect(await client.signIn()).toMatchObject({ kind: 'SIGNED_IN', accountPlace: null });
    expect(await client.fetch(announced())).toEqual({ kind: 'REQUEST', document: 'one' });
    expect(await client.deliver('answer one')).toEqual({ kind: 'TAKEN', percent: 50 });
    expect(await client.fetch()).toEqual({ kind: 'REQUEST', document: 'two' });
    expect(await client.deliver('answer two')).toEqual({ kind: 'TAKEN', percent: 100 });
    expect(await client.close()).toEqual({ kind: 'CLOSED', text: 'OK: 2 requests were answered.' });
    expect(world.work.taken.map(({ answer }) => answer)).toEqual(['answer one', 'answer two']);
    expect(await world.sessionsOf(id)).toEqual([{ state: 'ENDED', outcome: 'DONE' }]);
  });

  it('make an instance active when they got past the begin, though nothing waits', async () => {
    const { client, id } = books;
    expect(await world.instanceOf(id)).toMatchObject({ status: 'PENDING' });
    expect(await client.signIn()).toMatchObject({ kind: 'SIGNED_IN' });
    expect(await client.fetch(announced({ product: 'Books 2024' }))).toEqual({ kind: 'REQUEST', document: 'IDLE' });
    expect(await world.instanceOf(id)).toMatchObject({ status: 'ACTIVE', statusReason: null });
    expect(await world.agentColumn(id, 'facts')).toEqual({ product: 'Books 2024' });
    expect(await client.deliver('whatever')).toEqual({ kind: 'TAKEN', percent: 100 });
    expect(await client.close()).toMatchObject({ kind: 'CLOSED' });
    expect(await client.signIn()).toMatchObject({ kind: 'NOTHING_TO_DO' });
  });

  it('keep what the work learns', async () => {
    const { client, id } = books;
    world.work.add(id, 'one');
    world.work.learns = { cap: '13.0' };
    await client.signIn();
    await client.fetch(announced({ product: 'Books' }));
    world.work.learns = {};
    expect(await world.agentColumn(id, 'facts')).toEqual({ product: 'Books', cap: '13.0' });
    await client.deliver('done');
  });

  it.each([
    ['before the first request', 0],
    ['with a request out', 1],
    ['with an answer taken and another request planned', 2],
  ] as const)('are replaced when they were cut %s', async (_when, calls) => {
    const { client, id } = books;
    world.work.add(id, 'one', 'two');
    await client.signIn();
    if (calls > 0) await client.fetch(announced());
    if (calls > 1) await client.deliver('first');
    const old = client.ticket;
    expect(await client.signIn()).toMatchObject({ kind: 'SIGNED_IN' });

    expect(await client.fetch(null, old)).toEqual({ kind: 'NO_REQUEST' });
    expect(await client.deliver('late', old)).toEqual({ kind: 'NOT_TAKEN' });
    expect(await client.unreachable('LATE', old)).toEqual({ kind: 'GIVE_UP' });
    expect(await client.explain(old)).toMatchObject({ kind: 'TOLD', text: expect.stringContaining('Another run') });
    expect(await client.close(old)).toMatchObject({ kind: 'CLOSED' });

    while ((await client.fetch(announced())).kind === 'REQUEST') {
      const reply = await client.deliver('again');
      if (reply.kind === 'TAKEN' && reply.percent === 100) break;
    }
    expect(world.work.taken.filter(({ answer }) => answer === 'late')).toEqual([]);
    expect(world.work.taken).toHaveLength(2);
    expect(await world.sessionsOf(id)).toEqual([
      { state: 'ENDED', outcome: 'REPLACED' },
      { state: 'FINISHED', outcome: null },
    ]);
  });

  it('keep nothing of an answer that is still being read when another session begins', async () => {
    const { client, id } = books;
    world.work.add(id, 'one');
    await client.signIn();
    await client.fetch(announced());
    const old = client.ticket;
    world.work.beforeKeeping = async () => {
      world.work.beforeKeeping = () => Promise.resolve();
      expect(await client.signIn()).toMatchObject({ kind: 'SIGNED_IN' });
    };
    expect(await client.deliver('too late', old)).toEqual({ kind: 'NOT_TAKEN' });
    expect(world.work.taken).toEqual([]);
    expect(await client.fetch(announced())).toEqual({ kind: 'REQUEST', document: 'one' });
    expect(await client.deliver('in time')).toEqual({ kind: 'TAKEN', percent: 100 });
    expect(world.work.taken.map(({ answer }) => answer)).toEqual(['in time']);
  });

  it('go on in another replica, at any call', async () => {
    const other = await world.addAgentReplica();
    const { client, id } = books;
    world.work.add(id, 'one', 'two');
    await client.signIn();
    const second = client.at(`${other.url}${SCRIPTED_PATH}`);
    expect(await second.fetch(announced())).toEqual({ kind: 'REQUEST', document: 'one' });
    expect(await client.deliver('1')).toMatchObject({ kind: 'TAKEN' });
    expect(await second.fetch()).toEqual({ kind: 'REQUEST', document: 'two' });
    expect(await client.deliver('2')).toEqual({ kind: 'TAKEN', percent: 100 });
    expect(await second.close()).toMatchObject({ kind: 'CLOSED' });
  });

  it('say once more that an answer is kept whose word was lost', async () => {
    const { client, id } = books;
    world.work.add(id, 'one', 'two');
    await client.signIn();
    await client.fetch(announced());
    const first = await client.deliver('1');
    expect(await client.deliver('1')).toEqual(first);
    expect(world.work.taken).toHaveLength(1);
    await client.fetch();
    await client.deliver('2');
    expect(await client.deliver('2')).toEqual({ kind: 'TAKEN', percent: 100 });
    expect(world.work.taken).toHaveLength(2);
    expect(await client.fetch()).toEqual({ kind: 'NO_REQUEST' });
  });

  it('are over when their agent signs in again and nothing waits, though it never closed them', async () => {
    const { client, id } = books;
    world.work.add(id, 'one');
    await client.signIn();
    await client.fetch(announced());
    expect(await client.deliver('1')).toEqual({ kind: 'TAKEN', percent: 100 });
    const old = client.ticket;
    expect(await client.signIn()).toMatchObject({ kind: 'NOTHING_TO_DO' });
    expect(await world.sessionsOf(id)).toEqual([{ state: 'ENDED', outcome: 'DONE' }]);
    expect(await client.close(old)).toMatchObject({ kind: 'CLOSED' });
  });

  it('give a request up that an agent asks for once more', async () => {
    const { client, id } = books;
    world.work.add(id, 'one');
    await client.signIn();
    await client.fetch(announced());
    expect(await client.fetch()).toEqual({ kind: 'REQUEST', document: 'one' });
    expect(await client.deliver('1')).toEqual({ kind: 'TAKEN', percent: 100 });
  });

  it('hand a failure to the work, and go on with the next', async () => {
    const { client, id } = books;
    world.work.add(id, 'poison', 'good');
    await client.signIn();
    await client.fetch(announced());
    expect(await client.fail('0x1')).toMatchObject({ kind: 'TAKEN' });
    expect(await client.fetch()).toEqual({ kind: 'REQUEST', document: 'good' });
    expect(await client.deliver('2')).toEqual({ kind: 'TAKEN', percent: 100 });
    expect(world.work.taken.map(({ answer }) => answer)).toEqual(['0x1', '2']);
  });

  it('hand an answer that is too long to the work as one that cannot be read', async () => {
    const { client, id } = books;
    world.work.add(id, 'one', 'two');
    await client.signIn();
    await client.fetch(announced());
    expect(await client.deliver('x'.repeat(MAX_BYTES + 1))).toMatchObject({ kind: 'TAKEN' });
    expect(world.work.taken.map(({ answer }) => answer)).toEqual(['VENDOR_PROTOCOL_ERROR']);
    expect(await client.fetch()).toEqual({ kind: 'REQUEST', document: 'two' });
  });

  it('ask again for an answer that could not be kept, and never end in a fault', async () => {
    const { client, id } = books;
    world.work.add(id, 'one');
    await client.signIn();
    await client.fetch(announced());
    world.work.beforeKeeping = () => {
      world.work.beforeKeeping = () => Promise.resolve();
      return Promise.reject(new Error('The database is away.'));
    };
    expect(await client.deliver('1')).toEqual({ kind: 'NOT_TAKEN' });
    expect(await client.explain()).toMatchObject({ kind: 'TOLD', text: expect.stringContaining('asked for again') });
    expect(await client.close()).toMatchObject({ kind: 'CLOSED' });
    await client.signIn();
    expect(await client.fetch(announced())).toEqual({ kind: 'REQUEST', document: 'one' });
    expect(await client.deliver('1')).toEqual({ kind: 'TAKEN', percent: 100 });
  });

  it('stop at the books of somebody else, in words, until the right ones are open', async () => {
    const { client, id } = books;
    world.work.add(id, 'one');
    await client.signIn();
    expect(await client.fetch({ mark: 'other' })).toEqual({ kind: 'NO_REQUEST' });
    expect(await client.explain()).toEqual({ kind: 'TOLD', text: 'Books of somebody else are open.' });
    expect(await client.close()).toMatchObject({ kind: 'CLOSED' });
    expect(await world.instanceOf(id)).toMatchObject({
      status: 'NEEDS_REAUTHENTICATION',
      statusReason: 'Books of somebody else are open.',
    });
    await client.signIn();
    expect(await client.fetch(announced())).toEqual({ kind: 'REQUEST', document: 'one' });
    expect(await world.instanceOf(id)).toMatchObject({ status: 'ACTIVE', statusReason: null });
    expect(await world.agentColumn(id, 'problem_message')).toBeNull();
    await client.deliver('1');
  });

  it('try other books twice, and then say what keeps the agent from the product', async () => {
    const { client, id } = books;
    world.work.add(id, 'one');
    await client.signIn();
    expect(await client.unreachable('CLOSED')).toEqual({ kind: 'TRY_AGAIN', accountPlace: 'nowhere 0' });
    expect(await client.unreachable('CLOSED')).toEqual({ kind: 'TRY_AGAIN', accountPlace: 'nowhere 1' });
    expect(await client.unreachable('CLOSED')).toEqual({ kind: 'GIVE_UP' });
    expect(await client.explain()).toEqual({ kind: 'TOLD', text: 'Not reached.' });
    await client.close();
    expect(await world.instanceOf(id)).toMatchObject({ status: 'PENDING', statusReason: 'Not reached.' });
    await client.signIn();
    await client.fetch(announced());
    await client.deliver('1');
  });

  it('degrade an instance when what passes comes twice, and mend it when it is over', async () => {
    const { client, id } = books;
    const run = async (announcement: Readonly<Record<string, string>>): Promise<string> => {
      world.work.add(id, 'one');
      await client.signIn();
      const reply = await client.fetch(announcement);
      if (reply.kind === 'REQUEST') await client.deliver('1');
      await client.close();
      return (await world.instanceOf(id)).status;
    };
    expect(await run(announced())).toBe('ACTIVE');
    expect(await run(announced({ problem: 'RETRY' }))).toBe('ACTIVE');
    expect(await run(announced({ problem: 'RETRY' }))).toBe('DEGRADED');
    expect(await run(announced())).toBe('ACTIVE');
    expect(await run(announced({ problem: 'SETUP' }))).toBe('NEEDS_REAUTHENTICATION');
  });

  it('answer what belongs to no session, and what nobody can read', async () => {
    const { client } = books;
    expect(await client.fetch(null, 'nobody')).toEqual({ kind: 'NO_REQUEST' });
    expect(await client.deliver('x', 'nobody')).toEqual({ kind: 'NOT_TAKEN' });
    expect(await client.explain('nobody')).toMatchObject({ text: expect.stringContaining('not known') });
    expect(await client.close('nobody')).toEqual({ kind: 'CLOSED', text: 'OK' });
    const response = await fetch(`${world.url}${SCRIPTED_PATH}`, { method: 'POST', body: '<nothing' });
    expect(await response.json()).toEqual({ kind: 'UNREADABLE' });
  });

  it('end with the switch of the instance, in words', async () => {
    const { client, id } = books;
    world.work.add(id, 'one', 'two');
    await client.signIn();
    await client.fetch(announced());
    await world.parts.services.instances.disable(world.as(world.tenant), id, null);
    expect(await client.deliver('1')).toMatchObject({ kind: 'TAKEN' });
    expect(await client.fetch()).toEqual({ kind: 'NO_REQUEST' });
    expect(await client.explain()).toMatchObject({ text: expect.stringContaining('switched off') });
    expect(await client.close()).toMatchObject({ kind: 'CLOSED' });
    expect(await client.signIn()).toMatchObject({ kind: 'NOTHING_TO_DO' });
    expect(await world.parts.services.instances.enable(world.as(world.tenant), id)).toMatchObject({
      status: 'PENDING',
    });
    expect(await client.signIn()).toMatchObject({ kind: 'SIGNED_IN' });
  });

  it('are dead with their instance, which is purged with all that is theirs', async () => {
    const { client, id } = books;
    world.work.add(id, 'one');
    await client.signIn();
    await client.fetch(announced());
    await world.parts.services.instanceRemoval.remove(world.as(world.tenant), id, true);
    expect(await client.deliver('1')).toEqual({ kind: 'NOT_TAKEN' });
    expect(await client.signIn()).toEqual({ kind: 'SIGN_IN_REFUSED' });
    await world.parts.housekeeping.round(world.parts.context);
    expect(await world.countRows('instance_agents', id)).toBe(0);
    expect(await world.countRows('agent_sessions', id)).toBe(0);
  });

  it('are closed when nobody has called for half an hour, and forgotten after thirty days', async () => {
    const { client, id } = books;
    // Those of the tests before.
    world.clock.advance(31 * MINUTE_MS);
    await world.upkeep.tidy(world.parts.context);
    world.work.add(id, 'one');
    await client.signIn();
    await client.fetch(announced());
    world.clock.advance(29 * MINUTE_MS);
    await world.upkeep.tidy(world.parts.context);
    expect(await world.sessionsOf(id)).toEqual([{ state: 'ASKED', outcome: null }]);
    world.clock.advance(2 * MINUTE_MS);
    await world.upkeep.tidy(world.parts.context);
    expect(await world.sessionsOf(id)).toEqual([{ state: 'ENDED', outcome: 'EXPIRED' }]);
    expect(await client.explain()).toMatchObject({ text: expect.stringContaining('half an hour') });
    world.clock.advance(31 * 24 * 60 * MINUTE_MS);
    await world.upkeep.tidy(world.parts.context);
    expect(await world.sessionsOf(id)).toEqual([]);
  });

  it('tell their log who called, what for, and no secret', async () => {
    const { client, setup } = books;
    await client.signIn();
    await client.fetch(announced());
    const log = world.agentLog();
    expect(log).toContain('"call":"SIGN_IN","reply":"SIGNED_IN"');
    expect(log).toContain(`"instanceId":"${books.id}"`);
    expect(log).not.toContain(setup.password);
    expect(log).not.toContain(client.ticket);
    const told = await world.metrics.registry.metrics();
    expect(told).toContain('elements_agent_sessions_total{element="scripted",outcome="done"}');
    expect(told).toContain('elements_agent_call_seconds_count{element="scripted",call="FETCH",reply="REQUEST"}');
  });
});
