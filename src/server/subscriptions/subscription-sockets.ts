import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import { GraphQLError, type ExecutionArgs, type GraphQLFormattedError, type GraphQLSchema } from 'graphql';
import {
  CloseCode,
  type Context,
  GRAPHQL_TRANSPORT_WS_PROTOCOL,
  type OperationResult,
  type Server as ProtocolServer,
  type SubscribePayload,
  makeServer,
} from 'graphql-ws';
import type { Logger } from 'pino';
import { type WebSocket, WebSocketServer } from 'ws';
import { UnauthenticatedError } from '../../errors';
import type { Connect, Subscriber } from './subscriber';
import { type UpgradeRefusal, isAllowedOrigin, refuseUpgrade } from './upgrade-refusal';

const PATH = '/graphql';
const MESSAGE_LIMIT_BYTES = 256 * 1024;
const GOING_AWAY = 1001;
const REFUSED = 'UNAUTHENTICATED: the secrets of this connection are missing or wrong.';
const REVOKED = 'UNAUTHENTICATED: the secrets of this connection are good no more.';

export interface SocketLimits {
  /** How long a client may take to say who it is. */
  readonly initMs: number;
  /** Subscriptions of one connection at a time. */
  readonly operations: number;
  /** How often a connection is pinged; one that has not answered by the next time is cut off. */
  readonly pingEveryMs: number;
  /** How long clients have to say goodbye when the service ends. */
  readonly closeMs: number;
}

const DEFAULT_LIMITS: SocketLimits = { initMs: 5_000, operations: 100, pingEveryMs: 15_000, closeMs: 1_000 };

export interface SubscriptionSocketsOptions {
  readonly connect: Connect;
  /** What the subscriptions are of. */
  readonly schema: GraphQLSchema;
  /** Origins whose pages may connect, besides our own. */
  readonly corsOrigins: readonly string[];
  readonly logger: Logger;
  readonly limits?: Partial<SocketLimits>;
}

interface Connection {
  readonly socket: WebSocket;
  /** From the HTTP request, for clients that can set headers. */
  readonly authorization: string | undefined;
  subscriber: Subscriber | null;
  stopWatching: (() => void) | null;
}

type SocketContext = Context<Record<string, unknown> | undefined, Connection>;

/** Carries formatted errors through graphql-ws, which takes none but its own kind. */
class ToldError extends GraphQLError {
  constructor(readonly told: GraphQLFormattedError) {
    super(told.message);
  }
}

