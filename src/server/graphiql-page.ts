import type { IncomingMessage, ServerResponse } from 'node:http';
import { type GraphiqlPageData, PAGE_DATA_ELEMENT_ID } from '../graphiql/page-data';
import type { GraphiqlBundle } from './graphiql-assets';
import { type RequestOrigin, isLocalRequest } from './local-request';

/** The demo organization's access, as `.data/demo-credentials.json` has it. */
export interface GraphiqlDemo {
  /** The whole value of the `Authorization` header. */
  readonly authorization: string;
  /** For each element key, the configuration that its sandbox accepts. */
  readonly sandbox: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface GraphiqlPageOptions {
  readonly bundle: GraphiqlBundle;
  readonly isProduction: boolean;
  /** Null where there is no demo organization. */
  readonly demo: GraphiqlDemo | null;
}

const NOTHING_TO_FILL_IN: GraphiqlPageData = { authorization: null, sandbox: null };

/**
 * Everything comes from us; nobody may frame the page. Inline styles are Monaco's, which makes them as it goes; the data
 * addresses are fonts and images within the style sheets.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The page may hold a secret, so nothing keeps it and no other origin reads, frames or holds on to it. */
const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** Whether the demo organization's secrets may be filled into a page: never in production, never beyond this machine. */
export function mayFillInDemo(isProduction: boolean, request: RequestOrigin): boolean {
  return !isProduction && isLocalRequest(request);
}

/** Answers a browser's GET of the endpoint with GraphiQL. */
export function graphiqlPage({ bundle, isProduction, demo }: GraphiqlPageOptions) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    const { headers, httpVersion, socket } = request;
    const mayFillIn = mayFillInDemo(isProduction, { remoteAddress: socket.remoteAddress, headers, httpVersion });
    response.writeHead(200, HEADERS).end(renderPage(bundle, (mayFillIn && demo) || NOTHING_TO_FILL_IN));
  };
}

function renderPage({ entry }: GraphiqlBundle, { authorization, sandbox }: GraphiqlPageData): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="robots" content="noindex">
    <title>Elements GraphiQL</title>
    <link rel="icon" type="image/svg+xml" href="/graphiql/${entry.icon}">
    <link rel="stylesheet" href="/graphiql/${entry.style}">
    <script type="application/json" id="${PAGE_DATA_ELEMENT_ID}">${inlineJson({ authorization, sandbox })}</script>
    <script type="module" src="/graphiql/${entry.script}"></script>
  </head>
  <body>
    <noscript>GraphiQL needs JavaScript. The GraphQL endpoint is this page's own address, by POST.</noscript>
    <div id="graphiql"></div>
  </body>
</html>
`;
}

/** JSON that cannot end the element it stands in. */
function inlineJson(data: GraphiqlPageData): string {
  return JSON.stringify(data).replaceAll('<', '\\u003c');
}
