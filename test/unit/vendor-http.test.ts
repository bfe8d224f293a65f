import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import {
  VendorAuthenticationError,
  VendorOutcomeUnknownError,
  VendorProtocolError,
  VendorRateLimitError,
  VendorUnavailableError,
} from '../../src/adapters/vendor-error';
import type { VendorRequest, VendorResponse } from '../../src/adapters/http/vendor-http';
import { TestClock } from '../support/clock';
import { reply, startScriptedServer, type Answer, type ScriptedServer } from '../support/scripted-server';
import { createTestWayOut, type TestWayOut } from '../support/vendor-http';

let server: ScriptedServer;
let clock: TestClock;
let wayOut: TestWayOut;

beforeEach(async () => {
  server = await startScriptedServer();
  clock = new TestClock(undefined, true);
  wayOut = createTestWayOut({ clock, origins: [server.origin] });
});

afterEach(async () => {
  await wayOut.close();
  await server.close();
});

function get(differences: Partial<VendorRequest> = {}): VendorRequest {
  return { purpose: 'things.list', method: 'GET', url: `${server.origin}/things`, repeatable: true, ...differences };
}

function create(differences: Partial<VendorRequest> = {}): VendorRequest {
  return { ...get({ purpose: 'things.create', method: 'POST', body: '{"a":1}', repeatable: false }), ...differences };
}

/** What an ordinary adapter makes of an answer. */
async function readText(response: VendorResponse): Promise<string> {
  const text = await response.text();
  if (response.status === 429) throw new VendorRateLimitError('Too many.', 30, { vendorMessage: text });
  if (response.status === 401) throw new VendorAuthenticationError('Refused.', { vendorMessage: text });
  if (response.status >= 500) throw new VendorUnavailableError('Down.', { vendorCode: `HTTP ${response.status}` });
  return text;
}

const silence: Answer = () => undefined;
const reset: Answer = (response) => void response.socket?.destroy();
const brokenBody: Answer = (response) => {
  response.writeHead(200, { 'content-length': '1000' }).write('{"part":', () => response.socket?.destroy());
};
const stalledBody: Answer = (response) => void response.writeHead(200).write('{"part":');

