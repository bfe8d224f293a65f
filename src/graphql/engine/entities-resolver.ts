import {
  isInterfaceType,
  isUnionType,
  type GraphQLFieldResolver,
  type GraphQLResolveInfo,
  type GraphQLSchema,
} from 'graphql';
import { BadUserInputError } from '../../errors';
import { locatable } from './locatable-errors';

/** What a gateway knows of an entity: its type and the fields of one of its keys. */
export type Representation = { readonly __typename: string } & Readonly<Record<string, unknown>>;

/**
 * Finds the entity of a representation; null when there is none, or when it is not the caller's. Called once a
 * representation and all in the same tick, so that a DataLoader behind it makes one lookup of them. `info` is that of
 * `_entities`: what is selected is told of all types together.
 */
export type ReferenceResolver<TContext> = (
  representation: Representation,
  context: TContext,
  info: GraphQLResolveInfo,
) => Promise<object | null>;

export type ReferenceResolvers<TContext> = Readonly<Record<string, ReferenceResolver<TContext>>>;

export const MAX_REPRESENTATIONS = 1_000;

function isRepresentation(value: unknown): value is Representation {
  return typeof value === 'object' && value !== null && '__typename' in value && typeof value.__typename === 'string';
}

function isEntity(schema: GraphQLSchema, typeName: string): boolean {
  const union = schema.getType('_Entity');
  const type = schema.getType(typeName);
  if (isInterfaceType(type)) return true;
  return isUnionType(union) && union.getTypes().some((member) => member.name === typeName);
}

/** A copy under the entity's type: the original may be frozen, or shared with another field through a cache. */
function typed(entity: object, typeName: string): object {
  if ('__typename' in entity && entity.__typename === typeName) return entity;
  // A row, as most are: V8 copies a plain object at a tenth of the cost.
  if (Object.getPrototypeOf(entity) === Object.prototype) return { ...entity, __typename: typeName };
  return Object.assign(Object.create(Object.getPrototypeOf(entity)), entity, { __typename: typeName });
}

/** An error is its element's own answer: thousands of representations are thousands of promises as it is. */
async function resolveOne<TContext>(
  references: ReferenceResolvers<TContext>,
  info: GraphQLResolveInfo,
  representation: unknown,
  context: TContext,
): Promise<unknown> {
  try {
    assertRepresentation(representation, info.schema);
    const typeName = representation.__typename;
    const resolver = Object.hasOwn(references, typeName) ? references[typeName] : undefined;
    const entity = resolver === undefined ? { ...representation } : await resolver(representation, context, info);
    if (entity === null || entity === undefined) return null;
    return isInterfaceType(info.schema.getType(typeName)) ? entity : typed(entity, typeName);
  } catch (error) {
    return asError(error);
  }
}

function assertRepresentation(value: unknown, schema: GraphQLSchema): asserts value is Representation {
  if (!isRepresentation(value)) {
    throw new BadUserInputError('A representation must be an object with the `__typename` of an entity.');
  }
  const typeName = value.__typename;
  if (isEntity(schema, typeName)) return;
  throw new BadUserInputError(`There is no entity type ${JSON.stringify(typeName.slice(0, 200))} in this subgraph.`);
}

/**
 * `Query._entities`. In place of the one of `@apollo/subgraph`, where a reference resolver that throws, or one unknown
 * `__typename`, makes the whole answer null: here each failure is its own element's. Errors are returned as values
 * since the compiled executor misplaces rejected items of a list.
 */
export function entitiesResolver<TContext>(
  references: ReferenceResolvers<TContext>,
): GraphQLFieldResolver<unknown, TContext, { representations: readonly unknown[] }> {
  return async (_source, { representations }, context, info) => {
    if (representations.length > MAX_REPRESENTATIONS) {
      throw new BadUserInputError(
        `_entities takes at most ${MAX_REPRESENTATIONS} representations in one request; ${representations.length} were given.`,
      );
    }
    return Promise.all(representations.map((representation) => resolveOne(references, info, representation, context)));
  };
}

function asError(reason: unknown): unknown {
  return reason instanceof Error ? locatable(reason) : new Error('A reference resolver rejected with no error.');
}
