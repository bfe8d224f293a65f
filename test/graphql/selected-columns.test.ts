import { getNamedType, isCompositeType, isLeafType, isRequiredArgument } from 'graphql';
import type { GraphQLField, GraphQLObjectType } from 'graphql';
import type { StoreTarget } from '../../src/persistence/repositories/record-upsert';
import { buildEmployee, buildExpense, buildPolicy, buildReport, usd } from '../support/record-builders';
import { createRecordGraph, type RecordGraph } from '../support/record-graph';

// A list reads the columns that its selection needs: each field by itself must be what it is among all the others.

const ANN = 'ann@acme.example';
const BOB = 'bob@acme.example';
const AT = new Date('2026-07-02T09:00:00Z');
const ON = '2026-07-02';

const EXPENSE = buildExpense('T1', {
  reportRemoteId: 'R1',
  employeeEmail: BOB,
  amount: usd('14.50'),
  originalAmount: { amount: '1500', currency: 'JPY' },
  convertedAmount: usd('14.40'),
  exchangeRate: '0.0096',
  tax: { amount: usd('2.00'), ratePercent: '20', name: 'VAT', code: 'S' },
  merchant: 'Hotel',
  description: 'Two nights',
  date: ON,
  createdAt: AT,
  vendorKind: 'card',
  paymentMethod: 'CARD',
  category: { name: 'Travel', ledgerCode: '4400' },
  tags: [{ level: 1, name: 'Alpha', ledgerCode: null }],
  payee: { name: 'Hotel', kind: null, remoteId: null },
  posting: {
    accountRemoteId: null,
    paidFromRemoteId: null,
    departmentRemoteId: null,
    trackingClassRemoteId: null,
    customerRemoteId: null,
    documentNumber: '17',
    dueOn: ON,
    balance: null,
  },
  receipt: { remoteId: '9', fileName: 'r.jpg', contentType: null, url: null, access: 'VENDOR_LOGIN' },
  attendees: [{ email: null, name: 'Guest' }],
  billable: false,
  reimbursable: true,
  card: { remoteId: '1', name: 'Visa', lastFour: '0001', bank: 'Bank' },
  distance: { quantity: '12.5', unit: 'KILOMETER', rate: { amount: '0.30', currency: 'EUR' } },
  merchantCategoryCode: '7011',
  externalReference: 'ours-1',
  vendorFields: { color: 'red' },
});

const REPORT = buildReport('R1', {
  name: 'Trip',
  status: 'REIMBURSED',
  vendorStatus: 'REIMBURSED',
  total: usd('14.5'),
  submitterEmail: BOB,
  nextApproverEmail: ANN,
  policyRemoteId: 'P1',
  createdAt: AT,
  createdOn: ON,
  submittedAt: AT,
  submittedOn: ON,
  approvedAt: AT,
  approvedOn: ON,
  reimbursedAt: AT,
  reimbursedOn: ON,
  reimbursement: { method: 'RECORDED', reference: '7', source: 'Payroll' },
  approvals: [{ email: ANN, name: 'Ann', approvedAt: null, approvedOn: ON }],
  history: [{ at: null, action: 'submit', actorEmail: BOB, message: null }],
  customFields: [{ name: 'Region', value: 'North' }],
  webUrl: 'https://vendor.example/r1',
  vendorFields: { color: 'red' },
  expenses: [EXPENSE],
});

/** Null for every element that has no versions of records. */
const NULL_HERE = ['version'];

let graph: RecordGraph;
let acme: StoreTarget;

beforeAll(async () => {
  graph = await createRecordGraph();
  acme = await graph.createInstance({ name: 'Acme' });
  await graph.store(acme, {
    policies: [buildPolicy('P1', { name: 'Sales' })],
    employees: [
      buildEmployee(ANN, { email: ANN, name: 'Ann' }),
      buildEmployee(BOB, { email: BOB, name: 'Bob', managerRemoteId: ANN }),
    ],
    reports: [REPORT],
  });
});
afterAll(() => graph.drop());

type Row = Readonly<Record<string, unknown>>;

function fieldsOf(typeName: string): string[] {
  const type = graph.schema.schema.getType(typeName) as GraphQLObjectType;
  return Object.values(type.getFields()).map((field) => selectionOf(field));
}