describe('a request', () => {
  test('is sent as it was asked for, and answered', async () => {
    server.answerWith(reply(201, '\ufeff{"id":"7"}', { 'X-Two': 'b', 'content-type': 'application/json' }));
    const answer = await wayOut
      .open()
      .call(create({ headers: { 'Content-Type': 'text/x', Accept: 'a/b' } }), async (response) => ({
        status: response.status,
        header: response.headers['x-two'],
        text: await response.text(),
      }));
    expect(answer).toEqual({ status: 201, header: 'b', text: '{"id":"7"}' });
    expect(server.received).toMatchObject([
      { method: 'POST', path: '/things', body: '{"a":1}', headers: { 'content-type': 'text/x', accept: 'a/b' } },
    ]);
  });

  test('is logged, counted and measured', async () => {
    server.answerWith(reply(200, 'hello', { 'x-request-id': 'theirs' }));
    await wayOut.open().call(create(), readText);
    expect(wayOut.calls).toEqual([
      {
        organizationId: '0190a000-0000-7000-8000-000000000001',
        instanceId: '0190a000-0000-7000-8000-000000000002',
        elementKey: 'example',
        purpose: 'things.create',
        method: 'POST',
        url: `${server.origin}/things`,
        startedAt: clock.now(),
        durationMs: expect.any(Number),
        outcome: 'SUCCEEDED',
        httpStatus: 200,
        vendorCode: null,
        vendorMessage: null,
        vendorRequestId: 'theirs',
        requestId: 'request-1',
        attempt: 1,
        requestBytes: 7,
        responseBytes: 5,
      },
    ]);
    expect(wayOut.context.stats.vendorCalls).toBe(1);
    const metrics = await wayOut.metrics.registry.metrics();
    expect(metrics).toContain(
      'elements_vendor_call_seconds_count{element="example",purpose="things.create",outcome="SUCCEEDED"} 1',
    );
    expect(metrics).toContain('elements_vendor_budget_wait_seconds_count{element="example",priority="interactive"} 1');
  });

  test('uses a connection again', async () => {
    server.answerWith(reply(200, 'hello'));
    const http = wayOut.open();
    await http.call(get(), readText);
    // undici leaves a connection alone for a turn of the event loop, to see whether the server closes it.
    await new Promise((resolve) => setTimeout(resolve, 20));
    await http.call(get(), readText);
    expect(server.connections).toBe(1);
  });

  test('needs no reader for its answer', async () => {
    server.answerWith(reply(204), reply(200, 'x'.repeat(1_000_000)));
    const http = wayOut.open();
    const readStatus = async (response: VendorResponse): Promise<number> => response.status;
    expect(await http.call(get(), readStatus)).toBe(204);
    expect(await http.call(get(), readStatus)).toBe(200);
  });

  test.each([
    ['gzip', gzipSync('grüße')],
    ['deflate', deflateSync('grüße')],
    ['br', brotliCompressSync('grüße')],
    ['gzip, br', brotliCompressSync(gzipSync('grüße'))],
  ])('understands an answer in %s', async (encoding, body) => {
    server.answerWith(reply(200, body, { 'content-encoding': encoding }));
    expect(await wayOut.open().call(get(), readText)).toBe('grüße');
    expect(server.received[0]?.headers['accept-encoding']).toBe('gzip, deflate, br');
    expect(wayOut.calls).toMatchObject([{ responseBytes: body.length }]);
  });

  test.each([
    ['204', reply(204, '', { 'content-encoding': 'gzip' })],
    ['content-length: 0', reply(200, '', { 'content-encoding': 'gzip', 'content-length': '0' })],
  ])('understands an empty answer that says it is packed: %s', async (_, answer) => {
    server.answerWith(answer);
    expect(await wayOut.open().call(get(), readText)).toBe('');
  });

  test.each([
    ['gzip that is none', reply(200, 'plain', { 'content-encoding': 'gzip' }), 'UNREADABLE'],
    ['an unknown encoding', reply(200, 'plain', { 'content-encoding': 'zstd' }), 'UNREADABLE'],
    ['a redirect', reply(302, '', { location: 'https://elsewhere.example/' }), 'UNREADABLE'],
    ['33 MiB', reply(200, Buffer.alloc(33 * 1024 * 1024, 32)), 'UNREADABLE'],
    [
      '33 MiB, packed',
      reply(200, gzipSync(Buffer.alloc(33 * 1024 * 1024)), { 'content-encoding': 'gzip' }),
      'UNREADABLE',
    ],
    [
      'no HTTP',
      (response: Parameters<Answer>[0]) => void response.socket?.end('SSH-2.0-OpenSSH_9.2\r\n'),
      'UNREADABLE',
    ],
  ])('is given up at once when the answer is %s', async (_, answer, outcome) => {
    server.answerWith(answer);
    await expect(wayOut.open().call(get(), readText)).rejects.toThrow(VendorProtocolError);
    expect(wayOut.calls).toMatchObject([{ outcome, attempt: 1 }]);
  });

  test('lets a fault of our own through, once', async () => {
    server.answerWith(reply(200, 'hello'));
    const call = wayOut.open().call(get(), async () => {
      throw new TypeError('bug');
    });
    await expect(call).rejects.toThrow(new TypeError('bug'));
    expect(wayOut.calls).toMatchObject([{ outcome: 'UNREADABLE' }]);
  });
});

describe('a request that may be repeated', () => {
  test.each<[string, Answer, string]>([
    ['no answer', silence, 'TIMED_OUT'],
    ['an answer that stops half-way', stalledBody, 'TIMED_OUT'],
    ['a closed connection', reset, 'NETWORK_FAULT'],
    ['a connection closed half-way', brokenBody, 'NETWORK_FAULT'],
    ['a fault at the vendor', reply(503, 'sorry'), 'VENDOR_FAULT'],
    [
      'packed data that ends too early',
      reply(200, gzipSync('x'.repeat(99)).subarray(0, 20), { 'content-encoding': 'gzip' }),
      'NETWORK_FAULT',
    ],
  ])('is sent again after %s', async (_, answer, outcome) => {
    server.answerWith(answer, reply(200, 'hello'));
    expect(await wayOut.open().call(get({ timeoutMs: outcome === 'TIMED_OUT' ? 1_000 : 60_000 }), readText)).toBe(
      'hello',
    );
    expect(wayOut.calls).toMatchObject([
      { outcome, attempt: 1 },
      { outcome: 'SUCCEEDED', attempt: 2 },
    ]);
    expect(clock.sleeps).toEqual([375]);
    expect(wayOut.context.stats.vendorCalls).toBe(2);
  });

  test('is given up after the last try', async () => {
    server.answerWith(reply(500));
    const call = wayOut.open().call(get({ maxAttempts: 2 }), readText);
    await expect(call).rejects.toMatchObject({ code: 'VENDOR_UNAVAILABLE', vendorCode: 'HTTP 500' });
    expect(server.received).toHaveLength(2);
  });

  test('is not sent again after a refusal', async () => {
    server.answerWith(reply(401, 'who?'));
    await expect(wayOut.open().call(get(), readText)).rejects.toThrow(VendorAuthenticationError);
    expect(wayOut.calls).toMatchObject([{ outcome: 'UNAUTHORIZED', httpStatus: 401, vendorMessage: 'who?' }]);
  });

  test('waits as long as the vendor asks for', async () => {
    server.answerWith(reply(503, '', { 'retry-after': '7' }), reply(200, 'hello'));
    await wayOut.open().call(get(), readText);
    expect(clock.sleeps).toEqual([7_000]);
  });
});

