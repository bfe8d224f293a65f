import { formFields, type SandboxRequest } from '../sandbox-request';

const HEADER_PARAMETER = /([\w.~%-]+)\s*=\s*"([^"]*)"/g;

/**
 * Every parameter that an OAuth 1.0a signature covers, from the three places that RFC 5849 section 3.4.1.3 names:
 * `Authorization: OAuth` without its realm, the query, a form body. The signature itself is among them.
 */
export function oauthParameters(request: SandboxRequest): readonly (readonly [string, string])[] {
  const header = /^OAuth\s+(.*)$/is.exec(request.headers.authorization ?? '')?.[1] ?? '';
  const ofHeader = Array.from(header.matchAll(HEADER_PARAMETER), ([, name, value]) => {
    return [decode(name!), decode(value!)] as const;
  });
  return [...ofHeader.filter(([name]) => name.toLowerCase() !== 'realm'), ...request.query, ...formFields(request)];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
