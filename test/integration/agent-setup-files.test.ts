import { createAgentWorld, type AgentWorld, type ProvisionedAgent } from '../support/agent-world';
import { SCRIPTED_PATH } from '../support/scripted-agent';
import type { Tenant } from '../support/service-world';

const MINUTE_MS = 60_000;

describe('the setup file of an agent', () => {
  let world: AgentWorld;
  let books: ProvisionedAgent;
  let stranger: Tenant;

  beforeAll(async () => {
    world = await createAgentWorld();
    books = await world.provisionAgent();
    stranger = await world.createTenant('Other');
  });
  afterAll(() => world.close());

  const get = (path: string, authorization?: string, method = 'GET'): Promise<Response> =>
    fetch(`${world.url}${path}`, { method, headers: authorization === undefined ? {} : { authorization } });
  const fileOf = (id: string): string => `${SCRIPTED_PATH}/${id}.json`;
  const linkOf = (url: string): string => url.replace('http://localhost:4000', '');

  it('is there for whoever may read the instance', async () => {
    const response = await get(fileOf(books.id), world.tenant.authorization);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-disposition')).toBe(`attachment; filename="${books.id}.json"`);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const text = await response.text();
    expect(JSON.parse(text)).toEqual({
      accountMark: books.accountMark,
      username: books.setup.username,
      publicUrl: 'http://localhost:4000',
      app: 'Elements',
    });
    expect(text).not.toContain(books.setup.password);
  });

  it('is for nobody else', async () => {
    expect((await get(fileOf(books.id))).status).toBe(401);
    expect((await get(fileOf(books.id), 'User wrong, Organization wrong')).status).toBe(401);
    const foreign = await get(fileOf(books.id), stranger.authorization);
    const unknown = await get(fileOf('0198c0de-0000-7000-8000-000000000000'), stranger.authorization);
    expect([foreign.status, unknown.status]).toEqual([404, 404]);
    const { requestId: _1, ...told } = (await foreign.json()) as Record<string, string>;
    const { requestId: _2, ...toldOfUnknown } = (await unknown.json()) as Record<string, string>;
    expect(told).toEqual(toldOfUnknown);
    for (const path of [`${SCRIPTED_PATH}/${books.id}.qwc`, `${SCRIPTED_PATH}/nonsense.json`]) {
      expect((await get(path, world.tenant.authorization)).status).toBe(404);
    }
  });

  it('is got once by the link that provisioning gives', async () => {
    const { setup } = await world.provisionAgent();
    expect((await get(linkOf(setup.setupFileUrl), undefined, 'HEAD')).status).toBe(405);
    expect((await get(linkOf(setup.setupFileUrl))).status).toBe(200);
    expect((await get(linkOf(setup.setupFileUrl))).status).toBe(410);
    expect(world.agentLog()).not.toContain(setup.setupFileUrl.split('link=')[1]);
  });

  it('is not got by a link that is ten minutes old, replaced, forged, or of another instance', async () => {
    const { agentSetups } = world.parts.services;
    const old = await agentSetups.createSetupLink(world.as(world.tenant), books.id);
    const latest = await agentSetups.createSetupLink(world.as(world.tenant), books.id);
    expect((await get(linkOf(old.setupFileUrl))).status).toBe(410);
    expect((await get(`${fileOf(books.id)}?link=forged`)).status).toBe(410);
    const other = await world.provisionAgent();
    expect((await get(linkOf(latest.setupFileUrl).replace(books.id, other.id))).status).toBe(410);
    world.clock.advance(10 * MINUTE_MS);
    expect((await get(linkOf(latest.setupFileUrl))).status).toBe(410);
    const { setupFileUrl } = await agentSetups.createSetupLink(world.as(world.tenant), books.id);
    expect((await get(linkOf(setupFileUrl))).status).toBe(200);
  });

  it('has a page where agents call, which programs and people can open', async () => {
    for (const method of ['GET', 'HEAD']) {
      const response = await get(SCRIPTED_PATH, undefined, method);
      expect([response.status, response.headers.get('content-length')]).toEqual([200, '20']);
    }
    expect((await get(SCRIPTED_PATH, undefined, 'PUT')).status).toBe(405);
  });
});