/** GraphQL subscriptions over WebSockets, by the protocol graphql-transport-ws, on an HTTP server that is there already. */
export class SubscriptionSockets {
  private readonly limits: SocketLimits;
  private readonly protocol: ProtocolServer<Connection>;
  private readonly sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MESSAGE_LIMIT_BYTES,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(GRAPHQL_TRANSPORT_WS_PROTOCOL) ? GRAPHQL_TRANSPORT_WS_PROTOCOL : false),
  });
  private closing = false;
  private readonly contexts = new Set<SocketContext>();

  constructor(private readonly options: SubscriptionSocketsOptions) {
    this.limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.protocol = makeServer<Record<string, unknown> | undefined, Connection>({
      connectionInitWaitTimeout: this.limits.initMs,
      onConnect: (context) => {
        this.contexts.add(context);
        return this.authenticate(context);
      },
      onSubscribe: (context, _, payload) => this.subscribe(context, payload),
      subscribe: ({ contextValue }) => contextValue as OperationResult,
      onNext: (_, __, ___, ____, result) => result,
      onError: ({ extra }, _, __, errors) => errors.map((error) => tell(extra, error)),
      onClose: (context) => {
        this.contexts.delete(context);
        context.extra.stopWatching?.();
      },
    });
  }

  /** Subscriptions that are told at present, of all connections. */
  get openSubscriptions(): number {
    return [...this.contexts].reduce((sum, { subscriptions }) => sum + Object.keys(subscriptions).length, 0);
  }

  /** Takes the upgrades of a server; it must be closed after this. */
  attach(server: Server): void {
    server.on('upgrade', (request, socket, head) => {
      socket.on('error', () => socket.destroy());
      const refusal = this.refusalOf(request);
      if (refusal !== null) return refuseUpgrade(request, socket as Socket, refusal);
      this.sockets.handleUpgrade(request, socket, head, (opened) => this.open(opened, request));
    });
  }

  /** Says goodbye to everyone (1001: they may connect again, elsewhere) and takes nobody any more. */
  async close(): Promise<void> {
    this.closing = true;
    const gone = [...this.sockets.clients].map(
      (socket) => new Promise<void>((resolve) => socket.once('close', () => resolve())),
    );
    for (const socket of this.sockets.clients) socket.close(GOING_AWAY, 'The service is stopping.');
    const timer = setTimeout(() => this.cutOff(), this.limits.closeMs);
    await Promise.all(gone);
    clearTimeout(timer);
    this.sockets.close();
  }

  private cutOff(): void {
    for (const socket of this.sockets.clients) socket.terminate();
  }

  private refusalOf(request: IncomingMessage): UpgradeRefusal | null {
    const path = (request.url ?? '/').split('?', 1)[0]!;
    if (this.closing) return { status: 503, code: 'SERVICE_UNAVAILABLE', message: 'The service is stopping.' };
    if (path !== PATH) return { status: 404, code: 'NOT_FOUND', message: `WebSockets are at ${PATH}.` };
    if (isAllowedOrigin(request, this.options.corsOrigins)) return null;
    const message = 'Pages of this origin may not connect: CORS_ORIGINS does not name it.';
    return { status: 403, code: 'ORIGIN_NOT_ALLOWED', message };
  }

  private open(socket: WebSocket, request: IncomingMessage): void {
    const { authorization } = request.headers;
    const connection: Connection = { socket, authorization, subscriber: null, stopWatching: null };
    const stopPinging = this.keepAlive(socket);
    socket.on('error', (error) => this.options.logger.debug({ err: error }, 'a WebSocket failed'));
    const closed = this.protocol.opened(
      {
        protocol: socket.protocol,
        // Resolved once it is written out, so that whoever reads slowly is sent no more than it reads.
        send: (data) => send(socket, data),
        close: (code, reason) => socket.close(code, reason),
        onMessage: (handle) => {
          socket.on('message', (data) => {
            handle(String(data)).catch((error: unknown) => this.fail(socket, error));
          });
        },
      },
      connection,
    );
    socket.once('close', (code, reason) => {
      stopPinging();
      closed(code, String(reason)).catch((error: unknown) => this.fail(socket, error));
    });
  }

  private keepAlive(socket: WebSocket): () => void {
    let answered = true;
    socket.on('pong', () => (answered = true));
    const timer = setInterval(() => {
      if (!answered) return socket.terminate();
      answered = false;
      socket.ping();
    }, this.limits.pingEveryMs);
    return () => clearInterval(timer);
  }

  private async authenticate({ extra, connectionParams }: SocketContext): Promise<boolean> {
    const given = connectionParams?.['authorization'] ?? connectionParams?.['Authorization'] ?? extra.authorization;
    try {
      if (typeof given !== 'string') throw new UnauthenticatedError(REFUSED);
      extra.subscriber = await this.options.connect(given);
    } catch (error) {
      if (!(error instanceof UnauthenticatedError)) throw error;
      extra.socket.close(CloseCode.Forbidden, REFUSED);
      return false;
    }
    // It may have gone meanwhile, and nobody would stop watching for it.
    if (extra.socket.readyState !== extra.socket.OPEN) return false;
    extra.stopWatching = extra.subscriber.watch(() => extra.socket.close(CloseCode.Forbidden, REVOKED));
    return true;
  }

  private async subscribe(
    { extra, subscriptions }: SocketContext,
    payload: SubscribePayload,
  ): Promise<ExecutionArgs | GraphQLError[]> {
    if (Object.keys(subscriptions).length > this.limits.operations) return [tooMany(this.limits.operations)];
    const subscription = await extra.subscriber!.subscribe(payload);
    if ('errors' in subscription) return subscription.errors.map((error) => new ToldError(error));
    const { document, operationName, results } = subscription;
    return { schema: this.options.schema, document, operationName, contextValue: results };
  }

  private fail(socket: WebSocket, error: unknown): void {
    this.options.logger.error({ err: error }, 'a WebSocket message could not be handled');
    socket.close(CloseCode.InternalServerError, 'Internal server error');
  }
}

function send(socket: WebSocket, data: string): Promise<void> {
  return new Promise((resolve) => {
    // A connection that breaks meanwhile ends with its own event; its subscriptions end with it.
    if (socket.readyState === socket.OPEN) socket.send(data, () => resolve());
    else resolve();
  });
}

function tell({ subscriber }: Connection, error: GraphQLError | GraphQLFormattedError): GraphQLFormattedError {
  if (error instanceof ToldError) return error.told;
  return error instanceof GraphQLError ? subscriber!.format(error) : error;
}

function tooMany(allowed: number): GraphQLError {
  const message = `A connection carries at most ${allowed} subscriptions at a time; end one, or open another.`;
  return new ToldError({ message, extensions: { code: 'LIMIT_EXCEEDED', retryable: false, allowed } });
}
