import { encodeRecordId } from '../../src/record-id';
import type { StoreTarget } from '../../src/persistence/repositories/record-upsert';
import { buildEmployee, buildExpense, buildPolicy, buildReport, usd } from '../support/record-builders';
import { graphql } from '../generated';
import type { ListReportsQuery, ListReportsQueryVariables, ReportFilter } from '../generated/graphql';
import { VENDOR_KEY, createRecordGraph, type Answer, type RecordGraph } from '../support/record-graph';

const REPORTS = graphql(`
  query ListReports($filter: ReportFilter, $orderBy: ReportOrder, $first: Int! = 50, $after: String) {
    reports(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
      totalCount
      nodes {
        remoteId
      }
      edges {
        cursor
        node {
          remoteId
        }
      }
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
    }
  }
`);

type ReportsPage = NonNullable<ListReportsQuery['reports']>;
type ReportsVariables = ListReportsQueryVariables;

let graph: RecordGraph;
let acme: StoreTarget;
let acmeBooks: StoreTarget;
let other: StoreTarget;

beforeAll(async () => {
  graph = await createRecordGraph();
  acme = await graph.createInstance({ name: 'Acme', tags: ['production'] });
  acmeBooks = await graph.createInstance({ organizationId: acme.organizationId, name: 'Acme tests', tags: ['test'] });
  other = await graph.createInstance({ name: 'Other company' });
  await graph.store(acme, {
    policies: [buildPolicy('P1', { name: 'Sales' }), buildPolicy('P2', { name: 'Staff' })],
    employees: [
      buildEmployee('ann@acme.example', { email: 'ann@acme.example', name: 'Ann' }),
      buildEmployee('bob@acme.example', {
        email: 'bob@acme.example',
        name: 'Bob',
        managerRemoteId: 'ann@acme.example',
      }),
    ],
    reports: [1, 2, 3, 4, 5].map((number) =>
      buildReport(`R${number}`, {
        name: `Trip ${number}`,
        status: number > 3 ? 'APPROVED' : 'OPEN',
        total: number === 5 ? { amount: '7.00', currency: 'EUR' } : usd(`${number}00.00`),
        policyRemoteId: number === 1 ? 'P1' : 'P2',
        submitterEmail: number === 2 ? 'bob@acme.example' : 'ann@acme.example',
        createdAt: new Date(`2026-07-0${number}T09:00:00.000Z`),
        createdOn: `2026-07-0${number}`,
        expenses:
          number === 1
            ? [
                buildExpense('T1', { reportRemoteId: 'R1', date: '2026-07-03', amount: usd('5.00'), merchant: 'Cab' }),
                buildExpense('T2', { reportRemoteId: 'R1', date: '2026-07-01', amount: usd('9.00'), merchant: 'Inn' }),
                buildExpense('T3', { reportRemoteId: 'R1', date: '2026-07-02', merchant: 'Bar' }),
              ]
            : [],
      }),
    ),
  });
  await graph.store(acmeBooks, {
    reports: [buildReport('R6', { name: 'Try', createdAt: new Date('2026-07-06T09:00:00Z'), createdOn: '2026-07-06' })],
  });
  await graph.store(other, { reports: [buildReport('R9', { name: 'Secret' })] });
});
afterAll(() => graph.drop());

async function list(variables: ReportsVariables): Promise<ReportsPage> {
  return (await graph.read(REPORTS, variables, acme)).reports as ReportsPage;
}

function idsOf({ nodes }: { readonly nodes: readonly { readonly remoteId: string }[] }): string[] {
  return nodes.map(({ remoteId }) => remoteId);
}

function expectRefusal({ data, errors }: Answer<object>, path: string): void {
  expect(errors).toMatchObject([{ code: 'BAD_USER_INPUT', path: [path] }]);
  expect(data).toEqual({ [path]: null });
}

async function expectReportsRefusal(variables: ReportsVariables): Promise<void> {
  expectRefusal(await graph.ask(REPORTS, variables, acme), 'reports');
}

const policyId = (remoteId: string): string => encodeRecordId('POLICY', acme.instanceId, remoteId);
const employeeId = (remoteId: string): string => encodeRecordId('EMPLOYEE', acme.instanceId, remoteId);

