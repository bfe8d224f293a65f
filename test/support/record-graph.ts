import { parse, print, validate, type DocumentNode, type ExecutionResult } from 'graphql';
import { v7 as uuidv7 } from 'uuid';
import { adapters } from '../../src/adapters/registry';
import type { ElementResource } from '../../src/adapters/adapter';
import type { RecordBatch } from '../../src/adapters/records';
import { composeServices, type ServiceParts } from '../../src/compose/services';
import { createGraphqlContext } from '../../src/graphql/context';
import { createCompiledExecutor, interpret } from '../../src/graphql/engine/executor/compiled-executor';
import type { SubgraphSchema } from '../../src/graphql/engine/build-subgraph-schema';
import { createErrorFormatter } from '../../src/graphql/engine/format-error';
import { buildElementsSchema } from '../../src/graphql/schema';
import type { Services } from '../../src/graphql/services';
import { createSilentLogger } from '../../src/logger';
import { Metrics } from '../../src/metrics';
import { FreshnessRepository } from '../../src/persistence/repositories/freshness.repository';
import type { StoreTarget } from '../../src/persistence/repositories/record-upsert';
import { createRequestContext, type Caller, type RequestContext } from '../../src/request-context';
import { TestClock } from './clock';
import { createCountingAdapter, type CountingAdapter } from './counting-adapter';
import { FETCHED_AT, createRecordDatabase, type RecordDatabase } from './record-database';

export interface InstanceFacts {
  readonly organizationId?: string;
  readonly name?: string;
  readonly elementKey?: string;
  readonly tags?: readonly string[];
  readonly status?: string;
  /** Its lists were read now, by the clock. */
  readonly isFresh?: boolean;
}

/** An operation of `test/generated`, which knows its result and its variables. */
export interface TypedDocument<Data, Variables> extends DocumentNode {
  readonly __apiType?: (variables: Variables) => Data;
}

/** One operation's outcome. */
export interface Answer<Data = Record<string, unknown>> {
  readonly data: Data | null;
  /** As clients see them, with their extensions beside the message. */
  readonly errors: readonly {
    readonly message: string;
    readonly path: readonly (string | number)[];
    readonly [extension: string]: unknown;
  }[];
  readonly sqlStatements: number;
}

/** The whole graph over a database of its own, one vendor in this process, and a clock that begins at `FETCHED_AT`. */
export interface RecordGraph {
  readonly database: RecordDatabase;
  readonly vendor: CountingAdapter;
  readonly clock: TestClock;
  readonly parts: ServiceParts;
  readonly schema: SubgraphSchema;
  createInstance(facts?: InstanceFacts): Promise<StoreTarget>;
  store(target: StoreTarget, batch: RecordBatch): Promise<void>;
  /** Runs an operation as a user of the target's organization, or as nobody. */
  ask<Data = Record<string, unknown>, Variables extends Record<string, unknown> = Record<string, unknown>>(
    operation: string | TypedDocument<Data, Variables>,
    variables: Variables,
    caller: StoreTarget | Caller | null,
  ): Promise<Answer<Data>>;
  /** As `ask`; throws when there are errors. */
  read<Data = Record<string, unknown>, Variables extends Record<string, unknown> = Record<string, unknown>>(
    operation: string | TypedDocument<Data, Variables>,
    variables: Variables,
    caller: StoreTarget | Caller,
  ): Promise<Data>;
  drop(): Promise<void>;
}

export const VENDOR_KEY = 'counting';
const ALL: readonly ElementResource[] = [
  'REPORTS',
  'EXPENSES',
  'POLICIES',
  'EMPLOYEES',
  'SUPPLIERS',
  'CUSTOMERS',
  'LEDGER_ACCOUNTS',
  'TRACKING_CLASSES',
  'DEPARTMENTS',
  'COMPANY',
];

