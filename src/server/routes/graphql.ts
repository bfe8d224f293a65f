import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type ApolloServer, type BaseContext, HeaderMap, type HTTPGraphQLResponse } from '@apollo/server';
import { isTooShortToCompress, sendBody } from '../compressed-body';
import { sendGraphqlError } from '../graphql-error-response';
import { UnreadableRequestError, readGraphqlBody } from '../graphql-request-body';
import type { Exchange, Route } from '../route';

/** Far above any operation that a person writes, far below what would be a burden to parse. */
const BODY_LIMIT_BYTES = 1024 * 1024;

export interface GraphqlRouteOptions<TContext extends BaseContext> {
  /** Already started. */
  readonly server: ApolloServer<TContext>;
  /** What it throws becomes a top-level error of the answer. */
  readonly createContext: (request: IncomingMessage, exchange: Exchange) => Promise<TContext>;
  /** Looks over an answer before it is sent. */
  readonly finishAnswer?: (answer: HTTPGraphQLResponse, exchange: Exchange) => HTTPGraphQLResponse;
  /** Answers a browser that opens the endpoint as a page; without it, such a GET is a request like any other. */
  readonly sendPage?: (request: IncomingMessage, response: ServerResponse) => void;
}

/** GraphQL over HTTP: one operation a request, by POST or, for queries, by GET. */
export function graphqlRoute<TContext extends BaseContext>(options: GraphqlRouteOptions<TContext>): Route {
  const { sendPage } = options;
  return {
    methods: ['GET', 'POST'],
    path: '/graphql',
    isCrossOrigin: true,
    handle(request, response, exchange) {
      if (sendPage && wantsPage(request)) return sendPage(request, response);
      return execute(options, request, response, exchange);
    },
  };
}

/** Browsers name HTML when they navigate; programs that take anything say no more than that. */
function wantsPage(request: IncomingMessage): boolean {
  return request.method === 'GET' && (request.headers.accept?.includes('text/html') ?? false);
}

async function execute<TContext extends BaseContext>(
  { server, createContext, finishAnswer = (answer) => answer }: GraphqlRouteOptions<TContext>,
  request: IncomingMessage,
  response: ServerResponse,
  exchange: Exchange,
): Promise<void> {
  try {
    const method = request.method!;
    const answer = await server.executeHTTPGraphQLRequest({
      httpGraphQLRequest: {
        method,
        headers: headerMap(request),
        search: searchOf(request.url!),
        body: method === 'POST' ? await readGraphqlBody(request, BODY_LIMIT_BYTES) : undefined,
      },
      context: () => createContext(request, exchange),
    });
    await send(request, response, finishAnswer(answer, exchange));
  } catch (error) {
    if (!(error instanceof UnreadableRequestError)) throw error;
    sendGraphqlError(request, response, error.status, error.code, error.message);
  }
}

function headerMap(request: IncomingMessage): HeaderMap {
  const headers = new HeaderMap();
  for (const name in request.headers) {
    const value = request.headers[name]!;
    headers.set(name, typeof value === 'string' ? value : value.join(', '));
  }
  return headers;
}

function searchOf(url: string): string {
  const start = url.indexOf('?');
  return start === -1 ? '' : url.slice(start);
}

async function send(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, body }: HTTPGraphQLResponse,
): Promise<void> {
  response.statusCode = status ?? 200;
  for (const [name, value] of headers) response.setHeader(name, value);
  if (body.kind === 'complete') {
    // Node puts the headers before a text and writes both at once; of a long one, that is a copy more.
    if (isTooShortToCompress(body.string)) response.end(body.string);
    else await sendBody(request, response, Buffer.from(body.string));
    return;
  }
  await pipeline(Readable.from(body.asyncIterator), response);
}
