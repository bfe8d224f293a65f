import { MapperKind, mapSchema } from '@graphql-tools/utils';
import {
  GraphQLScalarType,
  GraphQLSchema,
  getNullableType,
  isListType,
  type GraphQLFieldConfig,
  type GraphQLFieldResolver,
} from 'graphql';

type Resolver = GraphQLFieldResolver<unknown, unknown>;

/** Type given to variables whose values are coerced already: it takes them as they are. */
export const COERCED_VALUE = new GraphQLScalarType({ name: 'ElementsCoercedValue' });

/**
 * A copy of the schema for graphql-jit, with what it lacks around every resolver; see `guarded`. A copy as well
 * because Apollo's tracing puts hooks into the schema that it was given.
 */
export function toCompilableSchema(schema: GraphQLSchema): GraphQLSchema {
  const copy = mapSchema(schema, { [MapperKind.OBJECT_FIELD]: guardField });
  const config = copy.toConfig();
  return new GraphQLSchema({ ...config, types: [...config.types, COERCED_VALUE], assumeValid: true });
}

/** A copy with the same resolvers, out of reach of whoever puts hooks into the original. */
export function copySchema(schema: GraphQLSchema): GraphQLSchema {
  return mapSchema(schema, { [MapperKind.OBJECT_FIELD]: (field) => ({ ...field }) });
}

function guardField(field: GraphQLFieldConfig<unknown, unknown>): GraphQLFieldConfig<unknown, unknown> {
  if (field.resolve === undefined) return { ...field };
  return { ...field, resolve: guarded(field.resolve, isListType(getNullableType(field.type))) };
}

function guarded(resolve: Resolver, isList: boolean): Resolver {
  const settle = isList ? settleItems : (value: unknown): unknown => value;
  return (source, args, context, info) => {
    const result = resolve(source, args, context, info);
    if (!isPromiseLike(result)) return settle(result);
    return new GuardedPromise(isList ? result.then(settle) : result);
  };
}

function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

/** graphql-jit puts a rejected item of a list in the wrong place; an error as a value it puts in the right one. */
function settleItems(value: unknown): unknown {
  if (!Array.isArray(value) || !value.some(isPromiseLike)) return value;
  return new GuardedPromise(Promise.allSettled(value).then((items) => items.map(valueOrError)));
}

function valueOrError(item: PromiseSettledResult<unknown>): unknown {
  if (item.status === 'fulfilled') return item.value;
  return item.reason instanceof Error ? item.reason : new Error(`Unexpected error value: ${String(item.reason)}`);
}

/**
 * graphql-jit reads a result in a callback without a net: a getter that throws would be an unhandled rejection, which
 * ends the process, and the request would never be answered. Here it becomes an error of the field.
 */
class GuardedPromise<T> implements PromiseLike<T> {
  constructor(private readonly promise: PromiseLike<T>) {}

  then<A = T, B = never>(
    onFulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): PromiseLike<A | B> {
    if (!onFulfilled || !onRejected) return this.promise.then(onFulfilled, onRejected);
    return this.promise.then<A | B, B>((value) => {
      try {
        return onFulfilled(value);
      } catch (error) {
        return onRejected(error);
      }
    }, onRejected);
  }
}