export async function createRecordGraph(executor: 'compiled' | 'graphql-js' = 'compiled'): Promise<RecordGraph> {
  const database = await createRecordDatabase();
  const vendor = createCountingAdapter(VENDOR_KEY);
  const clock = new TestClock(FETCHED_AT.getTime());
  const parts = composeParts(database, vendor, clock);
  const schema = await buildElementsSchema({ federationVersion: '2.9' });
  const ask = createAsker(schema, parts.services, executor);
  return {
    database,
    vendor,
    clock,
    parts,
    schema,
    createInstance: (facts = {}) => createInstance(database, facts, clock.now()),
    store: (target, batch) => store(database, target, batch, clock.now()),
    ask,
    read: async (operation, variables, caller) => {
      const { data, errors } = await ask(operation, variables, caller);
      expect(errors).toEqual([]);
      if (data === null) throw new Error('The operation has no data.');
      return data;
    },
    drop: async () => {
      await parts.close();
      await database.drop();
    },
  };
}

function composeParts({ database }: RecordDatabase, vendor: CountingAdapter, clock: TestClock): ServiceParts {
  return composeServices({
    database,
    adapters: [vendor.adapter, ...adapters],
    encryptionKeys: [{ id: 'test', key: Buffer.alloc(32, 1) }],
    sandboxOrigin: null,
    privateOrigins: [],
    publicUrl: 'http://localhost:4000',
    metrics: new Metrics({ processMetrics: false }),
    logger: createSilentLogger(),
    clock,
  });
}

function createAsker(
  schema: SubgraphSchema,
  services: Services,
  executor: 'compiled' | 'graphql-js',
): RecordGraph['ask'] {
  const runCompiled = createCompiledExecutor(schema.schema);
  return async (operation, variables, caller) => {
    const source = typeof operation === 'string' ? operation : print(operation);
    const document = parse(source);
    const problems = validate(schema.schema, document);
    if (problems.length > 0) throw new Error(problems.join('\n'));
    const request = createRequestContext({ logger: createSilentLogger(), caller: toCaller(caller) });
    const context = createGraphqlContext(request, services);
    const asked = { document, queryHash: source, operationName: null, variables, context };
    const result = await (executor === 'compiled' ? runCompiled(asked) : interpret(schema.schema, asked));
    return toAnswer(result, request);
  };
}

function toCaller(caller: StoreTarget | Caller | null): Caller | null {
  if (caller === null || 'userId' in caller) return caller;
  return { organizationId: caller.organizationId, userId: uuidv7(), instanceId: null };
}

function toAnswer<Data>(result: ExecutionResult, request: RequestContext): Answer<Data> {
  const format = createErrorFormatter({ requestOf: () => request, logger: request.logger });
  return {
    data: JSON.parse(JSON.stringify(result.data ?? null)) as Data | null,
    errors: (result.errors ?? []).map((error) => {
      const { message, path = [], extensions = {} } = format(error.toJSON(), error);
      return { message, path, ...extensions };
    }),
    sqlStatements: request.stats.sqlStatements,
  };
}

async function createInstance(database: RecordDatabase, facts: InstanceFacts, readAt: Date): Promise<StoreTarget> {
  const target = await database.createInstance(facts.organizationId);
  const { name = 'Expenses', elementKey = VENDOR_KEY, tags = [], status = 'ACTIVE', isFresh = true } = facts;
  await database.dataSource.query(
    'UPDATE instances SET name = $2, element_key = $3, tags = $4, status = $5 WHERE id = $1',
    [target.instanceId, name, elementKey, tags, status],
  );
  if (isFresh) {
    const freshness = new FreshnessRepository(database.database);
    const load = { mode: 'FULL', startedAt: readAt } as const;
    await freshness.beginLoad(database.context, database.database, target.instanceId, ALL, { ...load, resumes: false });
    await freshness.completeLoad(database.context, database.database, target.instanceId, ALL, load);
  }
  return target;
}

async function store(database: RecordDatabase, target: StoreTarget, batch: RecordBatch, readAt: Date): Promise<void> {
  const { context, reports, policies, employees, expenses, receipts, books } = database;
  const { bookEntries } = batch;
  if (bookEntries) await books.storeBookEntries(context, database.database, target, bookEntries, readAt);
  if (batch.policies) await policies.storePolicies(context, database.database, target, batch.policies, readAt);
  if (batch.employees) await employees.storeEmployees(context, database.database, target, batch.employees, readAt);
  if (batch.reports) await reports.storeReports(context, database.database, target, batch.reports, readAt);
  if (batch.expenses) await expenses.storeExpenses(context, database.database, target, batch.expenses, readAt);
  if (batch.receipts) await receipts.storeReceipts(context, database.database, target, batch.receipts, readAt);
}