describe('a request that must not be repeated', () => {
  test.each<[string, Answer]>([
    ['no answer', silence],
    ['a closed connection', reset],
    ['half an answer', brokenBody],
    ['a fault at the vendor', reply(500)],
    ['an answer that cannot be read', reply(200, 'plain', { 'content-encoding': 'gzip' })],
  ])('is sent once and reported as unknown after %s', async (_, answer) => {
    server.answerWith(answer);
    const call = wayOut.open().call(create({ timeoutMs: 1_000 }), readText);
    await expect(call).rejects.toThrow(VendorOutcomeUnknownError);
    expect(server.received).toHaveLength(1);
  });

  test('is sent again after a rate limit, which says that nothing was done', async () => {
    server.answerWith(reply(429), reply(200, 'done'));
    expect(await wayOut.open().call(create(), readText)).toBe('done');
    expect(server.received).toHaveLength(2);
  });

  test('is known not to be done when it could not be written', async () => {
    const call = wayOut.open().call(create({ headers: { 'x-key': 'two\nlines' } }), readText);
    await expect(call).rejects.toThrow('invalid x-key header');
    expect(server.connections).toBe(0);
  });

  test('is tried again when no connection came about', async () => {
    const gone = await startScriptedServer();
    await gone.close();
    const other = createTestWayOut({ clock, origins: [gone.origin] });
    try {
      const call = other.open().call(create({ url: gone.origin }), readText);
      await expect(call).rejects.toMatchObject({
        code: 'VENDOR_UNAVAILABLE',
        message: expect.stringContaining('ECONNREFUSED'),
      });
      expect(other.calls).toMatchObject([
        { outcome: 'NETWORK_FAULT', httpStatus: null },
        { attempt: 2 },
        { attempt: 3 },
      ]);
    } finally {
      await other.close();
    }
  });
});

describe('the address guard', () => {
  test('keeps a request from being sent, without spending budget', async () => {
    const call = wayOut.open().call(get({ url: 'https://169.254.169.254/latest' }), readText);
    await expect(call).rejects.toMatchObject({ code: 'VENDOR_UNAVAILABLE', outcome: 'NOT_SENT', retryable: false });
    expect(wayOut.calls).toMatchObject([{ outcome: 'NOT_SENT', durationMs: null, attempt: 1 }]);
    expect(wayOut.context.stats.vendorCalls).toBe(0);
  });

  test('also judges what a name resolves to', async () => {
    const call = wayOut.open().call(get({ url: 'https://localhost/' }), readText);
    await expect(call).rejects.toMatchObject({
      outcome: 'NOT_SENT',
      message: 'localhost is not on the public internet.',
    });
    expect(wayOut.calls).toHaveLength(1);
  });

  test('refuses what is no address', async () => {
    await expect(wayOut.open().call(get({ url: 'nonsense' }), readText)).rejects.toThrow('not a whole URL');
  });
});

