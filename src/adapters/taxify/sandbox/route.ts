import type { ServiceVersion } from './aspnet';

export const MOUNT_PATH = '/taxify';

/** What an address stands for: the service's own page, or one of its operations. */
export interface Route {
  readonly version: ServiceVersion;
  /** Of its own page. */
  readonly servicePath: string;
  /** As it was written; null for the page. */
  readonly operation: string | null;
  /** Which operation the page is asked to describe. */
  readonly described: string | null;
}

/** The live service's rewritten path has `Services` in it; its test host writes `JSONservice`. */
const SERVICE = /^\/taxify(?:\/services)?\/(1\.[01])\/core\/jsonservice\.asmx(?:\/(.*))?$/i;

/** Null for every other address. The path is taken in any case, the name of the operation as it stands. */
export function parseRoute(url: string): Route | null {
  const { pathname, searchParams } = new URL(url, 'http://sandbox');
  const match = SERVICE.exec(pathname);
  if (match === null) return null;
  const operation = match[2] ?? null;
  return {
    version: match[1] as ServiceVersion,
    servicePath: operation === null ? pathname : pathname.slice(0, -operation.length - 1),
    operation: operation === '' ? null : operation,
    described: searchParams.get('op'),
  };
}
