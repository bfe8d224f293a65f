import { buildSubgraphSchema as buildApolloSubgraphSchema } from '@apollo/subgraph';
import {
  isAbstractType,
  isEnumType,
  isObjectType,
  parse,
  type GraphQLFieldResolver,
  type GraphQLSchema,
} from 'graphql';
import { buildSchema, createResolversMap, type BuildSchemaOptions, type PubSub, type ResolversMap } from 'type-graphql';
import { entitiesResolver, type ReferenceResolvers } from './entities-resolver';
import { makeErrorsLocatable } from './locatable-errors';
import { costModelOf, type CostModel } from './limits/cost-model';
import { documentOf, printSubgraphSdl, type SubgraphSdlOptions } from './subgraph-sdl';

export interface SubgraphSchemaOptions<TContext> extends SubgraphSdlOptions {
  readonly resolvers: BuildSchemaOptions['resolvers'];
  /**
   * Every entity, and every class that only an interface or a union leads to: type-graphql silently drops what no
   * root field reaches.
   */
  readonly orphanedTypes: readonly Function[];
  /** By type name: how an entity is found that a gateway refers to. */
  readonly references: ReferenceResolvers<TContext>;
  /**
   * By type and field: resolvers of fields that are asked for by the hundred, in place of those that type-graphql makes.
   * Arguments come as the client gave them, defaults filled in, and not as instances of their class.
   */
  readonly direct?: Readonly<Record<string, Readonly<Record<string, GraphQLFieldResolver<never, TContext>>>>>;
  readonly scalarsMap?: BuildSchemaOptions['scalarsMap'];
  readonly container?: BuildSchemaOptions['container'];
}

/** type-graphql wants one wherever there are subscriptions; each of ours names its source itself (`subscribe`). */
const NO_TOPICS: PubSub = { publish: refuseTopics, subscribe: refuseTopics };

function refuseTopics(topic: string): never {
  throw new Error(`There is no topic ${topic}: a subscription names its source by \`subscribe\`.`);
}

/** The map of resolvers is the same, under another name in each library. */
type SubgraphModule = Extract<Parameters<typeof buildApolloSubgraphSchema>[0], readonly unknown[]>[number];

export interface SubgraphSchema {
  /** The executable schema. */
  readonly schema: GraphQLSchema;
  /** What it was built from, in a stable order: for the committed print and for composition. */
  readonly sdl: string;
  /** What its operations cost, by `@cost` and `@listSize`. */
  readonly costs: CostModel;
}

/**
 * Classes of type-graphql to a federation subgraph. A value of an interface or a union must say what it is in a
 * property `__typename`. Enum values must be named as they are valued.
 */
export async function buildSubgraphSchema<TContext>(options: SubgraphSchemaOptions<TContext>): Promise<SubgraphSchema> {
  const classes = await buildSchema({
    resolvers: options.resolvers,
    orphanedTypes: [...options.orphanedTypes],
    // It would refuse directives whose definitions only the federation brings.
    skipCheck: true,
    validate: false,
    pubSub: NO_TOPICS,
    ...(options.scalarsMap === undefined ? {} : { scalarsMap: options.scalarsMap }),
    ...(options.container === undefined ? {} : { container: options.container }),
  });
  requireNamedEnumValues(classes);
  const sdl = printSubgraphSdl(classes, options);
  const resolvers = resolversOf(classes);
  for (const [type, fields] of Object.entries(options.direct ?? {})) {
    if (!Object.keys(fields).every((field) => Object.hasOwn(resolvers[type] ?? {}, field))) {
      throw new Error(`A field of ${type} is resolved directly, and is no field of it that has a resolver.`);
    }
    Object.assign(resolvers[type]!, fields);
  }
  resolvers.Query = { ...resolvers.Query, _entities: entitiesResolver(options.references) } as ResolversMap[string];
  const schema = buildApolloSubgraphSchema([{ typeDefs: parse(sdl), resolvers } as SubgraphModule]);
  resolveAbstractTypes(schema);
  makeErrorsLocatable(schema);
  return { schema, sdl, costs: costModelOf(documentOf(classes)) };
}

/** Without `isTypeOf`: it asks for an instance of the class, and rows are plain objects. */
function resolversOf(schema: GraphQLSchema): ResolversMap {
  const resolvers = createResolversMap(schema);
  for (const [type, fields] of Object.entries(resolvers)) {
    // A scalar is itself in the map, shared with whoever else uses it: its functions are no resolvers.
    if (!isObjectType(schema.getType(type))) continue;
    if ('__isTypeOf' in fields) delete (fields as Record<string, unknown>)['__isTypeOf'];
    for (const [name, resolve] of Object.entries(fields)) {
      if (typeof resolve === 'function' && !name.startsWith('__')) {
        Object.assign(fields, { [name]: callingDirectly(name, resolve as GraphQLFieldResolver<unknown, unknown>) });
      }
    }
  }
  return resolvers;
}

/** type-graphql sorts and fills in parameters at every call, which takes longer than most methods that have none. */
function callingDirectly(
  name: string,
  resolve: GraphQLFieldResolver<unknown, unknown>,
): GraphQLFieldResolver<unknown, unknown> {
  return (source, args, context, info) => {
    const method = (source as Readonly<Record<string, unknown>> | null | undefined)?.[name];
    if (typeof method === 'function' && method.length === 0) return method.call(source) as unknown;
    return resolve(source, args, context, info);
  };
}

/** In the rebuilt schema a default that is an enum value is its name, whatever the class says its value is. */
function requireNamedEnumValues(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isEnumType(type) || type.name.startsWith('__')) continue;
    const odd = type.getValues().find(({ name, value }) => name !== value);
    if (odd === undefined) continue;
    throw new Error(
      `The enum value ${type.name}.${odd.name} must have the value '${odd.name}', not ${String(odd.value)}.`,
    );
  }
}

/** Synchronous, as the compiled executor needs it, and never throwing: a missing name is a field error there. */
function resolveAbstractTypes(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isAbstractType(type)) type.resolveType = typeNameOf;
  }
}

function typeNameOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('__typename' in value)) return undefined;
  return typeof value.__typename === 'string' ? value.__typename : undefined;
}
