import { encodeRecordId } from '../../src/record-id';
import type { StoreTarget } from '../../src/persistence/repositories/record-upsert';
import { graphql } from '../generated';
import { buildEmployee, buildExpense, buildPolicy, buildReport, usd } from '../support/record-builders';
import { createRecordGraph, type RecordGraph } from '../support/record-graph';

let graph: RecordGraph;
let acme: StoreTarget;
let other: StoreTarget;

beforeAll(async () => {
  graph = await createRecordGraph();
  acme = await graph.createInstance({ name: 'Acme' });
  other = await graph.createInstance({ name: 'Other company' });
  await graph.store(acme, {
    policies: [
      buildPolicy('P1', {
        name: 'Sales',
        currency: 'USD',
        ownerEmail: 'ann@acme.example',
        categories: [
          {
            name: 'Travel',
            enabled: true,
            ledgerCode: '4400',
            payrollCode: null,
            commentRequired: true,
            commentHint: 'Where to?',
            maxExpenseAmount: usd('100.00'),
          },
        ],
        tagGroups: [
          {
            level: 1,
            name: 'Project',
            required: null,
            tags: ['Alpha', 'Beta', 'Gamma'].map((name) => ({
              name,
              enabled: true,
              ledgerCode: null,
              approverEmail: null,
            })),
          },
          { level: 2, name: null, required: true, tags: [] },
        ],
        reportFields: [{ name: 'Region', type: 'LIST', vendorType: 'dropdown', values: ['North', 'South'] }],
        tax: {
          name: 'VAT',
          rates: [{ remoteId: 't1', name: 'Full', ratePercent: '20' }],
          defaultRateRemoteId: 't1',
        },
        limits: { maxExpenseAmount: usd('500.00'), receiptRequiredAbove: null, maxExpenseAgeDays: 90 },
        vendorFields: { type: 'corporate', plan: 7 },
      }),
      buildPolicy('P2'),
    ],
    employees: [
      buildEmployee('ann@acme.example', { email: 'ann@acme.example', name: 'Ann', role: 'ADMIN' }),
      buildEmployee('bob@acme.example', {
        email: 'bob@acme.example',
        name: 'Bob',
        approverRemoteId: 'ann@acme.example',
        memberships: [
          {
            policyRemoteId: 'P1',
            role: 'MEMBER',
            submitsToRemoteId: 'ann@acme.example',
            forwardsToRemoteId: null,
            approvalLimit: usd('50.00'),
            overLimitApproverRemoteId: 'ann@acme.example',
          },
        ],
      }),
    ],
    reports: [
      buildReport('R1', {
        name: 'Trip',
        status: 'REIMBURSED',
        vendorStatus: 'REIMBURSED',
        total: usd('14.5'),
        submitterEmail: 'bob@acme.example',
        nextApproverEmail: 'ann@acme.example',
        policyRemoteId: 'P1',
        createdOn: '2026-07-01',
        submittedAt: new Date('2026-07-02T09:00:00Z'),
        submittedOn: '2026-07-02',
        reimbursement: { method: 'RECORDED', reference: null, source: 'Payroll' },
        approvals: [
          { email: 'ann@acme.example', name: 'Ann', approvedAt: '2026-07-03T09:00:00.000Z', approvedOn: '2026-07-03' },
          { email: null, name: 'Somebody', approvedAt: null, approvedOn: null },
        ],
        history: [{ at: '2026-07-02T09:00:00.000Z', action: 'submit', actorEmail: 'bob@acme.example', message: null }],
        customFields: [{ name: 'Region', value: 'North' }],
        webUrl: 'https://vendor.example/r1',
        expenses: [
          buildExpense('T1', {
            reportRemoteId: 'R1',
            employeeEmail: 'bob@acme.example',
            amount: usd('14.50'),
            originalAmount: { amount: '1500', currency: 'JPY' },
            exchangeRate: '0.0096',
            tax: { amount: null, ratePercent: '20', name: 'VAT', code: null },
            category: { name: 'Travel', ledgerCode: '4400' },
            tags: [{ level: 1, name: 'Alpha', ledgerCode: null }],
            receipt: {
              remoteId: '9',
              fileName: 'r.jpg',
              contentType: null,
              url: 'https://vendor.example/9',
              access: 'VENDOR_LOGIN',
            },
            attendees: [{ email: null, name: 'Guest' }],
            distance: { quantity: '12.5', unit: 'KILOMETER', rate: { amount: '0.30', currency: 'EUR' } },
            paymentMethod: 'CARD',
          }),
        ],
      }),
      buildReport('R2'),
    ],
  });
  await graph.store(other, { reports: [buildReport('R9')] });
});
afterAll(() => graph.drop());

