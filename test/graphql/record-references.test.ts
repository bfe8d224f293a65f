import { encodeRecordId } from '../../src/record-id';
import type { StoreTarget } from '../../src/persistence/repositories/record-upsert';
import { buildEmployee, buildExpense, buildPolicy, buildReport } from '../support/record-builders';
import { createRecordGraph, type Answer, type RecordGraph } from '../support/record-graph';

const ENTITIES = `query ($representations: [_Any!]!) {
  _entities(representations: $representations) {
    __typename
    ... on VendorRecord { id remoteId instance { name } }
    ... on Report { policy { name } }
    ... on Expense { kind merchant }
    ... on Instance { id name }
  }
}`;

let graph: RecordGraph;
let acme: StoreTarget;
let other: StoreTarget;

beforeAll(async () => {
  graph = await createRecordGraph();
  acme = await graph.createInstance({ name: 'Acme' });
  other = await graph.createInstance({ name: 'Other company' });
  await graph.store(acme, {
    policies: [buildPolicy('P1', { name: 'Sales' })],
    employees: [buildEmployee('ann@acme.example', { email: 'ann@acme.example' })],
    reports: ['R1', 'R2', 'R3'].map((remoteId) =>
      buildReport(remoteId, {
        policyRemoteId: 'P1',
        expenses: [
          buildExpense(`T-${remoteId}`, { reportRemoteId: remoteId, merchant: 'Inn' }),
          buildExpense(`T-${remoteId}`, { kind: 'BILL', reportRemoteId: remoteId, merchant: 'Supplier' }),
        ],
      }),
    ),
  });
  await graph.store(other, { reports: [buildReport('R9')] });
});
afterAll(() => graph.drop());

async function resolve(representations: readonly object[], caller: StoreTarget | null = acme): Promise<Answer> {
  return graph.ask(ENTITIES, { representations }, caller);
}

const reportId = (remoteId: string, target = acme): string => encodeRecordId('REPORT', target.instanceId, remoteId);

test('records are found by id and by the id of their vendor, in the order that they were asked for', async () => {
  const instance = { id: acme.instanceId };
  const { data, errors } = await resolve([
    { __typename: 'Report', id: reportId('R2') },
    { __typename: 'Report', instance, remoteId: 'R1' },
    { __typename: 'Policy', instance, remoteId: 'P1' },
    { __typename: 'Employee', instance, remoteId: 'ANN@acme.example' },
    { __typename: 'Expense', instance, kind: 'BILL', remoteId: 'T-R1' },
    { __typename: 'Expense', id: encodeRecordId('EXPENSE', acme.instanceId, 'T-R1') },
    { __typename: 'Instance', id: acme.instanceId },
  ]);
  expect(errors).toEqual([]);
  expect(data?.['_entities']).toMatchObject([
    { __typename: 'Report', id: reportId('R2'), remoteId: 'R2', instance: { name: 'Acme' }, policy: { name: 'Sales' } },
    { __typename: 'Report', id: reportId('R1'), remoteId: 'R1', policy: { name: 'Sales' } },
    { __typename: 'Policy', remoteId: 'P1' },
    { __typename: 'Employee', remoteId: 'ann@acme.example' },
    { __typename: 'Expense', kind: 'BILL', remoteId: 'T-R1', merchant: 'Supplier' },
    { __typename: 'Expense', kind: 'EXPENSE', remoteId: 'T-R1', merchant: 'Inn' },
    { __typename: 'Instance', name: 'Acme' },
  ]);
});

test('many references are as many statements as few', async () => {
  const some = (remoteIds: string[]): object[] => [
    ...remoteIds.map((remoteId) => ({ __typename: 'Report', id: reportId(remoteId) })),
    ...remoteIds.map((remoteId) => ({
      __typename: 'Expense',
      instance: { id: acme.instanceId },
      kind: 'BILL',
      remoteId: `T-${remoteId}`,
    })),
  ];
  const one = await resolve(some(['R1']));
  const three = await resolve(some(['R1', 'R2', 'R3']));
  expect((three.data as { _entities: unknown[] })._entities).toHaveLength(6);
  expect(three.errors).toEqual([]);
  expect(three.sqlStatements).toBe(one.sqlStatements);
});

test('what is malformed, of another kind, or not the caller’s is null, and asks no vendor', async () => {
  const instance = { id: acme.instanceId };
  const { data, errors } = await resolve([
    { __typename: 'Report', id: 'nonsense' },
    { __typename: 'Report', id: 7 },
    { __typename: 'Report', id: encodeRecordId('POLICY', acme.instanceId, 'P1') },
    { __typename: 'Report', id: reportId('R9', other) },
    { __typename: 'Report', instance: { id: other.instanceId }, remoteId: 'R9' },
    { __typename: 'Report', instance: { id: 'nonsense' }, remoteId: 'R1' },
    { __typename: 'Report', instance: null, remoteId: 'R1' },
    { __typename: 'Report', instance },
    { __typename: 'Report', instance, remoteId: 12 },
    { __typename: 'Report', instance, remoteId: 'bad id' },
    { __typename: 'Expense', instance, remoteId: 'T-R1' },
    { __typename: 'Expense', instance, kind: 'REPORT', remoteId: 'R1' },
    { __typename: 'Report' },
    { __typename: 'Report', id: reportId('R1') },
  ]);
  expect(errors).toEqual([]);
  expect(data?.['_entities']).toEqual([
    ...Array.from({ length: 13 }, () => null),
    expect.objectContaining({ remoteId: 'R1' }),
  ]);
  expect(graph.vendor.lookups).toEqual([]);
});

test('records of a deleted instance are null', async () => {
  const gone = await graph.createInstance({ organizationId: acme.organizationId });
  await graph.store(gone, { reports: [buildReport('R8')] });
  await graph.database.deleteInstance(gone.instanceId);
  const { data, errors } = await resolve([
    { __typename: 'Report', id: reportId('R8', gone) },
    { __typename: 'Report', instance: { id: gone.instanceId }, remoteId: 'R8' },
  ]);
  expect(errors).toEqual([]);
  expect(data).toEqual({ _entities: [null, null] });
});

test('without a caller each reference is an error of its own', async () => {
  const { data, errors } = await resolve(
    [
      { __typename: 'Report', id: 'nonsense' },
      { __typename: 'Element', key: 'expensify' },
    ],
    null,
  );
  expect(errors).toMatchObject([{ code: 'UNAUTHENTICATED', path: ['_entities', 0] }]);
  expect(data).toEqual({ _entities: [null, { __typename: 'Element' }] });
});
