import type { ExpenseRecord, LedgerPostingValue, RecordBatch } from '../../src/adapters/records';
import { encodeRecordId } from '../../src/record-id';
import type { StoreTarget } from '../../src/persistence/repositories/record-upsert';
import { buildBookEntry, buildEmployee, buildExpense, usd } from '../support/record-builders';
import { createRecordGraph, type RecordGraph } from '../support/record-graph';

const NO_POSTING: LedgerPostingValue = {
  accountRemoteId: null,
  paidFromRemoteId: null,
  departmentRemoteId: null,
  trackingClassRemoteId: null,
  customerRemoteId: null,
  documentNumber: null,
  dueOn: null,
  balance: null,
};

const account = (remoteId: string, facts: Parameters<typeof buildBookEntry>[2] = {}) =>
  buildBookEntry('LEDGER_ACCOUNT', remoteId, {
    account: { kind: 'EXPENSE', vendorType: 'Expense', number: `60${remoteId}` },
    ...facts,
  });

/** So many bills, each with entries of books of its own. */
function buildBooks(count: number): RecordBatch {
  const numbers = Array.from({ length: count }, (_, index) => String(index + 1));
  const posting = (id: string): LedgerPostingValue => ({
    ...NO_POSTING,
    accountRemoteId: id,
    trackingClassRemoteId: id,
    departmentRemoteId: id,
    customerRemoteId: id,
  });
  const bill = (id: string): ExpenseRecord =>
    buildExpense(id, {
      kind: 'BILL',
      date: '2026-05-01',
      amount: usd('30.00'),
      payee: { kind: 'SUPPLIER', remoteId: id, name: `Supplier ${id}` },
      posting: { ...posting(id), paidFromRemoteId: '33', documentNumber: `B-${id}`, balance: usd('10.00') },
      lines: [
        { amount: '10.00', number: 1 },
        { amount: '20.00', number: 2 },
      ].map(({ amount, number }) => ({
        number,
        description: `Part ${number}`,
        amount: usd(amount),
        tax: null,
        category: null,
        tags: [],
        billable: false,
        posting: posting(id),
      })),
    });
  return {
    bookEntries: [
      account('33', { name: 'Payable', account: { kind: 'PAYABLE', vendorType: 'Accounts Payable', number: null } }),
      ...numbers.filter((id) => id !== '33').map((id) => account(id, { parentRemoteId: '33' })),
      ...numbers.flatMap((id) => [
        buildBookEntry('SUPPLIER', id, { name: `Supplier ${id}`, vendorFields: { Id: id, SyncToken: '0' } }),
        buildBookEntry('CUSTOMER', id),
        buildBookEntry('TRACKING_CLASS', id),
        buildBookEntry('DEPARTMENT', id),
      ]),
    ],
    employees: [buildEmployee('54', { name: 'John Johnson' })],
    expenses: numbers.map(bill),
  };
}

const BILLS = `query ($first: Int!) {
  expenses(first: $first, filter: { kind: BILL }) {
    nodes {
      kind remoteId
      payee { name supplier { name vendorFields } employee { name } customer { name } }
      posting {
        documentNumber balance { amount } account { name kind parent { name } } paidFrom { name kind }
        department { name } trackingClass { name fullName parent { name } } customer { name isProject }
      }
      lines { number amount { amount } posting { account { number } trackingClass { name } } }
    }
  }
}`;