const idOf = (kind: 'REPORT' | 'POLICY' | 'EMPLOYEE' | 'EXPENSE', remoteId: string): string =>
  encodeRecordId(kind, acme.instanceId, remoteId);

test('a report has its facts, and what it refers to', async () => {
  const source = graphql(`
    query ReportFacts($id: ID!) {
      report(id: $id) {
        id
        remoteId
        name
        status
        vendorStatus
        total {
          amount
          currency
        }
        submitterEmail
        submitter {
          name
          approver {
            name
          }
        }
        nextApprover {
          name
        }
        policy {
          name
        }
        createdAt
        createdOn
        submittedAt
        submittedOn
        reimbursement {
          method
          reference
          source
        }
        approvers {
          name
          email
          approvedAt
          approvedOn
          employee {
            name
          }
        }
        history {
          at
          action
          actorEmail
          actor {
            name
          }
          message
        }
        customFields {
          name
          value
        }
        webUrl
        fetchedAt
        instance {
          id
          name
        }
      }
    }
  `);
  const { report } = await graph.read(source, { id: idOf('REPORT', 'R1') }, acme);
  expect(report).toEqual({
    id: idOf('REPORT', 'R1'),
    remoteId: 'R1',
    name: 'Trip',
    status: 'REIMBURSED',
    vendorStatus: 'REIMBURSED',
    total: { amount: '14.50', currency: 'USD' },
    submitterEmail: 'bob@acme.example',
    submitter: { name: 'Bob', approver: { name: 'Ann' } },
    nextApprover: { name: 'Ann' },
    policy: { name: 'Sales' },
    createdAt: null,
    createdOn: '2026-07-01',
    submittedAt: '2026-07-02T09:00:00.000Z',
    submittedOn: '2026-07-02',
    reimbursement: { method: 'RECORDED', reference: null, source: 'Payroll' },
    approvers: [
      {
        name: 'Ann',
        email: 'ann@acme.example',
        approvedAt: '2026-07-03T09:00:00.000Z',
        approvedOn: '2026-07-03',
        employee: { name: 'Ann' },
      },
      { name: 'Somebody', email: null, approvedAt: null, approvedOn: null, employee: null },
    ],
    history: [
      {
        at: '2026-07-02T09:00:00.000Z',
        action: 'submit',
        actorEmail: 'bob@acme.example',
        actor: { name: 'Bob' },
        message: null,
      },
    ],
    customFields: [{ name: 'Region', value: 'North' }],
    webUrl: 'https://vendor.example/r1',
    fetchedAt: '2026-08-15T12:00:00.000Z',
    instance: { id: acme.instanceId, name: 'Acme' },
  });
});

test('a report of which little is known has nulls and empty lists', async () => {
  const source = graphql(`
    query BareReport($id: ID!) {
      report(id: $id) {
        total {
          amount
        }
        submitter {
          id
        }
        nextApprover {
          id
        }
        policy {
          id
        }
        approvers {
          name
        }
        history {
          action
        }
        vendorFields
        expenses {
          nodes {
            id
          }
          pageInfo {
            endCursor
          }
        }
      }
    }
  `);
  const { report } = await graph.read(source, { id: idOf('REPORT', 'R2') }, acme);
  expect(report).toEqual({
    total: null,
    submitter: null,
    nextApprover: null,
    policy: null,
    approvers: [],
    history: null,
    vendorFields: {},
    expenses: { nodes: [], pageInfo: { endCursor: null } },
  });
});

