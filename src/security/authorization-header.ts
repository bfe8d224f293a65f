/** The parts of the platform's `Authorization` header. */
export interface AuthorizationHeader {
  readonly user?: string;
  readonly organization?: string;
  /** An instance's token. */
  readonly element?: string;
}

const SCHEMES = ['user', 'organization', 'element'] as const;
const MAX_HEADER_LENGTH = 2_048;

/**
 * Reads `User <secret>, Organization <secret>[, Element <token>]`: any order, any case of the scheme, spaces as they
 * come. Null when the header is anything else: an unknown or repeated scheme, or a part without a secret.
 */
export function parseAuthorizationHeader(header: string): AuthorizationHeader | null {
  if (header.length > MAX_HEADER_LENGTH) return null;
  const parts: { user?: string; organization?: string; element?: string } = {};
  for (const part of header.split(',')) {
    const match = /^\s*([A-Za-z]+)\s+(\S+)\s*$/.exec(part);
    const scheme = SCHEMES.find((known) => known === match?.[1]?.toLowerCase());
    if (scheme === undefined || parts[scheme] !== undefined) return null;
    parts[scheme] = match?.[2];
  }
  return parts;
}
