import type { RecordBatch } from '../../src/adapters/records';
import { buildEmployee, buildExpense, buildPolicy, buildReport, usd } from '../support/record-builders';
import { createRecordGraph, type RecordGraph } from '../support/record-graph';
import type { StoreTarget } from '../../src/persistence/repositories/record-upsert';

const PAGE = `query ($first: Int!) {
  reports(first: $first) {
    totalCount
    freshness { state sources { instance { name } } }
    pageInfo { hasNextPage endCursor }
    nodes {
      name
      submitter { name manager { name memberships { role policy { name } } } }
      approvers { name employee { name } }
      history { action actor { name } }
      policy { name categories { name } employees(first: 2) { nodes { name } } }
      instance { name }
      vendorFields(only: ["color"])
      expenses(first: 3) { totalCount freshness { state } nodes { merchant employee { name } } }
    }
  }
}`;

function buildBatch(count: number): RecordBatch {
  const numbers = Array.from({ length: count }, (_, index) => index);
  const person = (number: number): string => `person${number}@acme.example`;
  return {
    policies: numbers.map((number) => buildPolicy(`POL${number}`, { name: `Policy ${number}`, categories: [] })),
    employees: numbers.map((number) =>
      buildEmployee(person(number), {
        email: person(number),
        name: `Person ${number}`,
        managerRemoteId: person((number + 1) % count),
        memberships: [
          {
            policyRemoteId: `POL${number}`,
            role: 'MEMBER',
            submitsToRemoteId: null,
            forwardsToRemoteId: null,
            approvalLimit: null,
            overLimitApproverRemoteId: null,
          },
        ],
      }),
    ),
    reports: numbers.map((number) =>
      buildReport(`R${number}`, {
        submitterEmail: person(number),
        policyRemoteId: `POL${number}`,
        approvals: [{ email: person(number), name: null, approvedAt: null, approvedOn: null }],
        history: [{ at: null, action: 'submit', actorEmail: person(number), message: null }],
        vendorFields: { color: 'red', size: number },
        expenses: [1, 2, 3, 4].map((expense) =>
          buildExpense(`T${number}x${expense}`, {
            reportRemoteId: `R${number}`,
            employeeEmail: person(number),
            merchant: `Merchant ${expense}`,
            amount: usd('1.00'),
            date: `2026-08-0${expense}`,
          }),
        ),
      }),
    ),
  };
}

describe.each(['compiled', 'graphql-js'] as const)('run by %s', (executor) => {
  let graph: RecordGraph;
  let target: StoreTarget;

  beforeAll(async () => {
    graph = await createRecordGraph(executor);
    target = await graph.createInstance({ name: 'Acme' });
    await graph.store(target, buildBatch(60));
  });
  afterAll(() => graph.drop());

  test('the statements of a page do not grow with it', async () => {
    const small = await graph.ask(PAGE, { first: 2 }, target);
    const large = await graph.ask(PAGE, { first: 60 }, target);
    expect(small.errors).toEqual([]);
    expect(large.errors).toEqual([]);
    const nodes = (large.data as { reports: { nodes: unknown[] } }).reports.nodes;
    expect(nodes).toHaveLength(60);
    expect(nodes[0]).toEqual({
      name: expect.stringMatching(/^Report R\d+$/),
      submitter: {
        name: expect.stringMatching(/^Person/),
        manager: {
          name: expect.stringMatching(/^Person/),
          memberships: [{ role: 'MEMBER', policy: { name: expect.stringMatching(/^Policy/) } }],
        },
      },
      approvers: [{ name: null, employee: { name: expect.stringMatching(/^Person/) } }],
      history: [{ action: 'submit', actor: { name: expect.stringMatching(/^Person/) } }],
      policy: { name: expect.stringMatching(/^Policy/), categories: [], employees: { nodes: [expect.anything()] } },
      instance: { name: 'Acme' },
      vendorFields: { color: 'red' },
      expenses: {
        totalCount: 4,
        freshness: { state: 'FRESH' },
        nodes: [1, 2, 3].map((expense) => ({
          merchant: `Merchant ${expense}`,
          employee: { name: expect.stringMatching(/^Person/) },
        })),
      },
    });
    expect(large.sqlStatements).toBeLessThanOrEqual(small.sqlStatements);
    expect(graph.vendor.lookups).toEqual([]);
  });

  test.each([2, 60])('seven statements make a table of %i reports', async (first) => {
    const source = `query ($first: Int!) {
      reports(first: $first) {
        nodes {
          submitter { manager { name } } policy { name } instance { name }
          expenses(first: 3) { totalCount nodes { merchant } }
        }
      }
    }`;
    const answer = await graph.ask(source, { first }, target);
    expect(answer.errors).toEqual([]);
    // Instances, reports, submitters, managers, policies, expenses and their counts.
    expect(answer.sqlStatements).toBe(7);
  });

  test.each([
    ['report', 'reports', '{ id name total { amount } }'],
    ['expense', 'expenses', '{ id merchant amount { amount } }'],
    ['policy', 'policies', '{ id name }'],
    ['employee', 'employees', '{ id name }'],
  ])('a %s by its id is one statement, and so are several', async (one, all, selection) => {
    const { [all]: list } = await graph.read<{ [list: string]: { nodes: { id: string }[] } }>(
      `{ ${all}(first: 3) { nodes ${selection} } }`,
      {},
      target,
    );
    const nodes = list!.nodes;
    const ask = (ids: readonly string[], more = '') =>
      graph.ask(`{ ${ids.map((id, n) => `r${n}: ${one}(id: "${id}"${more}) ${selection}`).join(' ')} }`, {}, target);
    const [single, several] = [await ask([nodes[0]!.id]), await ask(nodes.map(({ id }) => id))];
    expect(single).toEqual({ data: { r0: nodes[0] }, errors: [], sqlStatements: 1 });
    expect(several).toEqual({ data: { r0: nodes[0], r1: nodes[1], r2: nodes[2] }, errors: [], sqlStatements: 1 });
    // Asked for as young as that, they still are: nobody is asked.
    expect(await ask([nodes[0]!.id], ', maxAge: 60')).toEqual(single);
    expect(graph.vendor.lookups).toEqual([]);
  });

  test('a list is one statement besides finding the instances; counts and freshness cost when they are selected', async () => {
    const statements = async (selection: string): Promise<number> => {
      const answer = await graph.ask(`{ reports(first: 5) { ${selection} } }`, {}, target);
      expect(answer.errors).toEqual([]);
      return answer.sqlStatements;
    };
    expect(await statements('__typename')).toBe(1);
    expect(await statements('nodes { name }')).toBe(2);
    expect(await statements('nodes { name } edges { cursor node { id } } pageInfo { endCursor }')).toBe(2);
    expect(await statements('totalCount')).toBe(2);
    expect(await statements('freshness { state fetchedAt error { message } sources { instance { name } } }')).toBe(2);
    expect(await statements('nodes { name } totalCount freshness { state }')).toBe(4);
  });
});
