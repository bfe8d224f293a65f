import { type AddressInfo, createServer } from 'node:net';
import { StartupError } from '../startup-error';

/** Where a server is to listen, and the setting that says so. */
export interface ListeningPlace {
  readonly host: string;
  /** 0 = any free one. */
  readonly port: number;
  readonly setting: 'PORT' | 'SANDBOX_PORT' | '--port';
}

/**
 * Finds out whether a port can be had before anything else is started, and which one when any will do.
 * @throws {StartupError} when it cannot.
 */
export function findListeningPort(place: ListeningPlace): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => reject(toListenError(error, place)));
    server.listen({ host: place.host, port: place.port, exclusive: true }, () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** What the system says when a server cannot listen, as one line for the operator. */
export function toListenError(error: unknown, { host, port, setting }: ListeningPlace): unknown {
  const { code } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'EADDRINUSE':
      return new StartupError(`Port ${port} on ${host} is in use: end what uses it, or set ${setting} to another.`);
    case 'EACCES':
      return new StartupError(
        `Port ${port} on ${host} may not be used by this user: set ${setting} to one above 1023.`,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new StartupError(`"${host}" is not an address of this machine: set HOST to one, such as 127.0.0.1.`);
    default:
      return error;
  }
}
