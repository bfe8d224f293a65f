import { type IncomingHttpHeaders, request } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { ApolloServer } from '@apollo/server';
import pino from 'pino';
import { type HttpServer, createHttpServer } from '../../src/server/http-server';
import { graphqlRoute } from '../../src/server/routes/graphql';

const MEBIBYTE = 1024 * 1024;

interface TestContext {
  readonly requestId: string;
  readonly caller: string | undefined;
}

interface RawAnswer {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

describe('the GraphQL endpoint', () => {
  let server: ApolloServer<TestContext>;
  let http: HttpServer;
  let url: string;

  beforeAll(async () => {
    server = new ApolloServer<TestContext>({
      typeDefs:
        'type Query { requestId: String, caller: String, length(text: String!): Int, text(length: Int!): String } ' +
        'type Mutation { go: Int }',
      resolvers: {
        Query: {
          requestId: (_parent, _args, context) => context.requestId,
          caller: (_parent, _args, context) => context.caller,
          length: (_parent, { text }: { text: string }) => text.length,
          text: (_parent, { length }: { length: number }) => 'ä'.repeat(length),
        },
      },
      includeStacktraceInErrorResponses: false,
    });
    await server.start();
    const route = graphqlRoute({
      server,
      createContext: async (request, { requestId }) => {
        if (request.headers.authorization === 'bad') throw new Error('not a header of ours');
        return { requestId, caller: request.headers.authorization };
      },
    });
    http = createHttpServer({ host: '127.0.0.1', port: 0, logger: pino({ level: 'silent' }), routes: [route] });
    url = `${(await http.listen()).url}/graphql`;
  });

  afterAll(async () => {
    await http.close();
    await server.stop();
  });

  function post(body: string | Uint8Array, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
  }

  it('answers a POST, with the request at hand for the context', async () => {
    const body = JSON.stringify({ query: '{ requestId caller }' });
    const answer = await post(body, { 'x-request-id': 'r-1', authorization: 'User a, Organization b' });
    expect(await answer.json()).toEqual({ data: { requestId: 'r-1', caller: 'User a, Organization b' } });
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(answer.headers.get('x-request-id')).toBe('r-1');
  });

  it('answers a query by GET, and no mutation', async () => {
    const headers = { 'apollo-require-preflight': 'true' };
    expect(await (await fetch(`${url}?query={__typename}`, { headers })).json()).toEqual({
      data: { __typename: 'Query' },
    });
    expect((await fetch(`${url}?query=mutation{go}`, { headers })).status).toBe(405);
  });

  it('refuses a GET that a page of another site could have sent', async () => {
    expect((await fetch(`${url}?query={__typename}`)).status).toBe(400);
  });

  it('makes a context that fails an error of the answer', async () => {
    const answer = await post('{"query":"{__typename}"}', { authorization: 'bad' });
    expect(answer.status).toBe(500);
    expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }] });
  });

  it('reads a body that arrives in pieces, cut within a character', async () => {
    const bytes = Buffer.from(JSON.stringify({ query: '{ length(text: "äöü€") }' }));
    const pieces = Array.from(bytes, (byte) => Buffer.from([byte]));
    const body = ReadableStream.from(pieces);
    const init: RequestInit = { method: 'POST', headers: { 'content-type': 'application/json' }, body, duplex: 'half' };
    expect(await (await fetch(url, init)).json()).toEqual({ data: { length: 4 } });
  });

  describe('a request that cannot be read', () => {
    it('is refused with 400 when it is not JSON', async () => {
      await expectError(await post('{"query":'), 400, 'BAD_REQUEST', /Invalid JSON/);
    });

    it('is refused with 400 when it is empty or of another media type', async () => {
      await expectError(await post(''), 400, 'BAD_REQUEST', /body missing/);
      const preflighted = { 'content-type': 'text/plain', 'apollo-require-preflight': 'true' };
      await expectError(await post('{"query":"{__typename}"}', preflighted), 400, 'BAD_REQUEST', /Content-Type/);
    });

    it('is refused with 400 when it is a batch', async () => {
      await expectError(await post('[{"query":"{__typename}"}]'), 400, 'BAD_REQUEST', /./);
    });

    it('is refused with 415 in another charset or compressed', async () => {
      const latin = { 'content-type': 'application/json; charset=iso-8859-1' };
      await expectError(await post('{"query":"{__typename}"}', latin), 415, 'UNSUPPORTED_MEDIA_TYPE', /iso-8859-1/);
      const zipped = { 'content-encoding': 'gzip' };
      await expectError(await post('{"query":"{__typename}"}', zipped), 415, 'UNSUPPORTED_MEDIA_TYPE', /gzip/);
    });

    it('is answered in the media type that was asked for', async () => {
      const answer = await post('{', { accept: 'application/graphql-response+json' });
      expect(answer.headers.get('content-type')).toBe('application/graphql-response+json; charset=utf-8');
    });
  });

  describe('a long answer', () => {
    const LONG = JSON.stringify({ query: '{ text(length: 5000) }' });
    const EXPECTED = { data: { text: 'ä'.repeat(5_000) } };

    it.each([
      ['br', 'gzip, deflate, br'],
      ['gzip', 'gzip, deflate'],
      ['gzip', 'br;q=0, *;q=0.5'],
      ['br', '*'],
    ])('is compressed with %s for a client that accepts %s', async (coding, accepted) => {
      const { headers, body } = await postRaw(LONG, accepted);
      expect(headers).toMatchObject({ 'content-encoding': coding, 'content-length': String(body.length) });
      expect(headers.vary).toMatch(/\bAccept-Encoding\b/);
      expect(body.length).toBeLessThan(1_000);
      expect(JSON.parse(String(coding === 'br' ? brotliDecompressSync(body) : gunzipSync(body)))).toEqual(EXPECTED);
    });

    it.each([undefined, '', 'identity', 'deflate', 'gzip;q=0', 'br;q=0.000, gzip;q=0'])(
      'comes as it is to a client that accepts %p',
      async (accepted) => {
        const { headers, body } = await postRaw(LONG, accepted);
        expect(headers['content-encoding']).toBeUndefined();
        expect(headers['content-length']).toBe(String(body.length));
        // A cache must not give it to others as the only form there is.
        expect(headers.vary).toMatch(/\bAccept-Encoding\b/);
        expect(JSON.parse(String(body))).toEqual(EXPECTED);
      },
    );

    it('is read by clients that say nothing of it to their callers', async () => {
      expect(await (await post(LONG)).json()).toEqual(EXPECTED);
    });
  });

  it('sends a short answer as it is, whatever is accepted', async () => {
    const { headers, body } = await postRaw(JSON.stringify({ query: '{ text(length: 10) }' }), 'gzip, br');
    expect(headers['content-encoding']).toBeUndefined();
    expect(JSON.parse(String(body))).toEqual({ data: { text: 'ä'.repeat(10) } });
  });

  describe('a large request', () => {
    const paddedTo = (bytes: number): string => '{"query":"{__typename}"}'.padEnd(bytes, ' ');

    it('is read up to one mebibyte', async () => {
      expect((await post(paddedTo(MEBIBYTE))).status).toBe(200);
    });

    it('is refused with 413 beyond that, and the connection stays usable', async () => {
      await expectError(await post(paddedTo(MEBIBYTE + 1)), 413, 'PAYLOAD_TOO_LARGE', /1048576 bytes/);
      expect((await post(paddedTo(30))).status).toBe(200);
    });

    it('is refused with 413 when it did not say how large it is', async () => {
      const body = ReadableStream.from([Buffer.from(paddedTo(MEBIBYTE)), Buffer.from(' ')]);
      const init: RequestInit = {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
        duplex: 'half',
      };
      await expectError(await fetch(url, init), 413, 'PAYLOAD_TOO_LARGE', /1048576 bytes/);
    });
  });

  /** The answer as it travels: `fetch` would unpack it. */
  function postRaw(body: string, accepted: string | undefined): Promise<RawAnswer> {
    const headers = {
      'content-type': 'application/json',
      ...(accepted !== undefined && { 'accept-encoding': accepted }),
    };
    return new Promise((resolve, reject) => {
      const sent = request(url, { method: 'POST', headers }, (answer) => {
        answer.toArray().then((chunks) => resolve({ headers: answer.headers, body: Buffer.concat(chunks) }), reject);
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }

  async function expectError(answer: Response, status: number, code: string, message: RegExp): Promise<void> {
    expect(answer.status).toBe(status);
    expect(await answer.json()).toEqual({
      errors: [
        {
          message: expect.stringMatching(message),
          extensions: expect.objectContaining({ code }),
        },
      ],
    });
  }
});
