import { type IncomingMessage, type ServerResponse, request as httpRequest } from 'node:http';
import { type Socket, connect } from 'node:net';
import pino from 'pino';
import { type HttpServer, type HttpServerOptions, createHttpServer } from '../../src/server/http-server';
import { sendJson } from '../../src/server/json-response';
import type { Route } from '../../src/server/route';

const silent = pino({ level: 'silent' });

const items: Route = {
  methods: ['GET', 'POST'],
  path: '/items/:id',
  isCrossOrigin: true,
  handle: (_request, response, { params, requestId, clientAddress }) =>
    sendJson(response, 200, { id: params['id'], requestId, clientAddress }),
};
const broken: Route = {
  methods: ['GET'],
  path: '/broken',
  async handle() {
    throw new Error('the password is hunter2');
  },
};
const brokenAtOnce: Route = { ...broken, path: '/broken-at-once', handle: () => fail() };

function fail(): never {
  throw new Error('the password is hunter2');
}

/** A route that ends its answer when the test says so. */
function gatedRoute(begin: (response: ServerResponse) => void = () => {}): {
  route: Route;
  arrived: Promise<void>;
  open: () => void;
} {
  let open = (): void => {};
  let arrive = (): void => {};
  const gate = new Promise<void>((resolve) => (open = resolve));
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  const route: Route = {
    methods: ['GET'],
    path: '/slow',
    async handle(_request, response) {
      begin(response);
      arrive();
      await gate;
      response.end('{"done":true}');
    },
  };
  return { route, arrived, open };
}

