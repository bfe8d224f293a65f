import * as ipaddr from 'ipaddr.js';
import { isPublicAddress } from '../../adapters/http/public-address';

/** From where an agent may call: `LABEL` says nothing about it. */
export type CallerRule =
  { readonly kind: 'LABEL' } | { readonly kind: 'ENFORCED'; readonly text: string; allows(address: string): boolean };

type Range = [address: ipaddr.IPv4 | ipaddr.IPv6, bits: number];

const LABEL: CallerRule = { kind: 'LABEL' };

/** They stand for public addresses in examples: whoever takes one over means a rule, and is not left without one. */
const OF_EXAMPLES = ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '2001:db8::/32'].map((text) =>
  ipaddr.parseCIDR(text),
);

/**
 * What the setting that says where an agent calls from means. A public address, or a range of them, is a rule: callers come
 * from there, or are turned away. An address of the customer's own network is none, since nobody calls us from there; nor is
 * a host name or a URL, which is never looked up: it is a label for people.
 */
export function callerRuleOf(value: string | undefined): CallerRule {
  const text = (value ?? '').trim();
  const range = rangeOf(text);
  if (range === null || !mayCallFrom(range)) return LABEL;
  return { kind: 'ENFORCED', text, allows: (address) => isWithin(address, range) };
}

function mayCallFrom([address, bits]: Range): boolean {
  const isOfExamples = OF_EXAMPLES.some(([base, most]) => bits >= most && isWithin(address.toString(), [base, most]));
  return isOfExamples || isPublicAddress(address.toString());
}

function rangeOf(text: string): Range | null {
  const [address = '', ...bits] = text.split('/');
  if (!isAddress(address)) return null;
  if (bits.length === 0) return withIpv4Unmapped([ipaddr.parse(address), address.includes(':') ? 128 : 32]);
  return ipaddr.isValidCIDR(text) ? withIpv4Unmapped(ipaddr.parseCIDR(text)) : null;
}

/** An IPv4 address may be written as an IPv6 one, and calls may come from it either way. */
function withIpv4Unmapped([address, bits]: Range): Range {
  const isMapped = address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress();
  return isMapped && bits >= 96 ? [address.toIPv4Address(), bits - 96] : [address, bits];
}

function isWithin(address: string, [base, bits]: Range): boolean {
  if (!isAddress(address)) return false;
  const caller = ipaddr.process(address);
  return caller.kind() === base.kind() && caller.match(base, bits);
}

/** Written out: of short forms such as 1.2, which the parser reads as 1.0.0.2, nobody knows what was meant. */
function isAddress(text: string): boolean {
  return text.includes(':') ? ipaddr.IPv6.isValid(text) : ipaddr.IPv4.isValidFourPartDecimal(text);
}
