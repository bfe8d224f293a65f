// How a contender and the benchmark find each other: it says where it serves, and ends when it is let go.

/** The database that all contenders read, and whose reports are listed. */
export const { DATABASE_URL: databaseUrl, ORGANIZATION_ID: organizationId } = process.env;

/** Connections to Postgres: as many for each contender as the service has. */
export const poolSize = Number(process.env.POOL_SIZE);

export function serveUntilLetGo(url) {
  process.once('disconnect', () => process.exit());
  process.send(url);
}

/** Listens on any free port of this machine; the address. */
export function listen(server) {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${server.address().port}`));
  });
}
