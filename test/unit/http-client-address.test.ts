import type { IncomingMessage } from 'node:http';
import { clientAddressOf, parseAddressRanges } from '../../src/server/client-address';

const TRUSTED = parseAddressRanges(['10.0.0.0/8', '192.168.0.7', '2001:db8::/32']);

function requestFrom(remoteAddress: string | undefined, forwardedFor?: string): IncomingMessage {
  return { socket: { remoteAddress }, headers: { 'x-forwarded-for': forwardedFor } } as unknown as IncomingMessage;
}

describe('the address of a client', () => {
  it.each([
    ['the peer, when nothing was forwarded', '10.0.0.1', undefined, '10.0.0.1'],
    ['the peer, when the peer is no trusted proxy', '203.0.113.1', '198.51.100.1', '203.0.113.1'],
    ['what a trusted proxy says', '10.0.0.1', '198.51.100.1', '198.51.100.1'],
    ['what a trusted proxy says by one address', '192.168.0.7', '198.51.100.1', '198.51.100.1'],
    ['the peer, beside a trusted address', '192.168.0.8', '198.51.100.1', '192.168.0.8'],
    ['the last that no trusted proxy has', '10.0.0.1', '1.2.3.4, 198.51.100.1, 10.0.0.2', '198.51.100.1'],
    ['the first, when all are trusted', '10.0.0.1', '10.0.0.3, 10.0.0.2', '10.0.0.3'],
    ['the last proxy, when what it was told is no address', '10.0.0.1', 'unknown, 10.0.0.2', '10.0.0.2'],
    ['the last proxy, when what it was told is not written out', '10.0.0.1', '1.2, 10.0.0.2', '10.0.0.2'],
    ['the peer, when the header is empty', '10.0.0.1', '', '10.0.0.1'],
    ['the same in IPv6', '2001:db8::1', '2001:470::9', '2001:470::9'],
    ['IPv4, when it arrived on an IPv6 socket', '::ffff:10.0.0.1', '::ffff:198.51.100.1', '198.51.100.1'],
    ['empty, when the peer is gone', undefined, '198.51.100.1', ''],
  ])('is %s', (_, peer, forwardedFor, expected) => {
    expect(clientAddressOf(requestFrom(peer, forwardedFor), TRUSTED)).toBe(expected);
  });

  it('is the peer when no proxy is trusted', () => {
    expect(clientAddressOf(requestFrom('10.0.0.1', '198.51.100.1'), [])).toBe('10.0.0.1');
  });

  it.each(['loadbalancer', '1.2', '10/8'])(
    'cannot be told through %s, which is neither an address nor a range',
    (entry) => {
      expect(() => parseAddressRanges(['10.0.0.0/8', entry])).toThrow(`"${entry}" is neither`);
    },
  );
});
