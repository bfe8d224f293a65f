import { gzipSync } from 'node:zlib';
import { createAddressGuard, type AddressGuard } from '../../src/adapters/http/address-guard';
import { createWebhookHttp, type WebhookHttp, type WebhookReply } from '../../src/adapters/http/webhook-http';
import { FastClock } from '../support/fast-clock';
import { reply, startScriptedServer, type Answer, type ScriptedServer } from '../support/scripted-server';

/** Ten seconds pass in one. */
const clock = new FastClock(10);
const NEVER = new AbortController().signal;

describe('a notification on its way', () => {
  let receiver: ScriptedServer;
  let http: WebhookHttp;

  beforeEach(async () => {
    receiver = await startScriptedServer();
    http = createWebhookHttp(createAddressGuard({ exemptOrigins: [receiver.origin] }), clock);
  });
  afterEach(async () => {
    await http.close();
    await receiver.close();
  });

  const post = (signal = NEVER, path = '/hook?token=s3cret'): Promise<WebhookReply> =>
    http.post({ url: receiver.origin + path, headers: { 'x-one': '1' }, body: '{"é":1}' }, signal);

  const host = (): string => new URL(receiver.origin).host;

  const answered = (answer: Answer): Promise<WebhookReply> => {
    receiver.answerWith(answer);
    return post();
  };

  it('arrives as it is, and is taken by any 2xx', async () => {
    receiver.answerWith(reply(200, 'thanks'), reply(204));
    expect(await post()).toEqual({
      httpStatus: 200,
      error: null,
      retryAfterSeconds: null,
      durationMs: expect.any(Number),
      excerpt: 'thanks',
    });
    expect(await post()).toMatchObject({ httpStatus: 204, error: null, excerpt: null });
    expect(receiver.received[0]).toMatchObject({ method: 'POST', path: '/hook?token=s3cret', body: '{"é":1}' });
    expect(receiver.received[0]!.headers).toMatchObject({ 'x-one': '1', 'user-agent': 'elements' });
  });

  it.each([400, 404, 410, 429, 500, 503])('is refused by a %d', async (status) => {
    const refused = await answered(reply(status, 'no', { 'retry-after': '120' }));
    expect(refused).toMatchObject({ httpStatus: status, retryAfterSeconds: 120, excerpt: 'no' });
    expect(refused.error).toBe(`${host()} answered with HTTP ${status}.`);
  });

  it('follows no redirect', async () => {
    const elsewhere = await startScriptedServer();
    for (const status of [301, 302, 303, 307, 308]) {
      const redirected = await answered(reply(status, '', { location: elsewhere.origin }));
      expect(redirected).toMatchObject({ httpStatus: status, error: expect.stringContaining('redirect') });
    }
    expect(elsewhere.connections).toBe(0);
    await elsewhere.close();
  });

  it('gives up a receiver that does not answer, or answers after a minute', async () => {
    const late: { answer?: () => void } = {};
    const unanswered = await answered((response) => {
      late.answer = () => response.writeHead(200).end();
    });
    expect(unanswered).toMatchObject({ httpStatus: null, error: `${host()} did not answer within 10 seconds.` });
    clock.advance(60_000);
    late.answer?.();
    expect(unanswered.httpStatus).toBeNull();
  });

  it('does not wait for a body that never ends', async () => {
    const endless = await answered((response) => void response.writeHead(200).write('be'));
    expect(endless).toMatchObject({ httpStatus: 200, error: null, excerpt: 'be' });
  });

  it('reads a thousand bytes of an answer, packed or not', async () => {
    const big = 'x'.repeat(5_000_000);
    expect((await answered(reply(500, big))).excerpt).toBe('x'.repeat(1_000));
    const packed = await answered(reply(500, gzipSync(big), { 'content-encoding': 'gzip' }));
    expect(packed.excerpt).toBe('x'.repeat(1_000));
  });

  it('tells of a connection that breaks, and of an answer that is no HTTP', async () => {
    const broken = await answered((_, request) => request.socket.destroy());
    expect(broken).toMatchObject({ httpStatus: null, error: expect.stringContaining('broke off') });
    const nonsense = await answered((_, request) => void request.socket.end('nonsense\r\n\r\n'));
    expect(nonsense).toMatchObject({ httpStatus: null, error: expect.stringContaining('not valid HTTP') });
  });

  it('names the host alone when it fails, since the rest of an address may be secret', async () => {
    receiver.answerWith((response) => void response.writeHead(302, { location: '/other?token=s3cret' }).end());
    expect(JSON.stringify(await post())).not.toContain('s3cret');
    await receiver.close();
    const refused = await post();
    expect(refused).toMatchObject({ httpStatus: null, error: expect.stringContaining(host()) });
    expect(refused.error).not.toContain('s3cret');
  });

  it('ends with the service, without being taken for a failure', async () => {
    const stopping = new AbortController();
    receiver.answerWith(() => stopping.abort(new Error('stopping')));
    await expect(post(stopping.signal)).rejects.toThrow('stopping');
  });
});

describe('the address of a notification', () => {
  let receiver: ScriptedServer;
  beforeEach(async () => {
    receiver = await startScriptedServer();
    receiver.answerWith(reply(200));
  });
  afterEach(() => receiver.close());

  const attempt = async (guard: AddressGuard, url: string): Promise<WebhookReply> => {
    const http = createWebhookHttp(guard, clock);
    try {
      return await http.post({ url, headers: {}, body: '{}' }, NEVER);
    } finally {
      await http.close();
    }
  };
  const port = (): string => new URL(receiver.origin).port;

  it('is checked at every attempt: not https, not public, not known', async () => {
    const guard = createAddressGuard({ exemptOrigins: [] });
    const refused = [
      [`http://127.0.0.1:${port()}/`, 'https'],
      [`https://127.0.0.1:${port()}/`, 'not on the public internet'],
      [`https://localhost:${port()}/`, 'not on the public internet'],
      ['https://[::ffff:169.254.169.254]/', 'not on the public internet'],
      ['https://no-such-host.invalid/', 'no host'],
      ['ftp://example.com/', 'not a whole URL'],
    ] as const;
    for (const [url, reason] of refused) {
      const answer = await attempt(guard, url);
      expect(answer).toMatchObject({ httpStatus: null, error: expect.stringContaining(reason) });
    }
    expect(receiver.connections).toBe(0);
  });

  it('gains nothing from a name that was public when the setting was made, and is ours now', async () => {
    const addresses = ['93.184.215.14', '127.0.0.1'];
    const guard = createAddressGuard({
      exemptOrigins: [],
      lookupHost: async () => [{ address: addresses.shift() ?? '127.0.0.1', family: 4 }],
    });
    const url = `https://rebinding.example.com:${port()}/`;
    await expect(guard.check(url)).resolves.toMatchObject({ addresses: [{ address: '93.184.215.14' }] });
    expect(await attempt(guard, url)).toMatchObject({
      httpStatus: null,
      error: 'rebinding.example.com is not on the public internet.',
    });
    expect(receiver.connections).toBe(0);
  });
});
