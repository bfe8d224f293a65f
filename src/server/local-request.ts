import type { IncomingHttpHeaders } from 'node:http';
import * as ipaddr from 'ipaddr.js';

/** The part of a request that tells whether it was made on this machine, by its user. */
export interface RequestOrigin {
  readonly remoteAddress: string | undefined;
  readonly headers: IncomingHttpHeaders;
  /** `1.0` or `1.1`. */
  readonly httpVersion: string;
}

const LOCAL_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i;

/** A proxy on this machine has a loopback address too, but most say that they forward for someone else. */
const FORWARDING_HEADERS = [
  'forwarded',
  'via',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-forwarded-port',
  'x-forwarded-server',
  'x-real-ip',
] as const;

/**
 * Whether a request comes from a program of this machine that asked for this machine, so that it may see what is meant
 * for the developer at the keyboard.
 *
 * - The peer is a loopback address.
 * - `Host` is a local name: a page whose own name was made to resolve to 127.0.0.1 (DNS rebinding) sends that name.
 * - Nothing says that a proxy forwarded it. HTTP/1.0 is what proxies speak by default, and no browser does.
 * - There is no `Origin`: a page may read its own origin's GET without one, and anybody else's only with one.
 */
export function isLocalRequest(request: RequestOrigin): boolean {
  return (
    isLoopback(request.remoteAddress) &&
    LOCAL_HOST.test(request.headers.host ?? '') &&
    request.httpVersion !== '1.0' &&
    request.headers.origin === undefined &&
    FORWARDING_HEADERS.every((name) => request.headers[name] === undefined)
  );
}

function isLoopback(address: string | undefined): boolean {
  return address !== undefined && ipaddr.isValid(address) && ipaddr.process(address).range() === 'loopback';
}
