import ipaddr from 'ipaddr.js';

/** Where IANA gives out public addresses; everything else of IPv6 is unassigned or special. */
const IPV6_GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/** In a public range, yet served to the virtual machine by its host: Azure's platform services. */
const PLATFORM_ADDRESSES = new Set(['168.63.129.16']);

/**
 * Whether an IP address, as text, is one of the public internet. Private, loopback, link-local (and with it the clouds'
 * metadata services), carrier-grade NAT, multicast, reserved and documentation ranges are not; nor is an IPv6 address
 * that carries an IPv4 one (mapped, NAT64, 6to4, Teredo), because it would lead round the check of that address.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address) || PLATFORM_ADDRESSES.has(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed instanceof ipaddr.IPv4 || (parsed instanceof ipaddr.IPv6 && parsed.match(IPV6_GLOBAL_UNICAST));
}
