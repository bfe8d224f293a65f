import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Exchange, Route } from '../route';

/** What to do with the browser. */
export type CallbackOutcome =
  | { readonly kind: 'RETURN'; readonly url: string }
  | { readonly kind: 'GRANTED' }
  | { readonly kind: 'TRY_AGAIN' }
  | { readonly kind: 'REFUSED'; readonly why: keyof typeof REFUSALS };

interface PageText {
  readonly status: number;
  readonly title: string;
  readonly text: string;
}

const GRANTED: PageText = {
  status: 200,
  title: 'Connected',
  text: 'The consent has arrived. You can close this window.',
};

const TRY_AGAIN: PageText = {
  status: 503,
  title: 'Not connected yet',
  text: 'The other side cannot be reached just now. Wait a moment, then load this page again.',
};

/** Tells whoever stands in front of it what to do, and nobody what there is. */
const REFUSALS = {
  UNKNOWN: 'Nobody here is waiting for this answer.',
  USED: 'This answer has come before. If the connection is not there, begin again.',
  EXPIRED: 'This took too long. Begin again.',
  INCOMPLETE: 'The answer is incomplete. Begin again.',
  NO_CONSENT: 'The connection was not made. Begin again if that was not meant.',
} as const;

/** The page may be reached with a code in its address: nothing keeps it, and nobody else is told of it. */
const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** Where a vendor's consent page returns to when we host the flow. */
export function oauthCallbackRoute(
  receive: (parameters: Readonly<Record<string, string>>, exchange: Exchange) => Promise<CallbackOutcome>,
): Route {
  return {
    methods: ['GET'],
    path: '/oauth/callback',
    async handle(request, response, exchange) {
      send(response, await receive(parametersOf(request), exchange));
    },
  };
}

/** Of a parameter that is there twice, the first. */
function parametersOf(request: IncomingMessage): Record<string, string> {
  const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
  return Object.fromEntries([...searchParams].reverse());
}

function send(response: ServerResponse, outcome: CallbackOutcome): void {
  if (outcome.kind === 'RETURN') {
    response.writeHead(303, { ...HEADERS, location: outcome.url }).end();
    return;
  }
  const { status, title, text } = textOf(outcome);
  response.writeHead(status, HEADERS).end(page(title, text));
}

function textOf(outcome: Exclude<CallbackOutcome, { kind: 'RETURN' }>): PageText {
  if (outcome.kind === 'GRANTED') return GRANTED;
  if (outcome.kind === 'TRY_AGAIN') return TRY_AGAIN;
  return { status: 400, title: 'Not connected', text: REFUSALS[outcome.why] };
}

function page(title: string, text: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; display: grid; place-items: center; min-height: 90vh; color: #1f2933; }
main { max-width: 30rem; padding: 1rem; text-align: center; }
</style>
</head>
<body><main><h1>${title}</h1><p>${text}</p></main></body>
</html>
`;
}