describe('limits', () => {
  const limits = [{ requests: 2, perSeconds: 10, scope: 'credentials', source: 'test' }];

  test('are kept by waiting', async () => {
    server.answerWith(reply(200, 'hello'));
    const http = wayOut.open({ limits, priority: 'write' });
    for (let request = 0; request < 3; request += 1) await http.call(get(), readText);
    expect(clock.sleeps).toEqual([10_500]);
  });

  test('are kept by not sending, when the caller does not wait so long', async () => {
    server.answerWith(reply(200, 'hello'));
    const deadline = new Date(clock.now().getTime() + 9_000);
    const http = wayOut.open({ limits, priority: 'write', deadline });
    await http.call(get(), readText);
    await http.call(get(), readText);
    await expect(http.call(get(), readText)).rejects.toMatchObject({
      code: 'RATE_LIMITED',
      outcome: 'NOT_SENT',
      retryAfterSeconds: 11,
      retryable: true,
    });
    expect(server.received).toHaveLength(2);
    expect(wayOut.calls).toMatchObject([{}, {}, { outcome: 'NOT_SENT', attempt: 1, durationMs: null }]);
  });

  test("are the vendor's own word when it says so: everybody with these credentials waits", async () => {
    server.answerWith(reply(429, '', { 'retry-after': '20' }), reply(200, 'hello'));
    const deadline = new Date(clock.now().getTime() + 15_000);
    await expect(wayOut.open({ deadline }).call(get(), readText)).rejects.toMatchObject({ outcome: 'RATE_LIMITED' });
    await expect(wayOut.open({ deadline }).call(get(), readText)).rejects.toMatchObject({ outcome: 'NOT_SENT' });
    expect(server.received).toHaveLength(1);
    await wayOut.open().call(get(), readText);
    expect(clock.sleeps).toEqual([20_000]);
  });

  test('without Retry-After last as long as the adapter says', async () => {
    server.answerWith(reply(429), reply(200, 'hello'));
    await wayOut.open().call(get(), readText);
    expect(clock.sleeps).toEqual([30_000]);
    expect(wayOut.calls).toMatchObject([{ outcome: 'RATE_LIMITED', httpStatus: 429 }, { outcome: 'SUCCEEDED' }]);
  });
});

describe('secrets', () => {
  const secret = 'p+q/"r&s';

  test('are neither logged nor told, in whatever form', async () => {
    server.answerWith(
      reply(401, `no: ${secret} ${encodeURIComponent(secret)} ${Buffer.from(secret).toString('base64')}`),
    );
    const url = `${server.origin}/a/${encodeURIComponent(secret)}?api_key=k123&page=2`;
    const call = wayOut.open({ secrets: [secret, 'abc'] }).call(get({ url }), readText);
    const error = await call.then(
      () => null,
      (reason: VendorAuthenticationError) => reason,
    );
    expect(error?.vendorMessage).toBe('no: ******** ******** ********');
    expect(wayOut.calls[0]).toMatchObject({
      url: `${server.origin}/a/********?api_key=********&page=2`,
      vendorMessage: 'no: ******** ******** ********',
    });
    expect(`${error?.stack} ${JSON.stringify(wayOut.calls)} ${wayOut.logged.join()}`).not.toMatch(/p(\+|%2B)q|k123/);
  });

  test('are taken out of messages, stacks and causes of any error', async () => {
    server.answerWith(reply(200, 'hello'));
    const call = wayOut.open({ secrets: ['hunter22'] }).call(get(), async () => {
      throw new VendorProtocolError('Not JSON: hunter22', { cause: new SyntaxError('at hunter22') });
    });
    const error = await call.then(
      () => null,
      (reason: Error) => reason,
    );
    expect(error?.message).toBe('Not JSON: ********');
    expect(`${error?.stack} ${(error?.cause as Error).stack}`).not.toContain('hunter22');
  });
});

