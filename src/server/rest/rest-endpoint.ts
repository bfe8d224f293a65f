import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import Negotiator from 'negotiator';
import type { Logger } from 'pino';
import type { Services } from '../../graphql/services';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import { createRequestContext, type RequestContext } from '../../request-context';
import type { Authentication } from '../../services/authentication.service';
import { sendJson } from '../json-response';
import { RequestAbortedError } from '../request-body';
import type { Exchange, Route } from '../route';
import { BASE_PATH } from './base-path';
import { checkBody, checkHeaders, checkParams, checkQuery } from './check-request';
import { readJsonBody } from './json-body';
import { RestError, toRestError } from './rest-error';
import type { RestAnswer, RestCall, RestFile, RestRoute } from './rest-route';

export interface RestEndpointOptions {
  readonly services: Services;
  readonly authentication: Authentication;
  readonly logger: Logger;
  /** Told of every answer, before it is sent: lets tests compare it with the route's own schema. */
  readonly onAnswer?: (route: RestRoute, body: unknown) => void;
}

/** A call of the platform as a route of the server. */
export function restEndpoint(route: RestRoute, options: RestEndpointOptions): Route {
  return {
    methods: [route.method],
    path: BASE_PATH + patternOf(route.path),
    isCrossOrigin: true,
    handle: (request, response, exchange) =>
      withRestErrors(request, response, exchange, { operation: route.operationId, logger: options.logger }, (context) =>
        answerCall(route, options, request, response, exchange, context),
      ),
  };
}

/** Instances have numbers; what else stands in their place may be a call without one. */
function patternOf(path: string): string {
  return path.replace('/instances/{id}', '/instances/:id(^\\d+$)').replace(/\{(\w+)\}/g, ':$1');
}

/** Names the request, runs `answer`, tells what it throws in the platform's form, and writes the request's log line. */
export async function withRestErrors(
  request: IncomingMessage,
  response: ServerResponse,
  exchange: Exchange,
  { operation, logger }: { readonly operation: string | null; readonly logger: Logger },
  answer: (context: RequestContext) => Promise<void>,
): Promise<void> {
  const startedAt = performance.now();
  const requestId = randomBytes(12).toString('hex');
  const { clientAddress } = exchange;
  const requestLogger = logger.child({ requestId, httpRequestId: exchange.requestId, clientAddress });
  const context = createRequestContext({ logger: requestLogger, requestId });
  response.setHeader('elements-request-id', requestId);
  response.once('close', () => {
    const { sqlStatements, vendorCalls } = context.stats;
    const status = response.headersSent ? response.statusCode : null;
    const durationMs = Math.round((performance.now() - startedAt) * 10) / 10;
    // The route's name stands for the address: that may hold secrets.
    requestLogger.info(
      { operation, method: request.method, status, durationMs, sqlStatements, vendorCalls },
      'rest request',
    );
  });
  exchange.isLogged = true;
  try {
    await answer(context);
  } catch (error) {
    if (error instanceof RequestAbortedError || response.headersSent) throw error;
    sendRestError(response, context, toRestError(error), error);
  }
}

function sendRestError(
  response: ServerResponse,
  context: RequestContext,
  told: RestError | null,
  error: unknown,
): void {
  if (told === null) context.logger.error({ err: error }, 'A request failed.');
  const { status, message, details } = told ?? new RestError(500, 'Something went wrong here. It has been logged.');
  for (const [name, value] of Object.entries(details.headers ?? {})) response.setHeader(name, value);
  const { requestId } = context;
  const { providerMessage } = details;
  sendJson(response, status, { requestId, message, ...(providerMessage != null && { providerMessage }) });
}

/** In this order, so that nobody is told anything of a tenant's things, or of a request, before it is known who asks. */
async function answerCall(
  route: RestRoute,
  { services, authentication, onAnswer }: RestEndpointOptions,
  request: IncomingMessage,
  response: ServerResponse,
  exchange: Exchange,
  anonymous: RequestContext,
): Promise<void> {
  const context = await authenticated(route, authentication, request, anonymous);
  const params = checkParams(route.request, exchange.params);
  const instance = route.security === 'INSTANCE' ? await findInstance(services, context, exchange.params.id) : null;
  if (instance !== null) response.setHeader('elements-element-instance-id', instance.number);
  const call = {
    context,
    services,
    params,
    instance,
    query: checkQuery(route.request, request),
    headers: checkHeaders(route.request, request),
    mediaType: mediaTypeOf(route, request),
    body: route.request.body === undefined ? {} : checkBody(route.request.body, await readJsonBody(request)),
  };
  await send(response, await route.handle(call as RestCall), (body) => onAnswer?.(route, body));
}

async function authenticated(
  { security }: RestRoute,
  authentication: Authentication,
  { headers }: IncomingMessage,
  anonymous: RequestContext,
): Promise<RequestContext> {
  if (security === 'NONE') return anonymous;
  const caller = await authentication.authenticate(anonymous, headers.authorization ?? '');
  // The same counters: the request is one, whoever asks.
  return { ...anonymous, caller };
}

/** Of the path's number among those that the caller may see, or of the token. */
async function findInstance(
  services: Services,
  context: RequestContext,
  number: string | undefined,
): Promise<InstanceRow> {
  if (number !== undefined) return services.instanceReads.getByNumber(context, number);
  const instanceId = context.caller?.instanceId;
  if (instanceId == null) {
    throw new RestError(
      401,
      'Without an id in the path, this is about the instance of a token: "Authorization: User <user secret>, Element <instance token>".',
    );
  }
  return services.instances.getOwn(context, instanceId);
}

function mediaTypeOf({ alsoProduces = [] }: RestRoute, request: IncomingMessage): string {
  const offered = ['application/json', ...alsoProduces];
  const [chosen] = new Negotiator(request).mediaTypes(offered);
  if (chosen !== undefined) return chosen;
  throw new RestError(406, `The answer comes as ${offered.join(' or ')}; the Accept header allows none of them.`);
}

async function send(response: ServerResponse, answer: RestAnswer, onBody: (body: unknown) => void): Promise<void> {
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value);
  if ('file' in answer) return sendFile(response, answer.file);
  onBody(answer.body);
  sendJson(response, answer.status ?? 200, answer.body);
}

async function sendFile(response: ServerResponse, { contentType, name, content }: RestFile): Promise<void> {
  response.setHeader('content-type', contentType);
  response.setHeader('cache-control', 'no-store');
  response.setHeader('x-content-type-options', 'nosniff');
  if (name !== undefined) {
    response.setHeader('content-disposition', `attachment; filename="${name.replace(/[^\w.-]/g, '_')}"`);
  }
  await pipeline(Readable.from(content, { objectMode: false }), response);
}
