import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import pino from 'pino';
import { type GraphiqlBundle, loadGraphiqlBundle } from '../../src/server/graphiql-assets';
import { type GraphiqlPageOptions, graphiqlPage } from '../../src/server/graphiql-page';
import { type HttpServer, createHttpServer } from '../../src/server/http-server';
import { graphiqlAssetsRoute } from '../../src/server/routes/graphiql-assets';
import { graphqlRoute } from '../../src/server/routes/graphql';

const SCRIPT = 'console.log("page");'.repeat(50);
const DEMO = {
  authorization: 'User demo-user, Organization demo-organization',
  sandbox: { expensify: { 'partner.user.secret': '</script><script>alert(1)</script>' } },
};
const BROWSER = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };

describe('GraphiQL on the server', () => {
  const directory = mkdtempSync(join(tmpdir(), 'elements-bundle-'));
  let bundle: GraphiqlBundle;
  let apollo: ApolloServer;
  const servers: HttpServer[] = [];

  beforeAll(async () => {
    mkdirSync(join(directory, 'inside'));
    writeFileSync(join(directory, 'manifest.json'), '{"script":"main-1.js","style":"main-2.css","icon":"icon-3.svg"}');
    writeFileSync(join(directory, 'main-1.js'), SCRIPT);
    writeFileSync(join(directory, 'main-1.js.gz'), gzipSync(SCRIPT));
    writeFileSync(join(directory, 'icon-3.svg'), '<svg/>');
    bundle = loadGraphiqlBundle(directory);
    apollo = new ApolloServer({
      typeDefs: 'type Query { a: Int }',
      plugins: [ApolloServerPluginLandingPageDisabled()],
    });
    await apollo.start();
  });

  afterAll(async () => {
    await apollo.stop();
    rmSync(directory, { recursive: true });
  });

  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });

  async function start(page: Partial<GraphiqlPageOptions> | null = {}): Promise<string> {
    const sendPage = page ? graphiqlPage({ bundle, isProduction: false, demo: DEMO, ...page }) : undefined;
    const endpoint = graphqlRoute({ server: apollo, createContext: async () => ({}), sendPage });
    const routes = [endpoint, graphiqlAssetsRoute(bundle)];
    const server = createHttpServer({
      host: '127.0.0.1',
      port: 0,
      logger: pino({ level: 'silent' }),
      routes,
      corsOrigins: ['https://app.example'],
    });
    servers.push(server);
    return (await server.listen()).url;
  }

  describe('the page', () => {
    it('is for browsers that open the endpoint, and for nobody else', async () => {
      const url = await start();
      const page = await fetch(`${url}/graphql`, { headers: BROWSER });
      expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(await page.text()).toContain('<title>Elements GraphiQL</title>');
      const program = await fetch(`${url}/graphql?query={__typename}`, {
        headers: { 'apollo-require-preflight': '1' },
      });
      expect(await program.json()).toEqual({ data: { __typename: 'Query' } });
    });

    it('does not exist when it was not asked for', async () => {
      const url = await start(null);
      const answer = await fetch(`${url}/graphql`, { headers: BROWSER });
      expect(answer.status).toBe(400);
      expect(await answer.text()).not.toContain('<html');
    });

    it('is kept by nobody, framed by nobody, and lets nothing in from elsewhere', async () => {
      const { headers } = await fetch(`${await start()}/graphql`, { headers: BROWSER });
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self';");
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('content-security-policy')).not.toMatch(/unsafe-eval|https?:|\*/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    });

    it('brings the demo credentials along, with no way to end the element they stand in', async () => {
      const html = await (await fetch(`${await start()}/graphql`, { headers: BROWSER })).text();
      expect(html).not.toContain('<script>alert');
      const data = /<script type="application\/json" id="page-data">(.*?)<\/script>/.exec(html)![1]!;
      expect(JSON.parse(data)).toEqual(DEMO);
    });

    it.each([
      ['in production', { isProduction: true }, {}],
      ['where there is no demo organization', { demo: null }, {}],
      ['for a request through a proxy', {}, { 'x-forwarded-for': '127.0.0.1' }],
      ['for a page of a named origin', {}, { origin: 'https://app.example' }],
      ['for a name that was pointed at this machine', {}, { host: 'rebound.example' }],
    ])('comes without them %s', async (_, options, headers) => {
      const html = await getPage(await start(options), headers);
      expect(html).toContain('<title>Elements GraphiQL</title>');
      expect(html).toContain('{"authorization":null,"sandbox":null}');
      expect(html).not.toContain('demo-');
    });
  });

  describe('its files', () => {
    it('are kept by browsers for good', async () => {
      const answer = await fetch(`${await start()}/graphiql/main-1.js`, { headers: { 'accept-encoding': 'identity' } });
      expect(answer.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
      expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect(answer.headers.get('content-encoding')).toBeNull();
      expect(await answer.text()).toBe(SCRIPT);
    });

    it('are sent compressed to those who can read that', async () => {
      const answer = await fetch(`${await start()}/graphiql/main-1.js`, { headers: { 'accept-encoding': 'br, gzip' } });
      expect(answer.headers.get('content-encoding')).toBe('gzip');
      expect(answer.headers.get('vary')).toBe('accept-encoding');
      expect(await answer.text()).toBe(SCRIPT);
      const refused = await fetch(`${await start()}/graphiql/main-1.js`, {
        headers: { 'accept-encoding': 'gzip;q=0' },
      });
      expect(refused.headers.get('content-encoding')).toBeNull();
    });

    it('can be asked about without being sent', async () => {
      const answer = await fetch(`${await start()}/graphiql/icon-3.svg`, { method: 'HEAD' });
      expect(answer.headers.get('content-type')).toBe('image/svg+xml');
      expect(answer.headers.get('content-length')).toBe('6');
      expect(await answer.text()).toBe('');
    });

    it.each([
      'manifest.json',
      'main-1.js.gz',
      'inside',
      'nothing.js',
      '',
      '../../package.json',
      '..%2f..%2fpackage.json',
      '%2e%2e/%2e%2e/package.json',
      '..\\package.json',
      'main-1.js%00',
    ])('are only those of the bundle: %j', async (name) => {
      expect((await rawGet(`${await start()}/graphiql/`, name)).status).toBe(404);
    });
  });

  it('says how to build the bundle when it is not there', () => {
    expect(() => loadGraphiqlBundle('/nowhere')).toThrow('Run "node scripts/build-graphiql.mjs"');
  });
});

function getPage(url: string, headers: Record<string, string>): Promise<string> {
  return rawGet(`${url}/`, 'graphql', { ...BROWSER, ...headers }).then(({ text }) => text);
}

/** A GET whose path and Host are sent as they stand, which fetch would not do. */
function rawGet(
  base: string,
  path: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; text: string }> {
  const { hostname, port, pathname } = new URL(base);
  return new Promise((resolve, reject) => {
    const options = { host: hostname, port, path: pathname + path, headers: { host: `localhost:${port}`, ...headers } };
    const request = httpRequest(options, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => resolve({ status: response.statusCode!, text }));
    });
    request.on('error', reject);
    request.end();
  });
}
