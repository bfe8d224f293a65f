// Starts the embedded Postgres of the data directory given, says where, and holds it until it is killed.
import { createSilentLogger } from '../../src/logger';
import { startEmbeddedPostgres } from '../../src/persistence/embedded-postgres';

startEmbeddedPostgres({ dataDir: process.argv[2]!, logger: createSilentLogger() }).then(
  ({ url }) => process.stdout.write(`${url}\n`),
  (error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  },
);
