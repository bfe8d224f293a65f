import type { LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import type { AddressGuard } from './address-guard';

const CONNECT_TIMEOUT_MS = 10_000;

/** No connection came about, so nothing was sent. The reason is the `cause`. */
export class ConnectionFailedError extends Error {
  constructor(reason: Error) {
    super('No connection.', { cause: reason });
    this.name = new.target.name;
  }
}

/**
 * Opens sockets for an undici dispatcher through the address guard. The guard's lookup is the socket's own: the address
 * that was checked is the address that is dialled, so a name that changes between two look-ups gains nothing. It holds
 * for every socket, whatever made the dispatcher open it.
 */
export function createGuardedConnector(guard: AddressGuard): buildConnector.connector {
  const direct = buildConnector({ timeout: CONNECT_TIMEOUT_MS });
  const guarded = buildConnector({ timeout: CONNECT_TIMEOUT_MS, lookup: checkedLookup(guard) });

  return (options, callback) => {
    const report: buildConnector.Callback = (...[error, socket]) =>
      error === null ? callback(null, socket) : callback(new ConnectionFailedError(error), null);
    try {
      const url = guard.assertAllowedUrl(`${options.protocol}//${options.host ?? options.hostname}`);
      if (guard.isExempt(url)) direct(options, report);
      else guarded(options, report);
    } catch (error) {
      report(error as Error, null);
    }
  };
}

function checkedLookup(guard: AddressGuard): LookupFunction {
  return (hostname, options, callback) => {
    guard.resolve(hostname).then(
      (addresses) => {
        if (options.all) return callback(null, [...addresses]);
        const [first] = addresses;
        callback(null, first?.address ?? '', first?.family);
      },
      (error: Error) => callback(error, ''),
    );
  };
}
