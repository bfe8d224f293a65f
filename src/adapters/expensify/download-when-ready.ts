import type { VendorConnection } from '../adapter';
import { VendorNotFoundError, VendorProtocolError, VendorUnavailableError } from '../vendor-error';

/**
 * Waits between tries to download a file that is not there yet: two minutes in all, never less than five seconds,
 * because every try counts against the vendor's limit of twenty requests a minute.
 */
const NOT_READY_WAITS_MS = [5_000, 5_000, 10_000, 10_000, 15_000, 15_000, 30_000, 30_000];

/** Tries again only while nothing was told; a file that breaks off later is an error. */
export async function* downloadWhenReady<T>(
  connection: VendorConnection,
  download: () => AsyncIterable<T>,
): AsyncGenerator<T> {
  for (let tries = 0; ; tries++) {
    let told = false;
    try {
      for await (const piece of download()) {
        told = true;
        yield piece;
      }
      return;
    } catch (error) {
      if (told || !mayBeNotReady(error)) throw error;
      await waitForFile(connection, tries, error);
    }
  }
}

/** No answer for "not ready" is documented: an empty file, an unknown name and an unreadable answer may all mean it. */
function mayBeNotReady(error: unknown): boolean {
  return error instanceof VendorNotFoundError || error instanceof VendorProtocolError;
}

async function waitForFile({ clock, signal }: VendorConnection, tries: number, cause: unknown): Promise<void> {
  const waitMs = NOT_READY_WAITS_MS[tries];
  if (waitMs !== undefined) return clock.sleep(waitMs, signal);
  const reason = cause instanceof Error ? ` Last answer: ${cause.message}` : '';
  throw new VendorUnavailableError(`Expensify did not deliver the export file after ${tries + 1} tries.${reason}`, {
    cause,
  });
}
