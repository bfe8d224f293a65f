import { GraphQLError, locatedError, type GraphQLFormattedError } from 'graphql';

/** An error as graphql-jit makes it: places without nodes, and no `extensions` unless the cause has some. */
type CompiledError = Pick<GraphQLError, 'message' | 'path' | 'originalError'> &
  Pick<GraphQLFormattedError, 'locations'>;

/** What graphql-js would have made of the same failure, so that everything behind need not know who ran the operation. */
export function toLocatedError(error: CompiledError): GraphQLError {
  const located = locate(error);
  const locations = located.locations ?? error.locations;
  // The constructor derives places from nodes only, and the compiled code has kept none.
  if (locations) Object.defineProperty(located, 'locations', { value: locations, enumerable: true });
  return located;
}

function locate(error: CompiledError): GraphQLError {
  const cause: unknown = error.originalError;
  if (cause === undefined || cause === null) return new GraphQLError(error.message, { path: error.path });
  return locatedError(cause, undefined, error.path);
}
