// Everything that the comparison loads, in one process, on one database and with one set of rows; one is loaded at a time.
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { createGraphqlContext, type GraphqlContext } from '../src/graphql/context';
import { buildElementsSchema } from '../src/graphql/schema';
import { createLogger } from '../src/logger';
import { createRequestContext } from '../src/request-context';
import { ReportRepository } from '../src/persistence/repositories/report.repository';
import { startBareServer } from './parts/bare-server';
import { startBenchService, type BenchService } from './parts/bench-service';
import { buildList } from './parts/list-data';
import { startSandbox } from './parts/sandbox';

/** What the comparison is told. */
export interface ComparisonServers {
  readonly compiled: string;
  readonly graphqlJs: string;
  readonly apolloStandalone: string;
  readonly bare: string;
  readonly authorization: string;
}

async function main(): Promise<void> {
  const sandbox = await startSandbox({ reports: 1, limits: 'off' });
  // Log lines are written as in production; this process's standard output goes nowhere.
  const logger = createLogger({ logLevel: 'info' });
  const service = await startBenchService({ logger, sandboxOrigins: [sandbox.origin] });
  const instanceId = await service.provision('expensify', sandbox.configuration);
  sandbox.stop();
  await storeList(service, instanceId);
  const servers: ComparisonServers = {
    compiled: await service.serve('compiled'),
    graphqlJs: await service.serve('graphql-js'),
    apolloStandalone: await startApolloStandalone(service),
    bare: await startBareServer(service.databaseUrl, instanceId),
    authorization: service.authorization,
  };
  process.send?.(servers);
  process.once('disconnect', () => {
    void service.close().finally(() => process.exit());
  });
}

/** The rows that all of them read. */
async function storeList({ database, caller, context }: BenchService, instanceId: string): Promise<void> {
  const target = { organizationId: caller.organizationId, instanceId };
  await new ReportRepository(database).storeReports(context(), database, target, buildList(), new Date());
  await database.query(context(), { text: 'ANALYZE' });
}

/** Apollo Server as its own documentation starts it, on the same schema, services and authentication. */
async function startApolloStandalone({ parts, logger }: BenchService): Promise<string> {
  const { schema } = await buildElementsSchema({ federationVersion: '2.9' });
  const { url } = await startStandaloneServer(new ApolloServer<GraphqlContext>({ schema }), {
    listen: { port: 0, host: '127.0.0.1' },
    context: async ({ req }) => {
      const anonymous = createRequestContext({ logger });
      const { authorization } = req.headers;
      if (authorization === undefined) return createGraphqlContext(anonymous, parts.services);
      const caller = await parts.authentication.authenticate(anonymous, authorization);
      return createGraphqlContext({ ...anonymous, caller }, parts.services);
    },
  });
  return url;
}

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).stack ?? String(error)}\n`);
  process.exit(1);
});