describe('root lists', () => {
  test('show the reports of all instances of the organization, latest opened first', async () => {
    const page = await list({});
    expect(idsOf(page)).toEqual(['R6', 'R5', 'R4', 'R3', 'R2', 'R1']);
    expect(page.totalCount).toBe(6);
    expect(page.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: false });
  });

  test('are paged by cursors without gap or overlap', async () => {
    const seen: string[] = [];
    let after: string | null = null;
    for (let page = 0; page < 3; page += 1) {
      const { nodes, edges, pageInfo, totalCount } = await list({ first: 2, after });
      seen.push(...nodes.map(({ remoteId }) => remoteId));
      expect(edges.map(({ node }) => node)).toEqual(nodes);
      expect(pageInfo).toEqual({
        hasNextPage: page < 2,
        hasPreviousPage: page > 0,
        startCursor: edges[0]?.cursor,
        endCursor: edges[1]?.cursor,
      });
      expect(totalCount).toBe(6);
      after = pageInfo.endCursor;
    }
    expect(seen).toEqual(['R6', 'R5', 'R4', 'R3', 'R2', 'R1']);
    expect((await list({ first: 2, after })).pageInfo).toEqual({
      hasNextPage: false,
      hasPreviousPage: true,
      startCursor: null,
      endCursor: null,
    });
  });

  test.each<[string, () => ReportFilter, string[]]>([
    ['an instance', () => ({ instanceId: [acmeBooks.instanceId] }), ['R6']],
    ['no instance', () => ({ instanceId: [] }), []],
    ['an instance of another organization', () => ({ instanceId: [other.instanceId] }), []],
    ['an instance id that is none', () => ({ instanceId: ['nonsense'] }), []],
    ['an element', () => ({ elementKey: [VENDOR_KEY, 'quickbooks'], status: ['APPROVED'] }), ['R5', 'R4']],
    ['another element', () => ({ elementKey: ['quickbooks'] }), []],
    ['a tag of instances', () => ({ instanceTag: ['test', 'unheard of'] }), ['R6']],
    ['a policy', () => ({ policyId: [policyId('P1')] }), ['R1']],
    ['policies, one of which is no id', () => ({ policyId: ['pol_nonsense', policyId('P1')] }), ['R1']],
    ['an id of another kind', () => ({ policyId: [employeeId('ann@acme.example')] }), []],
    ['a submitter', () => ({ submitterId: [employeeId('bob@acme.example')] }), ['R2']],
    [
      'submitters, one of whom we do not know',
      () => ({ submitterId: ['bob', 'zoe'].map((name) => employeeId(`${name}@acme.example`)) }),
      ['R2'],
    ],
    ['a submitter id that is none', () => ({ submitterId: ['emp_x'] }), []],
    ["a submitter's address", () => ({ submitterEmail: ['BOB@acme.example'] }), ['R2']],
    ['vendor ids as people write them', () => ({ remoteId: ['r4', 'bad id'] }), ['R4']],
    ['a vendor id that cannot be one', () => ({ remoteId: ['bad id'] }), []],
    ['part of the name', () => ({ text: 'trip', status: ['OPEN'] }), ['R3', 'R2', 'R1']],
    ['days', () => ({ createdOn: { from: '2026-07-02', to: '2026-07-03' } }), ['R3', 'R2']],
    ['amounts of one currency', () => ({ total: { currency: 'USD', min: '200.00', max: '300' } }), ['R3', 'R2']],
    ['nulls, which are no conditions', () => ({ status: null, total: null, instanceId: null, text: 'Try' }), ['R6']],
  ])('are narrowed by %s', async (_, filter, expected) => {
    const page = await list({ filter: filter() });
    expect(idsOf(page)).toEqual(expected);
    expect(page.totalCount).toBe(expected.length);
    expect(graph.vendor.lookups).toEqual([]);
  });

  test('take one value where a list is meant', async () => {
    const source = '{ reports(filter: { status: APPROVED, instanceTag: "production" }) { nodes { remoteId } } }';
    expect(await graph.read(source, {}, acme)).toEqual({
      reports: { nodes: [{ remoteId: 'R5' }, { remoteId: 'R4' }] },
    });
  });

  test('are ordered as asked for; totals within one currency', async () => {
    const byName = await list({ orderBy: { field: 'NAME', direction: 'ASC' }, first: 2 });
    expect(idsOf(byName)).toEqual(['R1', 'R2']);
    const byTotal = await list({ orderBy: { field: 'TOTAL' }, filter: { total: { currency: 'USD' } } });
    expect(idsOf(byTotal)).toEqual(['R4', 'R3', 'R2', 'R1']);
    const refused = await graph.ask(REPORTS, { orderBy: { field: 'TOTAL' } }, acme);
    expectRefusal(refused, 'reports');
    expect(refused.errors[0]?.message).toContain('filter: { total: { currency');
  });

  test('refuse page sizes and cursors that are not theirs', async () => {
    await expectReportsRefusal({ first: 0 });
    await expectReportsRefusal({ first: 501 });
    await expectReportsRefusal({ after: 'nonsense' });
    const after = (await list({ first: 1 })).pageInfo.endCursor;
    await expectReportsRefusal({ after, orderBy: { field: 'NAME' } });
    await expectReportsRefusal({ after, filter: { status: ['OPEN'] } });
    const answer = await graph.ask(REPORTS, { first: 1, after, filter: { status: null } }, acme);
    expect(answer.errors).toEqual([]);
  });

  test('need a caller, and show one who is narrowed to an instance that instance only', async () => {
    const nobody = await graph.ask(REPORTS, {}, null);
    expect(nobody.errors).toMatchObject([{ code: 'UNAUTHENTICATED', path: ['reports'] }]);
    const narrowed = {
      organizationId: acme.organizationId,
      userId: acme.organizationId,
      instanceId: acmeBooks.instanceId,
    };
    const answer = await graph.ask(REPORTS, {}, narrowed);
    expect(idsOf(answer.data?.reports as ReportsPage)).toEqual(['R6']);
  });

  test('exist for expenses, policies and employees too', async () => {
    const source = `{
      expenses(filter: { amount: { currency: "USD" } }, orderBy: { field: AMOUNT }) { nodes { merchant amount { amount currency } } }
      policies { nodes { name } }
      employees(filter: { managerId: ["${employeeId('ann@acme.example')}"] }) { nodes { name manager { name } } }
    }`;
    const { data, errors } = await graph.ask(source, {}, acme);
    expect(errors).toEqual([]);
    expect(data).toEqual({
      expenses: {
        nodes: [
          { merchant: 'Inn', amount: { amount: '9.00', currency: 'USD' } },
          { merchant: 'Cab', amount: { amount: '5.00', currency: 'USD' } },
        ],
      },
      policies: { nodes: [{ name: 'Sales' }, { name: 'Staff' }] },
      employees: { nodes: [{ name: 'Bob', manager: { name: 'Ann' } }] },
    });
    const refused = '{ expenses(orderBy: { field: AMOUNT, direction: ASC }) { nodes { id } } }';
    expectRefusal(await graph.ask(refused, {}, acme), 'expenses');
  });

  test('narrow expenses by report, policy and employee', async () => {
    const source = `query ($filter: ExpenseFilter) { expenses(filter: $filter) { totalCount } }`;
    const count = async (filter: Record<string, unknown>): Promise<unknown> =>
      (await graph.ask(source, { filter }, acme)).data?.['expenses'];
    expect(await count({ reportId: encodeRecordId('REPORT', acme.instanceId, 'R1') })).toEqual({ totalCount: 3 });
    expect(await count({ policyId: [policyId('P2')] })).toEqual({ totalCount: 0 });
    expect(await count({ employeeId: [employeeId('ann@acme.example')] })).toEqual({ totalCount: 0 });
    expect(await count({ isReported: true, hasReceipt: false, kind: ['EXPENSE'] })).toEqual({ totalCount: 3 });
  });
});

