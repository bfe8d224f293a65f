import { GraphQLError, isObjectType, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';

/**
 * graphql-js takes every error that has a list as `path` for one that was placed in the answer already. Ours have one,
 * and it is the place in the arguments: unwrapped they would reach the client without the field that failed.
 */
export function locatable(error: unknown): unknown {
  const isPlaced = error instanceof Error && 'path' in error && Array.isArray(error.path);
  if (!isPlaced || error instanceof GraphQLError) return error;
  return new GraphQLError(error.message, { originalError: error });
}

/** Wraps what the resolvers of a schema throw; in place. */
export function makeErrorsLocatable(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      if (field.resolve !== undefined) field.resolve = throwingLocatable(field.resolve);
    }
  }
}

function rethrow(error: unknown): never {
  throw locatable(error);
}

function throwingLocatable(resolve: GraphQLFieldResolver<unknown, unknown>): GraphQLFieldResolver<unknown, unknown> {
  return (source, args, context, info) => {
    try {
      const result: unknown = resolve(source, args, context, info);
      return result instanceof Promise ? result.catch(rethrow) : result;
    } catch (error) {
      return rethrow(error);
    }
  };
}
