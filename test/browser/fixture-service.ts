import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ApolloServer } from '@apollo/server';
import { GraphQLError } from 'graphql';
import pino from 'pino';
import { loadGraphiqlBundle } from '../../src/server/graphiql-assets';
import { graphiqlPage } from '../../src/server/graphiql-page';
import { createHttpServer } from '../../src/server/http-server';
import { graphiqlAssetsRoute } from '../../src/server/routes/graphiql-assets';
import { graphqlRoute } from '../../src/server/routes/graphql';

/** What the browser tests need of a running service. */
export interface BrowserTestService {
  /** Without a trailing slash. */
  readonly url: string;
  /** The demo `Authorization` header that the page is to be opened with. */
  readonly authorization: string;
  close(): Promise<void>;
}

/** A stand-in for the graph, small enough to see through: the fields that the example tabs ask for. */
const TYPE_DEFS = /* GraphQL */ `
  type Query {
    "The catalogue. Needs no credentials."
    elements: [Element!]!
    "Expense reports of all instances that have them, from our copy."
    reports(first: Int! = 50): ReportConnection
    policies(first: Int! = 50): PolicyConnection
    employees(first: Int! = 50): EmployeeConnection
  }
  type Mutation {
    "Connect a customer's account."
    provisionInstance(input: ProvisionInstanceInput!): ProvisionInstancePayload
  }
  "A connector to one product: an entry of the catalogue."
  type Element {
    key: ID!
    name: String!
    description: String!
    hub: String!
    authentication: String!
    configurationFields: [ConfigurationField!]!
    capabilities: [Capability!]!
  }
  type ConfigurationField {
    key: String!
    label: String!
    description: String!
    type: String!
    required: Boolean!
    secret: Boolean!
    default: String
    example: String
  }
  type Capability {
    resource: String!
    operations: [String!]!
  }
  type Freshness {
    state: String!
    fetchedAt: String
  }
  type ReportConnection {
    totalCount: Int!
    freshness: Freshness!
    nodes: [Report!]!
  }
  type Report {
    id: ID!
    name: String!
    status: String!
    total: Money
    submitter: Employee
    instance: Instance!
    expenses(first: Int! = 50): ExpenseConnection!
  }
  type Money {
    amount: String!
    currency: String!
  }
  type ExpenseConnection {
    totalCount: Int!
    nodes: [Expense!]!
  }
  type Expense {
    merchant: String
    date: String
    amount: Money
    category: ExpenseCategory
  }
  type ExpenseCategory {
    name: String!
  }
  type PolicyConnection {
    totalCount: Int!
    nodes: [Policy!]!
  }
  type Policy {
    id: ID!
    name: String!
    currency: String
    categories: [PolicyCategory!]
    instance: Instance!
  }
  type PolicyCategory {
    name: String!
    enabled: Boolean!
  }
  type EmployeeConnection {
    totalCount: Int!
    nodes: [Employee!]!
  }
  type Employee {
    id: ID!
    name: String
    email: String
    role: String!
    manager: Employee
    approver: Employee
    instance: Instance!
  }
  type Instance {
    id: ID!
    name: String!
    status: String!
  }
  input ProvisionInstanceInput {
    elementKey: ID!
    name: String!
    tags: [String!]! = []
    configuration: [KeyValueInput!]! = []
  }
  input KeyValueInput {
    key: String!
    value: String!
  }
  type ProvisionInstancePayload {
    instance: Instance
    token: String
    errors: [UserError!]!
  }
  interface UserError {
    code: String!
    message: String!
    path: [String!]
  }
  type MissingConfigurationError implements UserError {
    code: String!
    message: String!
    path: [String!]
    missingKeys: [String!]!
  }
`;

const INSTANCE = { id: 'i1', name: 'My first instance', status: 'ACTIVE' };
const AUTHORIZATION = 'User demo-user-secret, Organization demo-organization-secret';
const CONFIGURATION = { 'partner.user.id': 'aa_demo', 'partner.user.secret': 'demo-partner-secret' };

const RESOLVERS = {
  Query: {
    elements: () => [
      {
        key: 'expensify',
        name: 'Expensify',
        description: 'Expense reports, receipts and policies.',
        hub: 'finance',
        authentication: 'CREDENTIALS',
        configurationFields: Object.keys(CONFIGURATION).map((key) => ({
          key,
          label: key,
          description: 'From the partner page.',
          type: 'TEXT',
          required: true,
          secret: key.endsWith('secret'),
        })),
        capabilities: [{ resource: 'REPORTS', operations: ['LIST', 'GET'] }],
      },
    ],
    reports: (_parent: unknown, _args: unknown, { authorization }: FixtureContext) => {
      if (authorization !== AUTHORIZATION) throw new GraphQLError('Who is asking?');
      const total = { amount: '86.40', currency: 'USD' };
      const expenses = { totalCount: 1, nodes: [{ merchant: 'Hotel Adler', date: '2026-08-03', amount: total }] };
      const node = { id: 'r1', name: 'Trip to Berlin', status: 'APPROVED', total, instance: INSTANCE, expenses };
      return { totalCount: 1, freshness: { state: 'FRESH', fetchedAt: '2026-08-15T12:00:00Z' }, nodes: [node] };
    },
  },
  Mutation: {
    provisionInstance: (_parent: unknown, { input }: { input: { configuration: { key: string }[] } }) => {
      const missingKeys = Object.keys(CONFIGURATION).filter((key) => !input.configuration.some((c) => c.key === key));
      if (missingKeys.length === 0) return { instance: INSTANCE, token: 'shown-once', errors: [] };
      const __typename = 'MissingConfigurationError';
      return { errors: [{ __typename, code: 'MISSING_CONFIGURATION', message: 'Missing.', missingKeys }] };
    },
  },
};

interface FixtureContext {
  readonly authorization: string | undefined;
}

/** Builds GraphiQL and serves it in front of the stand-in. */
export async function startFixtureService(): Promise<BrowserTestService> {
  const directory = mkdtempSync(join(tmpdir(), 'elements-graphiql-'));
  execFileSync(process.execPath, [resolve('scripts/build-graphiql.mjs'), directory], { stdio: 'pipe' });
  const bundle = loadGraphiqlBundle(directory);
  const demo = { authorization: AUTHORIZATION, sandbox: { expensify: CONFIGURATION } };
  const server = new ApolloServer<FixtureContext>({ typeDefs: TYPE_DEFS, resolvers: RESOLVERS });
  await server.start();
  const http = createHttpServer({
    host: '127.0.0.1',
    port: 0,
    logger: pino({ level: 'silent' }),
    routes: [
      graphqlRoute({
        server,
        createContext: async (request) => ({ authorization: request.headers.authorization }),
        sendPage: graphiqlPage({ bundle, isProduction: false, demo }),
      }),
      graphiqlAssetsRoute(bundle),
    ],
  });
  const { url } = await http.listen();
  return {
    url,
    authorization: AUTHORIZATION,
    async close() {
      await http.close();
      await server.stop();
      rmSync(directory, { recursive: true });
    },
  };
}