describe.each(['compiled', 'graphql-js'] as const)('books, with operations run by %s', (executor) => {
  let graph: RecordGraph;
  let target: StoreTarget;
  let other: StoreTarget;

  beforeAll(async () => {
    graph = await createRecordGraph(executor);
    target = await graph.createInstance({ name: 'Acme' });
    other = await graph.createInstance({ name: 'Other company' });
    await graph.store(target, buildBooks(40));
    await graph.store(other, buildBooks(1));
  });
  afterAll(() => graph.drop());

  test('the statements of a page of bills do not grow with it', async () => {
    const small = await graph.ask(BILLS, { first: 2 }, target);
    const large = await graph.ask<{ expenses: { nodes: unknown[] } }>(BILLS, { first: 40 }, target);

    expect([small.errors, large.errors]).toEqual([[], []]);
    expect(large.data!.expenses.nodes).toHaveLength(40);
    expect(large.data!.expenses.nodes[39]).toMatchObject({
      kind: 'BILL',
      payee: { supplier: { vendorFields: { SyncToken: '0' } }, employee: null, customer: null },
      posting: {
        balance: { amount: '10.00' },
        account: { kind: 'EXPENSE', parent: { name: 'Payable' } },
        paidFrom: { name: 'Payable', kind: 'PAYABLE' },
        trackingClass: { parent: null },
      },
      lines: [
        { number: 1, amount: { amount: '10.00' } },
        { number: 2, amount: { amount: '20.00' } },
      ],
    });
    expect(large.sqlStatements).toBe(small.sqlStatements);
    expect(graph.vendor.lookups).toEqual([]);
  });

  test('an expense that is not split is its own line, without a posting', async () => {
    const instance = await graph.createInstance();
    await graph.store(instance, {
      expenses: [
        buildExpense('T1', { amount: usd('5.00'), description: 'Taxi', category: { name: 'Travel', ledgerCode: '6' } }),
      ],
    });
    const data = await graph.read(
      '{ expenses { nodes { payee { name } posting { dueOn } lines { number description amount { amount } category { name } posting { dueOn } } } } }',
      {},
      instance,
    );

    expect(data).toEqual({
      expenses: {
        nodes: [
          {
            payee: null,
            posting: null,
            lines: [
              {
                number: 1,
                description: 'Taxi',
                amount: { amount: '5.00' },
                category: { name: 'Travel' },
                posting: null,
              },
            ],
          },
        ],
      },
    });
  });

  test('lists are by full name, page by page, and filtered', async () => {
    const source = `query ($id: ID!, $after: String) {
      instance(id: $id) {
        name
        suppliers(first: 25, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes { name } freshness { state } }
        ledgerAccounts(filter: { kind: PAYABLE }) { nodes { name number vendorType isActive currency balance { amount } } }
        byNumber: ledgerAccounts(filter: { number: ["605"] }) { nodes { remoteId } }
        customers(filter: { text: "customer 7", isActive: true }) { totalCount }
        trackingClasses(filter: { remoteId: ["3", "4", "none"] }) { nodes { remoteId } }
        departments(first: 1) { totalCount }
      }
    }`;
    type Data = { instance: Record<string, { nodes: { name: string }[]; pageInfo: { endCursor: string } }> };
    const first = await graph.read<Data>(source, { id: target.instanceId }, target);
    const { endCursor } = first.instance['suppliers']!.pageInfo;
    const second = await graph.read<Data>(source, { id: target.instanceId, after: endCursor }, target);

    expect(first.instance).toMatchObject({
      suppliers: { totalCount: 40, pageInfo: { hasNextPage: true }, freshness: { state: 'FRESH' } },
      ledgerAccounts: {
        nodes: [{ name: 'Payable', number: null, vendorType: 'Accounts Payable', isActive: null, balance: null }],
      },
      byNumber: { nodes: [{ remoteId: '5' }] },
      customers: { totalCount: 0 },
      trackingClasses: { nodes: [{ remoteId: '3' }, { remoteId: '4' }] },
      departments: { totalCount: 40 },
    });
    const names = [...first.instance['suppliers']!.nodes, ...second.instance['suppliers']!.nodes].map(
      ({ name }) => name,
    );
    expect(names).toEqual([...names].sort());
    expect(new Set(names).size).toBe(40);
  });

  test('references are by id and by the id of their vendor, for the organization alone', async () => {
    const source = `query ($representations: [_Any!]!) {
      _entities(representations: $representations) {
        __typename ... on VendorRecord { remoteId instance { name } } ... on LedgerAccount { kind fullName } ... on Supplier { name }
      }
    }`;
    const instance = { id: target.instanceId };
    const representations = [
      { __typename: 'LedgerAccount', id: encodeRecordId('LEDGER_ACCOUNT', target.instanceId, '33') },
      ...['Supplier', 'Customer', 'TrackingClass', 'Department', 'LedgerAccount'].map((__typename) => ({
        __typename,
        instance,
        remoteId: '5',
      })),
      // Of another kind, and none of ours.
      { __typename: 'Supplier', id: encodeRecordId('CUSTOMER', target.instanceId, '5') },
    ];
    const own = await graph.ask<{ _entities: unknown[] }>(source, { representations }, target);
    const foreign = await graph.ask<{ _entities: unknown[] }>(source, { representations }, other);

    expect(own.errors).toEqual([]);
    expect(own.data!._entities).toMatchObject([
      { __typename: 'LedgerAccount', remoteId: '33', kind: 'PAYABLE', fullName: 'Payable', instance: { name: 'Acme' } },
      { __typename: 'Supplier', remoteId: '5', name: 'Supplier 5' },
      { __typename: 'Customer', remoteId: '5' },
      { __typename: 'TrackingClass', remoteId: '5' },
      { __typename: 'Department', remoteId: '5' },
      { __typename: 'LedgerAccount', remoteId: '5', kind: 'EXPENSE' },
      null,
    ]);
    expect(foreign.data!._entities).toEqual(representations.map(() => null));
  });

  test('a receipt that is kept apart is the receipt of its expense', async () => {
    const instance = await graph.createInstance();
    const expenses = [{ kind: 'PURCHASE', remoteId: '144' }] as const;
    await graph.store(instance, {
      expenses: [buildExpense('144', { kind: 'PURCHASE' }), buildExpense('144', { kind: 'BILL' })],
      receipts: [{ remoteId: '7', fileName: 'fuel.png', contentType: 'image/png', expenses }],
    });
    const source = `{
      with: expenses(filter: { hasReceipt: true }) { nodes { kind receipt { remoteId fileName contentType access } } }
      without: expenses(filter: { hasReceipt: false }) { nodes { kind receipt { remoteId } } }
    }`;

    expect(await graph.read(source, {}, instance)).toEqual({
      with: {
        nodes: [
          {
            kind: 'PURCHASE',
            receipt: { remoteId: '7', fileName: 'fuel.png', contentType: 'image/png', access: 'SIGNED_URL' },
          },
        ],
      },
      without: { nodes: [{ kind: 'BILL', receipt: null }] },
    });
  });

  test('what an element does not keep is told as such', async () => {
    const expensify = await graph.createInstance({ elementKey: 'expensify' });
    const quickbooks = await graph.createInstance({ elementKey: 'quickbooks' });
    const answer = await graph.ask(
      'query ($id: ID!) { instance(id: $id) { company { name } suppliers { totalCount } } }',
      { id: expensify.instanceId },
      expensify,
    );
    const reports = await graph.ask(
      'query ($id: ID!) { instance(id: $id) { reports { totalCount } policies { totalCount } } }',
      { id: quickbooks.instanceId },
      quickbooks,
    );

    expect(answer.data).toEqual({ instance: { company: null, suppliers: null } });
    expect(answer.errors).toMatchObject([{ code: 'UNSUPPORTED_OPERATION', path: ['instance', 'suppliers'] }]);
    expect(reports.data).toEqual({ instance: { reports: null, policies: null } });
    expect(reports.errors).toMatchObject([{ code: 'UNSUPPORTED_OPERATION' }, { code: 'UNSUPPORTED_OPERATION' }]);
    expect(reports.errors[0]!.message).toContain('EXPENSES');
  });
});
