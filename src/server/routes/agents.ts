import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { AgentHttpReply, AgentSetupFile, VendorAgent } from '../../adapters/agent';
import { ElementsError, UnauthenticatedError } from '../../errors';
import { createRequestContext, type RequestContext } from '../../request-context';
import type { AgentGateway } from '../../services/agents/agent-gateway';
import type { AgentSetupFiles, OpenedSetupFile } from '../../services/agents/agent-setup-files';
import { CallBody } from '../call-body';
import { sendError } from '../json-response';
import type { Exchange, Route } from '../route';

export interface AgentRoutesOptions {
  readonly gateway: AgentGateway;
  readonly setupFiles: AgentSetupFiles;
  readonly logger: Logger;
}

type RefusedSetupFile = Exclude<OpenedSetupFile, AgentSetupFile>;

const REFUSALS: Readonly<Record<RefusedSetupFile, readonly [status: number, code: string, message: string]>> = {
  BAD_LINK: [410, 'LINK_EXPIRED', 'A link works once, for ten minutes. `createAgentSetupLink` makes another.'],
  NOT_FOUND: [404, 'NOT_FOUND', 'There is no such setup file.'],
  UNAUTHENTICATED: [
    401,
    'UNAUTHENTICATED',
    'This needs an Authorization header, or a link that `createAgentSetupLink` makes.',
  ],
};

/** Where the programs at customers call, and get the files that set them up: three routes for each vendor that calls us. */
export function agentRoutes(options: AgentRoutesOptions): Route[] {
  return options.gateway
    .list()
    .flatMap(({ elementKey, agent }) => [
      callRoute(elementKey, agent, options),
      pageRoute(agent),
      setupFileRoute(elementKey, agent, options),
    ]);
}

function callRoute(elementKey: string, agent: VendorAgent, { gateway, logger }: AgentRoutesOptions): Route {
  return {
    methods: ['POST'],
    path: agent.path,
    async handle(request, response, exchange) {
      const body = new CallBody(request, agent.maxBodyBytes);
      const caller = { address: exchange.clientAddress, isDraining: exchange.isDraining };
      try {
        const reply = await gateway.receive(contextOf(logger, exchange), elementKey, request.headers, body, caller);
        exchange.isLogged = true;
        send(request, response, reply);
      } finally {
        body.discardRest();
      }
    },
  };
}

function pageRoute(agent: VendorAgent): Route {
  return {
    methods: ['GET', 'HEAD'],
    path: agent.path,
    handle: (request, response) => send(request, response, agent.page),
  };
}

function setupFileRoute(elementKey: string, agent: VendorAgent, { setupFiles, logger }: AgentRoutesOptions): Route {
  const extension = `.${agent.setupExtension}`;
  return {
    methods: ['GET'],
    path: `${agent.path}/:file`,
    async handle(request, response, exchange) {
      const file = exchange.params['file'] ?? '';
      if (!file.endsWith(extension)) return sendError(response, ...REFUSALS.NOT_FOUND);
      const link = new URL(request.url ?? '/', 'http://localhost').searchParams.get('link');
      const instanceId = file.slice(0, -extension.length);
      const authorization = request.headers.authorization ?? null;
      try {
        const wanted = { elementKey, instanceId, link, authorization };
        const opened = await setupFiles.open(contextOf(logger, exchange), wanted);
        if (typeof opened === 'string') sendError(response, ...REFUSALS[opened]);
        else sendFile(response, opened);
      } catch (error) {
        if (!(error instanceof ElementsError)) throw error;
        sendError(response, error instanceof UnauthenticatedError ? 401 : 409, error.code, error.message);
      }
    },
  };
}

function contextOf(logger: Logger, { requestId }: Exchange): RequestContext {
  return createRequestContext({ logger: logger.child({ requestId }), requestId });
}

/** With its length: programs that call over a kept connection wait for just so much. */
function send(request: IncomingMessage, response: ServerResponse, { status, contentType, body }: AgentHttpReply): void {
  response.writeHead(status, {
    'content-type': contentType,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

function sendFile(response: ServerResponse, { fileName, contentType, content }: AgentSetupFile): void {
  response.writeHead(200, {
    'content-type': contentType,
    'content-length': Buffer.byteLength(content),
    'content-disposition': `attachment; filename="${fileName.replace(/[^\w.-]/g, '_')}"`,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  });
  response.end(content);
}
