import { Agent, request } from 'undici';
import { AddressRefusedError, createAddressGuard, type AddressGuard } from '../../src/adapters/http/address-guard';
import { createGuardedConnector } from '../../src/adapters/http/guarded-connector';
import { isPublicAddress } from '../../src/adapters/http/public-address';
import { VendorUnavailableError } from '../../src/adapters/vendor-error';
import { reply, startScriptedServer } from '../support/scripted-server';

function guardWith(
  names: Readonly<Record<string, readonly string[] | Error>>,
  exemptOrigins: string[] = [],
): AddressGuard {
  return createAddressGuard({
    exemptOrigins,
    lookupHost: async (hostname) => {
      const found = names[hostname] ?? Object.assign(new Error('not found'), { code: 'ENOTFOUND' });
      if (found instanceof Error) throw found;
      return found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    },
  });
}

async function refusalOf(check: Promise<unknown>): Promise<string | null> {
  return check.then(
    () => null,
    (error: unknown) => (error instanceof AddressRefusedError ? error.reason : Promise.reject(error)),
  );
}

describe('public addresses', () => {
  test.each(['8.8.8.8', '93.184.215.14', '172.32.0.1', '2606:4700::1111', '2a00:1450:4001:801::200e'])(
    '%s is one',
    (address) => expect(isPublicAddress(address)).toBe(true),
  );

  test.each([
    ['unspecified', '0.0.0.0'],
    ['loopback', '127.0.0.1'],
    ['loopback', '127.255.255.254'],
    ['private', '10.1.2.3'],
    ['private', '172.16.0.1'],
    ['private', '192.168.1.1'],
    ['link-local, the metadata service of most clouds', '169.254.169.254'],
    ["Azure's platform", '168.63.129.16'],
    ["carrier-grade NAT, Alibaba's metadata service", '100.100.100.200'],
    ["reserved, Oracle's metadata service", '192.0.0.192'],
    ['documentation', '192.0.2.1'],
    ['benchmarks', '198.18.0.1'],
    ['multicast', '224.0.0.1'],
    ['reserved', '240.0.0.1'],
    ['broadcast', '255.255.255.255'],
    ['IPv6 unspecified', '::'],
    ['IPv6 loopback', '::1'],
    ['IPv6 link-local', 'fe80::1'],
    ['IPv6 unique local', 'fd00:ec2::254'],
    ['IPv6 multicast', 'ff02::1'],
    ['IPv6 documentation', '2001:db8::1'],
    ['mapped IPv4', '::ffff:127.0.0.1'],
    ['mapped IPv4, public', '::ffff:8.8.8.8'],
    ['compatible IPv4', '::127.0.0.1'],
    ['NAT64', '64:ff9b::7f00:1'],
    ['local NAT64', '64:ff9b:1::7f00:1'],
    ['6to4', '2002:7f00:1::1'],
    ['Teredo', '2001::1'],
    ['unassigned IPv6', '4000::1'],
    ['no address', 'localhost'],
  ])('%s is none: %s', (_, address) => expect(isPublicAddress(address)).toBe(false));
});

