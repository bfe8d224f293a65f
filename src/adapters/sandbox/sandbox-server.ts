import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../clock';
import { BodyTooLargeError, readBody } from './request-body';
import type { VendorSandbox } from './vendor-sandbox';

export interface SandboxServerOptions {
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly sandboxes: readonly VendorSandbox[];
  readonly clock: Clock;
}

export interface SandboxServer {
  /** Such as `http://127.0.0.1:4010`, without a slash at the end. */
  readonly origin: string;
  /** Ends every connection, then closes the sandboxes, which keep their state. */
  close(): Promise<void>;
}

const FAULTS_PATH = /^\/_control\/([^/]+)\/faults$/;
const FAULTS_LIMIT = 1024 * 1024;

/** Serves the sandboxes over HTTP. Rejects with the system's own error when the port is taken (`EADDRINUSE`). */
export async function startSandboxServer(options: SandboxServerOptions): Promise<SandboxServer> {
  const router = new SandboxRouter(options.sandboxes, options.clock);
  const server = createServer((request, response) => void router.route(request, response));
  await listen(server, options.port, options.host ?? '127.0.0.1');
  const { address, family, port } = server.address() as AddressInfo;
  const host = family === 'IPv6' ? `[${address}]` : address;
  return {
    origin: `http://${host}:${port}`,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      // Kept-alive connections would hold the server open, and a request may wait for a clock that stands still.
      server.closeAllConnections();
      await closed;
      await Promise.all(options.sandboxes.map((sandbox) => sandbox.close()));
    },
  };
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

class SandboxRouter {
  constructor(
    private readonly sandboxes: readonly VendorSandbox[],
    private readonly clock: Clock,
  ) {}

  async route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '/').split('?')[0]!;
    const sandbox = this.sandboxes.find(({ mountPath }) => path === mountPath || path.startsWith(`${mountPath}/`));
    if (sandbox !== undefined) return sandbox.handle(request, response);
    const control = FAULTS_PATH.exec(path);
    if (control !== null) return this.setFaults(control[1]!, request, response);
    if (path === '/') return answer(response, 200, this.listing());
    return answer(response, 404, `Nothing is mounted at ${path}.\n${this.listing()}`);
  }

  private async setFaults(vendor: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const sandbox = this.sandboxes.find(({ mountPath }) => mountPath === `/${vendor}`);
    if (sandbox === undefined) return answer(response, 404, `There is no sandbox "${vendor}".\n${this.listing()}`);
    if (request.method !== 'PUT') return answer(response, 405, 'Faults are set with PUT.\n', { allow: 'PUT' });
    try {
      sandbox.setFaults(parseJson((await readBody(request, FAULTS_LIMIT)).toString('utf8')));
      answer(response, 204, '');
    } catch (error) {
      const status = error instanceof BodyTooLargeError ? 413 : 400;
      answer(response, status, `${error instanceof Error ? error.message : 'The faults cannot be read.'}\n`);
    }
  }

  private listing(): string {
    const lines = this.sandboxes.map(({ mountPath }) => `${mountPath}   faults: PUT /_control${mountPath}/faults`);
    return [`Vendor sandboxes, ${this.clock.now().toISOString()}`, ...lines, ''].join('\n');
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('The body is not JSON.');
  }
}

function answer(response: ServerResponse, status: number, text: string, headers: Record<string, string> = {}): void {
  if (response.destroyed) return;
  response.writeHead(status, { 'content-type': 'text/plain;charset=utf-8', ...headers });
  response.end(text);
}