test('an expense has its parts, its report and its owner', async () => {
  const source = graphql(`
    query ExpenseFacts($id: ID!) {
      expense(id: $id) {
        kind
        amount {
          amount
          currency
        }
        originalAmount {
          amount
          currency
        }
        exchangeRate
        tax {
          amount {
            amount
          }
          ratePercent
          name
        }
        category {
          name
          ledgerCode
        }
        tags {
          level
          name
        }
        receipt {
          remoteId
          url
          access
        }
        attendees {
          name
        }
        distance {
          quantity
          unit
          rate {
            amount
            currency
          }
        }
        paymentMethod
        billable
        card {
          name
        }
        report {
          name
        }
        employee {
          name
        }
      }
    }
  `);
  const { expense } = await graph.read(source, { id: idOf('EXPENSE', 'T1') }, acme);
  expect(expense).toEqual({
    kind: 'EXPENSE',
    amount: { amount: '14.50', currency: 'USD' },
    originalAmount: { amount: '1500', currency: 'JPY' },
    exchangeRate: '0.0096',
    tax: { amount: null, ratePercent: '20', name: 'VAT' },
    category: { name: 'Travel', ledgerCode: '4400' },
    tags: [{ level: 1, name: 'Alpha' }],
    receipt: { remoteId: '9', url: 'https://vendor.example/9', access: 'VENDOR_LOGIN' },
    attendees: [{ name: 'Guest' }],
    distance: { quantity: '12.5', unit: 'KILOMETER', rate: { amount: '0.30', currency: 'EUR' } },
    paymentMethod: 'CARD',
    billable: null,
    card: null,
    report: { name: 'Trip' },
    employee: { name: 'Bob' },
  });
});

test('a policy has its settings, or null where they may not be read', async () => {
  const source = graphql(`
    query PolicySettings($id: ID!) {
      policy(id: $id) {
        currency
        owner {
          name
        }
        accessRole
        categories {
          name
          ledgerCode
          commentRequired
          commentHint
          maxExpenseAmount {
            amount
          }
        }
        tagGroups {
          level
          name
          required
          tags {
            totalCount
          }
        }
        reportFields {
          name
          type
          vendorType
          values
        }
        tax {
          name
          rates {
            name
          }
          defaultRate {
            name
            ratePercent
          }
        }
        limits {
          maxExpenseAmount {
            amount
          }
          receiptRequiredAbove {
            amount
          }
          maxExpenseAgeDays
        }
        employees {
          totalCount
          nodes {
            name
          }
        }
        vendorFields(only: ["plan", "unheard of"])
      }
    }
  `);
  const { policy } = await graph.read(source, { id: idOf('POLICY', 'P1') }, acme);
  expect(policy).toEqual({
    currency: 'USD',
    owner: { name: 'Ann' },
    accessRole: 'ADMIN',
    categories: [
      {
        name: 'Travel',
        ledgerCode: '4400',
        commentRequired: true,
        commentHint: 'Where to?',
        maxExpenseAmount: { amount: '100.00' },
      },
    ],
    tagGroups: [
      { level: 1, name: 'Project', required: null, tags: { totalCount: 3 } },
      { level: 2, name: null, required: true, tags: { totalCount: 0 } },
    ],
    reportFields: [{ name: 'Region', type: 'LIST', vendorType: 'dropdown', values: ['North', 'South'] }],
    tax: { name: 'VAT', rates: [{ name: 'Full' }], defaultRate: { name: 'Full', ratePercent: '20' } },
    limits: { maxExpenseAmount: { amount: '500.00' }, receiptRequiredAbove: null, maxExpenseAgeDays: 90 },
    employees: { totalCount: 1, nodes: [{ name: 'Bob' }] },
    vendorFields: { plan: 7 },
  });
  const bare = await graph.read(source, { id: idOf('POLICY', 'P2') }, acme);
  expect(bare.policy).toMatchObject({ categories: null, tagGroups: null, reportFields: null, tax: null, limits: null });
});