describe('lists within records', () => {
  test('have pages of their own: the expenses of a report, earliest first', async () => {
    const source = graphql(`
      query ReportExpenses($id: ID!, $after: String) {
        report(id: $id) {
          expenses(first: 2, after: $after) {
            totalCount
            nodes {
              merchant
            }
            pageInfo {
              endCursor
            }
          }
        }
      }
    `);
    const id = encodeRecordId('REPORT', acme.instanceId, 'R1');
    const first = await graph.read(source, { id }, acme);
    expect(first.report?.expenses).toMatchObject({ totalCount: 3, nodes: [{ merchant: 'Inn' }, { merchant: 'Bar' }] });
    const after = first.report?.expenses.pageInfo.endCursor;
    const second = await graph.read(source, { id, after }, acme);
    expect(second).toMatchObject({ report: { expenses: { nodes: [{ merchant: 'Cab' }] } } });
    const elsewhere = await graph.ask(source, { id: encodeRecordId('REPORT', acme.instanceId, 'R2'), after }, acme);
    expect(elsewhere.errors).toMatchObject([{ code: 'BAD_USER_INPUT', path: ['report', 'expenses'] }]);
  });

  test('take the same filter as root lists: what an employee submitted', async () => {
    const source = graphql(`
      query ReportsOfEmployee($id: ID!, $filter: ReportFilter) {
        employee(id: $id) {
          reports(filter: $filter, orderBy: { field: NAME, direction: ASC }) {
            totalCount
            nodes {
              remoteId
            }
          }
        }
      }
    `);
    const reports = async (filter: ReportFilter | null): Promise<string[]> => {
      const { employee } = await graph.read(source, { id: employeeId('ann@acme.example'), filter }, acme);
      const nodes = employee?.reports?.nodes ?? [];
      expect(employee?.reports?.totalCount).toBe(nodes.length);
      return idsOf({ nodes });
    };
    expect(await reports(null)).toEqual(['R1', 'R3', 'R4', 'R5']);
    expect(await reports({ status: ['APPROVED'] })).toEqual(['R4', 'R5']);
    expect(await reports({ remoteId: ['r3'] })).toEqual(['R3']);
    expect(
      await reports({ instanceId: [acme.instanceId], elementKey: [VENDOR_KEY], instanceTag: ['production'] }),
    ).toHaveLength(4);
    expect(await reports({ instanceId: [acmeBooks.instanceId] })).toEqual([]);
    expect(await reports({ elementKey: ['quickbooks'] })).toEqual([]);
    expect(await reports({ instanceTag: ['test'] })).toEqual([]);
  });
});

