import type { DocumentNode, FormattedExecutionResult, GraphQLError, GraphQLFormattedError } from 'graphql';

/** An operation as a client sends it. */
export interface SentOperation {
  readonly query: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: Record<string, unknown> | null | undefined;
  readonly extensions?: Record<string, unknown> | null | undefined;
}

/** A subscription that has begun, or the errors for which it did not; formatted for the client. */
export type Subscription =
  | {
      readonly document: DocumentNode;
      readonly operationName: string | null | undefined;
      readonly results: AsyncIterableIterator<FormattedExecutionResult>;
    }
  | { readonly errors: readonly GraphQLFormattedError[] };

/** Who a connection belongs to. */
export interface Subscriber {
  subscribe(operation: SentOperation): Promise<Subscription>;
  format(error: GraphQLError): GraphQLFormattedError;
  /** Calls `onRevoked` when its secrets are good no more, perhaps repeatedly. Answers how to stop watching. */
  watch(onRevoked: () => void): () => void;
}

/** Finds out whose an `Authorization` header is; throws an `UnauthenticatedError` for one that is not good. */
export type Connect = (authorization: string) => Promise<Subscriber>;