describe('an answer that is read piece by piece', () => {
  async function* readPieces(response: VendorResponse): AsyncGenerator<string> {
    if (response.status !== 200) throw new VendorUnavailableError('Down.');
    for await (const chunk of response.body) yield chunk.toString();
  }

  const endless: Answer = (response) => {
    response.writeHead(200);
    const chunk = Buffer.alloc(16 * 1024, 'x');
    const write = (): void => {
      if (response.destroyed) return;
      if (response.write(chunk)) setImmediate(write);
      else response.once('drain', write);
    };
    write();
  };

  test('comes as it arrives, and is logged once it has ended', async () => {
    let finish = (): void => undefined;
    server.answerWith((response) => {
      response.writeHead(200).write('first');
      finish = () => void response.end('second');
    });
    const pieces: string[] = [];
    for await (const piece of wayOut.open().stream(get(), readPieces)) {
      pieces.push(piece);
      expect(wayOut.calls).toHaveLength(0);
      finish();
    }
    expect(pieces).toEqual(['first', 'second']);
    expect(wayOut.calls).toMatchObject([{ outcome: 'SUCCEEDED', responseBytes: 11 }]);
  });

  test('is begun again only while nothing of it was told', async () => {
    server.answerWith(reply(500), brokenBody);
    const pieces: string[] = [];
    const reading = (async () => {
      for await (const piece of wayOut.open().stream(get(), readPieces)) pieces.push(piece);
    })();
    await expect(reading).rejects.toMatchObject({ code: 'VENDOR_UNAVAILABLE', outcome: 'NETWORK_FAULT' });
    expect(pieces).toEqual(['{"part":']);
    expect(wayOut.calls).toMatchObject([{ outcome: 'VENDOR_FAULT' }, { outcome: 'NETWORK_FAULT', responseBytes: 8 }]);
  });

  test('ends its connection when the reader stops early', async () => {
    const closed = new Promise<void>((resolve) => {
      server.answerWith((response, request) => {
        response.on('close', resolve);
        endless(response, request);
      });
    });
    for await (const piece of wayOut.open().stream(get(), readPieces)) {
      expect(piece).toMatch(/^x+$/);
      break;
    }
    await closed;
    expect(wayOut.calls).toMatchObject([{ outcome: 'SUCCEEDED', httpStatus: 200 }]);
  });

  test('waits for a slow reader, however long: the time-out is for the vendor', async () => {
    let written = 0;
    server.answerWith((response, request) => {
      const write = response.write.bind(response) as (chunk: Buffer) => boolean;
      response.write = ((chunk: Buffer) => ((written += chunk.length), write(chunk))) as typeof response.write;
      endless(response, request);
    });
    let pieces = 0;
    for await (const _ of wayOut.open().stream(get({ timeoutMs: 1_000 }), readPieces)) {
      pieces += 1;
      if (pieces === 2) break;
      // Until nothing is written any more for longer than the time-out: every buffer on the way is full.
      for (let before = -1; before !== written;) {
        before = written;
        await new Promise((resolve) => setTimeout(resolve, 1_100));
      }
    }
    expect(wayOut.calls).toMatchObject([{ outcome: 'SUCCEEDED' }]);
  });

  test('can be read once', async () => {
    server.answerWith(reply(200, 'hello'));
    const call = wayOut.open().call(get(), async (response) => (await response.text()) + (await response.text()));
    await expect(call).rejects.toThrow('can be read once');
  });
});

describe('cancelling', () => {
  test('ends a request that is under way, and does not try again', async () => {
    const controller = new AbortController();
    server.answerWith(() => controller.abort(new Error('shutting down')));
    const call = wayOut.open({ signal: controller.signal }).call(get(), readText);
    await expect(call).rejects.toMatchObject({ code: 'VENDOR_UNAVAILABLE', outcome: 'TIMED_OUT' });
    expect(wayOut.calls).toHaveLength(1);
  });

  test('is shared by many requests', async () => {
    server.answerWith(reply(200, 'hello'));
    const http = wayOut.open({ signal: new AbortController().signal });
    const calls = Array.from({ length: 20 }, () => http.call(get(), readText));
    expect(await Promise.all(calls)).toHaveLength(20);
  });

  test('ends the wait for budget', async () => {
    const standing = new TestClock();
    const other = createTestWayOut({ clock: standing, origins: [server.origin] });
    try {
      server.answerWith(reply(200, 'hello'));
      const controller = new AbortController();
      const limits = [{ requests: 1, perSeconds: 10, scope: 'credentials', source: 'test' }];
      const http = other.open({ limits, signal: controller.signal });
      await http.call(get(), readText);
      const call = http.call(get(), readText);
      setImmediate(() => controller.abort());
      await expect(call).rejects.toMatchObject({ code: 'VENDOR_UNAVAILABLE', outcome: 'NOT_SENT' });
      expect(server.received).toHaveLength(1);
    } finally {
      await other.close();
    }
  });

  test('ends the wait before another try, with what the vendor said', async () => {
    const standing = new TestClock();
    const other = createTestWayOut({ clock: standing, origins: [server.origin] });
    try {
      const controller = new AbortController();
      server.answerWith(reply(503, ''));
      const call = other.open({ signal: controller.signal }).call(get(), readText);
      while (standing.sleeps.length === 0) await new Promise(setImmediate);
      controller.abort();
      await expect(call).rejects.toMatchObject({ outcome: 'VENDOR_FAULT' });
    } finally {
      await other.close();
    }
  });
});

test('closing fails what is under way', async () => {
  let asked = (): void => undefined;
  const arrival = new Promise<void>((resolve) => {
    asked = resolve;
  });
  server.answerWith(() => asked());
  const call = wayOut.open().call(get({ maxAttempts: 1 }), readText);
  const failure = expect(call).rejects.toMatchObject({ outcome: 'NETWORK_FAULT' });
  await arrival;
  await wayOut.close();
  await failure;
});
