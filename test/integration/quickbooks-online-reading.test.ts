import type { ReadEvent } from '../../src/adapters/adapter';
import type { BookEntryRecord, EmployeeRecord, ExpenseRecord, ReceiptRecord } from '../../src/adapters/records';
import { bookResources } from '../../src/adapters/quickbooks-online/resources';
import { receiptLinks } from '../../src/adapters/quickbooks-online/operations/receipt-links';
import {
  VendorAuthenticationError,
  VendorProtocolError,
  VendorRateLimitError,
  VendorUnavailableError,
} from '../../src/adapters/vendor-error';
import { openQuickbooksAccount, type QuickbooksAccount } from '../support/quickbooks-account';

const HISTORY_FROM = '2023-05-05';
const books = bookResources.EXPENSES!.list!;

/** Everything that a read told. */
class Told {
  readonly expenses: ExpenseRecord[] = [];
  readonly employees: EmployeeRecord[] = [];
  readonly entries: BookEntryRecord[] = [];
  readonly receipts: ReceiptRecord[] = [];
  readonly others: Exclude<ReadEvent, { kind: 'records' }>[] = [];

  static async of(events: AsyncIterable<ReadEvent>): Promise<Told> {
    const told = new Told();
    for await (const event of events) told.add(event);
    return told;
  }

  expense(kind: string, remoteId: string): ExpenseRecord {
    return this.expenses.find((expense) => expense.kind === kind && expense.remoteId === remoteId)!;
  }

  entry(kind: string, remoteId: string): BookEntryRecord {
    return this.entries.find((entry) => entry.kind === kind && entry.remoteId === remoteId)!;
  }

  get gone(): [string, readonly string[]][] {
    return this.others.flatMap((event): [string, readonly string[]][] =>
      event.kind === 'gone' ? [[event.expenseKind ?? event.resource, event.remoteIds]] : [],
    );
  }

  private add(event: ReadEvent): void {
    if (event.kind !== 'records') return void this.others.push(event);
    this.expenses.push(...(event.batch.expenses ?? []));
    this.employees.push(...(event.batch.employees ?? []));
    this.entries.push(...(event.batch.bookEntries ?? []));
    this.receipts.push(...(event.batch.receipts ?? []));
  }
}

