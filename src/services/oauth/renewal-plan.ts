import { createHash } from 'node:crypto';
import type { GrantDescription } from '../../adapters/oauth/vendor-oauth';

const HOUR_MS = 60 * 60_000;

/**
 * Whether a grant that nobody uses is to be renewed now, so that it is not lost. Instances that were connected together
 * are spread: over the third quarter of the time that a grant may be idle, or the first half of that in which it can be
 * renewed; the rest of it is for trying again.
 * @param id of the instance: the same one always has the same place.
 */
export function isRenewalDue(grant: GrantDescription, id: string, now: Date): boolean {
  const { isRenewable, renewedAt, renewableFrom, idleExpiresAt } = grant;
  if (!isRenewable) return false;
  // When it came is not known, of tokens that were brought along: once a day, until the vendor has said.
  if (renewedAt === null || idleExpiresAt === null) return Math.floor(placeOf(id) * 24) === hourOf(now);
  const end = idleExpiresAt.getTime();
  const start = renewableFrom?.getTime() ?? (renewedAt.getTime() + end) / 2;
  return now.getTime() >= start + placeOf(id) * ((end - start) / 2);
}

function hourOf(now: Date): number {
  return Math.floor(now.getTime() / HOUR_MS) % 24;
}

/** In [0, 1), as evenly as chance would have it. */
function placeOf(id: string): number {
  return createHash('sha256').update(id).digest().readUInt32BE(0) / 2 ** 32;
}
