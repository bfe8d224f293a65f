import { type IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { sendError } from '../json-response';
import { requestIdOf } from '../request-id';

/** Why a connection is not made a WebSocket. */
export interface UpgradeRefusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** Whether a page may open a socket: one of ours, or of an origin that is named. Programs send no `Origin`. */
export function isAllowedOrigin(request: IncomingMessage, allowed: readonly string[]): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined || allowed.includes('*') || allowed.includes(origin)) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}

/** Answers an upgrade request as an ordinary one, and ends its connection. */
export function refuseUpgrade(request: IncomingMessage, socket: Socket, refusal: UpgradeRefusal): void {
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  response.assignSocket(socket);
  response.setHeader('x-request-id', requestIdOf(request.headers['x-request-id']));
  response.once('finish', () => socket.destroySoon());
  sendError(response, refusal.status, refusal.code, refusal.message);
}
