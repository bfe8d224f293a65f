import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Ends a server's connections without cutting off an answer that is being made. */
export class Drain {
  /** Open connections, each with its latest answer: earlier ones of a pipeline are always sent before it. */
  private readonly connections = new Map<Socket, ServerResponse | null>();
  private closing: Promise<void> | null = null;

  constructor(private readonly server: Server) {
    server.on('connection', (socket: Socket) => {
      this.connections.set(socket, null);
      socket.once('close', () => this.connections.delete(socket));
    });
  }

  get hasBegun(): boolean {
    return this.closing !== null;
  }

  /** Must see every response before anything is written to it. */
  track(response: ServerResponse): void {
    this.connections.set(response.req.socket, response);
    if (this.hasBegun) this.endConnectionAfter(response);
  }

  /**
   * Stops listening, closes idle connections at once and the others as soon as their answers are sent. What is still
   * open after `graceMs` is cut off. Resolves when no connection is left; calling it again waits for the same end.
   */
  close(graceMs: number): Promise<void> {
    this.closing ??= this.run(graceMs);
    return this.closing;
  }

  private async run(graceMs: number): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    // Not left to closeIdleConnections(): that one spares a connection which never sent anything, as browsers keep.
    for (const [socket, response] of this.connections) {
      if (response && !response.writableFinished) this.endConnectionAfter(response);
      else socket.destroy();
    }
    const timer = setTimeout(() => this.destroyAll(), graceMs);
    await closed;
    clearTimeout(timer);
  }

  private endConnectionAfter(response: ServerResponse): void {
    if (!response.headersSent) response.setHeader('connection', 'close');
    else response.once('close', () => this.server.closeIdleConnections());
  }

  private destroyAll(): void {
    for (const socket of this.connections.keys()) socket.destroy();
  }
}
