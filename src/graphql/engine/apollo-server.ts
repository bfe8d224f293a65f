import {
  ApolloServer,
  type ApolloServerOptionsWithGateway,
  type ApolloServerPlugin,
  type BaseContext,
} from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { Metrics } from '../../metrics';
import type { RequestContext } from '../../request-context';
import { applicationJsonStatus } from '../plugins/application-json-status';
import { createPersistedQueryCache } from './bounded-cache';
import { errorContextPlugin } from './error-context.plugin';
import { compiledExecution } from './executor/compiled-gateway';
import { trustedDocumentsPlugin } from './documents/trusted-documents.plugin';
import { createErrorFormatter } from './format-error';
import { inlineTracePlugin } from './inline-trace.plugin';
import { costLimitPlugin } from './limits/cost-limit.plugin';
import type { CostModel } from './limits/cost-model';
import { maxAliasesRule } from './limits/max-aliases.rule';
import { maxDepthRule } from './limits/max-depth.rule';
import { maxDirectivesRule } from './limits/max-directives.rule';
import { nestingLimitPlugin } from './limits/nesting-limit.plugin';
import { metricsPlugin } from './metrics.plugin';
import { requestLogPlugin } from './request-log.plugin';
import { requestOf } from './request-of-error';

export interface OperationLimits {
  /** Fields one within another. */
  readonly depth: number;
  /** Aliases in a document. */
  readonly aliases: number;
  /** Directives in one place. */
  readonly directives: number;
  /** Brackets one within another, of all kinds, before a document is parsed. */
  readonly nesting: number;
  /** Words and signs of a document. */
  readonly tokens: number;
  /** Objects that an operation may ask for; see `estimateCost`. */
  readonly cost: number;
  /** Validation errors told in one answer. */
  readonly validationErrors: number;
}

/**
 * A page of 100 reports with ten expenses each, and everything a table shows of them, costs about 5,000; 1,000
 * representations with 20 objects each cost 21,000; 500 times 500 cost over 250,000.
 */
export const DEFAULT_LIMITS: OperationLimits = {
  depth: 15,
  aliases: 30,
  directives: 5,
  nesting: 200,
  tokens: 5_000,
  cost: 30_000,
  validationErrors: 5,
};

const PERSISTED_QUERY_CHARACTERS = 4 * 1024 * 1024;

export interface EngineOptions<TContext extends { request: RequestContext }> {
  readonly schema: GraphQLSchema;
  /** From `buildSubgraphSchema`. */
  readonly costs: CostModel;
  readonly executor: 'compiled' | 'graphql-js';
  readonly introspection: boolean;
  /** Keeps names of the schema out of errors. */
  readonly production: boolean;
  readonly metrics: Pick<Metrics, 'graphqlOperationSeconds'>;
  readonly logger: Logger;
  readonly limits?: Partial<OperationLimits>;
  /** Documents by id; with `isOnly`, nothing else is run. */
  readonly trustedDocuments?: { readonly documents: ReadonlyMap<string, string>; readonly isOnly: boolean } | null;
  /** After ours, such as draining of an HTTP server. */
  readonly plugins?: readonly ApolloServerPlugin<TContext>[];
}

/** Apollo Server as this service uses it; to be started by whoever binds it to HTTP. */
export function createApolloServer<TContext extends { request: RequestContext }>(
  options: EngineOptions<TContext>,
): ApolloServer<TContext> {
  const { schema, executor } = options;
  const shared = sharedOptions(options);
  if (executor === 'graphql-js') return new ApolloServer<TContext>({ ...shared, schema });
  const { gateway, plugin } = compiledExecution<TContext>(schema);
  return new ApolloServer<TContext>({ ...shared, gateway, plugins: [...shared.plugins, plugin] });
}

type SharedOptions<TContext extends BaseContext> = Omit<ApolloServerOptionsWithGateway<TContext>, 'gateway'> & {
  readonly plugins: readonly ApolloServerPlugin<TContext>[];
};

function sharedOptions<TContext extends { request: RequestContext }>(
  options: EngineOptions<TContext>,
): SharedOptions<TContext> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  return {
    ...limitOptions(limits),
    introspection: options.introspection,
    hideSchemaDetailsFromClientErrors: options.production,
    includeStacktraceInErrorResponses: false,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    // Apollo's own adds a line break, for which a long answer is copied once more.
    stringifyResult: (result) => JSON.stringify(result),
    stopOnTerminationSignals: false,
    nodeEnv: options.production ? 'production' : 'development',
    persistedQueries: { cache: createPersistedQueryCache(PERSISTED_QUERY_CHARACTERS) },
    logger: options.logger,
    formatError: createErrorFormatter({ requestOf, logger: options.logger }),
    plugins: [...pluginsOf(options, limits), ...(options.plugins ?? [])],
  };
}

function pluginsOf<TContext extends { request: RequestContext }>(
  options: EngineOptions<TContext>,
  limits: OperationLimits,
): ApolloServerPlugin<TContext>[] {
  return [
    // It would hook into every field, and halve the speed of every answer.
    ApolloServerPluginCacheControlDisabled(),
    ApolloServerPluginLandingPageDisabled(),
    inlineTracePlugin(),
    errorContextPlugin(),
    nestingLimitPlugin(limits.nesting),
    ...trustedDocumentsOf(options, limits),
    costLimitPlugin(options.costs, limits.cost),
    applicationJsonStatus(),
    requestLogPlugin(),
    metricsPlugin(options.metrics),
  ];
}

/** Behind the limit of nesting, because it parses what it does not know; before the others, which hold for these as well. */
function trustedDocumentsOf<TContext extends { request: RequestContext }>(
  { trustedDocuments }: EngineOptions<TContext>,
  { tokens }: OperationLimits,
): ApolloServerPlugin<TContext>[] {
  return trustedDocuments ? [trustedDocumentsPlugin({ ...trustedDocuments, maxTokens: tokens })] : [];
}

function limitOptions(limits: OperationLimits): Partial<ApolloServerOptionsWithGateway<BaseContext>> {
  return {
    parseOptions: { maxTokens: limits.tokens },
    maxRecursiveSelections: true,
    validationOptions: { maxErrors: limits.validationErrors },
    validationRules: [maxDepthRule(limits.depth), maxAliasesRule(limits.aliases), maxDirectivesRule(limits.directives)],
  };
}