describe('reading the books of a QuickBooks company', () => {
  let account: QuickbooksAccount;
  const usd = (amount: string) => ({ amount, currency: 'USD' });
  const list = (checkpoint?: string) =>
    Told.of(books.list(account.connection, { historyFrom: HISTORY_FROM, checkpoint }));
  const changes = (since: Date) =>
    Told.of(
      books.listChanges!(account.connection, { historyFrom: HISTORY_FROM, since, unfinishedIds: async () => [] }),
    );
  const get = (resource: keyof typeof bookResources, ids: string[]) =>
    Told.of(bookResources[resource]!.getMany!.getMany(account.connection, ids));

  beforeEach(async () => {
    account = await openQuickbooksAccount();
  });
  afterEach(() => account.close());

  describe('as a whole', () => {
    it('tells everything that the sample company has, in one call', async () => {
      let told!: Told;
      const calls = await account.callsOf(async () => (told = await list()));

      expect(calls).toEqual(['company/batch']);
      expect(told.others).toEqual([]);
      const count = (kind: string) =>
        [...told.entries, ...told.expenses].filter((record) => record.kind === kind).length;
      expect({
        purchases: count('PURCHASE'),
        bills: count('BILL'),
        suppliers: count('SUPPLIER'),
        customers: count('CUSTOMER'),
        accounts: count('LEDGER_ACCOUNT'),
        companies: count('COMPANY'),
        employees: told.employees.length,
      }).toEqual({
        purchases: 35,
        bills: 15,
        suppliers: 26,
        customers: 29,
        accounts: 89,
        companies: 1,
        employees: 2,
      });
    });

    it('reads a purchase by card', async () => {
      const { expense } = await list().then((told) => ({ expense: told.expense('PURCHASE', '140') }));

      expect(expense).toMatchObject({
        amount: usd('18.97'),
        originalAmount: usd('18.97'),
        convertedAmount: null,
        merchant: "Bob's Burger Joint",
        description: 'Bought lunch for crew 102',
        date: '2026-04-13',
        vendorKind: 'CreditCard',
        paymentMethod: 'CARD',
        category: { name: 'Meals and Entertainment', ledgerCode: null },
        payee: { kind: 'SUPPLIER', remoteId: '56', name: "Bob's Burger Joint" },
        card: { remoteId: '41', name: 'Mastercard' },
        billable: false,
        reimbursable: null,
        receipt: null,
        posting: { accountRemoteId: '13', paidFromRemoteId: '41', documentNumber: null, dueOn: null, balance: null },
        lines: [{ number: 1, amount: usd('18.97'), posting: { accountRemoteId: '13', paidFromRemoteId: null } }],
      });
      expect(expense.vendorFields).toMatchObject({ Id: '140', TotalAmt: 18.97, PaymentType: 'CreditCard' });
    });

    it('reads payments in cash and by check, money back on a card, and lines of items', async () => {
      const told = await list();

      expect(told.expense('PURCHASE', '137')).toMatchObject({ paymentMethod: 'CASH', card: null, amount: usd('3.86') });
      expect(told.expense('PURCHASE', '138')).toMatchObject({
        paymentMethod: 'CHECK',
        posting: { documentNumber: 'Debit' },
      });
      expect(told.expense('PURCHASE', '139')).toMatchObject({
        payee: null,
        merchant: null,
        paymentMethod: 'CARD',
        lines: [{ posting: { accountRemoteId: '35' } }],
      });
      expect(Number(told.expense('PURCHASE', '139').amount!.amount)).toBe(-900);
      const ofItems = told.expense('PURCHASE', '115');
      expect(ofItems.lines.map(({ amount }) => Number(amount!.amount))).toEqual([125, 11.25, 62.5, 30]);
      expect(ofItems).toMatchObject({ category: null, posting: { accountRemoteId: null } });
      expect(ofItems.lines[0]!.category!.name).toMatch(/Rock Fountain/);
    });

    it('reads bills as owed, with what is left of them', async () => {
      const told = await list();

      expect(told.expense('BILL', '25')).toMatchObject({
        amount: usd('103.55'),
        paymentMethod: 'ON_ACCOUNT',
        vendorKind: 'Bill',
        payee: { kind: 'SUPPLIER', remoteId: '46' },
        billable: true,
        posting: { dueOn: '2026-05-05', paidFromRemoteId: '33', customerRemoteId: '26' },
      });
      expect(Number(told.expense('BILL', '25').posting!.balance!.amount)).toBe(0);
      expect(Number(told.expense('BILL', '108').posting!.balance!.amount)).toBe(315);
    });

    it('reads accounts with their parents, kinds and balances', async () => {
      const told = await list();

      expect(told.entry('LEDGER_ACCOUNT', '64')).toMatchObject({
        name: 'Decks and Patios',
        fullName: 'Job Expenses:Job Materials:Decks and Patios',
        parentRemoteId: '63',
        isActive: true,
        account: { kind: 'EXPENSE', vendorType: 'Expense', number: null },
        balance: null,
        currency: 'USD',
      });
      expect(told.entry('LEDGER_ACCOUNT', '41')).toMatchObject({
        account: { kind: 'CREDIT_CARD' },
        balance: usd('-157.72'),
      });
      expect(told.entry('LEDGER_ACCOUNT', '33').account!.kind).toBe('PAYABLE');
      expect(told.entry('LEDGER_ACCOUNT', '84').account!.kind).toBe('RECEIVABLE');
      expect(told.entry('LEDGER_ACCOUNT', '34').account!.kind).toBe('EQUITY');
      expect(told.entries.filter(({ account: facts }) => facts?.kind === 'UNKNOWN')).toEqual([]);
    });

    it('reads suppliers, customers, employees and the company', async () => {
      const told = await list();

      expect(told.entry('SUPPLIER', '48')).toMatchObject({ name: 'PG&E', isActive: true, currency: 'USD' });
      expect(told.entry('CUSTOMER', '8')).toMatchObject({
        name: '0969 Ocean View Road',
        fullName: 'Freeman Sporting Goods:0969 Ocean View Road',
        parentRemoteId: '7',
      });
      expect(told.employees.find(({ remoteId }) => remoteId === '54')).toMatchObject({
        name: 'John Johnson',
        firstName: 'John',
        lastName: 'Johnson',
        hiredOn: '2015-09-08',
        isActive: true,
        role: 'UNKNOWN',
        managerRemoteId: null,
      });
      expect(told.entries.find(({ kind }) => kind === 'COMPANY')).toMatchObject({
        name: "Craig's Design and Landscaping Services",
        currency: 'USD',
        company: { country: 'US' },
      });
    });

    it('reads what was made inactive, with classes and departments', async () => {
      await account.post('class', { Name: 'East' });
      await account.post('department', { Name: 'Shop' });
      const employee = await account.get('employee/55');
      await account.post('employee', { Id: '55', SyncToken: employee.SyncToken, sparse: true, Active: false });
      const told = await list();

      expect(told.employees.find(({ remoteId }) => remoteId === '55')).toMatchObject({ isActive: false });
      expect(told.entries.find(({ kind }) => kind === 'TRACKING_CLASS')).toMatchObject({
        name: 'East',
        fullName: 'East',
      });
      expect(told.entries.find(({ kind }) => kind === 'DEPARTMENT')).toMatchObject({ name: 'Shop' });
    });

    it('reads transactions as far back as the history goes', async () => {
      const told = await Told.of(books.list(account.connection, { historyFrom: '2026-04-01' }));

      expect(told.expenses.length).toBeGreaterThan(0);
      expect(told.expenses.filter(({ date }) => date! < '2026-04-01')).toEqual([]);
      expect(told.entries.length).toBeGreaterThan(100);
    });

    it('keeps amounts to the last of their decimals', async () => {
      const detail = (account: string) => ({
        DetailType: 'AccountBasedExpenseLineDetail',
        AccountBasedExpenseLineDetail: { AccountRef: { value: account } },
      });
      const created = await account.post('bill', {
        VendorRef: { value: '56' },
        Line: [
          { Amount: 0.1, ...detail('7') },
          { Amount: 0.2, ...detail('13') },
          { Amount: -0.05, ...detail('13') },
        ],
      });
      const told = await get('EXPENSES', [created.Id]);

      const bill = told.expense('BILL', created.Id);
      expect(bill.amount).toEqual(usd('0.25'));
      expect(bill.lines.map(({ amount }) => Number(amount!.amount))).toEqual([0.1, 0.2, -0.05]);
      expect(bill).toMatchObject({ category: null, posting: { accountRemoteId: null } });
    });
  });

  describe('page by page', () => {
    const customers = async (count: number): Promise<void> => {
      for (let start = 0; start < count; start += 30) {
        const items = Array.from({ length: Math.min(30, count - start) }, (_, index) => ({
          bId: String(index),
          operation: 'create',
          Customer: { DisplayName: `Customer ${String(start + index).padStart(5, '0')}` },
        }));
        await account.post('batch', { BatchItemRequest: items });
      }
    };

    it.each([
      [1_000, ['company/batch', 'company/query']],
      [1_001, ['company/batch', 'company/query']],
      [999, ['company/batch']],
    ])('tells %i objects of a kind, each once', async (total, expected) => {
      await customers(total - 29);
      let told!: Told;
      const calls = await account.callsOf(async () => (told = await list()));

      const ids = told.entries.filter(({ kind }) => kind === 'CUSTOMER').map(({ remoteId }) => remoteId);
      expect([ids.length, new Set(ids).size]).toEqual([total, total]);
      expect(calls).toEqual(expected);
    });

    it('goes on after a checkpoint, and passes over nothing where something was deleted meanwhile', async () => {
      await customers(1_001);
      const first = await list();
      const checkpoint = first.others.find(({ kind }) => kind === 'checkpoint');
      if (checkpoint?.kind !== 'checkpoint') throw new Error('There is no checkpoint.');
      // As if three had been deleted since: the first page has ended three rows further on.
      const [[entity, read, lastId]] = JSON.parse(checkpoint.checkpoint);
      const rest = await list(JSON.stringify([[entity, read + 3, lastId]]));

      const all = first.entries.filter(({ kind }) => kind === 'CUSTOMER').map(({ remoteId }) => remoteId);
      const after = rest.entries.map(({ remoteId }) => remoteId);
      expect(after).toEqual(expect.arrayContaining(all.slice(1_000)));
      expect(rest.expenses).toEqual([]);
    });

    it('begins anew after a checkpoint that is none of its own', async () => {
      expect((await list('2026-01-01')).entries.length).toBeGreaterThan(100);
      expect((await list('[["Nothing",1,"2"]]')).entries.length).toBeGreaterThan(100);
    });
  });

  describe('what changed', () => {
    const later = () => {
      account.clock.advance(1_800_000);
      return account.clock.now();
    };

    it('is nothing, in one call, when nothing has', async () => {
      const since = later();
      let told!: Told;
      const calls = await account.callsOf(async () => (told = await changes(since)));

      expect(calls).toEqual(['company/cdc']);
      expect([told.expenses, told.employees, told.entries, told.others]).toEqual([[], [], [], []]);
    });

    it('is told in one call, with what was deleted, kind by kind', async () => {
      const since = later();
      const bill = await account.get('bill/108');
      await account.post('bill?operation=delete', { Id: '108', SyncToken: bill.SyncToken });
      const purchase = await account.get('purchase/144');
      await account.post('purchase', {
        Id: '144',
        SyncToken: purchase.SyncToken,
        sparse: true,
        PaymentType: 'CreditCard',
        PrivateNote: "Craig's & Sons",
      });
      let told!: Told;
      const calls = await account.callsOf(async () => (told = await changes(since)));

      expect(calls).toEqual(['company/cdc']);
      expect(told.gone).toEqual([['BILL', ['108']]]);
      expect(told.expenses.map(({ remoteId }) => remoteId)).toEqual(['144']);
      expect(told.expense('PURCHASE', '144').description).toBe("Craig's & Sons");
    });

    it('is told whole when it is more than one answer can hold, deletions too', async () => {
      const since = later();
      for (let start = 0; start < 1_020; start += 30) {
        const items = Array.from({ length: 30 }, (_, index) => ({
          bId: String(index),
          operation: 'create',
          Customer: { DisplayName: `Customer ${start + index}` },
        }));
        await account.post('batch', { BatchItemRequest: items });
      }
      const purchase = await account.get('purchase/143');
      await account.post('purchase?operation=delete', { Id: '143', SyncToken: purchase.SyncToken });
      const told = await changes(since);

      const ids = new Set(told.entries.filter(({ kind }) => kind === 'CUSTOMER').map(({ remoteId }) => remoteId));
      expect(ids.size).toBe(1_020);
      expect(told.gone).toContainEqual(['PURCHASE', ['143']]);
      expect(told.others.filter(({ kind }) => kind === 'checkpoint')).toEqual([]);
    });

    it('is asked for by query beyond what change data capture looks back', async () => {
      const since = new Date(account.clock.now().getTime() - 60 * 86_400_000);
      let told!: Told;
      const calls = await account.callsOf(async () => (told = await changes(since)));

      // The company, whose home currency is kept elsewhere, is among what has changed.
      expect(calls).toEqual(['company/cdc', 'company/query', 'company/batch']);
      expect(told.expenses.length).toBeGreaterThan(0);
    });
  });

  describe('by id', () => {
    it('tells expenses of every kind in one call, and none for what there is not', async () => {
      let told!: Told;
      const calls = await account.callsOf(async () => (told = await get('EXPENSES', ['144', '108', '999', 'x'])));

      expect(calls).toEqual(['company/batch']);
      expect(told.expenses.map(({ kind, remoteId }) => `${kind} ${remoteId}`).sort()).toEqual([
        'BILL 108',
        'PURCHASE 144',
      ]);
    });

    it('asks nobody for what can be no id', async () => {
      expect(await account.callsOf(() => get('SUPPLIERS', ["56' OR '1'='1", 'ann@example.com']))).toEqual([]);
      const { canonicalRemoteId } = bookResources.SUPPLIERS!;
      expect([' 056 ', '56', "5'6", '1.5', ''].map((id) => canonicalRemoteId!(id))).toEqual([
        '56',
        '56',
        null,
        null,
        null,
      ]);
    });
  });

  describe('receipts', () => {
    it('are told with what they belong to, and their links are asked for', async () => {
      const body = new FormData();
      const metadata = { AttachableRef: [{ EntityRef: { type: 'Purchase', value: '144' } }], FileName: 'fuel.png' };
      body.append('file_metadata_01', new Blob([JSON.stringify(metadata)], { type: 'application/json' }));
      body.append('file_content_01', new Blob(['a picture'], { type: 'image/png' }), 'fuel.png');
      const since = new Date(account.clock.now().getTime() + 1_800_000);
      account.clock.advance(1_800_000);
      const { 'base.url': base, 'oauth.user.token': token } = account.connection.configuration;
      const realm = account.connection.configuration['quickbooks.realm.id'];
      await fetch(`${base}/sandbox/v3/company/${realm}/upload`, {
        method: 'POST',
        headers: { accept: 'application/json', authorization: `Bearer ${token}` },
        body,
      });
      const told = await changes(since);

      expect(told.receipts).toEqual([
        {
          remoteId: expect.stringMatching(/^\d+$/),
          fileName: 'fuel.png',
          contentType: 'image/png',
          expenses: [{ kind: 'PURCHASE', remoteId: '144' }],
        },
      ]);
      const [{ remoteId }] = told.receipts as [ReceiptRecord];
      const links = await receiptLinks.find(account.connection, [remoteId, '999']);
      expect([...links.keys()]).toEqual([remoteId]);
      expect(await (await fetch(links.get(remoteId)!)).text()).toBe('a picture');
    });
  });

  describe('when something is wrong', () => {
    it.each([
      ['an expired token', { 'expired-token': {} }, VendorAuthenticationError],
      ['a fault with HTTP 200', { 'fault-200': {} }, VendorUnavailableError],
      ['a page where JSON was asked for', { html: {} }, VendorUnavailableError],
      ['XML where JSON was asked for', { xml: {} }, VendorUnavailableError],
      ['a body that is cut off', { truncate: {} }, VendorProtocolError],
      ['a throttle', { '429': {} }, VendorRateLimitError],
      ['an outage', { 'http-503-html': {} }, VendorUnavailableError],
    ])('says so: %s', async (_what, faults, expected) => {
      const read = account.withFaults(faults, () => list());

      await expect(read).rejects.toBeInstanceOf(expected);
    });

    it('goes on where the limit has passed', async () => {
      const told = await account.withFaults({ '429': { times: 1 } }, () => list());

      expect(told.expenses.length).toBe(50);
    });
  });
});