describe('lists of an instance', () => {
  const SOURCE = `query ($id: ID!, $filter: ReportFilter, $maxAge: Int) {
    instance(id: $id) {
      name
      reports(filter: $filter, maxAge: $maxAge) {
        nodes { remoteId }
        freshness { state fetchedAt error { code message } sources { instance { name } state } }
      }
    }
  }`;

  test('show its records, and how fresh they are', async () => {
    const { data, errors } = await graph.ask(SOURCE, { id: acmeBooks.instanceId }, acme);
    expect(errors).toEqual([]);
    expect(data).toEqual({
      instance: {
        name: 'Acme tests',
        reports: {
          nodes: [{ remoteId: 'R6' }],
          freshness: {
            state: 'FRESH',
            fetchedAt: '2026-08-15T12:00:00.000Z',
            error: null,
            sources: [{ instance: { name: 'Acme tests' }, state: 'FRESH' }],
          },
        },
      },
    });
    expect(graph.vendor.lists).toEqual([]);
  });

  test('show nothing under a filter that names another instance', async () => {
    const filter = { instanceId: [acme.instanceId] };
    const { data } = await graph.ask(SOURCE, { id: acmeBooks.instanceId, filter }, acme);
    expect(data).toMatchObject({ instance: { reports: { nodes: [] } } });
  });

  test('refuse a negative age, and leave the instance standing', async () => {
    const { data, errors } = await graph.ask(SOURCE, { id: acme.instanceId, maxAge: -1 }, acme);
    expect(data).toEqual({ instance: { name: 'Acme', reports: null } });
    expect(errors).toMatchObject([{ code: 'BAD_USER_INPUT', path: ['instance', 'reports'] }]);
  });

  test('are null, with what there is, where the element has none', async () => {
    const books = await graph.createInstance({
      organizationId: other.organizationId,
      elementKey: 'taxify',
      name: 'Tax',
    });
    const source = '{ instances { nodes { name expenses { totalCount } } } reports { totalCount } }';
    const { data, errors } = await graph.ask(source, {}, other);
    expect(data).toEqual({
      instances: {
        nodes: [
          { name: 'Other company', expenses: { totalCount: 0 } },
          { name: 'Tax', expenses: null },
        ],
      },
      reports: { totalCount: 1 },
    });
    expect(errors).toMatchObject([
      {
        code: 'UNSUPPORTED_OPERATION',
        path: ['instances', 'nodes', 1, 'expenses'],
        elementKey: 'taxify',
        supported: expect.arrayContaining([{ resource: 'ADDRESSES', operations: ['VERIFY'] }]),
      },
    ]);
    expect(errors[0]?.message).toContain('has no list of expenses');
    await graph.database.deleteInstance(books.instanceId);
  });
});
