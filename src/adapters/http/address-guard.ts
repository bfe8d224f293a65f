import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { InvalidValueError } from '../../errors';
import { VendorUnavailableError } from '../vendor-error';
import { isPublicAddress } from './public-address';

export type AddressRefusal = 'MALFORMED' | 'NOT_HTTPS' | 'CREDENTIALS_IN_URL' | 'NOT_PUBLIC' | 'UNKNOWN_HOST';

/** An address that we do not call. The message names the host at most: the rest of a URL may hold secrets. */
export class AddressRefusedError extends InvalidValueError {
  constructor(
    readonly reason: AddressRefusal,
    message: string,
  ) {
    super('INVALID_INPUT', message, { expected: 'an https address on the public internet' });
  }
}

export interface HostAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

export interface CheckedAddress {
  readonly url: URL;
  /** What the host resolves to, all of it public. Empty for an exempt origin: that is dialled as it stands. */
  readonly addresses: readonly HostAddress[];
}

/**
 * Stands before every address that a caller can influence: `https` only, no credentials in it, public addresses only.
 * Any port will do: on a public host a port says nothing about who listens, and TLS keeps other protocols out.
 * Redirects are not its business; the HTTP client follows none.
 */
export interface AddressGuard {
  /** What the text alone tells; throws an `AddressRefusedError`. */
  assertAllowedUrl(url: string): URL;
  /** Also looks the host up; throws an `AddressRefusedError`, or a `VendorUnavailableError` when DNS does not answer. */
  check(url: string): Promise<CheckedAddress>;
  /** Addresses of a host, all public. Whoever dials must dial one of these and not look the name up again. */
  resolve(hostname: string): Promise<readonly HostAddress[]>;
  isExempt(url: URL): boolean;
}

export interface AddressGuardOptions {
  /** Origins that are called whatever they are, such as `http://localhost:4010`. */
  readonly exemptOrigins: readonly string[];
  /** How names are looked up; the operating system's way by default. */
  readonly lookupHost?: (hostname: string) => Promise<readonly { address: string; family: number }[]>;
}

export function createAddressGuard(options: AddressGuardOptions): AddressGuard {
  const exempt = new Set(options.exemptOrigins.map((origin) => new URL(origin).origin));
  const lookupHost = options.lookupHost ?? ((hostname: string) => lookup(hostname, { all: true }));
  const isExempt = (url: URL): boolean => exempt.has(url.origin);

  const assertAllowedUrl = (text: string): URL => {
    const url = parseUrl(text);
    if (url.username !== '' || url.password !== '') {
      throw new AddressRefusedError('CREDENTIALS_IN_URL', 'The address must not contain a user name or a password.');
    }
    if (isExempt(url)) return url;
    if (url.protocol !== 'https:') {
      throw new AddressRefusedError('NOT_HTTPS', `The address of ${url.host} must begin with https://.`);
    }
    const host = withoutBrackets(url.hostname);
    if (isIP(host) !== 0 && !isPublicAddress(host)) throw notPublic(host);
    return url;
  };

  const resolve = async (hostname: string): Promise<readonly HostAddress[]> => {
    const host = withoutBrackets(hostname);
    const addresses = await addressesOf(host, lookupHost);
    // One bad address refuses the name: which of them would be dialled is not for a stranger's DNS to choose.
    if (!addresses.every(({ address }) => isPublicAddress(address))) throw notPublic(host);
    return addresses;
  };

  const check = async (text: string): Promise<CheckedAddress> => {
    const url = assertAllowedUrl(text);
    return { url, addresses: isExempt(url) ? [] : await resolve(url.hostname) };
  };

  return { assertAllowedUrl, check, resolve, isExempt };
}

function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  // `https:` and `http:` alone have hosts; this also keeps `file:` and `data:` out of the messages below.
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new AddressRefusedError('MALFORMED', 'The address is not a whole URL such as https://example.com/path.');
  }
  return url;
}

async function addressesOf(
  host: string,
  lookupHost: NonNullable<AddressGuardOptions['lookupHost']>,
): Promise<readonly HostAddress[]> {
  const literal = isIP(host);
  if (literal !== 0) return [{ address: host, family: literal === 4 ? 4 : 6 }];
  try {
    const found = await lookupHost(host);
    if (found.length === 0) throw unknownHost(host);
    return found.map(({ address }) => ({ address, family: isIP(address) === 4 ? 4 : 6 }));
  } catch (error) {
    if (error instanceof AddressRefusedError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOTFOUND' || code === 'ENODATA') throw unknownHost(host);
    throw new VendorUnavailableError(`The name ${host} could not be looked up.`, {
      outcome: 'NETWORK_FAULT',
      cause: error,
    });
  }
}

function unknownHost(host: string): AddressRefusedError {
  return new AddressRefusedError('UNKNOWN_HOST', `There is no host with the name ${host}.`);
}

/** Does not repeat what the name resolved to: that would let a caller read our network's names. */
function notPublic(host: string): AddressRefusedError {
  return new AddressRefusedError('NOT_PUBLIC', `${host} is not on the public internet.`);
}

function withoutBrackets(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '');
}
