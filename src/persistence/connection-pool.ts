import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';

/** A server that is gone does not say goodbye. */
const LONGEST_GOODBYE_MS = 1_000;

/** TypeORM's own pool: one set of connections for migrations and for plain statements. */
export function poolOf(dataSource: DataSource): Pool {
  return (dataSource.driver as unknown as { readonly master: Pool }).master;
}

/**
 * Closes a database's connections, and returns when the server has let go of them. The pool's own end does not wait for
 * that: a Postgres that is stopped right after it would still find some, cut them, and be reported for it.
 */
export async function closeConnections(dataSource: DataSource): Promise<void> {
  const closed = allClosed(poolOf(dataSource));
  await dataSource.destroy();
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<void>((resolve) => (timer = setTimeout(resolve, LONGEST_GOODBYE_MS)));
  await Promise.race([closed, tooLong]);
  clearTimeout(timer);
}

/** Resolves when as many connections have ended as there are now. */
async function allClosed(pool: Pool): Promise<void> {
  let open = pool.totalCount;
  if (open === 0) return;
  await new Promise<void>((resolve) => {
    pool.on('remove', () => {
      open -= 1;
      if (open === 0) resolve();
    });
  });
}