/** The field with all that can be selected of it without going on to other records. */
function selectionOf({ name, type }: GraphQLField<unknown, unknown>): string {
  const named = getNamedType(type);
  if (!isCompositeType(named)) return name;
  if (name === 'expenses') return `${name} { totalCount nodes { merchant } }`;
  const fields = 'getFields' in named ? Object.values(named.getFields()) : [];
  const leaves = fields.filter((field) => isLeafType(getNamedType(field.type)) && !field.args.some(isRequiredArgument));
  return `${name} { ${leaves.map((field) => field.name).join(' ')} }`;
}

async function nodeWith(list: string, selection: string): Promise<Row> {
  const { [list]: connection } = await graph.read(`{ ${list}(first: 2) { nodes { ${selection} } } }`, {}, acme);
  return (connection as { readonly nodes: readonly Row[] }).nodes[0] ?? {};
}

describe.each([
  ['Report', 'reports'],
  ['Expense', 'expenses'],
])('a list of %s', (typeName, list) => {
  test('shows each field by itself as it does among all the others', async () => {
    const selections = fieldsOf(typeName);
    const whole = await nodeWith(list, selections.join(' '));
    const absent = Object.keys(whole).filter((name) => whole[name] === null && !NULL_HERE.includes(name));
    expect(absent).toEqual([]);
    for (const selection of selections) {
      const alone = await nodeWith(list, selection);
      const [name = ''] = Object.keys(alone);
      expect(alone).toEqual({ [name]: whole[name] });
    }
  });

  test('shows the same through fragments, conditions, edges and aliases', async () => {
    const { [list]: connection } = await graph.read(
      `query ($with: Boolean!) {
        ${list}(first: 2) {
          edges { ...Edge }
          ... @include(if: $with) { nodes { ...One second: remoteId } }
          pageInfo { startCursor endCursor }
        }
        again: ${list}(first: 2) { nodes { vendorFields } }
      }
      fragment Edge on ${typeName}Edge { cursor node { ... on VendorRecord { fetchedAt } ... on ${typeName} { remoteId } } }
      fragment One on ${typeName} { createdAt }`,
      { with: true },
      acme,
    );
    const { fetchedAt, remoteId, createdAt } = await nodeWith(list, 'fetchedAt remoteId createdAt');
    const { edges, nodes, pageInfo } = connection as Readonly<Record<string, Row & readonly Row[]>>;
    expect(edges).toMatchObject([{ node: { fetchedAt, remoteId } }]);
    expect(nodes).toEqual([{ createdAt, second: remoteId }]);
    expect(pageInfo).toEqual({ startCursor: edges?.[0]?.['cursor'], endCursor: edges?.[0]?.['cursor'] });
  });
});

describe('a report that a gateway refers to', () => {
  const ENTITIES = 'query ($keys: [_Any!]!) { _entities(representations: $keys) {';

  async function entityWith(selection: string, id: unknown): Promise<Row> {
    const keys = [{ __typename: 'Report', id }];
    const { _entities: found } = await graph.read(`${ENTITIES} __typename ${selection} } }`, { keys }, acme);
    const [{ __typename: name, ...fields } = {}] = found as readonly Row[];
    expect(name).toBe('Report');
    return fields;
  }

  test('shows each field by itself as it does among all the others, and beside those of another type', async () => {
    const { id } = await nodeWith('reports', 'id');
    const selections = fieldsOf('Report');
    const whole = await entityWith(`... on Report { ${selections.join(' ')} }`, id);
    for (const selection of selections) {
      const alone = await entityWith(`... on Report { ${selection} } ... on Expense { merchant }`, id);
      expect(alone).toEqual(await entityWith(`... on Report { ${selection} }`, id));
      const [name = ''] = Object.keys(alone);
      expect(alone).toEqual({ [name]: whole[name] });
    }
  });
});

test('a list reads no column that nothing selected needs, and no place where no cursor is', async () => {
  const statements: string[] = [];
  const spy = jest.spyOn(graph.database.database, 'query');
  try {
    await graph.read('{ reports(first: 2) { pageInfo { hasNextPage } nodes { name } } }', {}, acme);
    statements.push(...spy.mock.calls.map(([, { text }]) => text));
  } finally {
    spy.mockRestore();
  }
  const [list = ''] = statements.filter((text) => text.includes('FROM reports'));
  expect(list).toContain('t.name');
  expect(list).not.toMatch(/custom_fields|to_char/);
});
