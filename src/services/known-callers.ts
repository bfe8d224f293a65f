import { LRUCache } from 'lru-cache';
import type { NotificationListener } from '../persistence/notification-listener';
import type { CallerRepository, CallerRow, SecretHashes } from '../persistence/repositories/caller.repository';
import type { RequestContext } from '../request-context';

/** How long somebody stays known without being looked up again, where nothing tells of a change. */
const KNOWN_FOR_MS = 10_000;
const MOST_KNOWN = 10_000;

interface Known {
  readonly row: CallerRow;
  /** When they were looked up: a clock that is set back is not to make it longer. */
  readonly since: number;
  readonly until: number;
}

/**
 * Callers who were let in a moment ago, by the hashes of their secrets: most requests come from somebody who has just
 * sent one, and looking them up is a statement. Nobody is known longer than ten seconds, nor longer than their token
 * lasts; an organization's access changing lets go of its callers at once, here and in the other replicas, and while we
 * cannot hear of such changes, everybody is looked up. Who was refused is never remembered.
 */
export class KnownCallers implements Pick<CallerRepository, 'findBySecrets'> {
  private readonly known = new LRUCache<string, Known>({ max: MOST_KNOWN });
  /** Counts what was forgotten: who is being looked up meanwhile may have been found as they were before. */
  private changes = 0;

  constructor(
    private readonly callers: Pick<CallerRepository, 'findBySecrets'>,
    private readonly listener: Pick<NotificationListener, 'start' | 'isListening'>,
  ) {}

  async findBySecrets(context: RequestContext, hashes: SecretHashes, now: Date): Promise<CallerRow | null> {
    const key = keyOf(hashes);
    const known = this.find(key, now);
    if (known !== null) return known;
    this.listener.start();
    const { changes } = this;
    const row = await this.callers.findBySecrets(context, hashes, now);
    if (isLetIn(row, hashes) && this.listener.isListening && changes === this.changes) this.remember(key, row, now);
    return row;
  }

  /** Somebody's access to this organization has changed, or to any when it is null. */
  forget(organizationId: string | null): void {
    this.changes += 1;
    for (const [key, { row }] of this.known)
      if (organizationId === null || row.organizationId === organizationId) this.known.delete(key);
  }

  private find(key: string, now: Date): CallerRow | null {
    if (!this.listener.isListening) return null;
    const known = this.known.get(key);
    const time = now.getTime();
    return known !== undefined && known.since <= time && time < known.until ? known.row : null;
  }

  private remember(key: string, row: CallerRow, now: Date): void {
    const since = now.getTime();
    const soon = since + KNOWN_FOR_MS;
    this.known.set(key, { row, since, until: Math.min(soon, row.tokenExpiresAt?.getTime() ?? soon) });
  }
}

/** Somebody is also found where their token is not, and is refused then. */
function isLetIn(row: CallerRow | null, { token }: SecretHashes): row is CallerRow {
  return row !== null && (token === null || row.instanceId !== null);
}

function keyOf({ user, organization, token }: SecretHashes): string {
  return `${textOf(user)} ${textOf(organization)} ${textOf(token)}`;
}

function textOf(hash: Buffer | null): string {
  return hash?.toString('base64') ?? '';
}
