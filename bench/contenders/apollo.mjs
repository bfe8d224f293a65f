// Apollo Server with TypeORM and DataLoader, everything at its defaults. `SUBGRAPH=on` makes it a subgraph.
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { buildSubgraphSchema } from '@apollo/subgraph';
import DataLoader from 'dataloader';
import { parse } from 'graphql';
import { DataSource, EntitySchema, In } from 'typeorm';
import { databaseUrl, organizationId, poolSize, serveUntilLetGo } from './answer-parent.mjs';
import { decodeRecordId, encodeRecordId } from './record-id.mjs';
import { typeDefs } from './schema.mjs';

/** Of all columns only those that are asked for: entities are not made larger than they have to be. */
const ReportEntity = new EntitySchema({
  name: 'Report',
  tableName: 'reports',
  columns: {
    instanceId: { name: 'instance_id', type: 'uuid', primary: true },
    remoteId: { name: 'remote_id', type: 'text', primary: true },
    organizationId: { name: 'organization_id', type: 'uuid' },
    name: { type: 'text' },
    status: { type: 'text' },
    vendorStatus: { name: 'vendor_status', type: 'text', nullable: true },
    createdAt: { name: 'created_at', type: 'timestamptz', nullable: true },
    createdSort: { name: 'created_sort', type: 'timestamptz', nullable: true },
    submittedAt: { name: 'submitted_at', type: 'timestamptz', nullable: true },
    submitterEmail: { name: 'submitter_email', type: 'text', nullable: true },
    totalAmount: { name: 'total_amount', type: 'numeric', nullable: true },
    totalCurrency: { name: 'total_currency', type: 'char', length: 3, nullable: true },
  },
});

const ExpenseEntity = new EntitySchema({
  name: 'Expense',
  tableName: 'expenses',
  columns: {
    instanceId: { name: 'instance_id', type: 'uuid', primary: true },
    kind: { type: 'text', primary: true },
    remoteId: { name: 'remote_id', type: 'text', primary: true },
    reportRemoteId: { name: 'report_remote_id', type: 'text', nullable: true },
    merchant: { type: 'text', nullable: true },
    description: { type: 'text', nullable: true },
    date: { type: 'date', nullable: true },
    billable: { type: 'boolean', nullable: true },
    reimbursable: { type: 'boolean', nullable: true },
    amount: { type: 'numeric', nullable: true },
    amountCurrency: { name: 'amount_currency', type: 'char', length: 3, nullable: true },
    categoryName: { name: 'category_name', type: 'text', nullable: true },
  },
});

const dataSource = new DataSource({
  type: 'postgres',
  url: databaseUrl,
  entities: [ReportEntity, ExpenseEntity],
  poolSize,
});
await dataSource.initialize();
const reports = dataSource.getRepository('Report');
const expenses = dataSource.getRepository('Expense');

const keyOf = ({ instanceId, remoteId }) => `${instanceId} ${remoteId}`;
const money = (amount, currency) => (amount === null ? null : { amount: Number(amount).toFixed(2), currency });

const resolvers = {
  Query: {
    reports: async (_, { first }) => ({
      nodes: await reports.find({
        where: { organizationId },
        order: { createdSort: 'DESC', instanceId: 'DESC', remoteId: 'DESC' },
        take: first,
      }),
    }),
    report: (_, { id }) => reports.findOneBy(decodeRecordId(id)),
  },
  Report: {
    id: ({ instanceId, remoteId }) => encodeRecordId('rpt', instanceId, remoteId),
    total: ({ totalAmount, totalCurrency }) => money(totalAmount, totalCurrency),
    expenses: async (report, { first }, { loaders }) => ({
      nodes: (await loaders.expenses.load(report)).slice(0, first),
    }),
    ...(process.env.SUBGRAPH === 'on' && {
      __resolveReference: ({ id }, { loaders }) => loaders.reports.load(decodeRecordId(id)),
    }),
  },
  Expense: {
    id: ({ instanceId, remoteId }) => encodeRecordId('exp', instanceId, remoteId),
    amount: ({ amount, amountCurrency }) => money(amount, amountCurrency),
    category: ({ categoryName }) => (categoryName === null ? null : { name: categoryName }),
  },
};

/** Report keys by instance, so that each instance is one look into an index. */
function byInstance(keys, column) {
  const groups = new Map();
  for (const { instanceId, remoteId } of keys) groups.set(instanceId, [...(groups.get(instanceId) ?? []), remoteId]);
  return [...groups].map(([instanceId, remoteIds]) => ({ instanceId, [column]: In(remoteIds) }));
}

function createLoaders() {
  return {
    reports: new DataLoader(
      async (keys) => {
        const found = await reports.find({ where: byInstance(keys, 'remoteId') });
        const byKey = new Map(found.map((report) => [keyOf(report), report]));
        return keys.map((key) => byKey.get(keyOf(key)) ?? null);
      },
      { cacheKeyFn: keyOf },
    ),
    expenses: new DataLoader(
      async (parents) => {
        const found = await expenses.find({
          where: byInstance(parents, 'reportRemoteId'),
          order: { date: 'ASC', remoteId: 'ASC', kind: 'ASC' },
        });
        const lists = new Map(parents.map((report) => [keyOf(report), []]));
        for (const expense of found) {
          lists.get(keyOf({ instanceId: expense.instanceId, remoteId: expense.reportRemoteId })).push(expense);
        }
        return parents.map((report) => lists.get(keyOf(report)));
      },
      { cacheKeyFn: keyOf },
    ),
  };
}

function createServer() {
  if (process.env.SUBGRAPH !== 'on') return new ApolloServer({ typeDefs, resolvers });
  const subgraph = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
    ${typeDefs.replace('type Report {', 'type Report @key(fields: "id") {')}`;
  return new ApolloServer({ schema: buildSubgraphSchema([{ typeDefs: parse(subgraph), resolvers }]) });
}

const { url } = await startStandaloneServer(createServer(), {
  listen: { port: 0, host: '127.0.0.1' },
  context: async () => ({ loaders: createLoaders() }),
});
serveUntilLetGo(url);
