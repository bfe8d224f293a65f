import type { IncomingMessage } from 'node:http';
import * as ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
/** A network: its address and the number of leading bits that count. */
export type AddressRange = [Address, number];

/** Parses `TRUSTED_PROXIES`: addresses or CIDR ranges. Throws an Error that names the entry that is neither. */
export function parseAddressRanges(entries: readonly string[]): AddressRange[] {
  return entries.map((entry) => {
    if (isAddress(entry.split('/', 1)[0]!) && ipaddr.isValidCIDR(entry)) return ipaddr.parseCIDR(entry);
    if (!isAddress(entry)) throw new Error(`${JSON.stringify(entry)} is neither an IP address nor a CIDR range.`);
    const address = ipaddr.process(entry);
    return [address, address.kind() === 'ipv4' ? 32 : 128];
  });
}

/**
 * Where a request came from. `X-Forwarded-For` is believed only as far as trusted proxies wrote it: read from the
 * right, the first address that is not a trusted proxy's is the client's.
 */
export function clientAddressOf(request: IncomingMessage, trusted: readonly AddressRange[]): string {
  const peer = normalized(request.socket.remoteAddress ?? '');
  if (trusted.length === 0 || !isWithin(peer, trusted)) return peer;
  const forwarded = request.headers['x-forwarded-for'];
  const hops = (Array.isArray(forwarded) ? forwarded.join(',') : (forwarded ?? '')).split(',');
  let client = peer;
  for (const hop of hops.reverse()) {
    const address = normalized(hop.trim());
    if (!isAddress(address)) break;
    client = address;
    if (!isWithin(address, trusted)) break;
  }
  return client;
}

/** Written out: short forms such as 1.2, which the parser reads as 1.0.0.2, are hardly what was meant. */
function isAddress(text: string): boolean {
  return text.includes(':') ? ipaddr.IPv6.isValid(text) : ipaddr.IPv4.isValidFourPartDecimal(text);
}

/** An IPv4 address that arrived on an IPv6 socket is written as IPv4. */
function normalized(address: string): string {
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) return address;
  return isAddress(address) ? ipaddr.process(address).toString() : address;
}

function isWithin(address: string, ranges: readonly AddressRange[]): boolean {
  if (!isAddress(address)) return false;
  const parsed = ipaddr.parse(address);
  return ranges.some(([base, bits]) => base.kind() === parsed.kind() && parsed.match(base, bits));
}
