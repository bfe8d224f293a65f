/** By which a router asks for a trace, with the value `ftv1`. */
const TRACE_HEADER = 'apollo-federation-include-trace';

interface HttpRequest {
  readonly headers: { get(name: string): string | undefined | null };
}

/** Whether a request asks to be traced; one that came by no HTTP does not. */
export function asksForTrace(http: HttpRequest | undefined): boolean {
  return http?.headers.get(TRACE_HEADER) === 'ftv1';
}