describe('the address guard', () => {
  test('lets https on the public internet through, on any port, and tells the addresses', async () => {
    const guard = guardWith({ 'api.example.com': ['93.184.215.14', '2606:4700::1111'] });
    const checked = await guard.check('https://api.example.com:8443/path?x=1');
    expect(checked.url.href).toBe('https://api.example.com:8443/path?x=1');
    expect(checked.addresses).toEqual([
      { address: '93.184.215.14', family: 4 },
      { address: '2606:4700::1111', family: 6 },
    ]);
  });

  test.each([
    ['not a URL', 'MALFORMED'],
    ['/relative', 'MALFORMED'],
    ['file:///etc/passwd', 'MALFORMED'],
    ['ftp://example.com/', 'MALFORMED'],
    ['http://example.com/', 'NOT_HTTPS'],
    ['https://user:secret@example.com/', 'CREDENTIALS_IN_URL'],
    ['https://user@example.com/', 'CREDENTIALS_IN_URL'],
    ['https://127.0.0.1/', 'NOT_PUBLIC'],
    ['https://2130706433/', 'NOT_PUBLIC'],
    ['https://0x7f.1/', 'NOT_PUBLIC'],
    ['https://[::1]/', 'NOT_PUBLIC'],
    ['https://[::ffff:10.0.0.1]/', 'NOT_PUBLIC'],
    ['https://[::]/', 'NOT_PUBLIC'],
  ])('refuses %s by its text alone: %s', (url, reason) => {
    let refused: unknown;
    try {
      guardWith({}).assertAllowedUrl(url);
    } catch (error) {
      refused = error;
    }
    expect(refused).toMatchObject({ reason, code: 'INVALID_INPUT' });
    expect((refused as Error).message).not.toContain('secret');
  });

  test.each([
    ['one private address', ['10.0.0.1']],
    ['a private address among public ones', ['93.184.215.14', '127.0.0.1']],
    ['a private IPv6 address', ['fd00::1']],
  ])('refuses a name with %s, and does not say which', async (_, addresses) => {
    const guard = guardWith({ 'inner.example.com': addresses });
    const check = guard.check('https://inner.example.com/');
    await expect(check).rejects.toMatchObject({
      reason: 'NOT_PUBLIC',
      message: expect.not.stringMatching(/10\.|127\.|fd00/),
    });
  });

  test('tells a name that does not exist from a DNS that does not answer', async () => {
    const guard = guardWith({ 'slow.example.com': Object.assign(new Error('try again'), { code: 'EAI_AGAIN' }) });
    expect(await refusalOf(guard.check('https://typo.example.com/'))).toBe('UNKNOWN_HOST');
    await expect(guard.check('https://slow.example.com/')).rejects.toThrow(VendorUnavailableError);
  });

  test('exempts an exact origin, and nothing that resembles it', async () => {
    const guard = guardWith({}, ['http://localhost:4010/']);
    expect((await guard.check('http://localhost:4010/expensify/x')).addresses).toEqual([]);
    expect(await refusalOf(guard.check('http://localhost:4011/'))).toBe('NOT_HTTPS');
    expect(await refusalOf(guard.check('http://127.0.0.1:4010/'))).toBe('NOT_HTTPS');
    expect(await refusalOf(guard.check('https://localhost:4010/'))).toBe('UNKNOWN_HOST');
    expect(await refusalOf(guard.check('http://me@localhost:4010/'))).toBe('CREDENTIALS_IN_URL');
  });

  test("looks up with the operating system's resolver by default", async () => {
    const guard = createAddressGuard({ exemptOrigins: [] });
    expect(await refusalOf(guard.check('https://localhost/'))).toBe('NOT_PUBLIC');
  });
});

describe('a guarded connection', () => {
  test('dials the address that was checked, after one look-up', async () => {
    const server = await startScriptedServer();
    server.answerWith(reply(200, 'hello'));
    const lookups: string[] = [];
    // Lets the loopback address pass, which a real guard never does: the name exists nowhere but here.
    const guard: AddressGuard = {
      ...guardWith({}),
      assertAllowedUrl: (url) => new URL(url),
      resolve: async (hostname) => {
        lookups.push(hostname);
        return [{ address: '127.0.0.1', family: 4 }];
      },
    };
    const agent = new Agent({ connect: createGuardedConnector(guard) });
    try {
      const answer = await request(`http://vendor.invalid:${new URL(server.origin).port}/`, { dispatcher: agent });
      expect(await answer.body.text()).toBe('hello');
      expect(lookups).toEqual(['vendor.invalid']);
    } finally {
      await agent.destroy();
      await server.close();
    }
  });

  test.each([
    ['a name that turned private since it was checked', 'https://rebound.example.com:{port}/'],
    ['a private address', 'https://127.0.0.1:{port}/'],
    ['plain http', 'http://rebound.example.com:{port}/'],
  ])('is not opened to %s', async (_, url) => {
    const server = await startScriptedServer();
    const guard = guardWith({ 'rebound.example.com': ['127.0.0.1'] });
    const agent = new Agent({ connect: createGuardedConnector(guard) });
    try {
      const address = url.replace('{port}', new URL(server.origin).port);
      await expect(request(address, { dispatcher: agent })).rejects.toHaveProperty('cause.name', 'AddressRefusedError');
      expect(server.connections).toBe(0);
    } finally {
      await agent.destroy();
      await server.close();
    }
  });
});
