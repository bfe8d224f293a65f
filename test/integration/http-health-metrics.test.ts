import pino from 'pino';
import { Metrics } from '../../src/metrics';
import { type HttpServer, createHttpServer } from '../../src/server/http-server';
import type { Route } from '../../src/server/route';
import { livenessRoute, readinessRoute } from '../../src/server/routes/health';
import { metricsRoute } from '../../src/server/routes/metrics';

describe('routes for operators', () => {
  const servers: HttpServer[] = [];

  async function start(...routes: Route[]): Promise<{ url: string; server: HttpServer }> {
    const server = createHttpServer({ host: '127.0.0.1', port: 0, logger: pino({ level: 'silent' }), routes });
    servers.push(server);
    return { url: (await server.listen()).url, server };
  }

  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });

  describe('liveness', () => {
    it('needs nothing but the process', async () => {
      const { url } = await start(livenessRoute());
      const answer = await fetch(`${url}/health/live`);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(await answer.json()).toEqual({ status: 'live' });
      expect((await fetch(`${url}/health/live`, { method: 'HEAD' })).status).toBe(200);
    });
  });

  describe('readiness', () => {
    it('follows what the service depends on, and keeps its reasons to itself', async () => {
      let isDatabaseThere = false;
      const check = async (): Promise<void> => {
        if (!isDatabaseThere) throw new Error('password authentication failed for user "elements"');
      };
      const { url } = await start(readinessRoute(check));
      const away = await fetch(`${url}/health/ready`);
      expect(away.status).toBe(503);
      expect(await away.json()).toEqual({ status: 'unavailable' });
      isDatabaseThere = true;
      const back = await fetch(`${url}/health/ready`);
      expect(back.status).toBe(200);
      expect(await back.json()).toEqual({ status: 'ready' });
    });

    it('is over once the server drains', async () => {
      let open = (): void => {};
      let arrive = (): void => {};
      const gate = new Promise<void>((resolve) => (open = resolve));
      const arrived = new Promise<void>((resolve) => (arrive = resolve));
      const check = (): Promise<void> => {
        arrive();
        return gate;
      };
      const { url, server } = await start(readinessRoute(check));
      const asked = fetch(`${url}/health/ready`);
      await arrived;
      const closed = server.close();
      open();
      const answer = await asked;
      expect(answer.status).toBe(503);
      expect(await answer.json()).toEqual({ status: 'draining' });
      await closed;
    });
  });

  describe('metrics', () => {
    const registry = new Metrics({ processMetrics: false }).registry;

    it('are read from this machine when there is no token', async () => {
      const { url } = await start(metricsRoute({ registry, token: null }));
      const answer = await fetch(`${url}/metrics`);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
      expect(await answer.text()).toContain('elements_graphql_operation_seconds');
    });

    it.each([
      ['forwarded by a proxy', { 'x-forwarded-for': '203.0.113.9' }],
      ['asked for by a page', { origin: 'http://localhost:4000' }],
    ])('are refused without a token when %s', async (_, headers: Record<string, string>) => {
      const { url } = await start(metricsRoute({ registry, token: null }));
      const answer = await fetch(`${url}/metrics`, { headers });
      expect(answer.status).toBe(403);
      expect(await answer.json()).toMatchObject({ code: 'PERMISSION_DENIED' });
    });

    it('are read with the token, from anywhere', async () => {
      const { url } = await start(metricsRoute({ registry, token: 's3cret' }));
      const headers = { authorization: 'bearer s3cret', 'x-forwarded-for': '203.0.113.9' };
      expect((await fetch(`${url}/metrics`, { headers })).status).toBe(200);
    });

    it.each([
      ['none', {}],
      ['a wrong one', { authorization: 'Bearer s3creT' }],
      ['a longer one', { authorization: 'Bearer s3cret1' }],
      ['an empty one', { authorization: 'Bearer ' }],
      ['another scheme', { authorization: 'Basic s3cret' }],
    ])('are refused with a token set and %s sent', async (_, headers: Record<string, string>) => {
      const { url } = await start(metricsRoute({ registry, token: 's3cret' }));
      const answer = await fetch(`${url}/metrics`, { headers });
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
      expect(await answer.json()).toMatchObject({ code: 'UNAUTHENTICATED' });
    });
  });
});
