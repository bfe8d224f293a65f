import type { RequestContext } from '../../request-context';

const requests = new WeakMap<object, RequestContext>();

/**
 * Notes which request an error belongs to. Apollo formats errors without telling the request, but hands the same
 * objects to whoever announced them before.
 */
export function rememberRequest(error: object, request: RequestContext): void {
  requests.set(error, request);
}

export function requestOf(error: unknown): RequestContext | null {
  return (typeof error === 'object' && error !== null && requests.get(error)) || null;
}
