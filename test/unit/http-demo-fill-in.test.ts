import { mayFillInDemo } from '../../src/server/graphiql-page';
import { type RequestOrigin, isLocalRequest } from '../../src/server/local-request';

const LOCAL: RequestOrigin = { remoteAddress: '127.0.0.1', httpVersion: '1.1', headers: { host: 'localhost:4000' } };

describe('a request of this machine', () => {
  it.each(['127.0.0.1', '127.8.9.10', '::1', '::ffff:127.0.0.1'])('comes from a loopback address: %s', (address) => {
    expect(isLocalRequest({ ...LOCAL, remoteAddress: address })).toBe(true);
  });

  it.each([undefined, '', '10.0.0.1', '172.17.0.1', '192.168.1.5', '203.0.113.9', '::ffff:10.0.0.1', 'fe80::1', '::'])(
    'comes from no other: %s',
    (address) => {
      expect(isLocalRequest({ ...LOCAL, remoteAddress: address })).toBe(false);
    },
  );

  it.each(['localhost', 'localhost:4000', 'LOCALHOST:1', '127.0.0.1', '127.0.0.1:65535', '[::1]', '[::1]:4000'])(
    'asks for a local name: %s',
    (host) => {
      expect(isLocalRequest({ ...LOCAL, headers: { host } })).toBe(true);
    },
  );

  it.each([
    undefined,
    '',
    'elements.example',
    'localhost.evil.example',
    'evil.example:4000',
    '127.0.0.1.nip.io',
    'localhost:4000.evil.example',
    'user@localhost',
    'localhost:',
    '127.0.0.2',
    '0.0.0.0:4000',
    '::1',
    '192.168.1.5:4000',
    'localhost, evil.example',
    'localhost\n',
  ])('asks for no other, which a page may have pointed at this machine: %j', (host) => {
    expect(isLocalRequest({ ...LOCAL, headers: { host } })).toBe(false);
  });

  it.each([
    ['forwarded', 'for=127.0.0.1'],
    ['via', '1.1 proxy'],
    ['x-forwarded-for', '127.0.0.1'],
    ['x-forwarded-host', 'localhost'],
    ['x-forwarded-proto', 'http'],
    ['x-forwarded-port', '4000'],
    ['x-forwarded-server', 'proxy'],
    ['x-real-ip', '127.0.0.1'],
    ['x-forwarded-for', ''],
  ])('was not forwarded by a proxy that says so with %s', (name, value) => {
    expect(isLocalRequest({ ...LOCAL, headers: { ...LOCAL.headers, [name]: value } })).toBe(false);
  });

  it('was not forwarded by a proxy that does not say so but speaks HTTP/1.0', () => {
    expect(isLocalRequest({ ...LOCAL, httpVersion: '1.0' })).toBe(false);
  });

  it.each(['https://app.example', 'http://localhost:3000', 'null'])('is not made by a page of %s', (origin) => {
    expect(isLocalRequest({ ...LOCAL, headers: { ...LOCAL.headers, origin } })).toBe(false);
  });
});

describe('the demo credentials', () => {
  it('are filled in for a request of this machine, outside production only', () => {
    expect(mayFillInDemo(false, LOCAL)).toBe(true);
    expect(mayFillInDemo(true, LOCAL)).toBe(false);
  });

  it('are not filled in for anybody else', () => {
    expect(mayFillInDemo(false, { ...LOCAL, remoteAddress: '203.0.113.9' })).toBe(false);
    expect(mayFillInDemo(false, { ...LOCAL, headers: { host: 'evil.example' } })).toBe(false);
  });
});
