import type { Pool, PoolClient } from 'pg';

/** The connections of each pool that have been used. */
const watched = new Map<Pool, Set<PoolClient>>();

/** From now on, the statements of this pool count; not any more once what is returned has been called. */
export function watchActivity(pool: Pool): () => void {
  const clients = new Set<PoolClient>();
  watched.set(pool, clients);
  pool.on('acquire', (client) => clients.add(client));
  pool.on('remove', (client) => clients.delete(client));
  return () => void watched.delete(pool);
}

/** Whether a statement is under way on a watched pool, or somebody waits for a connection of one. */
export function isDatabaseBusy(): boolean {
  return [...watched].some(
    // A connection that nobody has had yet is one that is being opened.
    ([pool, clients]) => pool.waitingCount > 0 || pool.totalCount > clients.size || [...clients].some(isAsking),
  );
}

/** The driver's own state, which it does not declare: false from a statement's sending to the end of its answer. */
function isAsking(client: PoolClient): boolean {
  return (client as unknown as { readonly readyForQuery: boolean }).readyForQuery === false;
}
