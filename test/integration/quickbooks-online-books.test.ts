import type { SyncRunRow } from '../../src/persistence/repositories/sync-run.repository';
import { readmeBlock } from '../support/readme';
import type { Tenant } from '../support/service-world';
import { QuickBooksBooks } from '../support/quickbooks-books';

const TABLES = ['expenses', 'employees', 'book_entries', 'expense_receipts'];

describe('the books of a company in our tables', () => {
  let books: QuickBooksBooks;
  let acme: Tenant;
  let id: string;

  beforeAll(async () => {
    books = await QuickBooksBooks.start();
    acme = await books.service.createTenant();
  });
  beforeEach(async () => {
    // Room in the limit that all instances of the company share.
    books.clock.advance(60_000);
    id = await books.connect(acme);
  });
  afterEach(() =>
    books.service.query(acme, 'mutation ($i: DeleteInstanceInput!) { deleteInstance(input: $i) { errors { code } } }', {
      i: { id },
    }),
  );
  afterAll(() => books.close());

  const query = <Data = Record<string, unknown>>(source: string, variables: object = {}) =>
    books.service.query<Data>(acme, source, { id, ...variables });
  const everything = `query ($id: ID!, $maxAge: Int) {
    instance(id: $id) {
      company(maxAge: $maxAge) { name legalName country homeCurrency fetchedAt }
      expenses(maxAge: $maxAge) { totalCount freshness { state } }
      employees(maxAge: $maxAge) { totalCount nodes { name role isActive } }
      suppliers(maxAge: $maxAge) { totalCount }
      customers(maxAge: $maxAge) { totalCount }
      ledgerAccounts(maxAge: $maxAge) { totalCount }
      trackingClasses(maxAge: $maxAge) { totalCount }
      departments(maxAge: $maxAge) { totalCount }
    }
  }`;
  const changes = `query ($id: ID!) {
    instance(id: $id) {
      events { nodes { kind resource changedFields record { __typename remoteId } } }
    }
  }`;
  type Changes = {
    instance: { events: { nodes: { kind: string; resource: string; changedFields: string[] }[] } };
  };

  it('are read by one call, whatever and however much is asked for first', async () => {
    let answer!: Awaited<ReturnType<typeof query>>;
    const calls = await books.callsOf(async () => (answer = await query(everything)));

    expect(answer.errors).toBeUndefined();
    expect(answer.data).toEqual({
      instance: {
        company: {
          name: "Craig's Design and Landscaping Services",
          legalName: "Craig's Design and Landscaping Services",
          country: 'US',
          homeCurrency: 'USD',
          fetchedAt: expect.any(String),
        },
        expenses: { totalCount: 50, freshness: { state: 'FRESH' } },
        employees: {
          totalCount: 2,
          nodes: [
            { name: 'Emily Platt', role: 'UNKNOWN', isActive: true },
            { name: 'John Johnson', role: 'UNKNOWN', isActive: true },
          ],
        },
        suppliers: { totalCount: 26 },
        customers: { totalCount: 29 },
        ledgerAccounts: { totalCount: 89 },
        trackingClasses: { totalCount: 0 },
        departments: { totalCount: 0 },
      },
    });
    expect(calls).toEqual(['batch']);
  });

  it('are shown as the README shows them', async () => {
    type Data = { instance: { expenses: { nodes: { lines: unknown[] }[] }; ledgerAccounts: { nodes: unknown[] } } };
    const { data, errors } = await query<Data>(readmeBlock('graphql', 'query Books'));

    expect(errors).toBeUndefined();
    expect(data!.instance.expenses.nodes).toHaveLength(20);
    expect(data!.instance.expenses.nodes[0]).toMatchObject({
      kind: 'PURCHASE',
      date: '2026-05-03',
      amount: { amount: '34.00', currency: 'USD' },
      posting: { paidFrom: { name: 'Mastercard' } },
      lines: [{ number: 1, posting: { account: { fullName: 'Automobile', kind: 'EXPENSE' }, trackingClass: null } }],
    });
    expect(data!.instance.ledgerAccounts.nodes).toHaveLength(4);
  });

  it('are read again by one call where nothing has changed, and where one thing has', async () => {
    await query(everything);
    books.clock.advance(60_000);
    const unchanged = await books.callsOf(() => query(everything, { maxAge: 0 }));
    const bill = await books.post('bill', {
      VendorRef: { value: '56' },
      Line: [
        {
          Amount: 12.5,
          DetailType: 'AccountBasedExpenseLineDetail',
          AccountBasedExpenseLineDetail: { AccountRef: { value: '13' } },
        },
      ],
    });
    books.clock.advance(60_000);
    const changed = await books.callsOf(() => query(everything, { maxAge: 0 }));
    const { data } = await query<Changes>(changes);

    expect([unchanged, changed]).toEqual([['cdc'], ['cdc']]);
    const events = data!.instance.events.nodes;
    expect(events).toContainEqual({
      kind: 'CREATED',
      resource: 'EXPENSES',
      changedFields: [],
      record: { __typename: 'Expense', remoteId: bill['Id'] },
    });
    // What is owed to the supplier, and the account that it is owed on, have changed with it.
    const updated = events.filter(({ kind }) => kind === 'UPDATED');
    expect(updated.map(({ resource }) => resource).sort()).toEqual(expect.arrayContaining(['SUPPLIERS']));
    for (const { changedFields } of updated) expect(changedFields).toContain('balance');
  });

  it('forget what was deleted, of its kind alone', async () => {
    const line = {
      Amount: 1,
      DetailType: 'AccountBasedExpenseLineDetail',
      AccountBasedExpenseLineDetail: { AccountRef: { value: '13' } },
    };
    const credit = await books.post('vendorcredit', { VendorRef: { value: '56' }, Line: [line] });
    const of = `query ($id: ID!, $maxAge: Int, $remoteId: [String!]) {
      instance(id: $id) { expenses(maxAge: $maxAge, filter: { remoteId: $remoteId }) {
        nodes { kind amount { amount } paymentMethod payee { supplier { name } } posting { balance { amount } } }
      } }
    }`;
    const before = await query(of, { remoteId: [credit['Id']] });
    await books.post('vendorcredit?operation=delete', { Id: credit['Id'], SyncToken: credit['SyncToken'] });
    books.clock.advance(60_000);
    const after = await query(of, { remoteId: [credit['Id']], maxAge: 0 });
    const { data } = await query<Changes>(changes);

    expect(before.data).toEqual({
      instance: {
        expenses: {
          nodes: [
            {
              kind: 'SUPPLIER_CREDIT',
              amount: { amount: '-1.00' },
              paymentMethod: 'ON_ACCOUNT',
              payee: { supplier: { name: "Bob's Burger Joint" } },
              posting: { balance: { amount: '-1.00' } },
            },
          ],
        },
      },
    });
    expect(after.data).toEqual({ instance: { expenses: { nodes: [] } } });
    expect(data!.instance.events.nodes.map(({ kind, resource }) => `${kind} ${resource}`)).toContain(
      'DELETED EXPENSES',
    );
  });

  it('are read by a sync run of every resource in one call, and whole when that is asked for', async () => {
    let run: SyncRunRow | null | undefined;
    const sync = (mode: 'FULL' | 'INCREMENTAL') =>
      books.callsOf(async () => {
        const { parts } = books.service;
        const asked = { instanceId: id, resources: null, mode, waitSeconds: 0 };
        const started = await parts.services.syncRuns.start(books.service.as(acme), asked);
        await parts.syncExecution.execute(parts.context, started.id, 1);
        [run] = await parts.services.syncRuns.findByIds(books.service.as(acme), [started.id]);
        expect(run).toMatchObject({ status: 'SUCCEEDED', vendorCalls: 1 });
      });

    expect(await sync('INCREMENTAL')).toEqual(['batch']);
    books.clock.advance(60_000);
    expect(await sync('INCREMENTAL')).toEqual(['cdc']);
    books.clock.advance(60_000);
    expect(await sync('FULL')).toEqual(['batch']);
    expect(run!.resources).toEqual(expect.arrayContaining(['EXPENSES', 'RECEIPTS', 'SUPPLIERS', 'COMPANY']));
  });

  it('show receipts, with a link that is asked for once for all of a page', async () => {
    const upload = (type: string, value: string) =>
      books.post('attachable', {
        Note: 'paper',
        FileName: `${type}-${value}.pdf`,
        ContentType: 'application/pdf',
        AttachableRef: [{ EntityRef: { type, value } }],
      });
    await upload('Purchase', '144');
    await upload('Purchase', '143');
    await upload('Bill', '108');
    const source = `query ($id: ID!) {
      instance(id: $id) { expenses(filter: { hasReceipt: true }) { nodes { remoteId receipt { fileName access url } } } }
    }`;
    const calls = await books.callsOf(async () => {
      const { data, errors } = await query(source);
      expect(errors).toBeUndefined();
      expect(data).toEqual({
        instance: {
          expenses: {
            nodes: ['144', '143', '108'].map((remoteId) => ({
              remoteId,
              receipt: { fileName: expect.stringContaining(remoteId), access: 'SIGNED_URL', url: null },
            })),
          },
        },
      });
    });

    expect(calls).toEqual(['batch', 'query']);
  });

  it('are purged with their instance', async () => {
    await query(everything);
    await query('mutation ($i: DeleteInstanceInput!) { deleteInstance(input: $i) { errors { code } } }', { i: { id } });
    await books.service.parts.housekeeping.round(books.service.parts.context);

    for (const table of TABLES) {
      const [row] = await books.service.database.query<{ count: number }>(books.service.parts.context, {
        text: `SELECT count(*)::int AS count FROM ${table} WHERE instance_id = $1`,
        values: [id],
      });
      expect([table, row!.count]).toEqual([table, 0]);
    }
  });

  it('go on where a token ends on the way', async () => {
    await query(everything);
    books.clock.advance(3_700_000);
    const calls = await books.callsOf(() => query(everything, { maxAge: 0 }));

    expect(calls.filter((call) => call === 'cdc').length).toBeGreaterThanOrEqual(1);
    const { data } = await query('query ($id: ID!) { instance(id: $id) { status expenses { freshness { state } } } }');
    expect(data).toEqual({ instance: { status: 'ACTIVE', expenses: { freshness: { state: 'FRESH' } } } });
  });

  it('forget, when read whole, what is there no more, and keep what is older than the history', async () => {
    await books.service.query(
      acme,
      'mutation ($i: DeleteInstanceInput!) { deleteInstance(input: $i) { errors { code } } }',
      { i: { id } },
    );
    id = await books.connect(acme, { 'sync.history.days': '30' });
    await query(everything);
    // Older than the history, and there because somebody asked for it.
    const old = `query ($id: ID!) { _entities(representations: [{ __typename: "Expense", instance: { id: $id }, kind: BILL, remoteId: "90" }]) { ... on Expense { date } } }`;
    expect((await query(old)).data).toEqual({ _entities: [{ date: '2025-12-05' }] });
    await books.service.database.query(books.service.parts.context, {
      text: `INSERT INTO expenses SELECT (jsonb_populate_record(e, '{"remote_id": "99999"}')).* FROM expenses e
             WHERE e.instance_id = $1 AND e.date > '2026-05-01' LIMIT 1`,
      values: [id],
    });
    books.clock.advance(8 * 86_400_000);
    await query(everything, { maxAge: 0 });
    await books.service.parts.tasks.idle();

    const count = async (remoteId: string) =>
      (
        await query<{ instance: { expenses: { totalCount: number } } }>(
          `query ($id: ID!, $remoteId: [String!]) { instance(id: $id) { expenses(filter: { remoteId: $remoteId }) { totalCount } } }`,
          { remoteId: [remoteId] },
        )
      ).data!.instance.expenses.totalCount;
    expect([await count('99999'), await count('90')]).toEqual([0, 1]);
  });
});
