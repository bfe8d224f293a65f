// GraphQL Yoga as its documentation shows it, with graphql-jit and DataLoader, over SQL written by hand.
import { createServer } from 'node:http';
import { useGraphQlJit } from '@envelop/graphql-jit';
import DataLoader from 'dataloader';
import { createSchema, createYoga } from 'graphql-yoga';
import { listen, serveUntilLetGo } from './answer-parent.mjs';
import { listExpenses, Query } from './resolvers.mjs';
import { typeDefs } from './schema.mjs';

const yoga = createYoga({
  schema: createSchema({
    typeDefs,
    resolvers: {
      Query,
      Report: { expenses: (report, { first }, { expenses }) => expenses(first).load(report) },
    },
  }),
  context: () => ({ expenses: expenseLoaders() }),
  plugins: [useGraphQlJit()],
});

/** One loader a page size and request. */
function expenseLoaders() {
  const loaders = new Map();
  return (first) => {
    if (!loaders.has(first)) loaders.set(first, new DataLoader((reports) => listExpenses(reports, first)));
    return loaders.get(first);
  };
}

serveUntilLetGo(`${await listen(createServer(yoga))}/graphql`);
