import { ApolloServer } from '@apollo/server';
import { defineIntegrationTestSuite } from '@apollo/server-integration-testsuite';
import pino from 'pino';
import { createHttpServer } from '../../src/server/http-server';
import { graphqlRoute } from '../../src/server/routes/graphql';

/** Apollo's own cases for anyone who binds Apollo Server to HTTP, run against our binding. */
defineIntegrationTestSuite(async (serverOptions, testOptions) => {
  const server = new ApolloServer({ ...serverOptions });
  const context = testOptions?.context;
  await server.start();
  const route = graphqlRoute({ server, createContext: async () => (context ? await context() : {}) });
  const http = createHttpServer({
    host: '127.0.0.1',
    port: 0,
    logger: pino({ level: 'silent' }),
    routes: [route],
    drainMs: 0,
  });
  const { url } = await http.listen();
  return { server, url: `${url}/graphql`, extraCleanup: () => http.close() };
});