describe('the HTTP server', () => {
  const servers: HttpServer[] = [];

  async function start(
    options: Partial<HttpServerOptions> = {},
  ): Promise<{ url: string; port: number; server: HttpServer }> {
    const routes = [items, broken, brokenAtOnce];
    const server = createHttpServer({ host: '127.0.0.1', port: 0, logger: silent, routes, ...options });
    servers.push(server);
    return { ...(await server.listen()), server };
  }

  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });

  describe('routing', () => {
    it('hands a route its parameters, decoded', async () => {
      const { url } = await start();
      expect(await (await fetch(`${url}/items/a%20b?x=1`)).json()).toMatchObject({ id: 'a b' });
    });

    it('answers 404 in JSON where there is nothing', async () => {
      const { url } = await start();
      const answer = await fetch(`${url}/nothing?secret=1`, { headers: { 'x-request-id': 'r-1' } });
      expect(answer.status).toBe(404);
      expect(await answer.json()).toEqual({
        code: 'NOT_FOUND',
        message: 'There is nothing at /nothing.',
        requestId: 'r-1',
      });
    });

    it('answers 405 and says which methods there are', async () => {
      const { url } = await start();
      const answer = await fetch(`${url}/items/1`, { method: 'DELETE' });
      expect(answer.status).toBe(405);
      expect(answer.headers.get('allow')).toBe('GET, POST');
      expect(await answer.json()).toMatchObject({ code: 'METHOD_NOT_ALLOWED' });
    });

    it.each(['/%', '/items/%zz', '//', '/items', '/items/1/2'])('answers 404 to %s', async (path) => {
      const { port } = await start();
      expect((await rawGet(port, path)).statusCode).toBe(404);
    });

    it('refuses two routes that claim the same path', () => {
      expect(() => createHttpServer({ host: '127.0.0.1', port: 0, logger: silent, routes: [items, items] })).toThrow(
        /already declared/,
      );
    });
  });

  describe('the log', () => {
    const quiet: Route = { ...items, path: '/quiet/:id', isProbe: true };
    const logged: Route = {
      ...items,
      path: '/logged',
      handle: (_request, response, exchange) => {
        exchange.isLogged = true;
        sendJson(response, 200, {});
      },
    };

    it('has one line a request, with where it came from, unless it has a line of its own', async () => {
      const lines: Record<string, unknown>[] = [];
      const write = (text: string): void => void lines.push(JSON.parse(text) as Record<string, unknown>);
      const logger = pino({ level: 'debug', base: null }, { write });
      const { url, server } = await start({ logger, routes: [items, quiet, logged], trustedProxies: ['127.0.0.1'] });
      const headers = { 'x-request-id': 'r-3', 'x-forwarded-for': '198.51.100.7' };
      await fetch(`${url}/items/secret?token=secret`, { headers });
      await fetch(`${url}/nothing?token=secret`);
      await fetch(`${url}/items/secret`, { method: 'DELETE' });
      await fetch(`${url}/quiet/1`);
      await fetch(`${url}/logged`);
      await server.close();

      expect(lines.map(({ level, method, path, status }) => [level, method, path, status])).toEqual([
        [30, 'GET', '/items/:id', 200],
        [30, 'GET', '/nothing', 404],
        [30, 'DELETE', '/items/secret', 405],
        [20, 'GET', '/quiet/:id', 200],
      ]);
      expect(lines[0]).toEqual({
        level: 30,
        time: expect.any(Number),
        msg: 'http request',
        requestId: 'r-3',
        clientAddress: '198.51.100.7',
        method: 'GET',
        path: '/items/:id',
        status: 200,
        durationMs: expect.any(Number),
      });
      expect(JSON.stringify(lines)).not.toContain('token');
    });
  });

  describe('a route that fails', () => {
    it.each(['/broken', '/broken-at-once'])('is answered 500 without a word of why, and logged: %s', async (path) => {
      const lines: string[] = [];
      const logger = pino({ level: 'error' }, { write: (line: string) => void lines.push(line) });
      const { url } = await start({ logger });
      const answer = await fetch(url + path, { headers: { 'x-request-id': 'r-2' } });
      expect(answer.status).toBe(500);
      const text = await answer.text();
      expect(JSON.parse(text)).toMatchObject({ code: 'INTERNAL_SERVER_ERROR', requestId: 'r-2' });
      expect(text).not.toContain('hunter2');
      expect(lines).toHaveLength(1);
      expect(JSON.parse(lines[0]!)).toMatchObject({ requestId: 'r-2', route: path });
    });
  });

  describe('a caller that hangs up', () => {
    it('is nothing to log', async () => {
      const lines: string[] = [];
      const logger = pino({ level: 'error' }, { write: (line: string) => void lines.push(line) });
      const { port, server } = await start({ logger, routes: [uploadRoute()] });
      const accepted = new Promise<Socket>((resolve) => server.nodeServer.once('connection', resolve));
      const socket = await dial(port);
      socket.write('POST /upload HTTP/1.1\r\nhost: localhost\r\ncontent-length: 10\r\n\r\nabc');
      const gone = new Promise((resolve) => void accepted.then((peer) => peer.once('close', resolve)));
      await new Promise((resolve) => server.nodeServer.once('request', resolve));
      socket.destroy();
      await gone;
      await new Promise(setImmediate);
      expect(lines).toEqual([]);
    });
  });

  describe('the request id', () => {
    it('is the one that came with the request', async () => {
      const { url } = await start();
      const answer = await fetch(`${url}/items/1`, { headers: { 'x-request-id': 'trace-7/a.b:c=' } });
      expect(answer.headers.get('x-request-id')).toBe('trace-7/a.b:c=');
      expect(await answer.json()).toMatchObject({ requestId: 'trace-7/a.b:c=' });
    });

    it.each([
      ['absent', undefined],
      ['empty', ''],
      ['with a space', 'a b'],
      ['too long', 'a'.repeat(129)],
      ['markup', '<b>'],
    ])('is a new UUIDv7 when that one is %s', async (_, id) => {
      const { url } = await start();
      const answer = await fetch(`${url}/items/1`, { headers: id === undefined ? {} : { 'x-request-id': id } });
      expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f-]{17}$/);
    });
  });

  describe('listening', () => {
    it('tells that a port is taken, by its code', async () => {
      const { port } = await start();
      await expect(start({ port })).rejects.toMatchObject({ code: 'EADDRINUSE', port });
    });

    it('refuses a trusted proxy that is not an address', () => {
      expect(() =>
        createHttpServer({ host: '127.0.0.1', port: 0, logger: silent, routes: [], trustedProxies: ['proxy.local'] }),
      ).toThrow('"proxy.local" is neither an IP address nor a CIDR range.');
    });

    it('believes X-Forwarded-For of trusted proxies only', async () => {
      const headers = { 'x-forwarded-for': '203.0.113.9' };
      const trusting = await start({ trustedProxies: ['127.0.0.0/8'] });
      expect(await (await fetch(`${trusting.url}/items/1`, { headers })).json()).toMatchObject({
        clientAddress: '203.0.113.9',
      });
      const wary = await start();
      expect(await (await fetch(`${wary.url}/items/1`, { headers })).json()).toMatchObject({
        clientAddress: '127.0.0.1',
      });
    });
  });

  describe('other origins', () => {
    const preflight = { origin: 'https://app.example', 'access-control-request-method': 'POST' };

    it('get nothing unless they are named', async () => {
      const { url } = await start();
      expect(
        (await fetch(`${url}/items/1`, { headers: { origin: 'https://app.example' } })).headers.has(
          'access-control-allow-origin',
        ),
      ).toBe(false);
      expect((await fetch(`${url}/items/1`, { method: 'OPTIONS', headers: preflight })).status).toBe(405);
    });

    it('may call the routes that allow it once they are named', async () => {
      const { url } = await start({ corsOrigins: ['https://app.example'] });
      const asked = await fetch(`${url}/items/1`, { method: 'OPTIONS', headers: preflight });
      expect(asked.status).toBe(204);
      expect(asked.headers.get('access-control-allow-origin')).toBe('https://app.example');
      const answer = await fetch(`${url}/items/1`, { headers: { origin: 'https://app.example' } });
      expect(answer.headers.get('access-control-allow-origin')).toBe('https://app.example');
      expect(answer.headers.get('access-control-expose-headers')).toContain('x-request-id');
    });

    it('get nothing where others are named', async () => {
      const { url } = await start({ corsOrigins: ['https://app.example'] });
      const answer = await fetch(`${url}/items/1`, { headers: { origin: 'https://evil.example' } });
      expect(answer.headers.has('access-control-allow-origin')).toBe(false);
    });

    it('get nothing of routes that do not allow it', async () => {
      const { url } = await start({ corsOrigins: ['*'] });
      expect(
        (await fetch(`${url}/broken`, { headers: { origin: 'https://app.example' } })).headers.has(
          'access-control-allow-origin',
        ),
      ).toBe(false);
      const asked = await fetch(`${url}/broken`, {
        method: 'OPTIONS',
        headers: { ...preflight, 'access-control-request-method': 'GET' },
      });
      expect(asked.status).toBe(405);
    });
  });

  describe('slow clients', () => {
    it('are answered 408 when their headers do not end', async () => {
      const { port } = await start({ timeouts: { headersMs: 50, requestMs: 50, checkEveryMs: 20 } });
      const socket = await dial(port);
      socket.write('GET /items/1 HTTP/1.1\r\nhost: localhost\r\n');
      expect(await everythingFrom(socket)).toMatch(/^HTTP\/1\.1 408 /);
    });

    it('are cut off when their bodies do not end', async () => {
      const { port } = await start({
        timeouts: { headersMs: 50, requestMs: 50, checkEveryMs: 20 },
        routes: [uploadRoute()],
      });
      const socket = await dial(port);
      socket.write('POST /upload HTTP/1.1\r\nhost: localhost\r\ncontent-length: 10\r\n\r\nabc');
      expect(await everythingFrom(socket)).toMatch(/^HTTP\/1\.1 408 /);
    });
  });

  describe('closing', () => {
    it('lets a request end that is being answered, then closes its connection', async () => {
      const { route, arrived, open } = gatedRoute();
      const { port, server } = await start({ routes: [route] });
      const answer = rawGet(port, '/slow');
      await arrived;
      const closed = server.close();
      open();
      expect((await answer).headers.connection).toBe('close');
      await closed;
    });

    it('refuses new connections at once', async () => {
      const { route, arrived, open } = gatedRoute();
      const { port, server } = await start({ routes: [route] });
      const answer = rawGet(port, '/slow');
      await arrived;
      const closed = server.close();
      await expect(dial(port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
      open();
      await answer;
      await closed;
    });

    it('lets an answer end that has begun, then closes its connection', async () => {
      const { route, arrived, open } = gatedRoute((response) => response.write('{"begun":true}'));
      const { port, server } = await start({ routes: [route], drainMs: 3_600_000 });
      const socket = await dial(port);
      const text = everythingFrom(socket);
      socket.write('GET /slow HTTP/1.1\r\nhost: localhost\r\n\r\n');
      await arrived;
      const closed = server.close();
      open();
      await closed;
      expect(await text).toMatch(/"begun":true[^]*"done":true[^]*\r\n0\r\n\r\n$/);
    });

    it('waits for no connection that is idle, used before or not', async () => {
      const { port, server } = await start({ drainMs: 3_600_000 });
      const unused = await dial(port);
      const used = await dial(port);
      used.write('GET /items/1 HTTP/1.1\r\nhost: localhost\r\n\r\n');
      await new Promise((resolve) => used.once('data', resolve));
      const ends = [unused, used].map(everythingFrom);
      await server.close();
      await Promise.all(ends);
    });

    it('cuts off what is not done when the time is over', async () => {
      const { route, arrived, open } = gatedRoute();
      const { port, server } = await start({ routes: [route], drainMs: 0 });
      const answer = rawGet(port, '/slow');
      const cut = expect(answer).rejects.toMatchObject({ code: 'ECONNRESET' });
      await arrived;
      await server.close();
      await cut;
      open();
    });

    it('may be asked for twice', async () => {
      const { server } = await start();
      await Promise.all([server.close(), server.close()]);
      await server.close();
    });
  });
});

function uploadRoute(): Route {
  return {
    methods: ['POST'],
    path: '/upload',
    async handle(request, response) {
      let length = 0;
      for await (const chunk of request) length += (chunk as Buffer).length;
      sendJson(response, 200, { length });
    },
  };
}

function rawGet(port: number, path: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port, path }, (response) => {
      response.resume();
      response.on('end', () => resolve(response));
    });
    request.on('error', reject);
    request.end();
  });
}

function dial(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port }, () => resolve(socket));
    socket.on('error', reject);
  });
}

/** What arrives until the other side closes. */
function everythingFrom(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    socket.on('data', (chunk) => (text += chunk.toString('latin1')));
    socket.on('close', () => resolve(text));
  });
}
