// Mercurius as its documentation shows it, with jit and loaders, over SQL written by hand.
import Fastify from 'fastify';
import mercurius from 'mercurius';
import { serveUntilLetGo } from './answer-parent.mjs';
import { listExpenses, Query } from './resolvers.mjs';
import { typeDefs } from './schema.mjs';

const app = Fastify();

app.register(mercurius, {
  schema: typeDefs,
  jit: 1,
  resolvers: { Query },
  loaders: {
    Report: {
      expenses: {
        loader: (queries) => {
          const reports = queries.map(({ obj }) => obj);
          return listExpenses(reports, queries[0].params.first);
        },
        // Nothing is asked for twice here, and the keys of the cache, which are whole reports, are not free.
        opts: { cache: false },
      },
    },
  },
});

const address = await app.listen({ port: 0, host: '127.0.0.1' });
serveUntilLetGo(`${address}/graphql`);
