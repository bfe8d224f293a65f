import {
  Kind,
  execute,
  getOperationAST,
  getVariableValues,
  visit,
  BREAK,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { compileQuery, isCompiledQuery, type CompiledQuery } from 'graphql-jit';
import { LRUCache } from 'lru-cache';
import { toCompilableDocument, type CompilableDocument } from './compilable-document';
import { copySchema, toCompilableSchema } from './compilable-schema';
import { expansionSize } from './expansion-size';
import { inlineFragments } from './inline-fragments';
import { toLocatedError } from './located-error';

export interface OperationRequest<TContext> {
  /** A validated document. */
  readonly document: DocumentNode;
  /** Hash of the document's text. */
  readonly queryHash: string;
  readonly operationName: string | null | undefined;
  readonly variables: Readonly<Record<string, unknown>> | null | undefined;
  readonly context: TContext;
}

export type OperationExecutor<TContext> = (request: OperationRequest<TContext>) => Promise<ExecutionResult>;

interface Compiled {
  readonly query: CompiledQuery['query'];
  readonly compilable: CompilableDocument;
  readonly operation: OperationDefinitionNode;
}

type Plan = { readonly compiled: Compiled | null; readonly size: number };

/** Beyond this many fields, fragments written out, compiling costs more than it saves. */
const MAX_COMPILED_FIELDS = 5_000;
/** Fields of all compiled operations together: roughly 100 MB of code at the most. */
const MAX_CACHED_FIELDS = 100_000;

/**
 * Runs operations as code compiled by graphql-jit, three to seven times as fast as graphql-js walks them. What is
 * known to come out differently is left to graphql-js: introspection, subscriptions, very large documents, response
 * names that the compiled code confuses, and values that do not fit their place.
 */
export function createCompiledExecutor<TContext>(schema: GraphQLSchema): OperationExecutor<TContext> {
  requireUnambiguousResolverNames(schema);
  const interpreted = copySchema(schema);
  const compilable = toCompilableSchema(schema);
  const plans = new LRUCache<string, Plan>({ maxSize: MAX_CACHED_FIELDS, sizeCalculation: ({ size }) => size });

  function planFor({ document, queryHash, operationName }: OperationRequest<TContext>): Plan {
    const key = `${queryHash}:${operationName ?? ''}`;
    const known = plans.get(key);
    if (known !== undefined) return known;
    const plan = planOf(compilable, document, operationName);
    plans.set(key, plan);
    return plan;
  }

  return async (request) => {
    const { compiled } = planFor(request);
    return (compiled && runCompiled(schema, compiled, request)) ?? interpret(interpreted, request);
  };
}

/** Runs an operation with graphql-js. */
export async function interpret<TContext>(
  schema: GraphQLSchema,
  request: OperationRequest<TContext>,
): Promise<ExecutionResult> {
  return execute({
    schema,
    document: request.document,
    operationName: request.operationName,
    variableValues: request.variables,
    contextValue: request.context,
  });
}

/** Null when graphql-js must run it. */
function runCompiled<TContext>(
  schema: GraphQLSchema,
  { query, compilable, operation }: Compiled,
  { context, variables }: OperationRequest<TContext>,
): Promise<ExecutionResult> | null {
  const given = getVariableValues(schema, operation.variableDefinitions ?? [], variables ?? {}, { maxErrors: 50 });
  if (given.errors) return Promise.resolve({ errors: given.errors });
  const all = compilable.variablesFor(given.coerced);
  return all && runQuery(query, context, all);
}

async function runQuery(
  query: CompiledQuery['query'],
  context: unknown,
  variables: Record<string, unknown>,
): Promise<ExecutionResult> {
  const result = await query(undefined, context, variables);
  return result.errors ? { ...result, errors: result.errors.map(toLocatedError) } : result;
}

function planOf(schema: GraphQLSchema, document: DocumentNode, operationName: string | null | undefined): Plan {
  const operation = getOperationAST(document, operationName);
  if (!operation || operation.operation === 'subscription' || !isCompilable(document))
    return { compiled: null, size: 1 };
  const size = expansionSize(schema, document, operation);
  if (size > MAX_COMPILED_FIELDS) return { compiled: null, size: 1 };
  const inlined = inlineFragments(document, operation, MAX_COMPILED_FIELDS);
  if (inlined === null) return { compiled: null, size: 1 };
  const compilable = toCompilableDocument(schema, inlined);
  const compiled = compileQuery(schema, compilable.document, operation.name?.value, {
    // Without it, a selection that is met on two paths mixes up the conditions of both.
    useExperimentalPathBasedSkipInclude: true,
    disablingCapturingStackErrors: true,
  });
  if (!isCompiledQuery(compiled)) return { compiled: null, size: 1 };
  return { compiled: { query: compiled.query, compilable, operation }, size: Math.max(1, size) };
}

/**
 * graphql-jit joins response names with `_` to name the `info` of a resolver, so that `a_b` could be taken for `b`
 * below `a`; and `__proto__` in its object literals is the prototype.
 */
function isCompilable(document: DocumentNode): boolean {
  let compilable = true;
  visit(document, {
    Field: (node) => {
      const isIntrospection = node.name.value === '__schema' || node.name.value === '__type';
      if (!isIntrospection && !node.alias?.value.includes('_')) return undefined;
      compilable = false;
      return BREAK;
    },
  });
  return compilable;
}

/** graphql-jit keeps resolvers under type and field name written together. */
function requireUnambiguousResolverNames(schema: GraphQLSchema): void {
  const seen = new Map<string, string>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__') || type.astNode?.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    for (const field of 'getFields' in type ? Object.keys(type.getFields()) : []) {
      const coordinate = `${type.name}.${field}`;
      const other = seen.get(type.name + field);
      if (other) throw new Error(`The compiled executor cannot tell ${coordinate} from ${other}: rename one.`);
      seen.set(type.name + field, coordinate);
    }
  }
}
