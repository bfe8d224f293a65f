import pino from 'pino';
import { createApolloServer } from '../../src/graphql/engine/apollo-server';
import { Metrics } from '../../src/metrics';
import { buildExpenseGraph, createExpenseContext, type ExpenseContext } from './expense-graph';
import { serveGraphql, type ServedGraphql } from './served-graphql';

/** The small graph of expenses on our engine, over HTTP. */
export async function serveExpenseSubgraph(
  options: { readonly executor?: 'compiled' | 'graphql-js'; readonly production?: boolean } = {},
): Promise<ServedGraphql & { readonly sdl: string; readonly contexts: readonly ExpenseContext[] }> {
  const { schema, sdl, costs } = await buildExpenseGraph();
  const contexts: ExpenseContext[] = [];
  const production = options.production ?? false;
  const server = createApolloServer<ExpenseContext>({
    schema,
    costs,
    executor: options.executor ?? 'compiled',
    introspection: !production,
    production,
    metrics: new Metrics({ processMetrics: false }),
    logger: pino({ level: 'silent' }),
  });
  const served = await serveGraphql({
    server,
    createContext: async () => {
      const context = createExpenseContext();
      contexts.push(context);
      return context;
    },
  });
  return { ...served, sdl, contexts };
}
