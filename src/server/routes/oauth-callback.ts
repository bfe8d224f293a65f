import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Exchange, Route } from '../route';

/** What to do with the browser. */
export type CallbackOutcome =
  | { readonly kind: 'RETURN'; readonly url: string }
  | { readonly kind: 'GRANTED' }
  | { readonly kind: 'REFUSED'; readonly message: string };

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

/** Of a parameter that is there twice, the first: which of them was meant is nobody's to guess, and a state fits once. */
function parametersOf(request: IncomingMessage): Record<string, string> {
  const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
  return Object.fromEntries([...searchParams].reverse());
}

function send(response: ServerResponse, outcome: CallbackOutcome): void {
  if (outcome.kind === 'RETURN') {
    response.writeHead(303, { ...HEADERS, location: outcome.url }).end();
    return;
  }
  const isGranted = outcome.kind === 'GRANTED';
  const [title, text] = isGranted
    ? ['Connected', 'The consent has arrived. You can close this window.']
    : ['Not connected', outcome.message];
  response.writeHead(isGranted ? 200 : 400, HEADERS).end(page(title!, text!));
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