test('the tags of a policy have pages; a cursor is good for its own level', async () => {
  const source = graphql(`
    query PolicyTags($id: ID!, $first: Int!, $after: String) {
      policy(id: $id) {
        tagGroups {
          tags(first: $first, after: $after) {
            nodes {
              name
            }
            pageInfo {
              hasNextPage
              hasPreviousPage
              endCursor
            }
          }
        }
      }
    }
  `);
  const id = idOf('POLICY', 'P1');
  const first = (await graph.read(source, { id, first: 2 }, acme)).policy?.tagGroups?.[0]?.tags;
  expect(first?.nodes).toEqual([{ name: 'Alpha' }, { name: 'Beta' }]);
  expect(first?.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
  const { data, errors } = await graph.ask(source, { id, first: 2, after: first?.pageInfo.endCursor }, acme);
  expect(data).toEqual({ policy: { tagGroups: null } });
  expect(errors).toMatchObject([{ code: 'BAD_USER_INPUT', path: ['policy', 'tagGroups', 1, 'tags'] }]);
});

test('an employee has a membership in each policy', async () => {
  const source = graphql(`
    query Memberships($id: ID!) {
      employee(id: $id) {
        role
        isActive
        memberships {
          policy {
            name
          }
          role
          submitsTo {
            name
          }
          forwardsTo {
            name
          }
          approvalLimit {
            amount
            currency
          }
          overLimitApprover {
            name
          }
        }
      }
    }
  `);
  const { employee } = await graph.read(source, { id: idOf('EMPLOYEE', 'bob@acme.example') }, acme);
  expect(employee).toEqual({
    role: 'MEMBER',
    isActive: null,
    memberships: [
      {
        policy: { name: 'Sales' },
        role: 'MEMBER',
        submitsTo: { name: 'Ann' },
        forwardsTo: null,
        approvalLimit: { amount: '50.00', currency: 'USD' },
        overLimitApprover: { name: 'Ann' },
      },
    ],
  });
});

describe('one record by id', () => {
  const SOURCE = graphql(`
    query OneOfEach($id: ID!, $maxAge: Int) {
      report(id: $id, maxAge: $maxAge) {
        remoteId
        name
      }
      expense(id: $id, maxAge: $maxAge) {
        remoteId
      }
      policy(id: $id, maxAge: $maxAge) {
        remoteId
      }
      employee(id: $id, maxAge: $maxAge) {
        remoteId
      }
    }
  `);
  const NONE = { report: null, expense: null, policy: null, employee: null };

  test('is found under the field of its kind', async () => {
    const report = await graph.read(SOURCE, { id: idOf('REPORT', 'R1') }, acme);
    expect(report).toEqual({ ...NONE, report: { remoteId: 'R1', name: 'Trip' } });
    const employee = await graph.read(SOURCE, { id: idOf('EMPLOYEE', 'ann@acme.example') }, acme);
    expect(employee).toEqual({ ...NONE, employee: { remoteId: 'ann@acme.example' } });
  });

  test.each([
    ['malformed', () => 'nonsense'],
    ['of another organization', () => encodeRecordId('REPORT', other.instanceId, 'R9')],
    ['of no instance', () => encodeRecordId('REPORT', acme.organizationId, 'R1')],
  ])('is null when the id is %s', async (_, id) => {
    expect(await graph.read(SOURCE, { id: id() }, acme)).toEqual(NONE);
  });

  test('is fetched from the vendor when we do not have it', async () => {
    graph.vendor.answer = { reports: [buildReport('R7', { name: 'New' })] };
    const read = await graph.read(SOURCE, { id: idOf('REPORT', 'R7') }, acme);
    expect(read).toEqual({ ...NONE, report: { remoteId: 'R7', name: 'New' } });
    expect(graph.vendor.lookups).toEqual([{ resource: 'REPORTS', remoteIds: ['R7'] }]);
  });

  test('needs a caller and an age that can be, whatever the id', async () => {
    const nobody = await graph.ask(SOURCE, { id: 'nonsense' }, null);
    expect(nobody.data).toEqual(NONE);
    expect(nobody.errors.map(({ code }) => code)).toEqual(Array(4).fill('UNAUTHENTICATED'));
    const refused = await graph.ask(SOURCE, { id: 'nonsense', maxAge: -1 }, acme);
    expect(refused.errors.map(({ code }) => code)).toEqual(Array(4).fill('BAD_USER_INPUT'));
  });
});
