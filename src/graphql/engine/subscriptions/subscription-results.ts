import { createSourceEventStream, execute, type DocumentNode, type GraphQLError, type GraphQLSchema } from 'graphql';
import type { FormattedExecutionResult, GraphQLFormattedError } from 'graphql';

/** A subscription that has passed all checks of an operation. */
export interface PreparedSubscription<TContext> {
  readonly document: DocumentNode;
  readonly operationName: string | null | undefined;
  readonly variables: Readonly<Record<string, unknown>> | null | undefined;
  /** One for the subscribing and one for each event: what a context has looked up is old by the next. */
  readonly createContext: () => TContext;
  readonly format: (error: GraphQLError) => GraphQLFormattedError;
}

/** What is told to a subscriber, or why there will be nothing. */
export type Subscribed = SubscriptionResults | { readonly errors: readonly GraphQLFormattedError[] };

/** Begins a subscription on graphql-js: the compiled executor knows queries and mutations only. */
export async function subscribe<TContext>(
  schema: GraphQLSchema,
  prepared: PreparedSubscription<TContext>,
): Promise<Subscribed> {
  const { document, operationName, variables, createContext, format } = prepared;
  const operation = { schema, document, operationName, variableValues: variables };
  const source = await createSourceEventStream({ ...operation, contextValue: createContext() });
  if (!(Symbol.asyncIterator in source)) return { errors: (source.errors ?? []).map(format) };
  return new SubscriptionResults(source[Symbol.asyncIterator](), async (event) => {
    const { data, errors } = await execute({ ...operation, rootValue: event, contextValue: createContext() });
    return { data, ...(errors && { errors: errors.map(format) }) };
  });
}

/**
 * One result for each event. Not a generator function: the `return` of one would wait for the next event, and a
 * subscriber that has gone would be kept until there is one.
 */
export class SubscriptionResults implements AsyncIterableIterator<FormattedExecutionResult> {
  constructor(
    private readonly source: AsyncIterator<unknown>,
    private readonly run: (event: unknown) => Promise<FormattedExecutionResult>,
  ) {}

  async next(): Promise<IteratorResult<FormattedExecutionResult, undefined>> {
    const { done, value } = await this.source.next();
    return done ? { done: true, value: undefined } : { done: false, value: await this.run(value) };
  }

  async return(): Promise<IteratorResult<FormattedExecutionResult, undefined>> {
    await this.source.return?.();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
